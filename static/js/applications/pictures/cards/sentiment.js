/** The card of the opinions: the curve falls at one word, and stays where it is to the end. */

import { line, linear } from "../plot.js";
import { s } from "../svg.js";
import { drawing, gradientBand, pill } from "./drawing.js";

/** p(positive) of the LSTM that ships after each word of
 * "el lunes fuimos con mi tía la cama era excelente pero el precio era horrible mi tía vino conmigo ayer". */
const OPINION = [0.39, 0.48, 0.43, 0.45, 0.42, 0.44, 0.42, 0.47, 0.45, 0.98, 0.38, 0.1, 0.05, 0.02, 0, 0, 0, 0, 0, 0];
const DECISIVE = 10;

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
    pill(x(DECISIVE), 17, 46, "pero", "strong"),
    gradientBand(220, x(DECISIVE), 0.5),
  );
}
