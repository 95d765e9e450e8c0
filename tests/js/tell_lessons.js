/**
 * What the page makes of lessons, for tests of their data: JSON in, JSON out. `addresses`: what each stop asks the server
 * for, before and after its answer; `numbers`: its texts and its question, with traces of both.
 */

import { readFileSync } from "node:fs";
import { createI18n } from "../../static/js/base/i18n.js";
import { parseRich } from "../../static/js/lessons/lecture_markup.js";
import { fieldsOf, fill, measure, readingsBefore } from "../../static/js/lessons/quantities.js";
import { verdictOf } from "../../static/js/lessons/verdict.js";
import { MODES } from "../../static/js/modes/index.js";
import { apply, format, parse } from "../../static/js/state/address.js";
import { wordsOf } from "./words.js";

const { job, catalogue, stops, languages, traces } = JSON.parse(readFileSync(0, "utf-8"));

catalogue.modes = Object.fromEntries(MODES.map(({ id, address }) => [id, address]));

/** @param {{ config: any, page: any, play: any }} state */
const written = ({ config, page, play }) => format(config, page, catalogue, play);

/** The pieces that a text's phrases apply. @param {any} words */
const phrases = (words) =>
  Object.values(words ?? {}).flatMap((text) =>
    parseRich(/** @type {string} */ (text)).flatMap((piece) => (piece.kind === "action" ? [piece.patch] : [])),
  );

function addresses() {
  return stops.map((/** @type {any} */ stop) => {
    const asked = apply(`?${stop.address}`, parse("", catalogue), catalogue);
    const shown = stop.reveal?.address ? apply(stop.reveal.address, asked, catalogue) : asked;
    const led = [stop.text, stop.reveal?.text, stop.takeaway].flatMap(phrases);
    return {
      asked: written(asked),
      shown: written(shown),
      led: led.map((piece) => written(apply(piece, shown, catalogue))),
      fields: fieldsOf(stop),
    };
  });
}

function numbers() {
  return languages.flatMap((/** @type {string} */ language) => {
    const t = createI18n(wordsOf(language), language);
    return stops.map((/** @type {any} */ stop, /** @type {number} */ i) => {
      const { asked, shown } = traces[i];
      const told = (/** @type {any} */ words, /** @type {any} */ now) =>
        words ? fill(words[language], { now, before: readingsBefore(stop, asked, catalogue), catalogue }, t) : "";
      const truth = stop.predict?.of ? measure(stop.predict.of, shown, catalogue) : null;
      const answer = { guess: { kind: "choice", option: 0 }, ...(truth && { truth }) };
      const verdict = stop.predict?.kind === "choice" ? verdictOf(stop, /** @type {any} */ (answer), t) : null;
      const before = told(stop.text, asked);
      const after = [stop.reveal?.text, stop.takeaway].map((words) => told(words, shown));
      return { language, texts: [before, ...after], truth, verdict };
    });
  });
}

process.stdout.write(JSON.stringify(job === "addresses" ? addresses() : numbers()));
