import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { amount, carousels, remarks, sentence } from "../../static/js/figure/sentence.js";
import { catalogue } from "./catalogue.js";
import { wordsOf } from "./words.js";

/** @param {string} lang */
const words = (lang) => createI18n(wordsOf(lang), lang);
const en = words("en");
const es = words("es");

/**
 * @param {string} cell
 * @param {any} log10
 * @param {string} kind
 * @param {any} [more]
 */
const run = (cell, log10, kind, more = {}) => ({
  cell,
  loss: 0,
  verdict: {
    kind,
    rate: -0.1,
    lag: 99,
    kept: { log10, status: "ok", ...more.kept },
    below_thousandth: null,
    below_float32: null,
    below_float16: null,
    first_zero: null,
    first_overflow: null,
    first_nan: null,
    ...more.verdict,
  },
});

/** @param {any[]} runs @param {any} [config] */
const trace = (runs, config = {}) =>
  /** @type {any} */ ({ config: { steps: 100, dtype: "float64", clamp: {}, ...config }, runs });
const text = (/** @type {any[]} */ runs, t = en) =>
  sentence(trace(runs), t)
    .map((word) => word.text)
    .join("");

test("the survivor comes first, the forgetful last", () => {
  assert.equal(
    text([run("rnn", -10, "vanishing"), run("lstm", Math.log10(0.61), "stable"), run("gru", -0.5, "stable")]),
    "After 99 steps the LSTM keeps 61% of the gradient and the GRU 32%; the RNN keeps only 10⁻¹⁰.",
  );
});

test("the same in Spanish", () => {
  assert.equal(
    text([run("rnn", -14, "vanishing"), run("lstm", Math.log10(0.61), "stable")], es).replace(/\s/g, " "),
    "Tras 99 pasos, la LSTM conserva el 61 % del gradiente; la RNN solo conserva 10⁻¹⁴.",
  );
});

test("an explosion is told as a factor", () => {
  assert.equal(text([run("rnn", 20, "exploding")]), "After 99 steps the RNN has multiplied the gradient by 10²⁰.");
});

test("what comes back larger, without exploding, is told as whole", () => {
  assert.equal(
    text([run("lstm", 0.15, "stable")]),
    "After 99 steps the LSTM keeps all of the gradient and more (×1.4).",
  );
});

test("nothing left, and beyond all numbers, have words of their own", () => {
  assert.match(
    text([run("rnn", "-inf", "vanishing", { kept: { status: "zero" } })]),
    /nothing of the gradient is left in the RNN/,
  );
  assert.match(text([run("rnn", "inf", "exploding", { kept: { status: "overflow" } })]), /outgrown float64/);
  assert.match(
    text([run("rnn", "-inf", "exploding", { kept: { status: "zero" }, verdict: { lag: 0, first_nan: 100 } })]),
    /After 99 steps .*outgrown/,
  );
});

test("one step has no way back", () => {
  const single = trace([run("rnn", 0, "stable", { verdict: { lag: 0 } })], { steps: 1 });
  assert.equal(sentence(single, en)[0].text, en("sentence.single"));
});

test("cells and amounts are marked, so that they can be coloured", () => {
  const marked = sentence(trace([run("lstm", -0.2, "stable")]), en);
  assert.deepEqual(
    marked.filter(({ cell, strong }) => cell || strong).map(({ text: shown }) => shown),
    ["LSTM", "63%"],
  );
});

test("amounts are per cent while that says something", () => {
  assert.equal(amount(0, en), "100%");
  assert.equal(amount(-2.5, en), "0.32%");
  assert.equal(amount(-3.4, en), "10⁻³");
  assert.equal(amount(2, en), "100");
  assert.equal(amount(120.4, en), "10¹²⁰");
});

test("a remark gives the verdict and its rate, and says what it passed", () => {
  const [remark] = remarks(trace([run("rnn", -10, "vanishing", { verdict: { below_thousandth: 70 } })]), en, catalogue);
  assert.equal(remark.text, "vanishes ÷ 10 every 10 steps");
  assert.match(remark.detail, /70/);
});

test("the carousel is named only where it turns", () => {
  assert.deepEqual(carousels(trace([], { clamp: { f: 1 } }), catalogue), { lstm: "f" });
  assert.deepEqual(carousels(trace([], { clamp: { f: 0.9 } }), catalogue), {});
  const [rnn, lstm] = remarks(
    trace([run("rnn", -10, "vanishing"), run("lstm", 0, "stable")], { clamp: { f: 1 } }),
    en,
    catalogue,
  );
  assert.doesNotMatch(rnn.text, /unchanged/);
  assert.match(lstm.text, /f = 1 carries ∂L\/∂c unchanged/);
});
