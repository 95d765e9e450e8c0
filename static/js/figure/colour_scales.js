/** What colours stand for: sizes on the page's scale, or signed values around zero. */

import { values } from "../state/decode.js";
import { scaleOf } from "./scale.js";

/** @typedef {import("./types.js").FigureContext} FigureContext */

/** The largest finite size in some arrays. @param {any[]} arrays */
export function largest(arrays) {
  let most = 0;
  for (const array of arrays)
    for (const value of values(array)) if (Math.abs(value) > most && Math.abs(value) < Infinity) most = Math.abs(value);
  return most;
}

/**
 * A diverging scale from -edge to edge.
 * @param {FigureContext} context
 * @param {number} edge
 * @param {string[]} [text]
 */
export const diverging = ({ theme, numbers }, edge, text) => ({
  zmin: -edge,
  zmax: edge,
  colorscale: theme.diverging,
  tickvals: [-edge, 0, edge],
  ticktext: text ?? [-edge, 0, edge].map((value) => numbers.value(value)),
});

/** The ends of a panel's own scale. @param {any} array @returns {[number, number]} */
export function ownSpan(array) {
  const edge = largest([array]) || 1;
  return [-edge, edge];
}

/**
 * Sizes from the floor to the ceiling of the page's scale.
 * @param {FigureContext} context
 */
export function sizes({ theme, page }) {
  const { floor, ceiling, ticks, text } = scaleOf(page);
  return { zmin: floor, zmax: ceiling, colorscale: theme.sequential, tickvals: ticks, ticktext: text };
}
