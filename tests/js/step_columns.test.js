import assert from "node:assert/strict";
import test from "node:test";
import { besideTag } from "../../static/js/network/step_columns.js";

/** @typedef {[number, number]} Span */

test("what a task asks stands in its line wherever the cursor is, and never under the cursor's tag", () => {
  const steps = /** @type {Span} */ ([60, 820]);
  const all = /** @type {Span} */ ([0, 920]);
  for (let middle = 90; middle <= 790; middle += 10) {
    const tag = /** @type {Span} */ ([middle - 40, middle + 40]);
    const place = besideTag(178, { steps, all, tag });
    assert.ok(place, `${middle}`);
    const [from, to] = place;
    assert.ok(from >= all[0] && to <= all[1] && to - from === 178);
    assert.ok(to <= tag[0] || from >= tag[1], `${place} over ${tag}`);
  }
});

test("it stands at the end of the steps where there is room, and nowhere where there is none", () => {
  const line = { steps: /** @type {Span} */ ([0, 500]), all: /** @type {Span} */ ([0, 500]) };
  assert.deepEqual(besideTag(120, { ...line, tag: [100, 150] }), [380, 500]);
  assert.deepEqual(besideTag(120, { ...line, tag: [400, 450] }), [0, 120]);
  assert.equal(besideTag(400, { ...line, tag: [100, 150] }), null);
});
