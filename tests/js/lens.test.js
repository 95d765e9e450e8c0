import assert from "node:assert/strict";
import test from "node:test";
import { createLens, ROOMY, WIDEST } from "../../static/js/network/lens.js";
import { places } from "../../static/js/network/scene.js";

const room = { left: 60, width: 900, cell: 56, focus: 7 };

for (const steps of [6, 12, 24, 30, 100, 500])
  test(`${steps} steps fill the row exactly, in order, wherever the cursor is`, () => {
    const lens = createLens({ ...room, steps });
    for (const t of [1, Math.ceil(steps / 3), steps]) {
      const edges = lens.edges(t);
      assert.equal(edges.length, steps + 1);
      assert.ok(Math.abs(edges[0] - 60) < 1e-6 && Math.abs(edges[steps] - 960) < 1e-6);
      for (let i = 0; i < steps; i++) assert.ok(edges[i + 1] > edges[i]);
    }
  });

test("a single step is not as wide as the page", () => {
  const edges = createLens({ ...room, steps: 1 }).edges(1);
  assert.equal(edges[1] - edges[0], WIDEST);
});

test("few steps are all of one width, of many the cursor's is large", () => {
  const few = createLens({ ...room, steps: 12 }).edges(3);
  assert.ok(Math.abs(few[1] - few[0] - 75) < 1e-6);
  const many = createLens({ ...room, steps: 100 }).edges(50);
  assert.ok(many[50] - many[49] >= ROOMY);
  assert.ok(many[1] - many[0] < 10);
});

test("a pointer that rests stays over the step that it chose", () => {
  for (const steps of [8, 40, 100, 500]) {
    const lens = createLens({ ...room, steps });
    for (let x = 61; x < 960; x += 13) {
      const step = lens.stepAt(x);
      const edges = lens.edges(step);
      assert.ok(x > edges[step - 1] - 12 && x < edges[step] + 12, `${steps} steps, x = ${x}, step ${step}`);
    }
    assert.equal(lens.stepAt(-5), 1);
    assert.equal(lens.stepAt(5000), steps);
  }
});

test("on a phone the row still holds its steps", () => {
  const lens = createLens({ left: 40, width: 240, steps: 100, cell: 48, focus: 3 });
  const edges = lens.edges(50);
  assert.ok(edges[100] <= 280.001 && edges[50] - edges[49] > 20);
});

test("rows and lanes stay inside the height that is given", () => {
  for (const groups of [[1], [1, 1], [1, 1, 1]])
    for (const height of [200, 240, 400]) {
      const at = places(900, height, groups, 15);
      assert.ok(at.height <= height + 1, `${groups.length} rows in ${height}: ${at.height}`);
      assert.ok(at.strip > 8 && at.lane > 6);
    }
});
