/**
 * A magnitude as a background that letters can be read on. The scale is the theme's sequential one and its ends are
 * fixed, so that one surprise has one colour in every sentence and in every melody.
 */

import { colourAt } from "../../figure/colour.js";

/** @typedef {import("../../base/types.js").Colorscale} Colorscale */

/** The surprise at the end of the scale, in bits: one answer in 256. */
export const MOST_BITS = 8;

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

/**
 * An element on the colour of a surprise.
 * @template {HTMLElement} Element
 * @param {Element} element
 * @param {Colorscale} scale
 * @param {number | null} bits
 */
export function surprised(element, scale, bits) {
  const { background, ink } = shade(scale, (bits ?? 0) / MOST_BITS);
  element.style.background = background;
  element.style.color = ink;
  return element;
}
