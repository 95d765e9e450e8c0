import assert from "node:assert/strict";
import test from "node:test";
import { remarks, sayable } from "../../static/js/state/address_remarks.js";
import { catalogue } from "./catalogue.js";

const views = { view: ["states", "matrix"] };

/** @param {string} search */
const replaced = (search) => remarks(search, catalogue, views).replaced;

test("a value of the page's own that can not be is named as it was said", () => {
  assert.deepEqual(replaced("?size=huge&t=soon&view=nonsense"), ["size=huge", "view=nonsense", "t=soon"]);
  assert.deepEqual(replaced("?t=1&t=2"), ["t=2"]);
  assert.deepEqual(replaced("?size=projector&t=3&view=matrix&embed=1"), []);
});

test("a unit or a sequence that there is not is one too", () => {
  assert.deepEqual(replaced("?units=8&unit=8"), ["unit=8"]);
  assert.deepEqual(replaced("?units=8&unit=7&batch=2&sample=1"), []);
  assert.deepEqual(replaced("?task=sequence&batch=4&sample=1"), ["sample=1"]);
});

test("what is left out is said in words, and a link that is right needs none", () => {
  const t = (/** @type {string} */ key, /** @type {any} */ { names }) => `${key}: ${names}.`;
  assert.equal(sayable(remarks("?stesp=3&t=x", catalogue), t), "page.unknown: stesp. page.replaced: t=x.");
  assert.equal(sayable(remarks("?steps=3&t=4", catalogue), t), "");
});
