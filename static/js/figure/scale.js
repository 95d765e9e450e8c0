/**
 * The logarithmic scale that every norm on the page shares. It is fixed: it never follows the data, or the effect
 * that is being shown would be scaled away. What lies outside is held at its edge and says so.
 */

import { powerOfTen } from "../base/numbers.js";
import { BEYOND, NAN, OVERFLOW, ZERO } from "../state/decode.js";

/** @typedef {{ floor: number, ceiling: number, ticks: number[], text: string[] }} Scale */

/** @type {Record<string, [number, number, number[]]>} */
const SCALES = {
  normal: [-16, 4, [-16, -12, -8, -4, 0, 4]],
  wide: [-50, 20, [-50, -40, -30, -20, -10, 0, 10, 20]],
  full: [-320, 308, [-300, -200, -100, 0, 100, 200, 300]],
};

/** Where numbers end: the smallest that each type can hold, as a logarithm. */
export const SMALLEST = { float16: Math.log10(5.96e-8), float32: Math.log10(1.4e-45) };

/**
 * @param {Record<string, any>} page
 * @returns {Scale}
 */
export function scaleOf(page) {
  const [floor, ceiling, ticks] = SCALES[page.scale] ?? SCALES.normal;
  const text = ticks.map((tick) =>
    tick === floor ? `≤ ${powerOfTen(tick)}` : tick === ceiling ? `≥ ${powerOfTen(tick)}` : powerOfTen(tick),
  );
  return { floor, ceiling, ticks, text };
}

/** Whether the reader chose a scale of each panel's own. @param {Record<string, any>} page */
export const isRelative = (page) => page.relative === true || Number(page.relative) === 1;

/**
 * Where a norm is drawn: inside the scale, at its edge, or nowhere (not a number).
 * @param {number} log10
 * @param {number} status
 * @param {{ floor: number, ceiling: number }} scale
 * @returns {number | null}
 */
export function place(log10, status, scale) {
  if (status === NAN || status === BEYOND) return null;
  if (status === ZERO) return scale.floor;
  if (status === OVERFLOW) return scale.ceiling;
  return Math.min(scale.ceiling, Math.max(scale.floor, log10));
}

/**
 * How much of the scale a norm fills, 0 … 1.
 * @param {number} log10
 * @param {number} status
 * @param {{ floor: number, ceiling: number }} scale
 */
export function fraction(log10, status, scale) {
  const at = place(log10, status, scale);
  return at === null ? 0 : (at - scale.floor) / (scale.ceiling - scale.floor);
}

/**
 * A round number that holds the data: 1, 3, 10, 30 … so that a scale moves rarely and in plain sight.
 * @param {number} largest
 * @param {number} [least]
 */
export function roundUp(largest, least = 1) {
  if (!Number.isFinite(largest)) return 1e4;
  let edge = least;
  for (let third = true; edge < largest * 0.999; third = !third) edge = third ? edge * 3 : (edge / 3) * 10;
  return Number(edge.toPrecision(6));
}

/** The vertical axis of a chart on this scale. @param {ReturnType<typeof scaleOf>} scale */
export const axisOf = ({ floor, ceiling, ticks, text }) => ({
  range: [floor, ceiling],
  showticklabels: true,
  showgrid: true,
  tickvals: ticks,
  ticktext: text,
});
