/**
 * The gradient on its way down: at a step, from a layer to the one below it. As along time, width and colour are the
 * logarithm of the norm, here of the part of ∂L/∂h_t that comes from above.
 */

import { mix } from "../figure/colour.js";
import { fraction } from "../figure/scale.js";
import { laneOf, middleOf, widthOf } from "./scene.js";

/** @typedef {import("./paint.js").Painting} Painting */

/**
 * The steps whose arrow is drawn: each where there is room, else every so many, counted from the last step, and the one
 * under the cursor.
 * @param {number} t
 * @param {{ steps: number, stride: number, cursor: number, isWide: boolean }} where
 */
export const isDrawn = (t, { steps, stride, cursor, isWide }) => isWide || t === cursor || (steps - t) % stride === 0;

/**
 * @param {Painting} painting
 * @param {import("../state/decode.js").Norms} norms
 * @param {number} i the row that it comes down to; the one above is the layer above
 * @param {number} from the first step that the pass has reached
 */
export function paintBetweenLayers(painting, { log10, status }, i, from) {
  const { ctx, scene, places, edges, theme, t: cursor } = painting;
  const { steps, scale, rows } = scene;
  const em = theme.font.size;
  const spacing = em * 1.5;
  const stride = Math.max(1, Math.ceil(spacing / (places.width / steps)));
  const colour = theme.cells[rows[i].name];
  const half = (/** @type {number} */ row, /** @type {number} */ t) =>
    (places.lane / 2) * fraction(rows[row].norms.log10[t - 1], rows[row].norms.status[t - 1], scale);
  for (let t = steps; t >= from; t--) {
    const isWide = widthOf(painting, t) >= spacing;
    if (!isDrawn(t, { steps, stride, cursor, isWide })) continue;
    const share = fraction(log10[t - 1], status[t - 1], scale);
    if (share === 0) continue;
    const thick = Math.max(1, share * em * 0.36);
    const x = Math.min(middleOf(painting, t), edges[steps] - thick / 2 - 2);
    const top = laneOf(places, i - 1) + half(i - 1, t);
    const tip = laneOf(places, i) - half(i, t);
    const head = Math.min(em * 0.4, thick * 0.9 + 1.5);
    ctx.fillStyle = mix(theme.surface, colour, 0.14 + 0.86 * share);
    ctx.fillRect(x - thick / 2, top, thick, Math.max(0, tip - head - top));
    ctx.beginPath();
    ctx.moveTo(x, tip + 0.5);
    ctx.lineTo(x - thick / 2 - 2, tip - head);
    ctx.lineTo(x + thick / 2 + 2, tip - head);
    ctx.fill();
  }
}
