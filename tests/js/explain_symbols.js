/** What the page says of every sign of every equation of the given cells: a line of JSON for each cell and language. */

import { readFileSync } from "node:fs";
import { createI18n } from "../../static/js/base/i18n.js";
import { inLayer } from "../../static/js/equations/cells.js";
import { tokens } from "../../static/js/equations/mathml.js";
import { lineOf, symbolsIn } from "../../static/js/symbols/symbols.js";
import { wordsOf } from "./words.js";

const { languages, cells } = JSON.parse(readFileSync(0, "utf-8"));

for (const lang of languages) {
  const t = createI18n(wordsOf(lang), lang);
  for (const cell of cells) {
    const lines = [...cell.equations.forward, ...cell.equations.backward];
    const sources = lines.flatMap(({ formula, numbers, result, gate }) =>
      [gate && `${gate}_t = 1`, formula, inLayer(formula, { layer: 2, depth: 3 }), numbers, result].filter(Boolean),
    );
    const signs = sources.flatMap((source) => {
      const read = tokens(source);
      const places = symbolsIn(read, cell);
      return read.map(({ kind, text }, i) => {
        const place = places.find(({ from, to }) => from <= i && i < to);
        const gate = cell.gates.find((/** @type {any} */ { name }) => place?.id === `gate.${name}`);
        const line = place ? lineOf(place.id, t, { letter: place.letter, gate }) : null;
        return { source, kind, text, id: place?.id ?? null, line };
      });
    });
    process.stdout.write(`${JSON.stringify({ lang, cell: cell.name, signs })}\n`);
  }
}
