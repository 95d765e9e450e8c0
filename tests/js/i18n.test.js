import assert from "node:assert/strict";
import test from "node:test";
import { createI18n, fill } from "../../static/js/base/i18n.js";

test("places are filled by name, and a place without a value stays", () => {
  assert.equal(fill("{a} of {b}", { a: 0 }), "0 of {b}");
});

test("a missing key answers with itself", () => {
  const t = createI18n({ known: "yes" });
  assert.equal(t("known"), "yes");
  assert.equal(t("unknown.key"), "unknown.key");
  assert.equal(t.has("unknown.key"), false);
});

test("numbers and lists follow the language", () => {
  assert.equal(createI18n({}, "en").number(0.61, { style: "percent" }), "61%");
  assert.match(createI18n({}, "es").number(1.5), /1,5/);
  assert.equal(createI18n({}, "es").list(["RNN", "LSTM", "GRU"]), "RNN, LSTM y GRU");
});

test("a choice by number follows the language's own categories", () => {
  const en = createI18n({ after: "after {n, plural, one {# step} other {# steps}}" }, "en");
  assert.equal(en("after", { n: 1 }), "after 1 step");
  assert.equal(en("after", { n: 0 }), "after 0 steps");
  assert.equal(en("after", { n: 1200 }), "after 1,200 steps");
  const pl = createI18n(
    { after: "po {n, plural, one {# kroku} few {# krokach} many {# krokach!} other {# kroku}}" },
    "pl",
  );
  assert.equal(pl("after", { n: 1 }), "po 1 kroku");
  assert.equal(pl("after", { n: 3 }), "po 3 krokach");
  assert.equal(pl("after", { n: 5 }), "po 5 krokach!");
});

test("beside a choice other places are filled, and without its number it stays", () => {
  const text = "{who} {n, plural, one {is} other {are}} here";
  assert.equal(fill(text, { who: "they", n: 2 }), "they are here");
  assert.equal(fill(text, { who: "they" }), "they {n, plural, one {is} other {are}} here");
});
