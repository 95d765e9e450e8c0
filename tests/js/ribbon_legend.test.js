import assert from "node:assert/strict";
import test from "node:test";
import { leaves } from "../../static/js/network/ribbon_legend.js";
import { makeTrace } from "./trace.js";

test("a gradient above the scale is told from one inside it, also where it overflowed", () => {
  const trace = makeTrace(/** @type {any} */ ({}));
  assert.equal(leaves(trace, 4), false);
  assert.equal(leaves(trace, -30), true);
});
