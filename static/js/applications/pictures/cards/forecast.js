/** The card of the forecasts: the sea at the coast of Peru, month by month, and what was to come. */

import { band, line, linear } from "../plot.js";
import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** Temperature in °C, from the series that ships; the last eleven months are the ones to forecast. */
const VALUES = [
  21.6, 21.39, 21.54, 22.73, 24.39, 25.53, 25.48, 25.84, 24.95, 24.09, 23.09, 22.03, 21.48, 21.64, 21.99, 23.21, 24.7,
  26.16, 26.54, 26.04, 24.75, 23.26, 21.11, 19.49, 19.28, 19.73, 20.44, 22.07,
];
const HORIZON = 11;
const MEDIAN = [23.4, 24.9, 25.9, 26.0, 25.7, 24.8, 23.6, 22.3, 21.2, 20.7, 20.9, 21.6];
const SPREAD = [0, 0.4, 0.65, 0.9, 1.1, 1.3, 1.5, 1.65, 1.8, 1.9, 2, 2.1];

/** @param {HTMLElement} root */
export function card(root) {
  const last = VALUES.length - 1 - HORIZON;
  const x = linear([0, VALUES.length - 1], [18, 222]);
  const y = linear([18, 28.2], [104, 8]);
  const median = [VALUES[last], ...MEDIAN.slice(1)];
  const ahead = (/** @type {(value: number, k: number) => number} */ of) =>
    median.map((value, k) => /** @type {[number, number]} */ ([x(last + k), y(of(value, k))]));
  const points = VALUES.map((value, i) => /** @type {[number, number]} */ ([x(i), y(value)]));
  drawing(
    root,
    "forecast",
    s("path", { class: "half", d: `M${x(last)} 8V106` }),
    s("path", {
      class: "fan",
      d: band(
        ahead((value, k) => value - SPREAD[k]),
        ahead((value, k) => value + SPREAD[k]),
      ),
    }),
    s("path", { class: "curve", d: line(points.slice(0, last + 1)) }),
    s("path", { class: "median", d: line(ahead((value) => value)) }),
    ...points.slice(last + 1).map(([px, py]) => s("circle", { class: "point", cx: px, cy: py, r: 2.6 })),
    gradientBand(x(last), 30, 0.25),
  );
}
