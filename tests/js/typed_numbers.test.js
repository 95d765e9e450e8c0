import assert from "node:assert/strict";
import test from "node:test";
import { sequence, spelled } from "../../static/js/base/numerals.js";
import { shownNumber, shownSequence, typedNumber } from "../../static/js/state/typed_numbers.js";

/** @param {string} lang @param {Record<string, string>} texts */
function reads(lang, texts) {
  for (const [text, canonical] of Object.entries(texts)) assert.equal(typedNumber(text, lang), canonical, text);
}

test("a decimal comma is one in every language, where it can be nothing else", () => {
  reads("es", { "0,5": "0.5", "-0,25": "-0.25", "1,5e-3": "1.5e-3", 0.5: "0.5", "1,000": "1.000" });
  reads("en", { "0,5": "0.5", 0.5: "0.5", ".5": ".5", "1,5": "1.5" });
});

test("a thousands sign is left out where the language has it there", () => {
  reads("es", { "1.000": "1000", "12.345,5": "12345.5", "0.500": "0.500", "1.00": "1.00" });
  reads("en", { "1,000": "1000", "12,345.5": "12345.5", "1,00": "1.00", "1,234,567": "1234567" });
});

test("the page's own signs are taken back", () => {
  reads("es", { "−3": "-3", "10⁻³": "1e-3", "−2,5 × 10⁻¹⁴": "-2.5e-14", " 7 ": "7" });
  reads("en", { "2.5 × 10⁻¹⁴": "2.5e-14", "10⁴": "1e4" });
});

test("what is no number stays as it was typed", () => {
  reads("en", { "1,2,3": "1,2,3", many: "many", "1.2.3": "1.2.3", "": "" });
});

test("what is shown is read again as what it was, in each language", () => {
  for (const lang of ["en", "es"]) {
    for (const text of ["0,0.5,1*3,-1e-05", "1,2", "0.5,1.5"]) {
      const { parts, decimal } = sequence(shownSequence(text, lang));
      const bare = parts.map((part) => part.replace(/^[^*]+/, (body) => String(spelled(body, decimal))));
      assert.deepEqual(bare.join(), text.replace("-1e-05", "-0.00001"));
    }
    for (const text of ["0.5", "-1e-05", "1000", "1.005"]) {
      if (lang === "es" && text === "1.005") assert.equal(shownNumber(text, lang), "1,005");
      assert.equal(typedNumber(shownNumber(text, lang), lang), text);
    }
  }
});
