/** Moving a node by hand: it follows the pointer, and the model learns its place when it is let go. */
import { move } from "./model.js";

/** @typedef {InstanceType<typeof import("../vendor/graph.js").Sigma>} Renderer */
/** @typedef {InstanceType<typeof import("../vendor/graph.js").Graph>} Net */

/**
 * @param {Renderer} sigma @param {Net} graph
 * @returns {{moved: () => boolean}} whether the last press moved something
 */
export function dragging(sigma, graph) {
  /** @type {string | null} */
  let held = null;
  let moved = false;
  sigma.on("downNode", ({ node }) => { held = node; moved = false; });
  sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
    if (!held) return;
    moved = true;
    const { x, y } = sigma.viewportToGraph(event);
    graph.mergeNodeAttributes(held, { x, y });
    preventSigmaDefault();
    event.original.preventDefault();
  });
  const release = () => {
    if (held && moved && graph.hasNode(held)) move(new Map([[held, { x: Number(graph.getNodeAttribute(held, "x")), y: Number(graph.getNodeAttribute(held, "y")) }]]));
    held = null;
  };
  sigma.on("upNode", release);
  sigma.on("upStage", release);
  return { moved: () => moved };
}
