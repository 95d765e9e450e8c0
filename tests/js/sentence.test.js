import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { amount, carousels, place, remarks, sentence } from "../../static/js/figure/sentence.js";
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

test("where there are losses at every step it is said that the last one alone is spoken of", () => {
  const every = trace([run("rnn", -10, "vanishing")], { loss_at: "every" });
  const said = (/** @type {any} */ t) =>
    sentence(every, t)
      .map((word) => word.text)
      .join("");
  assert.equal(said(en), "Of the last loss alone, after 99 steps the RNN keeps only 10⁻¹⁰ of the gradient.");
  assert.equal(said(es), "Solo de la última pérdida, tras 99 pasos, la RNN solo conserva 10⁻¹⁰ del gradiente.");
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

test("a gradient that turns into nothing on its way is told as nothing, at a step where that is so", () => {
  const underflow = run("rnn", -7.5, "vanishing", { verdict: { lag: 77, first_zero: 22 } });
  assert.equal(
    text([underflow, run("lstm", Math.log10(0.61), "stable")]),
    "After 99 steps the LSTM keeps 61% of the gradient; nothing is left in the RNN.",
  );
  assert.equal(text([underflow]), "After 78 steps nothing of the gradient is left in the RNN.");
});

test("where truncation cuts nothing survives: the headline names the step, the remark the rate until there", () => {
  const cut = run("gru", Math.log10(0.42), "stable", { verdict: { lag: 19, rate: -0.02, cut: 80 } });
  assert.equal(text([cut]), "After 19 steps the GRU keeps 42% of the gradient; cut at step 80.");
  assert.equal(
    text([cut], es).replace(/\s/g, " "),
    "Tras 19 pasos, la GRU conserva el 42 % del gradiente; cortado en el paso 80.",
  );
  assert.equal(remarks(trace([cut]), en, catalogue)[0].text, "cut at step 80 · ÷ 10 every 50 steps");
  const window = run("gru", 0, "stable", { verdict: { lag: 0, cut: 99 } });
  assert.match(text([window]), /^A window of one step: at step 99/);
});

test("of bounds that are passed at one step the strongest says it", () => {
  const marks = { first_zero: 22, below_float32: 22, below_float16: 22, below_thousandth: 70 };
  const [remark] = remarks(trace([run("rnn", -7.5, "vanishing", { verdict: marks })]), en, catalogue);
  assert.equal(remark.detail, "exactly zero from step 22 back; below a thousandth from step 70 back");
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

test("words between two places stay, also where they read like the name of one", () => {
  const told = place("{value} ({times} times)", { value: { text: "0.0011" }, times: { text: "600" } });
  assert.equal(told.map(({ text }) => text).join(""), "0.0011 (600 times)");
});
