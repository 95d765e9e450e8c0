/** The card of the language model: a name's letters on the colour of their surprise, the sampled ones underlined. */

import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** Letters, their surprise in bits, and how many of them were given. @type {[string, number[], number][]} */
const NAMES = [
  ["Santander", [3.6, 1.1, 2, 2.6, 1.9, 0.9, 3.1, 0.8, 0.4], 5],
  ["Villanova", [4.9, 1.4, 0.7, 0.3, 0.2, 2.2, 1.6, 3.4, 0.6], 4],
];

/** @param {HTMLElement} root */
export function card(root) {
  drawing(
    root,
    "text",
    ...NAMES.flatMap(([name, bits, given], row) =>
      [...name].map((letter, i) => {
        const x = 17 + i * 23;
        const y = 18 + row * 42;
        const share = bits[i] / 6;
        return s(
          "g",
          { class: `letter${share > 0.7 ? " dark" : ""}` },
          s("rect", { class: "surprise", x, y, width: 21.5, height: 28, rx: 4, "fill-opacity": 0.06 + 0.94 * share }),
          s("text", { x: x + 10.75, y: y + 15, dy: "0.33em", "text-anchor": "middle" }, letter),
          i >= given && s("path", { class: "sampled", d: `M${x + 1.5} ${y + 32}h18.5` }),
        );
      }),
    ),
    gradientBand(212, 28, 0.2),
  );
}
