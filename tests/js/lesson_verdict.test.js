import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { distance, readingOf, rightOption, verdictOf } from "../../static/js/lessons/verdict.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../../static/js/lessons/quantities.js").Reading} Reading */

const t = createI18n(wordsOf("en"), "en");
const es = createI18n(wordsOf("es"), "es");
/** @param {Reading["status"]} status @param {Reading["kind"]} [kind] @returns {Reading} */
const odd = (status, kind = "share") => ({ value: null, log10: null, status, kind });
/** @param {number} log10 @returns {Reading} */
const share = (log10) => ({ value: null, log10, status: "ok", kind: "share" });
const question = { en: "?" };
const stop = (/** @type {any} */ predict) => /** @type {any} */ ({ predict: { question, ...predict } });

test("how far a guess of a magnitude is from the truth is a factor, in both languages", () => {
  assert.equal(distance(0.1, share(Math.log10(2.4e-10)), t), "Your guess is 4.2 × 10⁸ times too large.");
  assert.match(distance(0.1, share(Math.log10(2.4e-10)), es), /4,2 × 10⁸ veces/);
  assert.match(distance(1e-9, share(-1), t), /10⁸ times too small/);
  assert.match(distance(0.2, share(-1), t), /Close.* 2\./);
  assert.equal(distance(0.11, share(-1), t), "That is it.");
});

test("a truth that is no ordinary number is said as what it is", () => {
  assert.match(distance(0.1, odd("zero"), t), /exactly 0/);
  assert.equal(distance(0, odd("zero"), t), "That is it.");
  assert.match(distance(0, share(-8), t), /above 0/);
  assert.match(distance(10, odd("overflow"), t), /larger than any number/);
  assert.match(distance(10, odd("nan"), t), /no number/);
});

test("angles and counts are compared by their difference", () => {
  assert.match(distance(60, readingOf(38, "angle"), t), /22°/);
  assert.equal(distance(40, readingOf(38, "angle"), t), "That is it.");
  assert.match(distance(12, readingOf(20, "steps"), t), /8 too few/);
  assert.equal(distance(20, readingOf(20, "steps"), t), "That is it.");
});

test("of a choice the answer whose interval holds the truth is right, its lower bound included", () => {
  const predict = /** @type {any} */ ({
    kind: "choice",
    options: [{ from: 0.5 }, { from: 1e-3, to: 0.5 }, { to: 1e-3 }],
  });
  for (const [value, right] of [
    [0.5, 0],
    [1, 0],
    [0.499, 1],
    [1e-3, 1],
    [1e-14, 2],
    [0, 2],
  ])
    assert.equal(rightOption(predict, readingOf(value, "share")), right, String(value));
  assert.equal(rightOption(predict, odd("overflow")), 0);
  assert.equal(rightOption(predict, odd("nan")), -1);
});

test("a verdict names guess and truth; a choice that is right says so", () => {
  const options = [{ text: { en: "yes" }, right: true }, { text: { en: "no" } }];
  const choice = stop({ kind: "choice", options });
  const said = (/** @type {number} */ option) =>
    verdictOf(choice, { guess: { kind: "choice", option }, truth: null }, t);
  assert.deepEqual(said(0), { said: "yes", truth: "yes", far: "Right.", right: true });
  assert.equal(said(1)?.right, false);
  assert.equal(verdictOf(choice, { guess: { kind: "none" }, truth: null }, t)?.right, null);
  assert.equal(verdictOf(stop({ kind: "number" }), { guess: { kind: "none" }, truth: null }, t), null);
});

test("of a curve the first step is compared; drawn at the floor of the scale it means this or less", () => {
  const curve = stop({ kind: "curve" });
  const series = [share(-23), share(0)].map((point) => ({ ...point, kind: undefined, value: null }));
  const truth = /** @type {any} */ ({ value: null, log10: null, status: "ok", kind: "curve", series });
  const far = (/** @type {number} */ first) =>
    verdictOf(curve, { guess: { kind: "curve", values: [first, 0] }, truth }, t)?.far;
  assert.equal(far(-16), "That is it.");
  assert.match(far(-10) ?? "", /10¹³ times too large/);
});

test("a curve's guess that was kept is said as it was when it was made", () => {
  const kept = /** @type {any} */ ({ value: null, log10: -9.6, status: "ok", kind: "curve" });
  const verdict = verdictOf(stop({ kind: "curve" }), { guess: { kind: "curve", values: [-3, 0] }, truth: kept }, t);
  assert.deepEqual([verdict?.said, verdict?.truth], ["10⁻³", "2.5 × 10⁻¹⁰"]);
  assert.match(verdict?.far ?? "", /4 × 10⁶ times too large/);
});

test("a truth that no option holds makes every choice wrong, and one that the picture has not makes none", () => {
  const options = [
    { text: { en: "little" }, to: 0.1 },
    { text: { en: "most" }, from: 0.5 },
  ];
  const stop = /** @type {any} */ ({ predict: { kind: "choice", question: { en: "?" }, of: "kept:rnn", options } });
  const guess = { kind: /** @type {const} */ ("choice"), option: 1 };
  const between = {
    value: 0.3,
    log10: Math.log10(0.3),
    status: /** @type {const} */ ("ok"),
    kind: /** @type {const} */ ("share"),
  };
  const none = { ...between, value: null, log10: null, status: /** @type {const} */ ("none") };
  assert.equal(verdictOf(stop, { guess, truth: null }, t), null);
  assert.deepEqual(verdictOf(stop, { guess, truth: between }, t), {
    said: "most",
    truth: "30%",
    far: t("guess.wrong"),
    right: false,
  });
  assert.deepEqual(verdictOf(stop, { guess, truth: none }, t), {
    said: "most",
    truth: t("guess.no_number"),
    far: "",
    right: null,
  });
});
