/** Putting answers into the scene: paths, an entity, a neighbourhood. */
import { go } from "../state.js";
import { edgeKey } from "../known.js";
import { CAP, change, scene } from "./model.js";
import { columns, fan } from "./place.js";
import { Room } from "./room.js";

/**
 * @typedef {import("../types.js").Ref} Ref
 * @typedef {import("../types.js").Step} Step
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("./model.js").Scene} Scene
 * @typedef {import("./place.js").Point} Point
 */

/** Put paths into the scene and go there. @param {Path[]} paths */
export function showInScene(paths) {
  change((now) => {
    const refs = paths.flatMap((path) => path.nodes);
    return joined(now, refs, paths.flatMap((path) => path.steps), columns(paths, now.nodes));
  });
  go({ view: "scene", open: "", edge: "", nodes: [...scene.value.nodes.keys()] });
}

/** Put one entity into the scene. @param {Ref} entity */
export function addEntity({ uid, kind, kindWords, caption, fictitious }) {
  change((now) => {
    if (now.nodes.has(uid)) return now;
    const place = now.nodes.size ? new Room(now.nodes.values()).nearest(below(now)) : { x: 0, y: 0 };
    return joined(now, [{ uid, kind, kindWords, caption, fictitious }], [], new Map([[uid, place]]));
  });
}

/**
 * Put neighbours of `uid` around it; it joins them if it is not there yet.
 * @param {string} uid
 * @param {import("../types.js").Neighborhood} hood
 */
export function addNeighborhood(uid, hood) {
  addEntity(hood.center);
  change((now) => {
    const center = now.nodes.get(uid);
    if (!center) return now;
    const fresh = hood.nodes.filter((ref) => !now.nodes.has(ref.uid));
    const places = fan(center, fresh.length, neighboursOf(now, uid), new Room(now.nodes.values()));
    return joined(now, hood.nodes, hood.steps, new Map(fresh.map((ref, i) => [ref.uid, /** @type {Point} */ (places[i])])));
  });
}

/**
 * The scene with more nodes and edges, up to the cap.
 * @param {Scene} now @param {Ref[]} refs @param {Step[]} steps @param {Map<string, Point>} places
 * @returns {Scene}
 */
export function joined(now, refs, steps, places) {
  const nodes = new Map(now.nodes);
  let truncated = now.truncated;
  for (const ref of refs) {
    const place = places.get(ref.uid);
    if (nodes.has(ref.uid) || !place) continue;
    if (nodes.size >= CAP) truncated = true;
    else nodes.set(ref.uid, { ref, x: place.x, y: place.y, pinned: false });
  }
  const edges = new Map(now.edges);
  for (const step of steps) if (nodes.has(step.start) && nodes.has(step.end)) edges.set(edgeKey(step), step);
  return { nodes, edges, truncated };
}

/** @param {Scene} now @param {string} uid */
function neighboursOf(now, uid) {
  const others = [...now.edges.values()].filter((edge) => edge.start === uid || edge.end === uid);
  return others.flatMap((edge) => now.nodes.get(edge.start === uid ? edge.end : edge.start) ?? []);
}

/** @param {Scene} now @returns {Point} */
function below(now) {
  const all = [...now.nodes.values()];
  return { x: all.reduce((sum, node) => sum + node.x, 0) / all.length, y: Math.min(...all.map((node) => node.y)) - 3 };
}
