import assert from "node:assert/strict";
import test from "node:test";
import { equationsOf } from "../../static/js/equations/cells.js";
import { numberAt } from "../../static/js/equations/equations.js";
import { tokens } from "../../static/js/equations/mathml.js";
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

for (const cell of ["rnn", "lstm", "gru"])
  for (const activation of cell === "rnn" ? ["tanh", "relu", "identity"] : ["tanh"])
    test(`every number in the equations of ${cell} (${activation}) is in the trace`, () => {
      const [run] = makeTrace({ cells: [cell] }).runs;
      const { forward, backward } = equationsOf(cell, { activation });
      const slots = [...forward, ...backward]
        .flatMap(({ formula, numbers = "", result = "" }) => tokens(`${formula} ${numbers} ${result}`))
        .filter(({ kind }) => kind === "slot");
      assert.ok(slots.length >= 4);
      for (const { text } of slots)
        assert.notEqual(
          numberAt(run, text, 3, () => false),
          null,
          text,
        );
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

test("a cell without an entry still shows where its gradient comes from", () => {
  assert.equal(equationsOf("new", {}).backward.length, 1);
});
