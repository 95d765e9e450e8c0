/** A parameter over time as points, and the way of such points into Web Audio. Times are seconds from a score's start. */

/**
 * @typedef {object} Point
 * @property {number} at
 * @property {number} value
 * @property {boolean} [jump] the value is there at once; otherwise it is reached in a straight line from the point before
 */

/**
 * The value of a curve at a time: what a parameter that follows it has then.
 * @param {Point[]} points in order of time
 * @param {number} time
 */
export function valueAt(points, time) {
  let before = points[0];
  for (const point of points) {
    if (point.at > time) {
      if (point.jump || point === before) return before.value;
      const share = (time - before.at) / (point.at - before.at);
      return before.value + share * (point.value - before.value);
    }
    before = point;
  }
  return before.value;
}

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
