// ForceAtlas2 in a worker of the page's own origin: a strict content policy forbids the blob: worker that
// graphology-layout-forceatlas2 would start by itself.
// In:  { id, nodes: [{ key, x, y, size, fixed }], edges: [[source, target]], iterations, settings? }
// Out: { id, positions: { key: { x, y } } }; nodes that are `fixed` stay where they are.
// Big graphs get fewer iterations than asked for and repulsion by quadtree, so that the scene's limit of 2,000 nodes
// still settles within seconds; equal input gives equal places.
import { MultiGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

const QUADTREE_FROM = 500;
const NODE_ITERATIONS = 500_000;

self.onmessage = ({ data }) => {
  const graph = new MultiGraph();
  for (const { key, ...attributes } of data.nodes) graph.mergeNode(key, attributes);
  for (const [source, target] of data.edges) {
    if (graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target);
  }
  const quadtree = { barnesHutOptimize: graph.order >= QUADTREE_FROM, barnesHutTheta: 0.9 };
  const settings = { ...forceAtlas2.inferSettings(graph), ...quadtree, ...data.settings };
  const iterations = Math.max(1, Math.min(data.iterations, Math.ceil(NODE_ITERATIONS / Math.max(1, graph.order))));
  self.postMessage({ id: data.id, positions: forceAtlas2(graph, { iterations, settings }) });
};
