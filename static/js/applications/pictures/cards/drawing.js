/**
 * What the cards' drawings have in common: their size, three hues, one shade of violet for a magnitude, and along the
 * bottom a gradient on its way back, from the answer at the right to what it depends on at the left.
 */

import { s } from "../svg.js";

/** The drawing's own units; the stylesheet gives it its size. */
const WIDTH = 240;
const HEIGHT = 132;

/** The middle of the gradient's band. */
const BAND = 119;

/**
 * The band of a gradient, on its way to the left or, through a layer that reads from the end, to the right: as thick as what is left of it, the arrow at its end.
 * @param {number} from x of the answer that it comes from
 * @param {number} to x of what it reaches
 * @param {number} [left] the part that is left at the end
 */
export function gradientBand(from, to, left = 0.35) {
  const way = from > to ? 1 : -1;
  const [thick, thin] = [3.6, 3.6 * left];
  const head = thin + 2.6;
  return s(
    "g",
    { class: "back" },
    s("path", { class: "channel", d: `M16 ${BAND}H${WIDTH - 16}` }),
    s("path", { d: `M${from} ${BAND - thick}L${to + 7 * way} ${BAND - thin}V${BAND + thin}L${from} ${BAND + thick}Z` }),
    s("path", { d: `M${to} ${BAND}L${to + 8 * way} ${BAND - head}V${BAND + head}Z` }),
    s("circle", { cx: from, cy: BAND, r: 5 }),
  );
}

/**
 * @param {HTMLElement} root
 * @param {string} app
 * @param {...import("../../../base/dom.js").Child} children
 */
export function drawing(root, app, ...children) {
  root.append(
    s(
      "svg",
      {
        class: `pic-card pic-card-${app}`,
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        "aria-hidden": "true",
        focusable: "false",
      },
      ...children,
    ),
  );
}

/**
 * A word in a soft box.
 * @param {number} x its middle
 * @param {number} y its middle
 * @param {number} width
 * @param {string} text
 * @param {string} [kind] further classes
 */
export const pill = (x, y, width, text, kind = "") =>
  s(
    "g",
    { class: `pill ${kind}`.trim() },
    s("rect", { x: x - width / 2, y: y - 11, width, height: 22, rx: 5 }),
    s("text", { x, y, dy: "0.35em", "text-anchor": "middle" }, text),
  );
