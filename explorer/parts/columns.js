/** Paths drawn by columns: cards for entities, curves for relations, their words as buttons on the curves. */
import { html, useEffect, useMemo, useRef, useSignal } from "../vendor/preact.js";
import { edgeKey } from "../known.js";
import { openEdge, openEntity, route } from "../state.js";
import { say, t } from "../words.js";
import { colorOf, kindName } from "../vocabulary.js";
import { arranged, curve, wordSpots } from "./curves.js";
import { distinct, layered } from "./layers.js";

/**
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("../types.js").Step} Step
 * @typedef {import("./curves.js").Box} Box
 */

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
  const shape = paths.map((path) => path.steps.map(edgeKey).join()).join("\n");
  const layers = useMemo(() => layered(paths, edgeKey), [shape]);
  const steps = distinct(paths, edgeKey);
  const words = Math.max(...[...steps.values()].map((step) => breadth(say(step.words))));
  const { boxes, width, height } = useMemo(() => arranged(layers, room.value, words), [layers, room.value, words]);
  const spots = useMemo(() => wordSpots(layers.routes, boxes, words), [layers, boxes, words]);
  const cards = [...boxes].filter(([, box]) => box.ref);
  return html`<div ref=${frame} class="columns" role="group" tabindex="0" aria-label=${t("columns_label")}>
    <div class="columns-sheet" style=${{ width: `${width}px`, height: `${height}px` }}>
      <svg class="columns-curves" width=${width} height=${height} aria-hidden="true">
        ${[...layers.routes].map(([key, cells]) => html`<path key=${key} d=${curve(cells, boxes)} class=${look(key, lit)} />`)}
      </svg>
      ${cards.map(([uid, box]) => html`<${Card} key=${uid} box=${box} dim=${lit !== null && !touches(lit, steps, uid)} />`)}
      ${[...steps].map(([key, step]) => html`<${Words} key=${key} id=${key} step=${step} at=${spots.get(key)} look=${look(key, lit)} />`)}
    </div></div>`;
}

/** About how many pixels words take with their frame. @param {string} words */
function breadth(words) {
  return 20 + [...words].reduce((sum, mark) => sum + (mark > "\u2e7f" ? 12.2 : 6.6), 0);
}

/** @param {{box: Box, dim: boolean}} props */
function Card({ box: { ref, x, y, width, height }, dim }) {
  if (!ref) return null;
  return html`<button type="button" class=${dim ? "node node-dim" : "node"} style=${{ "--kind": colorOf(ref.kind), left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
    aria-pressed=${route.value.open === ref.uid} title=${ref.caption} onClick=${() => openEntity(ref.uid)}>
    <span class="node-kind"><span>${kindName(ref.kind)}</span>${ref.fictitious && html`<span class="node-fictitious">${t("fictitious")}</span>`}</span>
    <span class="node-caption">${ref.caption}</span></button>`;
}

/** @param {{id: string, step: Step, at: {x: number, y: number} | undefined, look: string}} props */
function Words({ id, step, at, look: classes }) {
  if (!at) return null;
  return html`<button type="button" class="edge-words ${classes}" style=${{ left: `${at.x}px`, top: `${at.y}px` }} aria-label=${`${say(step.words)}${t("colon")}${say(step.sentence)} ${t("evidence_open")}`}
    aria-pressed=${route.value.edge === id} onClick=${() => openEdge(id)}>${say(step.words)}</button>`;
}

/** @param {string} key @param {Set<string> | null} lit */
function look(key, lit) {
  if (route.value.edge === key) return "edge edge-chosen";
  return lit === null ? "edge" : lit.has(key) ? "edge edge-lit" : "edge edge-dim";
}

/** @param {Set<string>} lit @param {Map<string, Step>} steps @param {string} uid */
function touches(lit, steps, uid) {
  return [...lit].some((key) => steps.get(key)?.start === uid || steps.get(key)?.end === uid);
}
