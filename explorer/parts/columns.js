/** Paths drawn by columns: cards for entities, curves for relations, their words as buttons on the curves. */
import { html, useEffect, useRef, useSignal } from "../vendor/preact.js";
import { edgeKey } from "../known.js";
import { openEdge, openEntity, route } from "../state.js";
import { say, t } from "../words.js";
import { colorOf, kindName } from "../vocabulary.js";
import { distinct, layered } from "./layers.js";

/**
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("../types.js").Ref} Ref
 * @typedef {import("../types.js").Step} Step
 * @typedef {{ref: Ref, x: number, y: number}} Box
 */

const WIDTH = 184;
const HEIGHT = 66;
const ROW = 96;
const LEAST_GAP = 118;
const MOST_GAP = 200;
/** Where on a curve its words may stand, best first. */
const SPOTS = [0.5, 0.36, 0.64, 0.26, 0.74];

/**
 * @param {{paths: Path[], lit: Set<string> | null}} props  `lit`: keys of the relations to stress, null for all
 */
export function Columns({ paths, lit }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const room = useSignal(1000);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => { if (entry) room.value = entry.contentRect.width; });
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  const columns = layered(paths);
  const gap = Math.max(LEAST_GAP, Math.min(MOST_GAP, (room.value - 4 - columns.length * WIDTH) / Math.max(columns.length - 1, 1)));
  const boxes = boxed(columns, gap);
  const steps = distinct(paths, edgeKey);
  const spots = wordSpots(steps, boxes);
  const width = columns.length * WIDTH + (columns.length - 1) * gap;
  const height = Math.max(...columns.map((column) => column.length)) * ROW;
  return html`<div ref=${frame} class="columns" role="group" tabindex="0" aria-label=${t("columns_label")}>
    <div class="columns-sheet" style=${{ width: `${width}px`, height: `${height}px` }}>
      <svg class="columns-curves" width=${width} height=${height} aria-hidden="true">
        ${[...steps].map(([key, step]) => html`<path key=${key} d=${curve(step, boxes)} class=${state(key, lit)} />`)}
      </svg>
      ${[...boxes.values()].map((box) => html`<${Card} key=${box.ref.uid} box=${box} dim=${lit !== null && !touches(lit, steps, box.ref.uid)} />`)}
      ${[...steps].map(([key, step]) => html`<${Words} key=${key} id=${key} step=${step} at=${spots.get(key)} look=${state(key, lit)} />`)}
    </div></div>`;
}

/** @param {{box: Box, dim: boolean}} props */
function Card({ box: { ref, x, y }, dim }) {
  return html`<button type="button" class=${dim ? "node node-dim" : "node"} style=${{ "--kind": colorOf(ref.kind), left: `${x}px`, top: `${y}px`, width: `${WIDTH}px`, height: `${HEIGHT}px` }}
    aria-pressed=${route.value.open === ref.uid} title=${ref.caption} onClick=${() => openEntity(ref.uid)}>
    <span class="node-kind">${kindName(ref.kind)}${ref.fictitious && html`<span class="node-fictitious">${t("fictitious")}</span>`}</span>
    <span class="node-caption">${ref.caption}</span></button>`;
}

/** @param {{id: string, step: Step, at: {x: number, y: number} | undefined, look: string}} props */
function Words({ id, step, at, look }) {
  if (!at) return null;
  return html`<button type="button" class="edge-words ${look}" style=${{ left: `${at.x}px`, top: `${at.y}px` }} aria-label=${`${say(step.sentence)} ${t("evidence_open")}`}
    aria-pressed=${route.value.edge === id} onClick=${() => openEdge(id)}>${say(step.words)}</button>`;
}

/** @param {string} key @param {Set<string> | null} lit */
function state(key, lit) {
  if (route.value.edge === key) return "edge edge-chosen";
  return lit === null ? "edge" : lit.has(key) ? "edge edge-lit" : "edge edge-dim";
}

/** @param {Set<string>} lit @param {Map<string, Step>} steps @param {string} uid */
function touches(lit, steps, uid) {
  return [...lit].some((key) => steps.get(key)?.start === uid || steps.get(key)?.end === uid);
}

/** @param {Ref[][]} columns @param {number} gap @returns {Map<string, Box>} */
function boxed(columns, gap) {
  const tallest = Math.max(...columns.map((column) => column.length));
  return new Map(columns.flatMap((column, c) => column.map((ref, r) => {
    const top = ((tallest - column.length) * ROW) / 2 + r * ROW + (ROW - HEIGHT) / 2;
    return [ref.uid, { ref, x: c * (WIDTH + gap), y: top }];
  })));
}

/** The curve's four control points. @param {Step} step @param {Map<string, Box>} boxes */
function points(step, boxes) {
  const [a, b] = [boxes.get(step.start), boxes.get(step.end)];
  if (!a || !b) return null;
  const [from, to] = a.x <= b.x ? [a, b] : [b, a];
  const [y1, y2] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2];
  if (from.x === to.x) return [from.x + WIDTH, y1, from.x + WIDTH + 70, y1, to.x + WIDTH + 70, y2, to.x + WIDTH, y2];
  const pull = (to.x - from.x - WIDTH) / 2;
  return [from.x + WIDTH, y1, from.x + WIDTH + pull, y1, to.x - pull, y2, to.x, y2];
}

/** @param {Step} step @param {Map<string, Box>} boxes */
function curve(step, boxes) {
  const p = points(step, boxes);
  return p ? `M${p[0]} ${p[1]} C${p[2]} ${p[3]} ${p[4]} ${p[5]} ${p[6]} ${p[7]}` : "";
}

/**
 * Where each relation's words stand: on its curve, apart from words that already stand.
 * @param {Map<string, Step>} steps @param {Map<string, Box>} boxes
 */
function wordSpots(steps, boxes) {
  /** @type {Map<string, {x: number, y: number}>} */
  const spots = new Map();
  for (const [key, step] of steps) {
    const p = points(step, boxes);
    if (!p) continue;
    const wishes = SPOTS.map((s) => ({ x: bezier(p, 0, s), y: bezier(p, 1, s) }));
    const free = wishes.find((wish) => [...spots.values()].every((other) => Math.abs(other.x - wish.x) > 84 || Math.abs(other.y - wish.y) > 26));
    const fallback = /** @type {{x: number, y: number}} */ (wishes[0]);
    spots.set(key, free ?? { x: fallback.x, y: fallback.y + 26 });
  }
  return spots;
}

/** @param {number[]} p @param {0 | 1} axis @param {number} s */
function bezier(p, axis, s) {
  const [a = 0, b = 0, c = 0, d = 0] = [p[axis], p[axis + 2], p[axis + 4], p[axis + 6]];
  return a * (1 - s) ** 3 + 3 * b * s * (1 - s) ** 2 + 3 * c * s * s * (1 - s) + d * s ** 3;
}
