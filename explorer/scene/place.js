/** Where new nodes go; what is already placed never moves. Distances are in units of about one label's height. */

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {import("../types.js").Path} Path
 */

/** No two nodes are placed nearer than this. */
const APART = 1;
/** Half the label's room beside a node: a place needs more of it across than down. */
const WIDE = 2.4;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const HOP = 5;
const ROW = 1.6;

/** Answers whether a place is free, through a grid of cells. */
export class Room {
  /** @param {Iterable<Point>} taken */
  constructor(taken) {
    /** @type {Map<string, Point[]>} */
    this.cells = new Map();
    for (const point of taken) this.take(point);
  }

  /** @param {Point} point */
  take(point) {
    const cell = this.#cell(point.x, point.y);
    const held = this.cells.get(cell);
    if (held) held.push(point);
    else this.cells.set(cell, [point]);
    return point;
  }

  /** @param {Point} point */
  free({ x, y }) {
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        const near = this.cells.get(this.#cell(x + dx * WIDE, y + dy * APART)) ?? [];
        if (near.some((other) => Math.abs(other.x - x) < WIDE && Math.abs(other.y - y) < APART)) return false;
      }
    }
    return true;
  }

  /**
   * The free place nearest to `wish`, along a spiral. @param {Point} wish @returns {Point}
   */
  nearest(wish) {
    for (let i = 0; i < 4000; i += 1) {
      const radius = 0.7 * Math.sqrt(i);
      const point = { x: wish.x + 1.5 * radius * Math.cos(i * GOLDEN), y: wish.y + radius * Math.sin(i * GOLDEN) };
      if (this.free(point)) return this.take(point);
    }
    return this.take(wish);
  }

  /** @param {number} x @param {number} y */
  #cell(x, y) {
    return `${Math.floor(x / WIDE)},${Math.floor(y / APART)}`;
  }
}

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
  const spread = others.length ? Math.min(1.6 * Math.PI, 0.45 * Math.max(count - 1, 1)) : 2 * Math.PI;
  const radius = Math.max(4, (count * 1.5) / Math.max(spread, 1));
  return Array.from({ length: count }, (_, i) => {
    const part = others.length ? (count > 1 ? i / (count - 1) - 0.5 : 0) : i / count;
    const angle = away + part * spread;
    return room.nearest({ x: center.x + 1.3 * radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) });
  });
}

/**
 * Places for the nodes of paths: a column per hop, below everything that is placed.
 * @param {Path[]} paths
 * @param {Map<string, Point>} placed
 * @returns {Map<string, Point>}  of the new nodes only
 */
export function columns(paths, placed) {
  const room = new Room(placed.values());
  const floor = placed.size ? Math.min(...[...placed.values()].map((point) => point.y)) - 3 * ROW : 0;
  /** @type {Map<string, Point>} */
  const found = new Map();
  paths.forEach((path, row) => path.nodes.forEach(({ uid }, hop) => {
    if (placed.has(uid) || found.has(uid)) return;
    const anchor = anchored(path, hop, placed);
    const wish = anchor ?? { x: hop * HOP, y: floor - row * ROW };
    found.set(uid, room.nearest(wish));
  }));
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
