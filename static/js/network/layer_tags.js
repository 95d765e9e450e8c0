/**
 * What stands at the left of the rows of a deep network: a bracket around its layers, and beside each of them its number,
 * marked where it is the one that the page shows.
 */

import { mix } from "../figure/colour.js";
import { layerSign } from "../figure/layers.js";
import { font } from "./scene.js";

/** @typedef {import("./paint.js").Painting} Painting */

/** Whether a row's layer is the one that the page shows. @param {Painting} painting @param {import("./scene.js").Row} row */
const isChosen = ({ layer }, row) => layer === 0 || Math.min(layer, row.depth) === row.layer;

/** The brackets, and a quiet band behind what is chosen. @param {Painting} painting */
export function paintBrackets(painting) {
  const { ctx, scene, places, theme, edges } = painting;
  const em = theme.font.size;
  const tall = places.strip + places.slack + places.lane;
  const pad = (places.row - tall) / 2 - 0.5;
  const left = places.left - em * 1.9;
  const x = places.names + em * 0.8;
  scene.rows.forEach((row, i) => {
    if (row.depth === 1) return;
    const top = places.tops[i];
    if (isChosen(painting, row)) {
      ctx.fillStyle = mix(theme.background, theme.accent, 0.09);
      ctx.fillRect(left, top - pad, edges[scene.steps] - left, tall + 2 * pad);
    }
    if (row.layer !== 1) return;
    const highest = places.tops[i - row.depth + 1] + 0.75;
    const lowest = top + tall - 0.75;
    ctx.strokeStyle = theme.cells[row.name];
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.moveTo(x, highest);
    ctx.lineTo(x - em * 0.3, highest);
    ctx.lineTo(x - em * 0.3, lowest);
    ctx.lineTo(x, lowest);
    ctx.stroke();
  });
}

/**
 * @param {Painting} painting
 * @param {import("./scene.js").Row} row
 * @param {number} i
 */
export function paintTag(painting, row, i) {
  if (row.depth === 1) return;
  const { ctx, places, theme } = painting;
  const em = theme.font.size;
  const chosen = isChosen(painting, row);
  const size = Math.min(0.87, (places.row / em) * 0.55);
  ctx.font = font(painting, size, chosen ? "700" : "400");
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const y = places.tops[i] + places.strip / 2 + (places.slack + places.lane) / 4;
  ctx.fillStyle = chosen ? theme.accent : theme.muted;
  ctx.fillText(layerSign(row.layer), places.left - em * 1, y);
}
