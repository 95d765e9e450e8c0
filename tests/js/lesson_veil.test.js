import assert from "node:assert/strict";
import test from "node:test";
import { veiled } from "../../static/js/lessons/veil.js";
import { fetchView, views } from "../../static/js/views/index.js";
import { context } from "./context.js";
import { makeTrace } from "./trace.js";

await Promise.all(views.map(fetchView));

for (const view of views)
  for (const page of [{ scale: "normal" }, { scale: "normal", relative: 1 }])
    test(`${view.id} tells nothing of its data while a lesson asks${page.relative ? ", on its own scale" : ""}`, () => {
      const figure = veiled(view.figure(makeTrace(), context({ page })), page, "covered");
      assert.deepEqual(figure.data, []);
      assert.deepEqual(figure.table, { columns: [], rows: [] });
      assert.equal(figure.summary, "covered");
      assert.equal(figure.facts, undefined);
      assert.deepEqual(figure.layout.shapes, []);
      for (const { text } of figure.layout.annotations) assert.doesNotMatch(text, /\d/);
      for (const [name, axis] of Object.entries(figure.layout))
        if (name.startsWith("yaxis") && axis.ticktext?.length) assert.deepEqual(axis.range[1], 4, name); // the fixed scale's
    });

test("the gradient's fixed scale stays, for a curve is drawn on it", () => {
  const figure = veiled(views[0].figure(makeTrace(), context()), { scale: "normal" }, "covered");
  assert.ok(figure.layout.yaxis.ticktext.length > 3);
  assert.ok(figure.layout.xaxis.ticktext.length > 1);
});
