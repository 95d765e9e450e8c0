/** The card of the opinions: the curve falls at one word, and stays there to the end. */

import { line, linear } from "../plot.js";
import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** p(positive) after each word of a review. */
const OPINION = [0.5, 0.52, 0.55, 0.71, 0.86, 0.9, 0.14, 0.08, 0.09, 0.07, 0.09, 0.08, 0.06, 0.07, 0.05, 0.06, 0.05];
const DECISIVE = 6;

/** @param {HTMLElement} root */
export function card(root) {
  const x = linear([0, OPINION.length - 1], [20, 220]);
  const y = linear([0, 1], [102, 34]);
  const points = OPINION.map((p, i) => /** @type {[number, number]} */ ([x(i), y(p)]));
  drawing(
    root,
    "sentiment",
    s("path", { class: "rule", d: `M16 ${y(0.5)}H224` }),
    s("text", { class: "sign", x: 224, y: y(1), dy: "0.7em", "text-anchor": "end" }, "+"),
    s("text", { class: "sign", x: 224, y: y(0.5), dy: "1.1em", "text-anchor": "end" }, "−"),
    s("path", { class: "decisive", d: `M${x(DECISIVE)} 28V114` }),
    s("path", { class: "curve", d: line(points) }),
    ...points.map(([px, py], i) =>
      s("circle", { class: i === DECISIVE ? "point decisive" : "point", cx: px, cy: py, r: i === DECISIVE ? 5 : 2.2 }),
    ),
    pill(x(DECISIVE), 17, "no"),
    gradientBand(220, x(DECISIVE), 0.5),
  );
}

/** @param {number} x @param {number} y @param {string} text */
const pill = (x, y, text) =>
  s(
    "g",
    { class: "pill strong" },
    s("rect", { x: x - 18, y: y - 11, width: 36, height: 22, rx: 5 }),
    s("text", { x, y, dy: "0.35em", "text-anchor": "middle" }, text),
  );
