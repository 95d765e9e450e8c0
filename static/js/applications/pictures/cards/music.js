/** The card of the music: the first bars of a melody that everyone knows, then how a network might go on. */

import { s } from "../svg.js";
import { drawing, gradientBand } from "./drawing.js";

/** MIDI pitch, length in quarter notes, and a surprise in bits as it might be; the first ones were given. @type {[number, number, number][]} */
const NOTES = [
  [64, 1, 2.4],
  [64, 1, 1.8],
  [65, 1, 1.7],
  [67, 1, 1.2],
  [67, 1, 1.9],
  [65, 1, 1.1],
  [64, 1, 0.9],
  [62, 1, 1],
  [60, 1, 1.2],
  [64, 0.5, 3.4],
  [65, 0.5, 1.3],
  [67, 1, 1.1],
  [69, 1, 2.8],
  [67, 2, 1.6],
];
const GIVEN = 8;
const [LEFT, QUARTER, LOW, HIGH, KEY] = [18, 14.6, 59, 70, 8.2];

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
  const lanes = [61, 63, 66, 68, 70].map((pitch) =>
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
    gradientBand(LEFT + 13 * QUARTER, 40, 0.25),
  );
}
