/** What of the plane is taken: places that leave room for a label. Distances as in place.js. */

/** @typedef {{x: number, y: number}} Point */

/** No two nodes are placed nearer than this. */
const APART = 1.4;
/** Half the label's room beside a node: a place needs more of it across than down. */
const WIDE = 3.4;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

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
