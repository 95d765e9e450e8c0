import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { splitChoices, withChoices } from "../../static/js/applications/table_choices.js";
import { isTable, readings, seasonSentence, tableSentences } from "../../static/js/applications/table_preview.js";
import { createI18n } from "../../static/js/base/i18n.js";

const words = (/** @type {string} */ lang) =>
  createI18n(
    JSON.parse(readFileSync(new URL(`../../static/locales/later/${lang}.json`, import.meta.url), "utf8")),
    lang,
  );
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
const text = async (/** @type {Blob} */ blob) => blob.text();

/** @type {import("../../static/js/applications/table_preview.js").About} */
const ABOUT = {
  rows: 120,
  gaps: 3,
  column: "y",
  columns: ["y", "z"],
  ends: ["2010-01", "2019-12"],
  season: 12,
  names: ["t", "y", "z"],
  first_rows: [["2010-01", "1", "2"]],
  found: { steps: 12, period: 12.013, error: 0.006, strength: 0.78, chance: 1e-20 },
  step: { unit: "month", every: 1, irregular: 1, first: "2012-03" },
  newest_first: false,
  sorted: false,
  skipped: 2,
  decimal: ",",
  thousands: "",
  unit: "",
  separator: ";",
  encoding: "utf-8",
  suspect: "",
  suspects: 0,
  chosen: [],
  sparkline: [1, 2, 3],
};

test("a choice is a line before the table, another takes its place, and an empty one is taken back", async () => {
  const table = "t;y\n1;2\n";
  const one = await withChoices(table, { decimal: "," });
  assert.equal(await text(one), `#decimal=,\n${table}`);
  const two = await withChoices(one, { decimal: ".", column: "año" });
  assert.equal(await text(two), `#decimal=.\n#column=año\n${table}`);
  assert.equal(await text(await withChoices(two, { decimal: "", column: "" })), table);
});

test("the table's own bytes stay as they are, whatever their encoding", async () => {
  const wide = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0]);
  const chosen = new Uint8Array(await (await withChoices(new Blob([wide]), { season: "7" })).arrayBuffer());
  const { choices, rest } = splitChoices(chosen);
  assert.deepEqual(choices, { season: "7" });
  assert.deepEqual([...rest], [...wide]);
});

test("comments are no choices", () => {
  const content = bytes("# station 5\n#column=y\n1;2\n");
  assert.deepEqual(splitChoices(content), { choices: {}, rest: content });
});

test("what was read is said in sentences of the reader's language", () => {
  const english = tableSentences(ABOUT, words("en")).join(" ");
  assert.match(english, /^120 rows, from 2010-01 to 2019-12\. 3 values are missing \(2\.5%\)/);
  assert.match(english, /A month from row to row\. One step is of another length, the first after 2012-03/);
  const spanish = tableSentences({ ...ABOUT, step: null, gaps: 0 }, words("es")).join(" ");
  assert.match(spanish, /No falta ningún valor\. Ninguna columna se ha leído como fechas/);
});

test("the season is said with how sure it is, in decimals that are", () => {
  assert.match(seasonSentence(ABOUT, words("en")), /12\.01 ± 0\.01 rows \(95%\)\. It explains 78%.*10⁻²⁰/);
  assert.match(seasonSentence(ABOUT, words("es")), /12,01 ± 0,01 filas/);
  assert.match(seasonSentence({ ...ABOUT, season: 6 }, words("en")), /^Yours\./);
  assert.match(seasonSentence({ ...ABOUT, found: { ...ABOUT.found, steps: 1 } }, words("en")), /^No season/);
});

test("both readings of a cell are offered with what says so", () => {
  const t = words("en");
  assert.deepEqual(readings("1,234", "table_decimal", t), [
    { choices: { decimal: "." }, text: "1234" },
    { choices: { decimal: "," }, text: "1.234" },
  ]);
  const two = readings("3,5", "table_comma", t);
  assert.deepEqual(two[0], { choices: { decimal: "," }, text: "one number: 3.5" });
  assert.deepEqual(two[1].choices, { separator: "," });
});

test("only a table has a preview", () => {
  assert.ok(isTable(ABOUT));
  assert.ok(!isTable({ words: 2 }));
  assert.ok(!isTable(undefined));
});
