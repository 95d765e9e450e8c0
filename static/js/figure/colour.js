/** Colours as numbers: a scale as a table of 256 entries, and the mix of two colours. */

/** @typedef {import("../types.js").Colorscale} Colorscale */
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
  for (let i = 0, stop = 1; i < 256; i++) {
    const at = i / 255;
    while (stop < scale.length - 1 && scale[stop][0] < at) stop += 1;
    const [left, from] = scale[stop - 1];
    const [right, to] = scale[stop];
    const share = (at - left) / (right - left);
    const [r, g, b] = rgb(from).map((channel, k) => Math.round(channel + (rgb(to)[k] - channel) * share));
    packed[i] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }
  tables.set(scale, packed);
  return packed;
}
