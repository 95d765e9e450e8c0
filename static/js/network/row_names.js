/**
 * What stands at the left of the rows: each network's name once, a bracket around its layers, and beside each of them its
 * number, marked where it is the one that the page shows.
 */

import { mix } from "../figure/colour.js";
import { layerSign } from "../figure/layers.js";
import { font } from "./step_layout.js";

/** @typedef {import("./paint.js").Painting} Painting */

/** @param {Painting} painting */
export function paintGroups(painting) {
  const { ctx, scene, places, theme, name, layer, edges } = painting;
  const em = theme.font.size;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  let first = 0;
  for (const count of scene.groups) {
    const row = scene.rows[first];
    const top = places.tops[first];
    const bottom = places.tops[first + count - 1] + places.strip + places.slack + places.lane;
    ctx.fillStyle = theme.cells[row.name];
    ctx.font = font(painting, 1, "700");
    ctx.fillText(name(row.name), 0, count > 1 ? (top + bottom) / 2 : top + places.strip / 2, places.names);
    if (count > 1) {
      const x = places.names + em * 0.8;
      ctx.strokeStyle = theme.cells[row.name];
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      ctx.moveTo(x, top + 0.75);
      ctx.lineTo(x - em * 0.3, top + 0.75);
      ctx.lineTo(x - em * 0.3, bottom - 0.75);
      ctx.lineTo(x, bottom - 0.75);
      ctx.stroke();
    }
    for (let i = first; i < first + count && count > 1; i++) {
      if (layer !== 0 && Math.min(layer, count) !== scene.rows[i].layer) continue;
      ctx.fillStyle = mix(theme.background, theme.accent, 0.09);
      const pad = (places.row - places.strip - places.slack - places.lane) / 2 - 0.5;
      ctx.fillRect(
        places.left - em * 1.9,
        places.tops[i] - pad,
        edges[scene.steps] - places.left + em * 1.9,
        places.strip + places.slack + places.lane + 2 * pad,
      );
    }
    first += count;
  }
}

/**
 * @param {Painting} painting
 * @param {import("./scene.js").Row} row
 * @param {number} i
 */
export function paintTag(painting, row, i) {
  if (row.depth === 1) return;
  const { ctx, places, theme, layer } = painting;
  const em = theme.font.size;
  const isChosen = layer === 0 || Math.min(layer, row.depth) === row.layer;
  const size = Math.min(0.87, (places.row / em) * 0.55);
  ctx.font = font(painting, size, isChosen ? "700" : "400");
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const y = places.tops[i] + places.strip / 2 + (places.slack + places.lane) / 4;
  ctx.fillStyle = isChosen ? theme.accent : theme.muted;
  ctx.fillText(layerSign(row.layer), places.left - em * 1, y);
}
