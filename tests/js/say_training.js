/**
 * Says what the page says of training runs, headline, remarks and the charts' summaries, for a test that made up their
 * numbers: JSON in, JSON out.
 */

import { readFileSync } from "node:fs";
import { createRecord, extend } from "../../static/js/training/record.js";
import { trainingRemarks, trainingSentence } from "../../static/js/training/sentence.js";
import { trainingViews } from "../../static/js/training/views/index.js";
import { context } from "./context.js";
import { makeFrame, makeStarted, packed } from "./training.js";

/**
 * @typedef {object} Given a run as the test made it up; lists of numbers by model, then by iteration or evaluation
 * @property {(string | Record<string, string>)[]} models
 * @property {number} classes
 * @property {Record<string, any>} config
 * @property {number | null} baseline
 * @property {string} part
 * @property {number} iteration
 * @property {number} every iterations between two evaluations
 * @property {any[][]} loss
 * @property {any[][]} norm
 * @property {any[][]} measure
 * @property {any[][]} accuracy
 * @property {any[][]} figure
 * @property {any[]} ends
 */

const { catalogue, languages, runs } = JSON.parse(readFileSync(0, "utf-8"));

/** A number that JSON has no word for. @param {number | string} value */
const numeric = (value) => (typeof value === "number" ? value : value === "inf" ? Infinity : Number.NaN);

/** @param {Given} given */
function recordOf(given) {
  const { iteration, every, ends } = given;
  const started = makeStarted({ models: given.models, classes: given.classes, config: given.config });
  Object.assign(started, { baseline: given.baseline, part: given.part });
  const record = createRecord(/** @type {any} */ (started));
  if (!iteration) return record;
  const frame = makeFrame(started, 1, iteration, {
    every,
    loss: (n, m) => numeric(given.loss[m][n - 1]),
    norm: (n, m) => numeric(given.norm[m][n - 1]),
    measure: (n, m) => numeric(given.measure[m][n / every - 1]),
    patch: { ends, state: "paused" },
  });
  frame.looks.models.forEach((/** @type {any} */ looks, m) => {
    if (given.accuracy[m].length) looks.accuracy = packed(given.accuracy[m].map(numeric));
    if (given.config.app) looks.figure = packed(given.figure[m].map(numeric));
  });
  return extend(record, frame);
}

for (const language of languages) {
  for (const given of runs) {
    const training = recordOf(given);
    const { config } = training.started;
    const of = context({ catalogue, config }, language);
    const state = /** @type {any} */ ({ training, live: { phase: "here" }, config, catalogue });
    const summaries = Object.fromEntries(
      trainingViews.map(({ id, figure }) => [id, [/** @type {any} */ (figure(training, of)).summary].flat().join(" ")]),
    );
    const said = {
      language,
      words: trainingSentence(state, of.t),
      remarks: trainingRemarks(state, of.t),
      summaries,
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}
