/** Lay the whole scene out anew, in a worker; pinned nodes stay. One step of undo brings the old places back. */
import { Graph } from "../vendor/graph.js";
import { move, scene } from "./model.js";
import { settle } from "./forces.js";

/** Units of the scene between linked nodes, about. */
const STRETCH = 5;

/** Resolves when the new places are shown. */
export async function relayout() {
  const { nodes, edges } = scene.value;
  const graph = new Graph({ type: "undirected" });
  for (const [uid, { x, y, pinned }] of nodes) graph.addNode(uid, { x, y: y * 1.7, fixed: pinned });
  for (const { start, end } of edges.values()) if (start !== end) graph.mergeEdge(start, end);
  const found = await settle(graph);
  const pinned = [...nodes.values()].some((node) => node.pinned);
  const scale = pinned ? 1 : stretch(found, graph);
  move(new Map([...found].map(([uid, { x, y }]) => [uid, { x: x * scale, y: (y * scale) / 1.7 }])));
}

/**
 * What brings the median edge to its length.
 * @param {Map<string, {x: number, y: number}>} places @param {InstanceType<typeof Graph>} graph
 */
function stretch(places, graph) {
  const lengths = graph.mapEdges((_key, _data, from, to) => {
    const [a, b] = [places.get(from), places.get(to)];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return median > 0 ? STRETCH / median : 1;
}
