/** The card of the speech: the spectrogram of two digits, and the words that are read off it where they stand. */

import { s } from "../svg.js";
import { drawing, gradientBand, pill } from "./drawing.js";

/** "cinco, ocho" of a clip that ships: bands from the highest to the lowest, 0 … 9. */
const BANDS = [
  "45569998432051355550000004676666506764555400",
  "34469998554062688771000007999998805876887700",
  "13348776332071012110000001333321102661111100",
  "03121111444040001000000001222210001320000000",
  "02220000000030510000000001222110000113000000",
  "12210000000020476661000006787776600106666500",
  "00000000000020478771000007999988800005877700",
  "00013333444020677771000006899888700106777600",
  "00027776665000344430000003566555400003444300",
  "00015555554000133220000002444433300002322200",
];
/** Where the GRU that ships reads each word, as a part of the clip. @type {[string, number, number][]} */
const READ = [
  ["cinco", 3 / 33, 4 / 33],
  ["ocho", 19 / 33, 21 / 33],
];
const [LEFT, TOP, ACROSS, DOWN] = [20, 10, 4.55, 6.4];
const WIDE = 44 * ACROSS;

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
    s("path", { class: "rule", d: `M${LEFT} ${TOP + 10 * DOWN + 4}H${LEFT + WIDE}` }),
    ...READ.flatMap(([word, from, to]) => [
      s("rect", {
        class: "said",
        x: LEFT + from * WIDE,
        y: TOP + 10 * DOWN + 1,
        width: (to - from) * WIDE,
        height: 6,
        rx: 2,
      }),
      pill(LEFT + ((from + to) / 2) * WIDE, 95, 52, word, word === "ocho" ? "strong" : ""),
    ]),
    gradientBand(LEFT + (20 / 33) * WIDE, LEFT + (3 / 33) * WIDE, 0.4),
  );
}
