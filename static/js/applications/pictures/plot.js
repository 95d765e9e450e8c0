/** Where data lies in a drawing: a linear scale, round ticks, the paths of a line and of a band. */

/** @typedef {[number, number]} Pair */
/** @typedef {(value: number) => number} Scale */

/**
 * @param {Pair} domain
 * @param {Pair} range
 * @returns {Scale}
 */
export function linear([from, to], [start, end]) {
  const step = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * step;
}

/**
 * Round numbers inside an interval, about as many as asked for.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function ticks(low, high, count) {
  if (!(high > low) || count < 1) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const out = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    out.push(Number((k * step).toPrecision(12)));
  return out;
}

/** The ends of some finite numbers. @param {Iterable<number>[]} lists @returns {Pair} */
export function extent(...lists) {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists)
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low <= high ? [low, high] : [0, 1];
}

/** @param {number} value */
const short = (value) => Math.round(value * 10) / 10;

/** A line through points; it breaks where a value is not a number. @param {Pair[]} points */
export function line(points) {
  let pen = "M";
  let path = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    path += `${pen}${short(x)} ${short(y)}`;
    pen = "L";
  }
  return path;
}

/** The surface between two lines over the same x. @param {Pair[]} lower @param {Pair[]} upper */
export const band = (lower, upper) => (lower.length ? `${line([...upper, ...lower.toReversed()])}Z` : "");
