import assert from "node:assert/strict";
import test from "node:test";
import { equationsOf } from "../../static/js/equations/cells.js";
import { numberAt } from "../../static/js/equations/equations.js";
import { tokens } from "../../static/js/equations/mathml.js";
import { EQUATIONS } from "./catalogue.js";
import { makeTrace } from "./trace.js";

test("the notation reads letters, scripts, signs and places", () => {
  assert.deepEqual(tokens("c_t = f_t ⊙ c_{t-1} + {i}"), [
    { kind: "id", text: "c", sub: "t" },
    { kind: "op", text: "=" },
    { kind: "id", text: "f", sub: "t" },
    { kind: "op", text: "⊙" },
    { kind: "id", text: "c", sub: "t-1" },
    { kind: "op", text: "+" },
    { kind: "slot", text: "i" },
  ]);
  assert.deepEqual(tokens("tanh^2 W_{hh}^T"), [
    { kind: "id", text: "tanh", sup: "2" },
    { kind: "id", text: "W", sub: "hh", sup: "T" },
  ]);
});

test("a line that hangs on an option is shown where the option is chosen", () => {
  const formulas = (/** @type {string} */ activation) =>
    equationsOf({ equations: EQUATIONS }, { activation }).forward.map(({ formula }) => formula);
  assert.deepEqual(formulas("tanh"), ["h_t = tanh(a_t)"]);
  assert.deepEqual(formulas("identity"), ["h_t = a_t"]);
  assert.deepEqual(formulas("relu"), []);
});

test("a number may be of the step before or after; at an end nothing comes back", () => {
  const [run] = makeTrace({ cells: ["lstm"] }).runs;
  assert.equal(
    numberAt(run, "f<", 3, () => false),
    2 / 8,
  );
  assert.equal(
    numberAt(run, "f>", 3, () => false),
    4 / 8,
  );
  assert.equal(
    numberAt(run, "f>", 3, () => true),
    0,
  );
  assert.equal(
    numberAt(run, "f<", 1, () => false),
    null,
  );
});
