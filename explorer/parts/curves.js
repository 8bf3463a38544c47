/** The geometry of paths by columns: boxes for cells, curves through them, places for the words on the curves. */

/**
 * @typedef {import("./layers.js").Layers} Layers
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, width: number, height: number, ref: import("../types.js").Ref | null}} Box
 * @typedef {{boxes: Map<string, Box>, width: number, height: number}} Sheet
 */

const CARD = { least: 164, most: 204, height: 66, row: 92 };
const PASSING = 40;
const GAP_MOST = 200;
const WORDS_HEIGHT = 25;
/** Where on a curve its words may stand, best first. */
const SPOTS = [0.5, 0.42, 0.58];

/**
 * Boxes for all cells in a frame `room` pixels wide; wider than it when it is too narrow.
 * @param {Layers} layers @param {number} room @param {number} words  the widest words on a curve, in pixels
 * @returns {Sheet}
 */
export function arranged({ columns }, room, words) {
  const n = columns.length;
  const least = words + 24;
  const card = clamp((room - (n - 1) * least) / n, CARD.least, CARD.most);
  const gap = clamp((room - n * card) / Math.max(n - 1, 1), least, GAP_MOST);
  const heights = columns.map((column) => column.reduce((sum, cell) => sum + (cell.ref ? CARD.row : PASSING), 0));
  const height = Math.max(...heights);
  /** @type {Map<string, Box>} */
  const boxes = new Map();
  columns.forEach((column, c) => {
    let top = (height - Number(heights[c])) / 2;
    for (const { id, ref } of column) {
      const row = ref ? CARD.row : PASSING;
      const tall = ref ? CARD.height : PASSING;
      boxes.set(id, { ref, x: c * (card + gap), y: top + (row - tall) / 2, width: card, height: tall });
      top += row;
    }
  });
  return { boxes, width: n * card + (n - 1) * gap, height };
}

/**
 * The curve of a route as an SVG path: straight through the boxes it passes, bent between columns.
 * @param {string[]} route @param {Map<string, Box>} boxes
 */
export function curve(route, boxes) {
  return bends(route, boxes).map(([a, b, c, d]) => `M${at(a)} C${at(b)} ${at(c)} ${at(d)}`).join(" ") + passes(route, boxes);
}

/**
 * Where the words of each route stand: in the room it passes, else on its curve, apart from other words.
 * @param {Map<string, string[]>} routes @param {Map<string, Box>} boxes @param {number} words  their width
 */
export function wordSpots(routes, boxes, words) {
  /** @type {Map<string, Point>} */
  const spots = new Map();
  const longest = [...routes].sort((a, b) => b[1].length - a[1].length);
  for (const [key, route] of longest) {
    const passing = route.length > 2 ? boxes.get(String(route[Math.floor(route.length / 2)])) : null;
    if (passing) spots.set(key, { x: passing.x + passing.width / 2, y: passing.y + passing.height / 2 });
    else spots.set(key, free(bends(route, boxes)[0], [...spots.values()], words));
  }
  return spots;
}

/** @param {[Point, Point, Point, Point] | undefined} bend @param {Point[]} taken @param {number} words @returns {Point} */
function free(bend, taken, words) {
  if (!bend) return { x: 0, y: 0 };
  const wishes = SPOTS.map((s) => on(bend, s));
  const clear = (/** @type {Point} */ wish) => taken.every((other) => Math.abs(other.x - wish.x) > words || Math.abs(other.y - wish.y) > WORDS_HEIGHT);
  const found = wishes.find(clear);
  if (found) return found;
  const middle = /** @type {Point} */ (wishes[0]);
  for (let i = 1; i < 12; i += 1) {
    const moved = { x: middle.x, y: middle.y + (i % 2 ? 1 : -1) * Math.ceil(i / 2) * (WORDS_HEIGHT + 1) };
    if (clear(moved)) return moved;
  }
  return middle;
}

/** @param {string[]} route @param {Map<string, Box>} boxes @returns {[Point, Point, Point, Point][]} */
function bends(route, boxes) {
  /** @type {[Point, Point, Point, Point][]} */
  const found = [];
  for (let i = 0; i + 1 < route.length; i += 1) {
    const [from, to] = [boxes.get(String(route[i])), boxes.get(String(route[i + 1]))];
    if (from && to) found.push(bend(from, to));
  }
  return found;
}

/** @param {Box} from @param {Box} to @returns {[Point, Point, Point, Point]} */
function bend(from, to) {
  const a = { x: from.x + from.width, y: from.y + from.height / 2 };
  if (from.x === to.x) {
    const d = { x: to.x + to.width, y: to.y + to.height / 2 };
    return [a, { x: a.x + 64, y: a.y }, { x: d.x + 64, y: d.y }, d];
  }
  const d = { x: to.x, y: to.y + to.height / 2 };
  const pull = (d.x - a.x) / 2;
  return [a, { x: a.x + pull, y: a.y }, { x: d.x - pull, y: d.y }, d];
}

/** The straight pieces through the columns a route passes. @param {string[]} route @param {Map<string, Box>} boxes */
function passes(route, boxes) {
  return route.slice(1, -1).map((id) => {
    const box = boxes.get(id);
    return box ? ` M${box.x} ${box.y + box.height / 2} H${box.x + box.width}` : "";
  }).join("");
}

/** @param {[Point, Point, Point, Point]} bend @param {number} s @returns {Point} */
function on([a, b, c, d], s) {
  const axis = (/** @type {"x" | "y"} */ k) => a[k] * (1 - s) ** 3 + 3 * b[k] * s * (1 - s) ** 2 + 3 * c[k] * s * s * (1 - s) + d[k] * s ** 3;
  return { x: axis("x"), y: axis("y") };
}

/** @param {Point} point */
const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
