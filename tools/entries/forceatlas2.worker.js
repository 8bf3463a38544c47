// ForceAtlas2 in a worker of the page's own origin: a strict content policy forbids the blob: worker that
// graphology-layout-forceatlas2 would start by itself.
// In:  { id, nodes: [{ key, x, y, size, fixed }], edges: [[source, target]], iterations, settings? }
// Out: { id, positions: { key: { x, y } } }; nodes that are `fixed` stay where they are.
import { MultiGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

self.onmessage = ({ data }) => {
  const graph = new MultiGraph();
  for (const { key, ...attributes } of data.nodes) graph.mergeNode(key, attributes);
  for (const [source, target] of data.edges) {
    if (graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target);
  }
  const settings = { ...forceAtlas2.inferSettings(graph), ...data.settings };
  const positions = forceAtlas2(graph, { iterations: data.iterations, settings });
  self.postMessage({ id: data.id, positions });
};
