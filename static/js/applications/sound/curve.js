/** A parameter over time as points, and the way of such points into Web Audio. Times are seconds from a score's start. */

/**
 * @typedef {object} Point
 * @property {number} at
 * @property {number} value
 * @property {boolean} [jump] the value is there at once; otherwise it is reached in a straight line from the point before
 */

/**
 * @param {AudioParam} parameter
 * @param {Point[]} points
 * @param {number} start when the score starts, on the context's clock
 */
export function follow(parameter, points, start) {
  points.forEach(({ at, value, jump }, i) => {
    if (jump || i === 0) parameter.setValueAtTime(value, start + at);
    else parameter.linearRampToValueAtTime(value, start + at);
  });
}
