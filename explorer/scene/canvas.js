/** The scene on a WebGL canvas. It draws what the model holds; positions come from the model and go back to it only. */
import { effect, untracked } from "../vendor/preact.js";
import { Graph, Sigma } from "../vendor/graph.js";
import { openEdge, openEntity, route } from "../state.js";
import { colorOf, relationName } from "../vocabulary.js";
import { hiddenKinds, scene } from "./model.js";
import { fit, FRAME } from "./camera.js";
import { nearestEdge } from "./nearest.js";
import { dragging } from "./drag.js";
import { drawHover, Labels } from "./labels.js";
import { edgeLook, nodeLook } from "./look.js";

/** @typedef {import("./model.js").Scene} Scene */

const FONT = '"Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const CAPTION = 14;
const EDGE = "#a3a8b8";

/** Whether this browser can draw the scene at all. */
export function canDraw() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/** What draws now, if anything does. @type {Sigma | null} */
let drawing = null;

/** Where a node is in the window, in pixels; null when it is not drawn. @param {string} uid */
export function spot(uid) {
  const place = scene.value.nodes.get(uid);
  if (!drawing || !place) return null;
  const { left, top } = drawing.getContainer().getBoundingClientRect();
  const { x, y } = drawing.graphToViewport(place);
  return { x: left + x, y: top + y };
}

/**
 * Draw the scene into `box` until the returned function is called.
 * @param {HTMLElement} box
 * @returns {{stop: () => void, center: () => void}}
 */
export function draw(box) {
  const graph = new Graph({ multi: true, type: "directed" });
  /** @type {{node: string | null}} */
  const hovered = { node: null };
  const labels = new Labels();
  const sigma = new Sigma(graph, box, {
    allowInvalidContainer: true, renderEdgeLabels: true, defaultEdgeType: "arrow", zIndex: true,
    labelFont: FONT, labelSize: 13, labelDensity: 8, labelGridCellSize: 80, labelRenderedSizeThreshold: 4,
    defaultDrawNodeHover: drawHover,
    defaultDrawNodeLabel: (context, data, settings) => labels.node(context, data, settings),
    defaultDrawEdgeLabel: (context, data, from, to, settings) => labels.edge(context, data, from, to, settings),
    edgeLabelFont: FONT, edgeLabelSize: 11, stagePadding: 40, minEdgeThickness: 2.2,
    nodeReducer: (uid, data) => nodeLook(graph, hovered.node, uid, data),
    edgeReducer: (key, data) => edgeLook(graph, hovered.node, key, data),
  });
  drawing = sigma;
  sigma.setCustomBBox(FRAME);
  sigma.on("beforeRender", () => labels.fresh(discs(sigma, graph), sigma.getDimensions().width));
  sigma.on("clickNode", ({ node }) => { if (!drag.moved()) openEntity(node); });
  sigma.on("clickStage", ({ event }) => {
    const edge = nearestEdge(sigma, graph, event);
    if (edge) openEdge(edge);
  });
  sigma.on("moveBody", ({ event }) => {
    box.style.cursor = hovered.node || nearestEdge(sigma, graph, event) ? "pointer" : "";
  });
  const hover = (/** @type {string | null} */ node) => { hovered.node = node; sigma.refresh({ skipIndexation: true }); };
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  const drag = dragging(sigma, graph);
  let known = 0, alive = true;
  const stops = [
    effect(() => {
      sync(graph, scene.value);
      const grown = graph.order > known;
      known = graph.order;
      untracked(() => { if (grown) fit(sigma, [...scene.value.nodes.values()]); });
      void glyphs(scene.value).then(() => { if (alive) sigma.refresh(); });
    }),
    effect(() => {
      void [hiddenKinds.value, route.value.open, route.value.edge, route.value.lang];
      sigma.refresh();
    }),
  ];
  const resized = new ResizeObserver(() => sigma.resize());
  resized.observe(box);
  return {
    stop: () => { alive = false; resized.disconnect(); stops.forEach((stop) => stop()); sigma.kill(); drawing = null; },
    center: () => fit(sigma, [...scene.value.nodes.values()]),
  };
}

/** The squares around all nodes, in pixels, in the frame that is about to be drawn. @param {Sigma} sigma @param {Graph} graph */
function discs(sigma, graph) {
  const cameraState = sigma.getCamera().getState(); // by itself sigma answers for the frame drawn last
  return graph.mapNodes((uid) => {
    const { x, y } = sigma.graphToViewport(/** @type {{x: number, y: number}} */ (graph.getNodeAttributes(uid)), { cameraState });
    const half = sigma.scaleSize(Number(graph.getNodeAttribute(uid, "size")));
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
}

/** Make the graph hold just the scene. @param {Graph} graph @param {Scene} now */
function sync(graph, now) {
  for (const uid of graph.nodes()) if (!now.nodes.has(uid)) graph.dropNode(uid);
  for (const key of graph.edges()) if (!now.edges.has(key)) graph.dropEdge(key);
  for (const [uid, { ref, x, y, pinned }] of now.nodes) {
    const look = { x, y, pinned, kind: ref.kind, color: colorOf(ref.kind), label: short(ref.caption), size: pinned ? 10 : 8 };
    if (graph.hasNode(uid)) graph.mergeNodeAttributes(uid, look);
    else graph.addNode(uid, look);
  }
  for (const [key, step] of now.edges) {
    const [from, to] = step.forward ? [step.start, step.end] : [step.end, step.start];
    if (!graph.hasEdge(key)) graph.addEdgeWithKey(key, from, to, { relation: step.relation, size: 1.5, color: EDGE });
  }
}

/** The served font comes in pieces: have those for these captions loaded before the canvas draws them. @param {Scene} now */
async function glyphs(now) {
  const text = [...now.nodes.values()].map((node) => node.ref.caption).join("") + [...now.edges.values()].map((edge) => relationName(edge.relation)).join("");
  if (text) await document.fonts.load(`13px ${FONT}`, text).catch(() => []);
}

/** @param {string} caption */
function short(caption) {
  const marks = [...caption];
  return marks.length > CAPTION ? `${marks.slice(0, CAPTION - 1).join("")}…` : caption;
}
