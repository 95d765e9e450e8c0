/** The card of the translation: three words, one state, three words in another order. */

import { s } from "../svg.js";
import { drawing, gradientBand, pill } from "./drawing.js";

const SOURCE = ["la", "casa", "roja"];
const TARGET = ["the", "red", "house"];
/** Units 65 to 80 of the state in which the LSTM that ships ended the sentence, in tenths. */
const STATE = [2, -6, -3, -2, 5, 0, -7, 0, 0, 7, 0, 2, 3, 0, 2, -1];
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
      "fill-opacity": 0.1 + Math.abs(value) / 8,
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
