/** Says the headline of traces as the page does, for a test that holds it against their numbers: JSON in, JSON out. */

import { readFileSync } from "node:fs";
import { createI18n } from "../../static/js/base/i18n.js";
import { remarks, sentence } from "../../static/js/figure/sentence.js";
import { wordsOf } from "./words.js";

const { catalogue, languages, traces } = JSON.parse(readFileSync(0, "utf-8"));

for (const language of languages) {
  const t = createI18n(wordsOf(language), language);
  for (const trace of traces) {
    const words = sentence(trace, t);
    const said = { language, words, remarks: remarks(trace, t, catalogue) };
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}
