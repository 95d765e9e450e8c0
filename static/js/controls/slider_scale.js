/** Where a value sits on its slider, and back: linear, or logarithmic where the catalogue says so. */

/** @typedef {import("../base/types.js").Property} Property */

/** Positions on a logarithmic slider. */
const STOPS = 400;

/**
 * A step that moves a slider of a few hundred pixels pixel by pixel, on 1, 2, 5, 10, …
 * @param {Property} property
 */
export function stepOf({ kind, step, min = 0, max = 1 }) {
  if (step) return step;
  if (kind === "int") return 1;
  const raw = (max - min) / 300;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const nice = [1, 2, 5, 10].find((factor) => factor * decade >= raw * 0.999) ?? 10;
  return nice * decade;
}

/**
 * @param {number} value
 * @param {number} digits
 */
function significant(value, digits) {
  return Number(value.toPrecision(digits));
}

/**
 * @typedef {{min: number, max: number, step: number, toPosition(value: number): number, toValue(position: number): number}} Scale
 */

/**
 * @param {Property} property
 * @returns {Scale}
 */
export function scaleOf(property) {
  const { min = 0, max = 1, log } = property;
  if (!log || min <= 0) {
    const step = stepOf(property);
    return {
      min,
      max,
      step,
      toPosition: (value) => value,
      toValue: (position) => significant(position, 12),
    };
  }
  const span = Math.log(max / min);
  return {
    min: 0,
    max: STOPS,
    step: 1,
    toPosition: (value) => (Math.log(Math.min(max, Math.max(min, value)) / min) / span) * STOPS,
    toValue: (position) => significant(min * Math.exp((span * position) / STOPS), 2),
  };
}

/**
 * A value moved by one step of the arrow keys, inside its limits.
 * @param {Property} property
 * @param {number} value
 * @param {number} direction
 */
export function nudge(property, value, direction) {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = property;
  const next = property.log ? significant(value * 1.1 ** direction, 3) : value + direction * stepOf(property);
  return significant(Math.min(max, Math.max(min, next)), 12);
}
