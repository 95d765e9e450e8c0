/** A band that leaves the scale: where, and how it is drawn. Fetched where one does. */

import { OVERFLOW } from "../state/decode.js";

/**
 * Where a band leaves the scale: from where to where, in pixels.
 * @param {import("../state/decode.js").Norms} norms
 * @param {ArrayLike<number>} edges
 * @param {number} ceiling
 * @param {number} [from] the first step that is drawn
 * @returns {[number, number][]}
 */
export function spansBeyond({ log10, status }, edges, ceiling, from = 1) {
  /** @type {[number, number][]} */
  const spans = [];
  for (let t = Math.max(1, from); t <= log10.length; t++) {
    if (status[t - 1] !== OVERFLOW && !(log10[t - 1] > ceiling)) continue;
    const last = spans.at(-1);
    if (last && last[1] === edges[t - 1]) last[1] = edges[t];
    else spans.push([edges[t - 1], edges[t]]);
  }
  return spans;
}

/** Width of a tooth of a torn edge, in pixels. */
const TOOTH = 6;

/**
 * A band that leaves the scale has torn edges.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour of what is behind it
 * @param {[number, number][]} spans
 * @param {number} middle
 * @param {number} half
 */
export function tear(ctx, colour, spans, middle, half) {
  const deep = Math.min(4, half * 0.6);
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const [left, right] of spans)
    for (let at = left; at < right; at += TOOTH)
      for (const side of [-1, 1]) {
        ctx.moveTo(at, middle + side * (half + 1));
        ctx.lineTo(Math.min(right, at + TOOTH), middle + side * (half + 1));
        ctx.lineTo(Math.min(right, at + TOOTH / 2), middle + side * (half - deep));
      }
  ctx.fill();
}
