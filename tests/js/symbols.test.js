import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { numbersIn } from "../../static/js/base/numbers.js";
import { tokens } from "../../static/js/equations/mathml.js";
import { places } from "../../static/js/network/scene.js";
import { norms, values } from "../../static/js/state/decode.js";
import { placeBeside } from "../../static/js/symbols/beside.js";
import { nextSymbol } from "../../static/js/symbols/keyboard.js";
import { boxesOf, regionsOf, symbolAt } from "../../static/js/symbols/network_places.js";
import { readingsOf } from "../../static/js/symbols/readings.js";
import { formulaOf, symbolOfSlot, symbolsIn } from "../../static/js/symbols/symbols.js";
import { symbolsInText } from "../../static/js/symbols/text.js";
import { makeTrace } from "./trace.js";
import { wordsOf } from "./words.js";

const lstm = /** @type {any} */ ({ states: ["h", "c"], gates: ["i", "f", "g", "o"].map((name) => ({ name })) });
/** @param {string} source */
const ids = (source) => symbolsIn(tokens(source), lstm).map(({ id }) => id);
/** @param {string} text @param {string} [lang] @param {boolean} [math] */
const inText = (text, lang = "en", math = false) =>
  symbolsInText(text, { t: createI18n(wordsOf(lang), lang), gates: ["i", "f", "g", "o", "n"], math }).map(
    ({ id, from, to }) => [id, text.slice(from, to)],
  );

test("signs that say one thing together are one symbol", () => {
  assert.deepEqual(ids("δh_t = ∂L_t/∂h_t + [t+1 → t]"), ["delta", "own_loss", "arrives"]);
  assert.deepEqual(ids("q_t = g_h ⊙ δh_t ⊙ [a_t > 0]"), ["q", "gain", "product", "delta", "product", "slope"]);
});

test("a letter is a gate with a step, and a gain with a block's name", () => {
  assert.deepEqual(ids("g_t"), ["gate.g"]);
  assert.deepEqual(ids("g_i ⊙ û_i"), ["gain", "product", "u"]);
});

test("a number in an equation belongs to its symbol", () => {
  assert.deepEqual(symbolOfSlot("c_prev", lstm), { id: "c", letter: "c", sub: "t-1" });
  assert.deepEqual(symbolOfSlot("f>", lstm), { id: "gate.f", letter: "f", sub: "t+1" });
  assert.deepEqual(symbolOfSlot("a_f", lstm), { id: "a", letter: "a", sub: "f" });
  assert.equal(symbolOfSlot("d_h_local", lstm).id, "own_loss");
});

test("in words no word is a symbol, in either language", () => {
  assert.deepEqual(inText("After 5 steps a loss is seen, and i or o are not meant"), []);
  assert.deepEqual(inText("o y a la pérdida e ir a casa", "es"), []);
});

test("titles and labels have their symbols", () => {
  assert.deepEqual(inText("‖∂L/∂h_{t}‖"), [["norm_gradient", "‖∂L/∂h_{t}‖"]]);
  assert.deepEqual(inText("Steps T"), [["T", "T"]]);
  assert.deepEqual(inText("Radio ρ", "es"), [["rho", "ρ"]]);
  assert.deepEqual(inText("Forget gate f"), [["gate.f", "Forget gate f"]]);
  assert.deepEqual(inText("smallest float16: 6 × 10⁻⁸"), [["floor", "smallest float16: 6 × 10⁻⁸"]]);
  assert.deepEqual(inText("share of step t in ∂L/∂W_{hh}"), [["weight_gradient", "∂L/∂W_{hh}"]]);
  const chart = { t: createI18n(wordsOf("en"), "en"), chart: true };
  assert.deepEqual(symbolsInText("LSTM  σ 1.2", chart)[0].id, "sigma_step");
  assert.deepEqual(symbolsInText("ρ(W_hh)", chart)[0].id, "rho");
  assert.deepEqual(inText("cut: window of 20 steps"), [["cut", "cut: window of 20 steps"]]);
});

test("in mathematics by itself every letter is one", () => {
  assert.deepEqual(inText("f_{t}", "en", true), [["gate.f", "f_{t}"]]);
  assert.deepEqual(inText("W_{hy}", "en", true), [["W_y", "W_{hy}"]]);
  assert.deepEqual(inText("g ⊙ (u_{t} − μ_{t})/s_{t}", "en", true)[0], ["gain", "g"]);
  assert.deepEqual(inText("‖∂L_{s}/∂h_{t}‖"), [["cross_loss", "‖∂L_{s}/∂h_{t}‖"]]);
  assert.deepEqual(inText("∂L_{t}/∂h_{t}"), [["own_loss", "∂L_{t}/∂h_{t}"]]);
  assert.deepEqual(inText("W_{xh}", "en", true), [["W_x", "W_{xh}"]]);
});

