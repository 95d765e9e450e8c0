/** Lessons that are right and lessons that are not, by the list that the server's reader is held to as well. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { faultsOf, readLesson } from "../../static/js/lessons/lesson.js";
import { QUANTITIES } from "../../static/js/lessons/quantities.js";
import { wordsOf } from "./words.js";

const { good, bad } = JSON.parse(readFileSync(new URL("../lessons.json", import.meta.url), "utf8"));

for (const { what, lesson } of good) test(`a lesson is read: ${what}`, () => assert.deepEqual(faultsOf(lesson), []));

for (const { what, field, lesson } of bad)
  test(`a lesson is refused at its field: ${what}`, () => {
    const faults = faultsOf(lesson);
    assert.ok(faults.length);
    assert.ok(faults[0].field.startsWith(field), `${faults[0].field}, not ${field}`);
  });

for (const language of ["en", "es"])
  test(`every fault is said in words of the reader, with its field: ${language}`, () => {
    const t = createI18n(wordsOf(language), language);
    for (const { what, field, lesson } of bad) {
      const read = readLesson(lesson, t);
      assert.ok("faults" in read, what);
      for (const said of read.faults) assert.ok(!/fault_|[{}]\w/.test(said.replace('{"en": …}', "")), said);
      assert.ok(read.faults[0].includes(field), `${what}: ${read.faults[0]}`);
    }
  });

for (const language of ["en", "es"])
  test(`every quantity that a maker can choose has its name: ${language}`, () => {
    const t = createI18n(wordsOf(language), language);
    for (const name of Object.keys(QUANTITIES)) assert.ok(t.has(`quantity.${name}`), name);
  });

test("a file that is nested too deep to be written is refused as any other", () => {
  const deep = JSON.parse("[".repeat(32_000) + "]".repeat(32_000));
  const t = createI18n(wordsOf("en"), "en");
  for (const data of [deep, { title: deep }]) assert.ok("faults" in readLesson(data, t));
});
