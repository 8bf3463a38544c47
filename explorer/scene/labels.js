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
  }

  fresh() {
    this.taken = [];
  }

  /**
   * Sigma's `defaultDrawNodeLabel`.
   * @param {CanvasRenderingContext2D} context @param {Labelled} data @param {Settings} settings
   */
  node(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelSize}px ${settings.labelFont}`;
    const half = context.measureText(data.label).width / 2;
    const top = data.y + data.size + BELOW;
    const area = { left: data.x - half, right: data.x + half, top, bottom: top + settings.labelSize + 2 };
    if (this.#claim(area, Boolean(data.forceLabel || data.highlighted))) write(context, data.label, data.x, top, INK);
  }

  /**
   * Sigma's `defaultDrawEdgeLabel`: upright, in the middle of the line.
   * @param {CanvasRenderingContext2D} context @param {{label: string | null, forceLabel?: boolean}} data
   * @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {Settings} settings
   */
  edge(context, { label, forceLabel }, from, to, settings) {
    if (!label) return;
    context.font = `${settings.edgeLabelSize}px ${settings.edgeLabelFont}`;
    const half = context.measureText(label).width / 2;
    if (Math.hypot(from.x - to.x, from.y - to.y) < 2 * half + 24) return;
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2 - settings.edgeLabelSize / 2];
    const area = { left: x - half, right: x + half, top: y, bottom: y + settings.edgeLabelSize + 2 };
    if (this.#claim(area, Boolean(forceLabel))) write(context, label, x, y, SOFT);
  }

  /** @param {Area} area @param {boolean} always */
  #claim(area, always) {
    const meets = (/** @type {Area} */ other) => area.left < other.right && other.left < area.right && area.top < other.bottom && other.top < area.bottom;
    if (!always && this.taken.some(meets)) return false;
    this.taken.push(area);
    return true;
  }
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
  if (label) write(context, label, x, y + size + BELOW, INK);
}

/**
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} x  its center @param {number} y  its top @param {string} color
 */
function write(context, text, x, y, color) {
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = PAPER;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}
