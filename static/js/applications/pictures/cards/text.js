/** The card of the language model: a name's letters on the colour of their surprise, the sampled ones underlined. */

import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** Two beginnings as the LSTM that ships went on with them: bits of each letter, and how many were given. @type {[string, number[], number][]} */
const NAMES = [
  ["Villanora", [3.7, 1.2, 0.9, 1.5, 1.6, 4, 4.2, 4, 1.3], 6],
  ["Santanda", [3.7, 0.9, 0.9, 0.8, 1.5, 2.6, 3.1, 1.8], 6],
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
