/** The card of the translation: three words, one state, three words in another order. */

import { s } from "../svg.js";
import { drawing, gradientBand, pill } from "./drawing.js";

const SOURCE = ["la", "casa", "roja"];
const TARGET = ["the", "red", "house"];
/** A state of sixteen units, −9 … 9. */
const STATE = [7, -3, 5, 1, -8, 4, 9, -2, 2, 6, -5, -9, 3, -6, 8, 4];
const ROWS = [24, 52, 80];

/** @param {HTMLElement} root */
export function card(root) {
  const tile = STATE.map((value, unit) =>
    s("rect", {
      class: value < 0 ? "minus" : "plus",
      x: 98 + (unit % 4) * 11.2,
      y: 30 + Math.floor(unit / 4) * 11.2,
      width: 10,
      height: 10,
      rx: 2,
      "fill-opacity": Math.abs(value) / 9,
    }),
  );
  drawing(
    root,
    "translation",
    ...ROWS.flatMap((y) => [
      s("path", { class: "wire", d: `M64 ${y}C80 ${y} 78 52 92 52` }),
      s("path", { class: "wire", d: `M148 52C162 52 160 ${y} 174 ${y}` }),
    ]),
    ...SOURCE.map((word, i) => pill(38, ROWS[i], 54, word)),
    ...tile,
    ...TARGET.map((word, i) => pill(202, ROWS[i], 58, word, i === 1 ? "strong" : "")),
    gradientBand(202, 38, 0.45),
  );
}
