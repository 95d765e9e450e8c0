/** Long curves in few points: a stretch of iterations becomes its mean, or its smallest and its largest value. */

/** @typedef {{ x: number[], y: (number | null)[] }} Path */

/** 1, 2, 5, 10, 20 …: the first that is at least `size`. @param {number} size */
export function roundStep(size) {
  let power = 1;
  while (power * 10 <= size) power *= 10;
  for (const step of [power, power * 2, power * 5]) if (step >= size) return step;
  return power * 10;
}

/**
 * The stretches that a curve is cut into. They lie on round numbers, so that they stay where they are as it grows.
 * @param {number} count
 * @param {number} most how many of them
 * @returns {{ from: number, to: number, x: number }[]} entries from … to − 1, and the iteration in their middle
 */
export function stretches(count, most) {
  const size = roundStep(Math.max(1, count / Math.max(1, most)));
  const list = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(count, from + size);
    list.push({ from, to, x: (from + 1 + to) / 2 });
  }
  return list;
}

/**
 * The heights of a curve, each found once; NaN where nothing is drawn.
 * @param {number} count
 * @param {(i: number) => number | null} at
 */
export function heights(count, at) {
  const list = new Float64Array(count);
  for (let i = 0; i < count; i++) list[i] = at(i) ?? Number.NaN;
  return list;
}

/**
 * A curve as a line that keeps every peak: through the smallest and the largest value of each stretch.
 * @param {Float64Array} list
 * @param {number} most points
 * @returns {Path}
 */
export function peaks(list, most) {
  /** @type {Path} */
  const path = { x: [], y: [] };
  for (const { from, to, x } of stretches(list.length, most / 2)) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i < to; i++) {
      if (list[i] < low) low = list[i];
      if (list[i] > high) high = list[i];
    }
    path.x.push(x);
    path.y.push(low <= high ? low : null);
    if (high > low) {
      path.x.push(x);
      path.y.push(high);
    }
  }
  return path;
}

/**
 * A curve as its running mean over the last `window` entries, read at the end of each stretch.
 * @param {Float64Array} list
 * @param {number} most
 * @param {number} [window]
 * @returns {Path}
 */
export function smooth(list, most, window = 20) {
  const parts = stretches(list.length, most);
  const span = Math.max(window, parts.length ? parts[0].to - parts[0].from : 1);
  /** @type {Path} */
  const path = { x: [], y: [] };
  for (const { to } of parts) {
    let sum = 0;
    let known = 0;
    for (let i = Math.max(0, to - span); i < to; i++) {
      if (Number.isNaN(list[i])) continue;
      sum += list[i];
      known += 1;
    }
    path.x.push(to);
    path.y.push(known > 0 && !Number.isNaN(list[to - 1]) ? sum / known : null);
  }
  return path;
}

/**
 * At most so many of a list, evenly chosen, the last always among them.
 * @template Item
 * @param {Item[]} list
 * @param {number} most
 */
export function some(list, most) {
  const stride = Math.ceil(list.length / Math.max(1, most));
  return list.filter((_, i) => (list.length - 1 - i) % stride === 0);
}
