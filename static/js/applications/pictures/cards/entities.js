/** The card of the names: a sentence as the LSTM that ships reads it, and a tag that the next word changes. */

import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

const WORDS = ["Santiago", "Pérez", "vive", "en", "Lima"];
/** The tags of each reading: L a place, P a person. */
const READINGS = ["L", "PP", "PP·", "PP··", "PP··L"];

/** @param {HTMLElement} root */
export function card(root) {
  const cells = READINGS.flatMap((tags, row) =>
    [...tags].map((tag, i) => {
      const x = 92 + i * 27;
      const y = 8 + row * 19.5;
      const changed = row > 0 && READINGS[row - 1][i] !== undefined && READINGS[row - 1][i] !== tag;
      return s(
        "g",
        { class: `tag ${tag === "P" ? "per" : tag === "L" ? "loc" : "none"}${changed ? " changed" : ""}` },
        s("rect", { x, y, width: 25, height: 17, rx: 3.5 }),
        s("text", { x: x + 12.5, y: y + 8.5, dy: "0.35em", "text-anchor": "middle" }, tag),
      );
    }),
  );
  drawing(
    root,
    "entities",
    ...WORDS.map((word, i) => s("text", { x: 82, y: 16.5 + i * 19.5, dy: "0.35em", "text-anchor": "end" }, word)),
    ...cells,
    gradientBand(104, 212, 0.15),
  );
}
