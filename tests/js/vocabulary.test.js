import assert from "node:assert/strict";
import test from "node:test";
import { readChips } from "../../static/js/applications/chips.js";
import { matching } from "../../static/js/applications/vocabulary.js";
import { catalogue } from "./catalogue.js";

const groups = [
  { name: "es", words: ["árbol", "camión", "camino", "niña"] },
  { name: "en", words: ["arbour", "Camel"] },
];

test("a word is found without its accents and capitals, those that begin with the letters first", () => {
  assert.deepEqual(matching(groups, "cam"), ["camión", "camino", "Camel"]);
  assert.deepEqual(matching(groups, "CAMION"), ["camión"]);
  assert.deepEqual(matching(groups, "nin"), ["niña"]);
  assert.deepEqual(matching(groups, "r", "es"), ["árbol"]);
  assert.deepEqual(matching(groups, "nothing"), []);
});

test("without a search all words of the chosen group are there, each once", () => {
  assert.equal(matching(groups, " ").length, 6);
  assert.deepEqual(matching([...groups, { name: "x", words: ["niña"] }], "niña"), ["niña"]);
});

test("a chip is a text, or a label with the fields that it sets", () => {
  const withPlay = /** @type {any} */ ({
    ...catalogue,
    page: [{ name: "mode", kind: "choice", default: "lab", choices: ["lab", "apps"] }],
    modes: { apps: { tables: () => ["play"] } },
    play: [
      { name: "app", kind: "choice", default: "" },
      { name: "text", kind: "text", default: "" },
      { name: "horizon", kind: "int", default: 12 },
    ],
  });
  assert.deepEqual(readChips("no bad | six ahead => horizon=6", "sentiment", withPlay), [
    { label: "no bad", patch: { text: "no bad" } },
    { label: "six ahead", patch: { horizon: 6 } },
  ]);
});
