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
