/** A scene from the uids in an URL: their names, and the relations among them as far as modest neighbourhoods tell. */
import { call } from "../api.js";
import { learn } from "../known.js";
import { change } from "./model.js";
import { Room } from "./room.js";
import { joined } from "./show.js";

/**
 * @typedef {import("../types.js").Entity} Entity
 * @typedef {import("../types.js").Neighborhood} Neighborhood
 * @typedef {import("./place.js").Point} Point
 */

/** Neighbours asked for per node: a hub's relations are found from their other ends. */
const ASKED = 60;
const AT_ONCE = 4;

/**
 * Fill the scene with the entities `uids` and the relations among them.
 * @param {string[]} uids
 * @returns {Promise<number>} how many of them are unknown
 */
export async function restore(uids) {
  const wanted = new Set(uids);
  /** @type {Neighborhood[]} */
  const hoods = [];
  let lost = 0;
  await inTurns([...wanted], async (uid) => {
    try {
      /** @type {{neighborhood: Neighborhood}} */
      const { neighborhood } = await call("neighborhood", { uid, first: ASKED });
      learn(neighborhood);
      hoods.push(neighborhood);
    } catch {
      lost += 1;
    }
  });
  const order = new Map(uids.map((uid, i) => [uid, i]));
  hoods.sort((a, b) => (order.get(a.center.uid) ?? 0) - (order.get(b.center.uid) ?? 0));
  const steps = hoods.flatMap((hood) => hood.steps).filter((step) => wanted.has(step.start) && wanted.has(step.end));
  const refs = hoods.map((hood) => hood.center);
  change(() => joined({ nodes: new Map(), edges: new Map(), truncated: false }, refs, steps, spread(refs, steps)));
  return lost;
}

/**
 * Places breadth first from the first node, each beside the one that led to it.
 * @param {import("../types.js").Ref[]} refs @param {import("../types.js").Step[]} steps
 */
function spread(refs, steps) {
  const room = new Room([]);
  /** @type {Map<string, Point>} */
  const places = new Map();
  for (const { uid: seed } of refs) {
    if (places.has(seed)) continue;
    places.set(seed, room.nearest({ x: 0, y: places.size ? -2 - places.size : 0 }));
    const queue = [seed];
    for (const uid of queue) {
      const at = /** @type {Point} */ (places.get(uid));
      for (const { start, end } of steps) {
        const other = start === uid ? end : end === uid ? start : "";
        if (!other || places.has(other)) continue;
        places.set(other, room.nearest({ x: at.x + 7, y: at.y }));
        queue.push(other);
      }
    }
  }
  return places;
}

/**
 * Run `work` over items, a few at once.
 * @template T
 * @param {T[]} items @param {(item: T) => Promise<void>} work
 */
async function inTurns(items, work) {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