test("the formula is the cell's own line", () => {
  const lines = ["f_t = σ({a_f})", "c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t", "δh_t = ∂L_t/∂h_t"].map((formula) => ({
    formula,
  }));
  assert.equal(formulaOf(lines, "gate.f", { letter: "f", sub: "t" }), lines[0].formula);
  assert.equal(formulaOf(lines, "c", { letter: "c", sub: "t-1" }), lines[1].formula);
  assert.equal(formulaOf(lines, "delta", { letter: "d_h" }), lines[2].formula);
  assert.equal(formulaOf(lines, "x", { letter: "x" }), undefined);
});

test("the number now is the trace's, of every run that has it", () => {
  const trace = makeTrace({ cells: ["rnn", "lstm"], steps: 6 });
  const numbers = numbersIn("en");
  const read = (/** @type {any} */ symbol, t = 3) =>
    readingsOf(symbol, { trace, config: { rho: 0.8 }, t, numbers, odd: String }).map(({ of, runs }) => ({
      of,
      runs: runs.map(({ name, text }) => [name, text]),
    }));
  const [, lstmRun] = trace.runs;
  assert.deepEqual(read({ id: "gate.f", letter: "f", sub: "t" }), [
    { of: "unit", runs: [["lstm", numbers.value(values(lstmRun.unit.series.f)[2])]] },
  ]);
  assert.deepEqual(read({ id: "c", letter: "c", sub: "t-1" }), [
    { of: "unit", runs: [["lstm", numbers.value(values(lstmRun.unit.series.c)[1])]] },
  ]);
  const norm = numbers.norm(norms(lstmRun.norms.d_state.h).log10[2]);
  assert.deepEqual(read({ id: "norm_gradient" }), [
    { of: "norm", runs: [["rnn", norm], ["lstm", norm]] }, // biome-ignore format: one line each
  ]);
  assert.deepEqual(read({ id: "c", letter: "c", sub: "t-1" }, 1), []);
  assert.equal(read({ id: "rho" })[0].runs[0][1], "0.8");
});

test("a note stands within the window and never over what it explains", () => {
  for (const window of [
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
  ])
    for (let left = 0; left <= window.width - 20; left += 37)
      for (let top = 0; top <= window.height - 20; top += 41) {
        const box = { left, top, width: 20, height: 20 };
        const note = { width: 350, height: 160 };
        const at = placeBeside(box, note, window);
        const right = at.left + note.width;
        const bottom = at.top + note.height;
        assert.ok(at.left >= 0 && at.top >= 0 && right <= window.width && bottom <= window.height);
        assert.ok(right <= left || at.left >= left + 20 || bottom <= top || at.top >= top + 20);
      }
});

test("arrows go from symbol to symbol and from line to line", () => {
  const symbols = [1, 1, 2, 2, 3].map((line) => ({ line }));
  assert.equal(nextSymbol(symbols, -1, "ArrowRight"), 0);
  assert.equal(nextSymbol(symbols, 1, "ArrowRight"), 2);
  assert.equal(nextSymbol(symbols, 4, "ArrowRight"), 4);
  assert.equal(nextSymbol(symbols, 1, "ArrowDown"), 2);
  assert.equal(nextSymbol(symbols, 3, "ArrowUp"), 0);
  assert.equal(nextSymbol(symbols, 2, "End"), 4);
});

test("every lane of the picture is a symbol's, and no two lie over each other", () => {
  const place = places(800, 260, [1, 1, 1], 15);
  const edges = Float64Array.from({ length: 11 }, (_, i) => place.left + (place.width * i) / 10);
  const regions = regionsOf(place, edges);
  for (const { id, box } of regions) {
    const found = symbolAt(place, edges, box.left + box.width / 2, box.top + box.height / 2);
    assert.deepEqual(found, { id, box });
  }
  assert.equal(boxesOf(place, edges, "h").length, 3);
  assert.equal(boxesOf(place, edges, "delta").length, 3);
  assert.equal(boxesOf(place, edges, "x").length, 1);
  assert.equal(boxesOf(place, edges, "gate.f").length, 0);
  assert.equal(symbolAt(place, edges, 1, 1), null);
});
