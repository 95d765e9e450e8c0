/** The card of the forecasts: the sea off Peru after the El Niño of 1997–98, month by month, and what was to come. */

import { band, line, linear } from "../plot.js";
import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** °C, August 1997 to December 1998, of the series that ships. */
const READ = [24.9, 24.7, 24.6, 25.9, 27.1, 28.1, 28.8, 29.2, 28.4, 27.4, 25.2, 23.6, 22.3, 21.3, 21.4, 21.6, 22.8];
/** The twelve months after it as they came, and low, median and high as the LSTM that ships expected them. */
const CAME = [24.2, 25.7, 26.5, 24.5, 23.6, 22.1, 21.4, 20.7, 20.1, 20.5, 20.6, 22.4];
const EXPECTED = [
  [23.7, 24.2, 25],
  [24.2, 25.6, 27],
  [24.5, 26.1, 27.9],
  [24.2, 25.8, 27.7],
  [22.9, 25, 26.7],
  [21.9, 23.1, 24.9],
  [19.9, 21.7, 23.4],
  [18.8, 20.4, 22],
  [18.5, 20.1, 21.2],
  [19.1, 20.7, 21.4],
  [20.3, 21.6, 22.2],
  [22, 23.1, 24],
];

/** @param {HTMLElement} root */
export function card(root) {
  const last = READ.length - 1;
  const x = linear([0, last + CAME.length], [18, 222]);
  const y = linear([18, 29.6], [106, 8]);
  const ahead = (/** @type {number} */ level) =>
    [READ[last], ...EXPECTED.map((values) => values[level])].map(
      (value, k) => /** @type {[number, number]} */ ([x(last + k), y(value)]),
    );
  drawing(
    root,
    "forecast",
    s("path", { class: "rule", d: `M${x(last)} 8V106` }),
    s("path", { class: "fan", d: band(ahead(0), ahead(2)) }),
    s("path", { class: "curve", d: line(READ.map((value, i) => [x(i), y(value)])) }),
    s("path", { class: "median", d: line(ahead(1)) }),
    ...CAME.map((value, k) => s("circle", { class: "point", cx: x(last + 1 + k), cy: y(value), r: 2.6 })),
    gradientBand(x(last), 30, 0.25),
  );
}
