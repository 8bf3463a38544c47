/** Where new nodes go; what is already placed never moves. Distances are in units of about one label's height. */

import { edgeKey } from "../known.js";
import { layered } from "../parts/layers.js";
import { Room } from "./room.js";

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {import("../types.js").Path} Path
 */

/** A fan has rings of seats; labels are wide, so it is stretched across. */
const INNER = 5;
const RING = 3.4;
const SEAT = 2.6;
const STRETCH = 1.5;
const HOP = 7;
const ROW = 2.2;

/**
 * Places for `count` new neighbours of a node at `center`: a fan that opens away from what is there already.
 * @param {Point} center
 * @param {number} count
 * @param {Point[]} others  the node's placed neighbours
 * @param {Room} room
 * @returns {Point[]}
 */
export function fan(center, count, others, room) {
  const away = others.length ? Math.atan2(center.y - mean(others).y, center.x - mean(others).x) : 0;
  const spread = others.length ? 1.1 * Math.PI : 2 * Math.PI;
  /** @type {Point[]} */
  const places = [];
  for (let radius = INNER; places.length < count; radius += RING) {
    const seats = Math.min(count - places.length, Math.max(1, Math.floor((spread * radius) / SEAT)));
    const open = others.length ? Math.min(spread, (seats * SEAT * 1.3) / radius) : spread;
    for (let seat = 0; seat < seats; seat += 1) {
      const angle = away + ((seat + 0.5) / seats - 0.5) * open;
      places.push(room.nearest({ x: center.x + STRETCH * radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) }));
    }
  }
  return places;
}

/**
 * Places for the new nodes of paths: by columns below everything, or beside those of their nodes that are placed already.
 * @param {Path[]} paths
 * @param {Map<string, Point>} placed
 * @returns {Map<string, Point>}  of the new nodes only
 */
export function columns(paths, placed) {
  const strange = paths.every((path) => path.nodes.every(({ uid }) => !placed.has(uid)));
  return strange ? block(paths, placed) : beside(paths, placed);
}

/** @param {Path[]} paths @param {Map<string, Point>} placed */
function block(paths, placed) {
  const floor = placed.size ? Math.min(...[...placed.values()].map((point) => point.y)) - 2 * ROW : 0;
  const { columns: cells } = layered(paths, edgeKey);
  const tallest = Math.max(...cells.map((column) => column.length));
  /** @type {Map<string, Point>} */
  const found = new Map();
  cells.forEach((column, c) => column.forEach(({ id, ref }, r) => {
    const y = floor - ((tallest - column.length) / 2 + r) * ROW;
    if (ref) found.set(id, { x: c * HOP, y });
  }));
  return found;
}

/** @param {Path[]} paths @param {Map<string, Point>} placed */
function beside(paths, placed) {
  const room = new Room(placed.values());
  /** @type {Map<string, Point>} */
  const found = new Map();
  for (const path of paths) {
    path.nodes.forEach(({ uid }, hop) => {
      if (placed.has(uid) || found.has(uid)) return;
      const wish = anchored(path, hop, new Map([...placed, ...found])) ?? { x: hop * HOP, y: 0 };
      found.set(uid, room.nearest(wish));
    });
  }
  return found;
}

/**
 * A wish between the placed nodes before and after, when the path has any.
 * @param {Path} path @param {number} hop @param {Map<string, Point>} placed
 */
function anchored(path, hop, placed) {
  const at = path.nodes.map((node) => placed.get(node.uid));
  const before = at.findLastIndex((point, i) => point && i < hop);
  const after = at.findIndex((point, i) => point && i > hop);
  const [a, b] = [at[before], at[after]];
  if (a && b) {
    const part = (hop - before) / (after - before);
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part - ROW };
  }
  if (a) return { x: a.x + (hop - before) * HOP, y: a.y - ROW };
  return b ? { x: b.x - (after - hop) * HOP, y: b.y - ROW } : null;
}

/** @param {Point[]} points @returns {Point} */
function mean(points) {
  return { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length };
}
