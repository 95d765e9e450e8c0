import assert from "node:assert/strict";
import test from "node:test";
import { largestBegin, leaves } from "../../static/js/network/ribbon_legend.js";
import { makeTrace } from "./trace.js";

test("a gradient above the scale is told from one inside it, also where it overflowed", () => {
  const trace = makeTrace(/** @type {any} */ ({}));
  assert.equal(leaves(trace, 4), false);
  assert.equal(leaves(trace, -30), true);
});

test("1 % is marked below what the gradient begins with, not below 1", () => {
  const began = (/** @type {any} */ options) => largestBegin(makeTrace(options));
  assert.equal(began({ norm: () => -5 }), -5);
  assert.equal(began({ norm: () => Infinity }), 0);
  assert.equal(largestBegin(null), 0);
});
