/** Where the eye is. The frame of coordinates never changes, so new nodes do not move old ones on the screen. */

/** @typedef {import("./place.js").Point} Point */
/** @typedef {InstanceType<typeof import("../vendor/graph.js").Sigma>} Renderer */

const HALF = 12;
/** @type {{x: [number, number], y: [number, number]}} */
export const FRAME = { x: [-HALF, HALF], y: [-HALF, HALF] };
/** Nodes few enough are not blown up beyond this ratio. */
const NEAREST = 0.55;
/** Room for labels, in units of the frame. */
const MARGIN = { x: 4.5, y: 2.4 };

/**
 * Bring all points into view, at once for those who want less motion.
 * @param {Renderer} sigma @param {Point[]} points
 */
export function fit(sigma, points) {
  if (!points.length) return;
  const [left, right] = extent(points.map((point) => point.x));
  const [low, high] = extent(points.map((point) => point.y));
  const { width, height } = sigma.getDimensions();
  const least = Math.min(width, height) || 1;
  const ratio = Math.max(
    ((right - left + 2 * MARGIN.x) / (2 * HALF)) * (least / (width || 1)),
    ((high - low + 2 * MARGIN.y) / (2 * HALF)) * (least / (height || 1)),
    NEAREST,
  );
  const target = { x: 0.5 + (left + right) / (4 * HALF), y: 0.5 + (low + high) / (4 * HALF), ratio, angle: 0 };
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) sigma.getCamera().setState(target);
  else void sigma.getCamera().animate(target, { duration: 350 });
}

/** @param {number[]} values @returns {[number, number]} */
function extent(values) {
  return [Math.min(...values), Math.max(...values)];
}
