/**
 * Says what the page says of an application's answers, headline, remarks and the picture's summary, for a test that holds
 * it against their numbers: JSON in, JSON out.
 */

import { readFileSync } from "node:fs";
import { applicationHeadline } from "../../static/js/applications/headline.js";
import { entities } from "../../static/js/applications/pictures/entities.js";
import { forecast } from "../../static/js/applications/pictures/forecast.js";
import { music } from "../../static/js/applications/pictures/music.js";
import { sentiment } from "../../static/js/applications/pictures/sentiment.js";
import { speech } from "../../static/js/applications/pictures/speech.js";
import { text } from "../../static/js/applications/pictures/text.js";
import { translation } from "../../static/js/applications/pictures/translation.js";
import { traceOf } from "../../static/js/applications/trace.js";
import { createI18n } from "../../static/js/base/i18n.js";
import { numbersIn } from "../../static/js/base/numbers.js";
import { apps } from "../../static/js/modes/apps.js";
import { wordsOf } from "./words.js";

/** @type {Record<string, import("../../static/js/applications/pictures/types.js").Picture>} */
const PICTURES = { entities, forecast, music, sentiment, speech, text, translation };

const { catalogue, languages, answers } = JSON.parse(readFileSync(0, "utf-8"));

for (const language of languages) {
  const t = createI18n(wordsOf(language), language);
  for (const prediction of answers) {
    const { app, variant } = prediction;
    const state = /** @type {any} */ ({
      catalogue: { ...catalogue, modes: { apps: apps.address } },
      config: {},
      page: { mode: "apps" },
      play: { app, variant },
      prediction,
      trace: traceOf(prediction),
    });
    const { words, remarks } = applicationHeadline(state, t);
    const { summary } = PICTURES[app].figure(prediction.answer, { t, numbers: numbersIn(language) });
    process.stdout.write(`${JSON.stringify({ language, words, remarks, summary })}\n`);
  }
}
