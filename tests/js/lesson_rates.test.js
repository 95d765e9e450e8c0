import assert from "node:assert/strict";
import { test } from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { ratesOf } from "../../static/js/lessons/lesson_groups.js";
import { wordsOf } from "./words.js";

const words = (/** @type {string} */ lang) => createI18n(wordsOf(lang), lang);

test("a rate is told with the interval that so many seeds leave open", () => {
  const rnn = { cell: "rnn", median_iterations: null };
  /** @type {NonNullable<import("../../static/js/base/types.js").Preset["measured"]>} */
  const measured = [
    { ...rnn, name: "rnn.1", own: { clip: "none" }, learned: 0, diverged: 10, runs: 10, learned_interval: [0, 0.2775] },
    {
      ...rnn,
      name: "rnn.2",
      own: { clip: "norm" },
      learned: 9,
      diverged: 0,
      runs: 10,
      learned_interval: [0.596, 0.982],
    },
  ];
  const text = ratesOf(measured, words("en"));
  assert.match(text, /10 seeds/);
  assert.match(text, /learned in 0 \(0% to 28%\), diverged in 10/);
  assert.match(text, /learned in 9 \(60% to 98%\)/);
  assert.match(ratesOf(measured, words("es")), /10 semillas/);
});
