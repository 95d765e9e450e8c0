import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { CHOICE, createI18n } from "../../static/js/base/i18n.js";
import { CHAPTERS, paragraphs } from "../../static/js/lessons/lecture.js";
import { wordsOf } from "./words.js";

const folder = new URL("../../static/locales/", import.meta.url);
const templates = new URL("../../templates/", import.meta.url);
/** @type {Map<string, Record<string, string>>} */
const locales = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name.replace(".json", ""), wordsOf(name.replace(".json", ""))]),
);
const english = /** @type {Record<string, string>} */ (locales.get("en"));

/** @param {string} text */
const places = (text) =>
  [...new Set([...text.replace(CHOICE, "{$1}").matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
/** @param {string} text */
const patches = (text) => [...text.matchAll(/\[\[([^|\]]*)\|/g)].map(([, patch]) => patch);

for (const lang of locales.keys())
  test(`${lang}: no text is both in what a first visit fetches and in what comes later`, () => {
    const [first, later] = ["", "later/"].map((place) =>
      JSON.parse(readFileSync(new URL(`${place}${lang}.json`, folder), "utf8")),
    );
    assert.deepEqual(
      Object.keys(first).filter((key) => key in later),
      [],
    );
  });

for (const [lang, words] of locales) {
  test(`${lang} has the keys of English, none empty`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
    for (const [key, text] of Object.entries(words)) assert.ok(text.trim(), key);
  });

  test(`${lang} fills the same places`, () => {
    for (const [key, text] of Object.entries(words)) {
      if (!key.startsWith("lecture.")) assert.deepEqual(places(text), places(english[key]), key);
    }
  });

  test(`${lang}: the lecture's phrases do the same`, () => {
    for (const [key, text] of Object.entries(words)) assert.deepEqual(patches(text), patches(english[key]), key);
  });

  test(`${lang}: every chapter has a title and text`, () => {
    const t = createI18n(words, lang);
    for (const id of CHAPTERS) {
      assert.ok(t.has(`lecture.${id}.title`), id);
      assert.ok(paragraphs(id, t).length > 0, id);
    }
  });
}

test("every text that the templates name is there", () => {
  for (const name of readdirSync(templates)) {
    const source = readFileSync(new URL(name, templates), "utf8");
    for (const [, key] of source.matchAll(/(?:t\("|data-i18n(?:-label|-tip)?=")([\w.]+\w)"/g))
      assert.ok(english[key], `${name}: ${key}`);
  }
});
