/** Which line the pointer means: lines are too thin to be hit exactly. */

/**
 * @typedef {import("./place.js").Point} Point
 * @typedef {InstanceType<typeof import("../vendor/graph.js").Sigma>} Renderer
 * @typedef {InstanceType<typeof import("../vendor/graph.js").Graph>} Net
 */

/** Pixels a pointer may be off. */
const REACH = 7;

/**
 * The key of the edge nearest to a point of the canvas, or null if none is within reach.
 * @param {Renderer} sigma @param {Net} graph @param {Point} point
 */
export function nearestEdge(sigma, graph, point) {
  /** @type {Map<string, Point>} */
  const at = new Map();
  graph.forEachNode((uid, { x, y }) => at.set(uid, sigma.graphToViewport({ x, y })));
  let found = null;
  let least = REACH;
  graph.forEachEdge((key, _data, from, to) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b || sigma.getEdgeDisplayData(key)?.hidden) return;
    const distance = toSegment(point, a, b);
    if (distance < least) [found, least] = [key, distance];
  });
  return /** @type {string | null} */ (found);
}

/**
 * How far a point is from the segment between two others.
 * @param {Point} point @param {Point} a @param {Point} b
 */
export function toSegment(point, a, b) {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = length ? ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length : 0;
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - a.x - part * (b.x - a.x), point.y - a.y - part * (b.y - a.y));
}
