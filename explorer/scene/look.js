/** How nodes and edges look at the moment: what the legend hides, the panel stresses and the pointer fades. */
import { route } from "../state.js";
import { relationName } from "../vocabulary.js";
import { hiddenKinds } from "./model.js";

/** @typedef {InstanceType<typeof import("../vendor/graph.js").Graph>} Graph */

const ACCENT = "#3a3f9e";
const FADED = "#e4e4e8";

/**
 * How a node looks now: hidden by the legend, stressed by the panel, faded by a pointer elsewhere.
 * @param {Graph} graph @param {string | null} hovered @param {string} uid @param {Record<string, unknown>} data
 */
export function nodeLook(graph, hovered, uid, data) {
  const look = { ...data };
  if (hiddenKinds.value.has(String(data.kind))) return { ...look, hidden: true };
  if (route.value.open === uid) Object.assign(look, { highlighted: true, zIndex: 2 });
  if (!hovered || !graph.hasNode(hovered)) return look;
  if (uid === hovered || graph.areNeighbors(uid, hovered)) return { ...look, forceLabel: true, zIndex: 2 };
  return { ...look, color: FADED, label: "", zIndex: 0 };
}

/**
 * How an edge looks now.
 * @param {Graph} graph @param {string | null} hovered @param {string} key @param {Record<string, unknown>} data
 */
export function edgeLook(graph, hovered, key, data) {
  const look = { ...data, label: edgeWords(graph, key) };
  if (graph.extremities(key).some((uid) => hiddenKinds.value.has(String(graph.getNodeAttribute(uid, "kind"))))) return { ...look, hidden: true };
  if (route.value.edge === key) return { ...look, color: ACCENT, size: 3, zIndex: 2, forceLabel: true };
  if (!hovered || !graph.hasNode(hovered)) return look;
  return graph.hasExtremity(key, hovered) ? { ...look, color: "#7d82a8", size: 2, forceLabel: true } : { ...look, color: "#efeff1", label: "" };
}

/**
 * Relations between the same two nodes lie on one line: the first of them bears the words of all.
 * @param {Graph} graph @param {string} key
 */
function edgeWords(graph, key) {
  const [from, to] = graph.extremities(key);
  const all = graph.edges(from, to).concat(graph.edges(to, from)).filter((other, i, list) => list.indexOf(other) === i);
  if (all[0] !== key) return "";
  return all.map((other) => relationName(String(graph.getEdgeAttribute(other, "relation")))).join(" · ");
}
