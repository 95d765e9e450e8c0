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
export function paintRibbon({ ctx, scene, places, edges, theme, torn }, row, middle, from, moving) {
  const { steps, scale } = scene;
  const { log10, status } = row.norms;
  const colour = theme.cells[row.name];
  const broken = new Set(scene.cuts);
  const x = (/** @type {number} */ t) => (edges[t - 1] + edges[t]) / 2;
  const half = (/** @type {number} */ t) => (places.lane / 2) * fraction(log10[t - 1], status[t - 1], scale);
  // hollow: less than 1 % of what set out on the way back is left
  const began = log10[(scene.focus ?? (row.reversed ? 1 : steps)) - 1];
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

  /** Steps as one piece of the band. @param {number} t @param {number} left @param {number} right @param {number} a @param {number} b */
  const piece = (t, left, right, a, b) => {
    ctx.beginPath();
    ctx.moveTo(right, middle - b);
    ctx.lineTo(left, middle - a);
    ctx.lineTo(left, middle + a);
    ctx.lineTo(right, middle + b);
    ctx.fillStyle = isHollow(t) ? theme.surface : shade(t);
    ctx.fill();
    if (isHollow(t)) edgesOf(ctx, shade(t), left, right, middle, a, b);
  };

  // narrow steps are drawn in groups of about two pixels
  let right = steps;
  let b = half(right);
  piece(right, x(right), edges[steps], b, b);
  while (right > from) {
    let left = right - 1;
    while (left > from && x(right) - x(left) < 2 && !broken.has(left)) left -= 1;
    const a = half(left);
    if (broken.has(left)) {
      const wall = edges[left];
      piece(right, wall, x(right), b, b);
      if (a > 0) piece(left, x(left), wall - 3, a, a);
    } else if (a > 0 || b > 0) piece(left, x(left), x(right) + 1, a, b);
    right = left;
    b = a;
  }
  if (from === 1 && b > 0) piece(1, edges[0], x(1) + 0.4, b, b);
  torn?.tear(ctx, theme.surface, torn.spansBeyond(row.norms, edges, scale.ceiling, from), middle, places.lane / 2);

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
