import assert from "node:assert/strict";
import test from "node:test";
import { gestures } from "../../static/js/controls/controls.js";
import { modeOfGate, withGate } from "../../static/js/controls/gates.js";
import { nudge, scaleOf, stepOf } from "../../static/js/controls/slider_scale.js";
import { catalogue } from "./catalogue.js";

/** @param {string} name */
const row = (name) =>
  /** @type {import("../../static/js/base/types.js").Property} */ (catalogue.config.find((one) => one.name === name));

test("a linear slider moves in the catalogue's steps", () => {
  const scale = scaleOf(row("rho"));
  assert.deepEqual([scale.min, scale.max, scale.step], [0, 3, 0.01]);
  assert.equal(scale.toValue(scale.toPosition(1.1)), 1.1);
});

test("a logarithmic slider covers every decade alike and keeps its ends", () => {
  const scale = scaleOf(row("threshold"));
  assert.equal(scale.toValue(scale.min), 1e-6);
  assert.equal(scale.toValue(scale.max), 1000);
  const decade = scale.toPosition(1) - scale.toPosition(0.1);
  assert.ok(Math.abs(scale.toPosition(1000) - scale.toPosition(100) - decade) < 1e-9);
  assert.equal(scale.toValue(scale.toPosition(0.25)), 0.25);
});

test("a range without a step gets a round one", () => {
  assert.equal(stepOf({ name: "x", kind: "float", default: 0, min: 0, max: 10 }), 0.05);
  assert.equal(stepOf({ name: "x", kind: "int", default: 0, min: 0, max: 10 }), 1);
});

test("an arrow key moves by one step and stops at the limits", () => {
  assert.equal(nudge(row("rho"), 1.1, 1), 1.11);
  assert.equal(nudge(row("rho"), 3, 1), 3);
  assert.equal(nudge(row("threshold"), 1, -1), 0.909);
});

test("a gate is in one of three modes, and clamped wins", () => {
  assert.equal(modeOfGate({ bias: { f: 3 }, clamp: {} }, "f"), "bias");
  assert.equal(modeOfGate({ bias: { f: 3 }, clamp: { f: 1 } }, "f"), "clamp");
  assert.equal(modeOfGate({ bias: {}, clamp: {} }, "f"), "learned");
});

test("putting a gate into a mode leaves the other gates alone", () => {
  const config = { bias: { f: 3, z: 3 }, clamp: { i: 0.5 } };
  assert.deepEqual(withGate(config, "f", "clamp", 1), { bias: { z: 3 }, clamp: { f: 1, i: 0.5 } });
  assert.deepEqual(withGate(config, "f", "learned", 0), { bias: { z: 3 }, clamp: { i: 0.5 } });
  assert.deepEqual(withGate(config, "i", "bias", -1), { bias: { f: 3, i: -1, z: 3 }, clamp: {} });
});

test("a drag is one step to go back to; another control or a rest begins a new one", () => {
  let clock = 0;
  const historyOf = gestures(() => clock);
  assert.equal(historyOf("rho"), "push");
  clock += 16;
  assert.equal(historyOf("rho"), "replace");
  assert.equal(historyOf("steps"), "push");
  clock += 5000;
  assert.equal(historyOf("steps"), "push");
});
