/** How the canvas writes: captions below their nodes, relations' words on their lines, on a halo of paper; no word covers another. */

/**
 * @typedef {{x: number, y: number, size: number, label: string | null, forceLabel?: boolean, highlighted?: boolean}} Labelled
 * @typedef {{labelSize: number, labelFont: string, edgeLabelSize: number, edgeLabelFont: string}} Settings
 * @typedef {{left: number, right: number, top: number, bottom: number}} Area
 */

const INK = "#1b2030";
const SOFT = "#555c6e";
const PAPER = "#ffffff";
const BELOW = 5;

/** Draws the words of one frame; call `fresh` before each. */
export class Labels {
  constructor() {
    /** @type {Area[]} */
    this.taken = [];
    this.width = 0;
  }

  /** @param {Area[]} nodes  where nodes stand: no words on them @param {number} width  of the canvas, in pixels */
  fresh(nodes, width) {
    this.taken = nodes;
    this.width = width;
  }

  /**
   * Sigma's `defaultDrawNodeLabel`.
   * @param {CanvasRenderingContext2D} context @param {Labelled} data @param {Settings} settings
   */
  node(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    const width = context.measureText(data.label).width;
    const spots = around(data, width, settings.labelSize);
    const inside = spots.filter((spot) => spot.x - width / 2 >= 0 && spot.x + width / 2 <= this.width);
    const found = (inside.length ? inside : spots).find((spot) => this.#claim(boxed(spot, width, settings.labelSize)));
    const always = data.forceLabel || data.highlighted ? spots[0] : undefined;
    const spot = found ?? always;
    if (spot) write(context, data.label, spot, INK);
  }

  /**
   * Sigma's `defaultDrawEdgeLabel`: upright, in the middle of the line.
   * @param {CanvasRenderingContext2D} context @param {{label: string | null, forceLabel?: boolean}} data
   * @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {Settings} settings
   */
  edge(context, { label, forceLabel }, from, to, settings) {
    if (!label) return;
    context.font = `${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
    const width = context.measureText(label).width;
    if (Math.hypot(from.x - to.x, from.y - to.y) < width + 24) return;
    const spot = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - settings.edgeLabelSize / 2 };
    if (this.#claim(boxed(spot, width, settings.edgeLabelSize)) || forceLabel) write(context, label, spot, SOFT);
  }

  /** Take an area unless something is there. @param {Area} area */
  #claim(area) {
    const meets = (/** @type {Area} */ other) => area.left < other.right && other.left < area.right && area.top < other.bottom && other.top < area.bottom;
    if (this.taken.some(meets)) return false;
    this.taken.push(area);
    return true;
  }
}

/**
 * Where a caption may stand, best first: below, right, left, above. A spot is the middle of its top edge.
 * @param {Labelled} data @param {number} width @param {number} height
 */
function around({ x, y, size }, width, height) {
  const aside = size + BELOW + width / 2;
  return [{ x, y: y + size + BELOW }, { x: x + aside, y: y - height / 2 }, { x: x - aside, y: y - height / 2 }, { x, y: y - size - BELOW - height }];
}

/** @param {{x: number, y: number}} spot @param {number} width @param {number} height @returns {Area} */
function boxed({ x, y }, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y, bottom: y + height + 2 };
}

/**
 * Sigma's `defaultDrawNodeHover`: a ring around the node and its caption.
 * @param {CanvasRenderingContext2D} context @param {Labelled & {color: string}} data @param {Settings} settings
 */
export function drawHover(context, { x, y, size, color, label }, { labelSize, labelFont }) {
  context.beginPath();
  context.arc(x, y, size + 3.5, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.stroke();
  context.font = `${labelSize}px ${labelFont}`;
  if (label) write(context, label, { x, y: y + size + BELOW }, INK);
}

/**
 * @param {CanvasRenderingContext2D} context @param {string} text @param {{x: number, y: number}} spot  the middle of its top edge @param {string} color
 */
function write(context, text, { x, y }, color) {
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = PAPER;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}
