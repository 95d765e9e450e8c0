import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { equationsOf, inLayer } from "../../static/js/equations/cells.js";
import { checksOfLayer, proofText } from "../../static/js/equations/check_result.js";
import { numberAt } from "../../static/js/equations/equations.js";
import { paramsOf } from "../../static/js/equations/gradient_check.js";
import { tokens } from "../../static/js/equations/mathml.js";
import { catalogue, EQUATIONS } from "./catalogue.js";
import { makeTrace } from "./trace.js";
import { wordsOf } from "./words.js";

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

test("a letter with a hat, and words that stand, are one sign each", () => {
  assert.deepEqual(tokens("û_i = LN(W_{xi} x_t)").slice(0, 3), [
    { kind: "id", text: "û", sub: "i" },
    { kind: "op", text: "=" },
    { kind: "id", text: "LN" },
  ]);
});

test("above the lowest layer the state of the layer below comes in, and below the highest the gradient of the one above", () => {
  const depth = 3;
  assert.equal(inLayer("a_t = W_{xh} x_t | + b_h", { layer: 1, depth }), "a_t = W_{xh} x_t | + b_h");
  assert.equal(inLayer("n_t = tanh(LN(W_{xn} x_t))", { layer: 3, depth }), "n_t = tanh(LN(W_{xn} h_t^{(2)}))");
  const back = "δh_t = ∂L_t/∂h_t + [t+1 → t]";
  assert.equal(inLayer(back, { layer: 2, depth }), "δh_t = [h_t^{(3)} → h_t^{(2)}] + [t+1 → t]");
  assert.equal(inLayer(back, { layer: 3, depth }), back);
  assert.equal(inLayer(back, {}), back);
  assert.deepEqual(tokens("h_t^{(2)}"), [{ kind: "id", text: "h", sub: "t", sup: "(2)" }]);
});

test("the check offers the parameters that the chosen cells have under the chosen options", () => {
  const params = { rnn: [{ name: "W_hh" }], gru: [{ name: "W_hh" }, { name: "b_hn", when: { reset: "after" } }] };
  const cells = catalogue.cells.map((cell) => ({ ...cell, params: /** @type {any} */ (params)[cell.name] ?? [] }));
  assert.deepEqual(paramsOf({ cell: ["rnn", "gru"], reset: "after" }, { cells }), ["W_hh", "b_hn"]);
  assert.deepEqual(paramsOf({ cell: ["rnn", "gru"], reset: "before" }, { cells }), ["W_hh"]);
});

test("of a check the shown layer's part is shown, and its sentence says the layer", () => {
  const run = (/** @type {string} */ param) =>
    /** @type {any} */ ({ cell: "lstm", param, entries: [], max_relative_error: 1e-9, agrees: true, reason: null });
  const runs = ["layer1.W_hh", "layer2.W_hh"].map(run);
  assert.deepEqual(
    checksOfLayer(runs, 2).map(({ param }) => param),
    ["layer2.W_hh"],
  );
  assert.equal(checksOfLayer(runs, 0).length, 2);
  assert.equal(checksOfLayer([run("W_hy")], 2).length, 1);
  assert.match(proofText(runs[1], createI18n(wordsOf("en"), "en")), /^LSTM, layer 2 agrees/);
});
