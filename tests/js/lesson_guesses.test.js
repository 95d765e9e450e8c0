import assert from "node:assert/strict";
import test from "node:test";
import { createGuesses, keyOf, readAnswers } from "../../static/js/lessons/guesses.js";

/** A browser's storage. */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    kept,
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => void kept.set(name, text),
    removeItem: (/** @type {string} */ name) => void kept.delete(name),
  };
}
const refusing = () => {
  throw new Error("SecurityError");
};

/** @type {Record<number, import("../../static/js/lessons/progress.js").Answer>} */
const answers = {
  1: { guess: { kind: "number", value: 0.1 }, truth: { kind: "share", status: "ok", value: 2e-10, log10: -9.7 } },
  3: { guess: { kind: "choice", option: 2 }, truth: null },
  4: { guess: { kind: "none" }, truth: { kind: "number", status: "zero", value: null, log10: null } },
  5: {
    guess: { kind: "number", value: 2 },
    truth: null,
    before: { "kept:rnn": { kind: "share", status: "ok", value: null, log10: -3 } },
  },
};

test("guesses come back as they were kept, and each lesson has its own", () => {
  const place = storage();
  createGuesses(() => place).keep("one", answers);
  const later = createGuesses(() => place);
  assert.deepEqual(later.of("one"), answers);
  assert.deepEqual(later.of("other"), {});
  later.forget("one");
  assert.deepEqual(later.of("one"), {});
  assert.equal(place.kept.size, 0);
});

test("a curve is kept by its values, its truth by the first step, where they are held against each other", () => {
  const place = storage();
  const guesses = createGuesses(() => place);
  const series = [
    { value: null, log10: -9.6, status: "ok" },
    { value: null, log10: 0, status: "ok" },
  ];
  const truth = /** @type {any} */ ({ kind: "curve", status: "ok", value: null, log10: null, series });
  guesses.keep("one", { 2: { guess: { kind: "curve", values: [-2.71459, 0] }, truth } });
  assert.deepEqual(guesses.of("one")[2], {
    guess: { kind: "curve", values: [-2.71, 0] },
    truth: { kind: "curve", status: "ok", value: null, log10: -9.6 },
  });
});

test("a truth without a number is none", () => {
  const text = JSON.stringify({ 1: { guess: { kind: "none" }, truth: { kind: "curve", status: "ok", value: null } } });
  assert.deepEqual(readAnswers(text, 1), { 1: { guess: { kind: "none" }, truth: null } });
});

test("where storage is refused, guesses last as long as the page", () => {
  const guesses = createGuesses(refusing);
  guesses.keep("one", answers);
  assert.deepEqual(guesses.of("one"), answers);
  guesses.forget("one");
  assert.deepEqual(guesses.of("one"), {});
});

test("where storage is full, what was kept before does not come back in place of the newer guess", () => {
  const place = storage();
  const guesses = createGuesses(() => place);
  guesses.keep("one", { 1: answers[1] });
  place.setItem = refusing;
  guesses.keep("one", answers);
  assert.deepEqual(guesses.of("one"), answers);
});

test("what is in storage and no guess is left out", () => {
  for (const text of [null, "", "{", "[]", "7", '"x"', "null", '{"1": null}', '{"1": {"guess": {"kind": "number"}}}'])
    assert.deepEqual(readAnswers(text, 5), {}, String(text));
  const mixed = {
    0: { guess: { kind: "none" } },
    2: { guess: { kind: "number", value: 3 }, truth: { kind: "share", status: "odd" } },
    6: { guess: { kind: "none" } },
    x: { guess: { kind: "none" } },
    3: { guess: { kind: "curve", values: [1, "2"] } },
    4: { guess: { kind: "choice", option: -1 } },
  };
  assert.deepEqual(readAnswers(JSON.stringify(mixed), 5), { 2: { guess: { kind: "number", value: 3 }, truth: null } });
});

test("a lesson from a link is known by its content", () => {
  const lesson = /** @type {any} */ ({ title: { en: "One" }, stops: [] });
  assert.equal(keyOf("first_lecture"), "first_lecture");
  assert.equal(keyOf(lesson), keyOf(structuredClone(lesson)));
  assert.notEqual(keyOf(lesson), keyOf({ ...lesson, title: { en: "Two" } }));
});
