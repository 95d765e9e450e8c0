/**
 * A magnitude as a background that letters can be read on. The scale is the theme's sequential one and its ends are
 * fixed, so that one surprise has one colour in every sentence and in every melody.
 */

import { rgb } from "../../figure/colour.js";

/** @typedef {import("../../types.js").Colorscale} Colorscale */

/** The surprise at the end of the scale, in bits: one answer in 256. */
export const MOST_BITS = 8;

/**
 * @param {Colorscale} scale
 * @param {number} share 0 … 1; what lies outside is held at the edge
 * @returns {[number, number, number]}
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
  const [a, b] = [rgb(from), rgb(to)];
  return /** @type {[number, number, number]} */ (a.map((channel, i) => Math.round(channel + (b[i] - channel) * part)));
}

/** Relative luminance, WCAG 2.2. @param {number[]} channels 0 … 255 */
export function luminance(channels) {
  const [r, g, b] = channels.map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * A background and the ink that stands out from it: black where it has at least the contrast of white.
 * @param {Colorscale} scale
 * @param {number} share
 */
export function shade(scale, share) {
  const channels = colourAt(scale, share);
  const light = luminance(channels);
  const ink = (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
  return { background: `rgb(${channels.join(",")})`, ink };
}

/** @param {Colorscale} scale @param {number | null} bits */
export const surpriseShade = (scale, bits) => shade(scale, (bits ?? 0) / MOST_BITS);

/** @param {import("./types.js").Tools["theme"]} theme */
export const current = (theme) => (typeof theme === "function" ? theme() : theme);
