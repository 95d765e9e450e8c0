import assert from "node:assert/strict";
import { test } from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { missing } from "../../static/js/lessons/maker_missing.js";
import { wordsOf } from "./words.js";

const t = createI18n(wordsOf("en"), "en");

test("a lesson in the making names what it lacks as its own fields are called", () => {
  assert.deepEqual(missing({ title: {}, about: {}, minutes: 5, stops: [] }, t), [
    "Title",
    "No stop yet: set the page up and add the picture.",
  ]);
  /** @type {any} */
  const stops = [
    { title: { en: "One" }, address: "", text: { en: " " } },
    {
      title: {},
      address: "",
      text: { es: "dos" },
      predict: { kind: "choice", question: {}, options: [{ text: { en: "a" }, right: true }, { text: {} }] },
    },
  ];
  assert.deepEqual(missing({ title: { en: "Mine" }, about: {}, minutes: 5, stops }, t), [
    "Stop 1: Text",
    "Stop 2: Title of the stop",
    "Stop 2: Question",
    "Stop 2: Answer 2",
  ]);
});
