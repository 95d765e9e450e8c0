/** A heatmap of steps × rows as a canvas of one pixel for each value, drawn large by the stylesheet. */

import { table } from "../../figure/colour.js";

/** @typedef {import("../../state/decode.js").Grid} Grid */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Grid} grid
 * @param {{ rows: number[], low: number, high: number, scale: (column: number) => import("../../base/types.js").Colorscale }} look
 *   `rows`: the grid's columns from the top to the bottom; `scale` of each
 */
export function canvasHeatmap(canvas, { rows: steps, at }, { rows, low, high, scale }) {
  canvas.width = Math.max(1, steps);
  canvas.height = Math.max(1, rows.length);
  const context = canvas.getContext("2d");
  if (!context || !steps || !rows.length) return;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const times = high > low ? 255 / (high - low) : 0;
  rows.forEach((column, y) => {
    const colours = table(scale(column));
    for (let step = 0; step < steps; step++) {
      const place = Math.round((at(step, column) - low) * times);
      pixels[y * steps + step] = colours[Math.min(255, Math.max(0, Number.isNaN(place) ? 0 : place))];
    }
  });
  context.putImageData(image, 0, 0);
}
