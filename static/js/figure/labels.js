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

/**
 * @typedef {object} End
 * @property {string} name
 * @property {string} text
 * @property {string} colour
 * @property {number} x
 * @property {number} y
 * @property {boolean} [quiet] a lesser line: small, without the name
 */

/**
 * Name lines at their left ends, in place of a legend.
 * @param {Record<string, any>} layout
 * @param {End[]} ends
 * @param {{ em: number, height: number, range: readonly [number, number], axis?: string, wrap?: boolean, size?: number }} where
 *   `height` of the panel in pixels, `axis` its number as Plotly counts, `wrap` the value under the name
 */
export function labelEnds(layout, ends, { em, height, range: [low, high], axis = "", wrap = false, size = 1 }) {
  const perPixel = (high - low) / height;
  const edge = em * 0.6 * perPixel;
  const distance = em * (wrap ? 2.3 : 1.35) * size * perPixel;
  const places = spread(
    ends.map(({ y }) => y),
    distance,
    [low + edge, high - edge],
  );
  ends.forEach(({ name, text, colour, x, quiet }, i) => {
    layout.annotations.push({
      text: quiet ? text : `<b>${name}</b>${wrap ? "<br>" : "  "}${text}`,
      x,
      y: places[i],
      xref: `x${axis}`,
      yref: `y${axis}`,
      xanchor: "right",
      yanchor: "middle",
      xshift: -em * 0.5,
      align: "right",
      showarrow: false,
      font: { color: colour, size: em * (quiet ? 0.8 : size) },
    });
  });
}
