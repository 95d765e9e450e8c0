/** The card of the speech: the spectrogram of two digits, and the words that are read off it. */

import { s } from "../svg.js";
import { drawing, gradientBand, pill } from "./drawing.js";

/** "ocho, dos" of a clip that ships: bands from the highest to the lowest, 0 … 9. */
const BANDS = [
  "00144422101189998875553445422244555456644420",
  "00033322100068877765554443322244655343333300",
  "00022211000058864443665334233255644344445510",
  "00022322000027733322446335422166644354446620",
  "00022622000037723322334667522155866543324400",
  "00244411000026623321224665322144777752203300",
  "00577311000026613332336665333266999852214420",
  "00588522000035526665778887544377888861116660",
  "00677633200034426666777777655566666763306630",
  "00577744401133327777777666777666666773305510",
];
const [LEFT, TOP, ACROSS, DOWN] = [20, 10, 4.55, 6.4];

/** @param {HTMLElement} root */
export function card(root) {
  const cells = BANDS.flatMap((row, band) =>
    [...row].map((level, i) =>
      level === "0"
        ? null
        : s("rect", {
            class: "surprise",
            x: LEFT + i * ACROSS,
            y: TOP + band * DOWN,
            width: ACROSS + 0.15,
            height: DOWN + 0.15,
            "fill-opacity": Number(level) / 9,
          }),
    ),
  );
  drawing(
    root,
    "speech",
    ...cells,
    s("path", { class: "half", d: `M${LEFT} ${TOP + 10 * DOWN + 3}H220` }),
    pill(62, 93, 84, "ocho"),
    pill(166, 93, 108, "dos", "strong"),
    gradientBand(190, 100, 0.4),
  );
}
