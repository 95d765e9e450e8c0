/**
 * The backward pass of one row: a band that runs from the last step to the first. Its width and its colour are the
 * logarithm of ‖∂L/∂h_t‖ on the page's fixed scale; where nothing is left the empty channel stays to be seen.
 */

import { mix } from "../figure/colour.js";
import { fraction } from "../figure/scale.js";
import { OVERFLOW } from "../state/decode.js";
import { HOLLOW } from "./ribbon_legend.js";

/** @typedef {import("./paint.js").Painting} Painting */

/**
 * @param {Painting} painting
 * @param {import("./scene.js").Scene["rows"][number]} row
 * @param {number} middle
 * @param {number} from the first step that the pass has reached
 * @param {boolean} moving an arrowhead at that step
 */
export function paintRibbon({ ctx, scene, places, edges, theme }, row, middle, from, moving) {
  const { steps, scale } = scene;
  const { log10, status } = row.norms;
  const colour = theme.cells[row.name];
  const broken = new Set(scene.cuts);
  const x = (/** @type {number} */ t) => (edges[t - 1] + edges[t]) / 2;
  const half = (/** @type {number} */ t) => (places.lane / 2) * fraction(log10[t - 1], status[t - 1], scale);
  // hollow: less than 1 % of what set out on the way back is left
  const began = log10[row.reversed ? 0 : steps - 1];
  const isHollow = (/** @type {number} */ t) => log10[t - 1] - began < HOLLOW;
  const shade = (/** @type {number} */ t) =>
    status[t - 1] === OVERFLOW
      ? theme.error
      : mix(theme.surface, colour, 0.14 + 0.86 * fraction(log10[t - 1], status[t - 1], scale));

  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(edges[0], middle);
  ctx.lineTo(edges[steps], middle);
  ctx.stroke();

  // narrow steps are drawn in groups of about two pixels
  let right = steps;
  let b = half(right);
  ctx.fillStyle = shade(right);
  ctx.fillRect(x(right), middle - b, edges[steps] - x(right), b * 2);
  while (right > from) {
    let left = right - 1;
    while (left > from && x(right) - x(left) < 2 && !broken.has(left)) left -= 1;
    const a = half(left);
    ctx.fillStyle = shade(left);
    if (broken.has(left)) {
      const wall = edges[left];
      ctx.fillRect(wall, middle - b, x(right) - wall, b * 2);
      if (a > 0) ctx.fillRect(x(left), middle - a, wall - x(left) - 3, a * 2);
    } else if (a > 0 || b > 0) {
      ctx.beginPath();
      ctx.moveTo(x(right) + 1, middle - b);
      ctx.lineTo(x(left), middle - a);
      ctx.lineTo(x(left), middle + a);
      ctx.lineTo(x(right) + 1, middle + b);
      if (isHollow(left)) {
        ctx.fillStyle = theme.surface;
        ctx.fill();
        edgesOf(ctx, shade(left), x(left), x(right) + 1, middle, a, b);
      } else ctx.fill();
      if (log10[left - 1] > scale.ceiling) jag(ctx, theme.error, x(left), x(right) + 1, middle, places.lane / 2);
    }
    right = left;
    b = a;
  }
  if (from === 1 && b > 0) {
    if (isHollow(1)) edgesOf(ctx, shade(1), edges[0], x(1), middle, b, b);
    else ctx.fillRect(edges[0], middle - b, x(1) - edges[0] + 0.4, b * 2);
  }

  chevrons(
    ctx,
    theme.surface,
    edges[steps] - 10,
    moving ? x(from) + 12 : edges[0] + 8,
    middle,
    (at) => {
      let t = Math.min(steps, Math.max(1, from));
      while (t < steps && edges[t] < at) t += 1;
      return half(t);
    },
    row.reversed ? -1 : 1,
  );
  if (moving && b > 0.5) {
    const size = Math.max(b + 4, 6);
    ctx.fillStyle = mix(theme.surface, colour, 0.95);
    ctx.beginPath();
    ctx.moveTo(x(from) - size * 1.1, middle);
    ctx.lineTo(x(from) + 1, middle - size);
    ctx.lineTo(x(from) + 1, middle + size);
    ctx.fill();
  }
}

/**
 * The two edges of a hollow piece.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number} left
 * @param {number} right
 * @param {number} middle
 * @param {number} a half its width at the left
 * @param {number} b and at the right
 */
function edgesOf(ctx, colour, left, right, middle, a, b) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const side of [-1, 1]) {
    ctx.moveTo(right, middle + side * b);
    ctx.lineTo(left, middle + side * a);
  }
  ctx.stroke();
}

/**
 * A band that leaves the scale: its edges are torn.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number} left
 * @param {number} right
 * @param {number} middle
 * @param {number} half
 */
function jag(ctx, colour, left, right, middle, half) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const side of [-1, 1]) {
    ctx.moveTo(left, middle + side * (half + (Math.round(left / 4) % 2 ? 3 : 0)));
    for (let at = Math.ceil(left / 4) * 4; at <= right; at += 4)
      ctx.lineTo(at, middle + side * (half + ((at / 4) % 2 ? 3 : 0)));
  }
  ctx.stroke();
}

/**
 * Small marks along the band that say which way it runs.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number} right
 * @param {number} left
 * @param {number} middle
 * @param {(x: number) => number} half
 * @param {1 | -1} way −1: to the right
 */
function chevrons(ctx, colour, right, left, middle, half, way) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.beginPath();
  for (let x = right; x > left; x -= 42) {
    const size = half(x) * 0.55;
    if (size < 1.8) continue;
    ctx.moveTo(x + size * 0.7 * way, middle - size);
    ctx.lineTo(x, middle);
    ctx.lineTo(x + size * 0.7 * way, middle + size);
  }
  ctx.stroke();
}
