/** The card of the music: the first bars of a melody that everyone knows, then how the LSTM that ships goes on. */

import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** MIDI pitch, length in quarter notes, surprise in bits; the first ones were given. @type {[number, number, number][]} */
const NOTES = [
  [76, 1, 5.3],
  [76, 1, 6.1],
  [77, 1, 5.6],
  [79, 1, 3.9],
  [79, 1, 3.9],
  [77, 1, 5.2],
  [76, 1, 3],
  [74, 1, 4.2],
  [72, 0.5, 1.9],
  [71, 0.5, 2.8],
  [72, 0.5, 1.6],
  [74, 0.5, 0.9],
  [76, 1, 1.7],
  [77, 0.5, 3.4],
  [79, 1, 2.6],
  [76, 0.5, 3.7],
];
const GIVEN = 8;
const [LEFT, QUARTER, LOW, HIGH, KEY] = [18, 15.6, 70, 80, 8.8];

/** @param {HTMLElement} root */
export function card(root) {
  let at = 0;
  const notes = NOTES.map(([pitch, length, bits], i) => {
    const x = LEFT + at * QUARTER;
    at += length;
    return s("rect", {
      class: i < GIVEN ? "note given" : "note",
      x: x + 0.75,
      y: 10 + (HIGH - pitch) * KEY + 0.5,
      width: length * QUARTER - 1.5,
      height: KEY - 1,
      rx: 2.5,
      "fill-opacity": i < GIVEN ? 1 : 0.25 + (0.75 * bits) / 4,
    });
  });
  const lanes = [70, 73, 75, 78, 80].map((pitch) =>
    s("rect", { class: "lane", x: 14, y: 10 + (HIGH - pitch) * KEY, width: 212, height: KEY }),
  );
  drawing(
    root,
    "music",
    ...lanes,
    ...[0, 4, 8, 12].map((bar) =>
      s("path", { class: "rule", d: `M${LEFT + bar * QUARTER} 10V${10 + (HIGH - LOW + 1) * KEY}` }),
    ),
    ...notes,
    gradientBand(LEFT + 12.7 * QUARTER, 40, 0.25),
  );
}
