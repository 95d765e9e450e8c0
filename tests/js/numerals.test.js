import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Ambiguous, decimalOf, isReal, isWhole, sequence, spelled, trimmed } from "../../static/js/base/numerals.js";
import { sequenceReading, typedNumber } from "../../static/js/state/typed_numbers.js";

/** The table that the server's grammar is held to as well. */
const CASES = JSON.parse(readFileSync(new URL("../numerals.json", import.meta.url), "utf8"));

test("plain and whole numbers are those of the server", () => {
  for (const [text, value] of CASES.plain) {
    assert.equal(isReal(trimmed(text)) ? Number(trimmed(text)) : null, value, text);
  }
  for (const [text, value] of CASES.whole) {
    assert.equal(isWhole(trimmed(text)) ? Number(trimmed(text)) : null, value, text);
  }
});

test("all cells of a column tell its decimal sign, or it is asked", () => {
  for (const [texts, decimal, values] of CASES.columns) {
    const cells = texts.map(trimmed);
    if (decimal === "ask") {
      assert.throws(
        () => decimalOf(cells),
        (/** @type {any} */ error) => {
          assert.ok(error instanceof Ambiguous);
          assert.deepEqual([error.text, error.whole, error.fraction], values);
          return true;
        },
      );
    } else {
      assert.equal(decimalOf(cells), decimal, texts.join(" | "));
      assert.deepEqual(
        cells.map((/** @type {string} */ cell) => spelled(cell, decimal)),
        values,
      );
    }
  }
});

test("a sequence has the numbers that its reader meant, or is asked", () => {
  for (const [text, values] of CASES.sequences) {
    if (values === "ask") {
      assert.throws(() => sequence(text), Ambiguous, text);
      continue;
    }
    const { parts, decimal } = sequence(text);
    const numbers = parts.flatMap((part) => {
      const [body, times = "1"] = part.replace(/^,+|,+$/g, "").split("*");
      return Array(Number(times)).fill(spelled(trimmed(body), decimal));
    });
    assert.deepEqual(numbers, values, text);
  }
});

test("what is typed into a field is read in the reader's language, and a whole number has no decimals", () => {
  for (const [lang, cases] of Object.entries(CASES.typed)) {
    for (const [text, kind, address] of cases) {
      const typed = typedNumber(text, lang);
      const fits = kind === "whole" ? isWhole(typed) : isReal(typed);
      assert.equal(fits ? typed : null, address, `${lang}: ${text}`);
    }
  }
});

test("where numbers may be meant otherwise it is said how they are read, and else nothing is said", () => {
  assert.equal(sequenceReading("0, 0.5, 1", "en"), null);
  assert.equal(sequenceReading("0; 0,5; 1", "es"), null);
  assert.equal(sequenceReading("0 1 0", "es"), null);
  assert.deepEqual(sequenceReading("0,5,1,5", "es"), { read: [0, 5, 1, 5] });
  assert.deepEqual(sequenceReading("0,5; 1,5", "en"), { read: [0.5, 1.5] });
  assert.deepEqual(sequenceReading("1.000 2.000", "es"), { read: [1, 2] });
});

test("where nothing tells both readings are offered", () => {
  assert.deepEqual(sequenceReading("1,234; 2,345", "en"), {
    choices: [
      [1.234, 2.345],
      [1234, 2345],
    ],
  });
  assert.deepEqual(sequenceReading("0,5, 1,5", "es"), {
    choices: [
      [0.5, 1.5],
      [0, 5, 1, 5],
    ],
  });
});
