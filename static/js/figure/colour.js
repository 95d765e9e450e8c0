/** Colours as numbers: a scale as a table of 256 entries, and the mix of two colours. */

/** @typedef {import("../base/types.js").Colorscale} Colorscale */
/** @typedef {[number, number, number]} RGB */

/** @type {Map<string, RGB>} */
const parsed = new Map();

/** @param {string} hex `#rrggbb` @returns {RGB} */
export function rgb(hex) {
  let colour = parsed.get(hex);
  if (!colour) {
    const value = Number.parseInt(hex.slice(1), 16);
    colour = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
    parsed.set(hex, colour);
  }
  return colour;
}

/**
 * @param {string} from `#rrggbb`
 * @param {string} to `#rrggbb`
 * @param {number} share of `to`, 0 … 1
 */
export function mix(from, to, share) {
  const a = rgb(from);
  const b = rgb(to);
  const s = Math.min(1, Math.max(0, share));
  return `rgb(${a.map((channel, i) => Math.round(channel + (b[i] - channel) * s)).join(",")})`;
}

/**
 * The colour of a place on a scale; what lies outside is held at the edge, and what is no number has its end.
 * @param {Colorscale} scale
 * @param {number} share 0 … 1
 * @returns {RGB}
 */
export function colourAt(scale, share) {
  const at = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 1;
  const stop = Math.max(
    1,
    scale.findIndex(([place]) => place >= at),
  );
  const [left, from] = scale[stop - 1];
  const [right, to] = scale[stop];
  const part = (at - left) / (right - left);
  const end = rgb(to);
  return /** @type {RGB} */ (rgb(from).map((channel, i) => Math.round(channel + (end[i] - channel) * part)));
}

/** @type {WeakMap<Colorscale, Uint32Array>} */
const tables = new WeakMap();

/**
 * 256 colours of a scale, packed for an ImageData seen as 32-bit words (little-endian, opaque).
 * @param {Colorscale} scale
 */
export function table(scale) {
  let packed = tables.get(scale);
  if (packed) return packed;
  packed = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const [r, g, b] = colourAt(scale, i / 255);
    packed[i] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }
  tables.set(scale, packed);
  return packed;
}
