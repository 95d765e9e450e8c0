/** The states of a cell as a picture of units × steps, one pixel each, from which the drawing cuts its steps. */

import { table } from "../figure/colour.js";

/**
 * @param {import("../state/decode.js").Grid} states
 * @param {number} edge the value at the ends of the scale
 * @param {import("../base/types.js").Colorscale} scale
 */
export function stripOf(states, edge, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = states.rows;
  canvas.height = states.columns;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const image = context.createImageData(states.rows, states.columns);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(scale);
  for (let step = 0; step < states.rows; step++)
    for (let unit = 0; unit < states.columns; unit++) {
      const value = states.at(step, unit);
      const place = Number.isNaN(value) ? 0.5 : Math.min(1, Math.max(0, 0.5 + value / edge / 2));
      pixels[unit * states.rows + step] = colours[Math.round(place * 255)];
    }
  context.putImageData(image, 0, 0);
  return canvas;
}
