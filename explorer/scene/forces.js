/** ForceAtlas2 in a worker of the page's own origin. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {InstanceType<typeof import("../vendor/graph.js").Graph>} Net */

const ITERATIONS = 400;
/** @type {Worker | null} */
let worker = null;
let turn = 0;

/**
 * Places for all nodes of a graph; nodes whose `fixed` is true keep theirs.
 * @param {Net} graph  nodes with `x`, `y`, `fixed`
 * @returns {Promise<Map<string, Point>>}
 */
export function settle(graph) {
  worker ??= new Worker(new URL("../vendor/forceatlas2.worker.js", import.meta.url), { type: "module" });
  const asked = worker;
  const id = (turn += 1);
  const nodes = graph.mapNodes((key, { x, y, fixed }) => ({ key, x, y, size: 1, fixed }));
  const edges = graph.mapEdges((_key, _data, from, to) => [from, to]);
  return new Promise((resolve) => {
    const hear = (/** @type {MessageEvent<{id: number, positions: Record<string, Point>}>} */ { data }) => {
      if (data.id !== id) return;
      asked.removeEventListener("message", hear);
      resolve(new Map(Object.entries(data.positions)));
    };
    asked.addEventListener("message", hear);
    asked.postMessage({ id, nodes, edges, iterations: ITERATIONS });
  });
}
