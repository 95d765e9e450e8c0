/** Labels that stand beside what they name, and still do not touch. */

/**
 * Move positions apart until neighbours keep their distance, as little as possible, within bounds.
 * @param {number[]} positions
 * @param {number} distance
 * @param {[number, number]} bounds
 * @returns {number[]} in the order given
 */
export function spread(positions, distance, [low, high]) {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b]);
  const placed = order.map((i) => Math.min(high, Math.max(low, positions[i])));
  for (let pass = 0; pass < 40; pass++) {
    let moved = false;
    for (let k = 1; k < placed.length; k++) {
      const missing = distance - (placed[k] - placed[k - 1]);
      if (missing <= distance * 1e-3) continue;
      placed[k - 1] -= missing / 2;
      placed[k] += missing / 2;
      moved = true;
    }
    if (placed.length && placed[0] < low) placed[0] = low;
    if (placed.length && placed[placed.length - 1] > high) placed[placed.length - 1] = high;
    if (!moved) break;
  }
  const out = new Array(positions.length);
  order.forEach((i, k) => {
    out[i] = placed[k];
  });
  return out;
}
