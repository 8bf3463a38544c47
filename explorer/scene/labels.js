/** How the canvas writes: captions below their nodes, on a halo of paper so that lines do not strike them through. */

/**
 * @typedef {{x: number, y: number, size: number, label: string | null}} Labelled
 * @typedef {{labelSize: number, labelFont: string}} Settings
 */

const INK = "#1b2030";
const PAPER = "#ffffff";
const BELOW = 5;

/**
 * Sigma's `defaultDrawNodeLabel`.
 * @param {CanvasRenderingContext2D} context @param {Labelled} data @param {Settings} settings
 */
export function drawLabel(context, { x, y, size, label }, { labelSize, labelFont }) {
  if (!label) return;
  context.font = `${labelSize}px ${labelFont}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = PAPER;
  context.strokeText(label, x, y + size + BELOW);
  context.fillStyle = INK;
  context.fillText(label, x, y + size + BELOW);
  context.textAlign = "start";
  context.textBaseline = "alphabetic";
}

/**
 * Sigma's `defaultDrawNodeHover`: a ring around the node and its caption.
 * @param {CanvasRenderingContext2D} context @param {Labelled & {color: string}} data @param {Settings} settings
 */
export function drawHover(context, data, settings) {
  context.beginPath();
  context.arc(data.x, data.y, data.size + 3.5, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = data.color;
  context.stroke();
  drawLabel(context, data, settings);
}
