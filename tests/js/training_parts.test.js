import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { placeOf } from "../../static/js/figure/cursor.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { grid, symbolsOf } from "../../static/js/state/decode.js";
import { addressOf, spell } from "../../static/js/training/changes.js";
import { curvesCsv } from "../../static/js/training/curves_csv.js";
import { epsilonNote, epsilonReason, epsilonWarning, lostEpsilon } from "../../static/js/training/epsilon.js";
import { createGesture } from "../../static/js/training/gesture.js";
import { variants } from "../../static/js/training/models.js";
import { createRecord } from "../../static/js/training/record.js";
import { trainingSentence } from "../../static/js/training/sentence.js";
import { spelled } from "../../static/js/training/threshold_handle.js";
import { endText } from "../../static/js/training/words.js";
import { catalogue } from "./catalogue.js";
import { context } from "./context.js";
import { makeStarted } from "./training.js";
import { wordsOf } from "./words.js";

test("one drag is one change: what is said while a pointer is down is said once, when it is up", () => {
  /** @type {any[]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const due = [];
  let pressed = true;
  const gesture = createGesture({
    send: (values) => sent.push(values),
    pressed: () => pressed,
    later: (run) => due.push(run),
  });
  gesture.say({ threshold: "1" });
  gesture.say({ threshold: "2" });
  gesture.say({ threshold: "3", clip: "norm" });
  for (const run of due.splice(0)) run();
  assert.deepEqual(sent, []);
  pressed = false;
  gesture.release();
  assert.deepEqual(sent, [{ threshold: "3", clip: "norm" }]);
  gesture.release();
  assert.equal(sent.length, 1);

  // keys: the last of them, once they rest
  gesture.say({ threshold: "4" });
  gesture.say({ threshold: "5" });
  for (const run of due.splice(0)) run();
  assert.deepEqual(sent[1], { threshold: "5" });
  gesture.say({ threshold: "6" });
  gesture.drop();
  for (const run of due.splice(0)) run();
  assert.equal(sent.length, 2);
});

test("a run's address says what it began with and all that was changed since", () => {
  const changes = [
    { iteration: 200, field: "clip", value: "norm" },
    { iteration: 400, field: "clamp", value: "f:0" },
  ];
  const record = /** @type {any} */ ({ started: { address: "cell=lstm&changes=1:rate=1&seed=3" }, changes });
  assert.equal(spell(changes), "200:clip=norm;400:clamp=f:0");
  assert.equal(addressOf(record), "cell=lstm&seed=3&changes=200:clip=norm;400:clamp=f:0");
  assert.equal(addressOf({ ...record, changes: [] }), "cell=lstm&seed=3");
});

/** @param {any} [more] */
const record = (more) => ({
  iteration: 2,
  steps: 5,
  models: [
    { name: "rnn", cell: "rnn", own: {} },
    { name: "lstm", cell: "lstm", own: {} },
  ],
  started: { baseline: 0.16, config: {} },
  curves: [
    { loss: [1, Number.NaN], norm: [0, 0], status: [0, 2], factor: [1, 1] },
    { loss: [2, 0.5], norm: [-1, -2], status: [0, 0], factor: [1, 0.25] },
  ],
  ends: [null, null],
  rows: { iterations: [], models: [[], []] },
  evaluations: { iterations: [2], models: [{ measure: [0.16] }, { measure: [0.004] }] },
  ...more,
});

test("the curves as a file, as programs read numbers", () => {
  assert.deepEqual(curvesCsv(/** @type {any} */ (record())).split("\n"), [
    "iteration,model,loss,log10_norm,factor,held_out",
    "1,rnn,1,0,1,",
    "1,lstm,2,-1,1,",
    "2,rnn,,inf,1,0.16",
    "2,lstm,0.5,-2,0.25,0.004",
  ]);
});

test("what a run of an application was measured on is its validation data, and the file says so", () => {
  const of = record({ started: { baseline: 0.16, part: "validation", config: { app: "toy" } } });
  assert.match(curvesCsv(/** @type {any} */ (of)), /^iteration,model,loss,log10_norm,factor,validation\n/);
});

for (const [lang, expected] of /** @type {const} */ ([
  [
    "en",
    /LSTM’s held-out loss is 0\.004 \(guessing gets 40 times as much\); the RNN \(0\.16\) does about as well as guessing\./,
  ],
  [
    "es",
    /LSTM en datos reservados es 0,004 \(al adivinar, 40 veces mayor\); la RNN \(0,16\) lo hace más o menos como al adivinar\./,
  ],
]))
  test(`the sentence of a run in ${lang}`, () => {
    const words = wordsOf(lang);
    const t = createI18n(words, lang);
    const say = (/** @type {any} */ more) =>
      trainingSentence(
        /** @type {any} */ ({ training: record(more), live: { phase: "here" }, config: { task: "adding" }, catalogue }),
        t,
      )
        .map(({ text }) => text)
        .join("");
    assert.match(say({}), expected);
    const ended = say({ ends: [{ iteration: 2, quantity: "d_h", step: 12 }, null] });
    assert.match(ended, /RNN.*2: ∂L\/∂h₁₂/);
    for (const text of [say({}), ended]) {
      assert.doesNotMatch(text, /cannot|no puede|trainsays|\{|undefined/);
    }
  });

test("models that differ in one field are written for the reader", () => {
  const choice = { cell: "lstm", carry: "f" };
  assert.equal(variants({ ...choice, field: "rho", values: "0,8 1.2" }), "cell=lstm;rho=0.8|cell=lstm;rho=1.2");
  assert.equal(variants({ ...choice, field: "bias", values: "-2 2" }), "cell=lstm;bias=f:-2|cell=lstm;bias=f:2");
  assert.equal(variants({ ...choice, field: "clamp", values: "i:1" }), "cell=lstm;clamp=i:1");
  assert.equal(variants({ ...choice, field: "units", values: "1 2 3 4 5" }).split("|").length, 4);
  assert.equal(variants({ ...choice, field: "units", values: " " }), "");
});

test("a threshold has two digits and stays within its bounds", () => {
  assert.equal(spelled(0), "1");
  assert.equal(spelled(-0.5), "0.32");
  assert.equal(spelled(9), "1000");
  assert.equal(spelled(-9), "0.000001");
});

test("an iteration finds its point on a line, and its column in a heatmap", () => {
  const line = { type: "scatter", x: [20, 40, 60] };
  assert.deepEqual(
    [1, 29, 31, 60, 99].map((n) => placeOf(line, n)),
    [0, 0, 1, 2, 2],
  );
  const map = { type: "heatmap", x: [0, 2, 4, 6] };
  assert.deepEqual(
    [1, 2, 3, 6].map((n) => placeOf(map, n)),
    [0, 0, 1, 2],
  );
});

test("channels of which one is on are symbols", () => {
  assert.deepEqual(
    symbolsOf(
      grid([
        [1, 0, 0],
        [0, 0, 1],
      ]),
    ),
    [0, 2],
  );
  assert.equal(
    symbolsOf(
      grid([
        [1, 0, 0],
        [0, 1, 1],
      ]),
    ),
    null,
  );
  assert.equal(
    symbolsOf(
      grid([
        [1, 0],
        [0, 1],
      ]),
    ),
    null,
  );
});

test("models of one cell have colours of their own, and the first has the cell's", () => {
  const { cells } = themeOf("light");
  assert.equal(cells["lstm.1"], cells.lstm);
  for (const names of [
    ["lstm.1", "lstm.2", "lstm.3", "lstm.4"],
    ["lstm.1", "lstm.2", "rnn.1", "rnn.2"],
    ["gru.1", "gru.2", "lstm.1", "lstm.2"],
  ])
    assert.equal(new Set(names.map((name) => cells[name])).size, 4);
});

test("a lost ε is told before the start, from the optimiser's ε and the precision's smallest number", () => {
  const { t } = context();
  const before = (/** @type {any} */ config) => epsilonWarning(catalogue, config, t);
  assert.equal(lostEpsilon(catalogue, "adam", "float16"), 1e-8);
  assert.match(
    before({ optimiser: "adam", dtype: "float16" }),
    /float16 the ε = 10⁻⁸ of Adam .*first iteration.*: SGD\./,
  );
  assert.match(epsilonNote(catalogue, { optimiser: "adam", dtype: "float16" }, t), /float16.*Adam/);
  for (const config of [
    { optimiser: "adam", dtype: "float32" },
    { optimiser: "sgd", dtype: "float16" },
    { optimiser: "adam", dtype: "float16", models: "cell=rnn;optimiser=sgd" },
  ]) {
    assert.equal(before(config), "");
    assert.equal(epsilonNote(catalogue, config, t), "");
  }
  const models = "cell=rnn;optimiser=rmsprop|cell=lstm|cell=gru;bias=z:1;optimiser=adam";
  assert.match(before({ optimiser: "adam", dtype: "float16", models }), /of RMSprop .* of Adam /);
  const larger = { ...catalogue, optimisers: [{ name: "adam", epsilon: 1e-4 }] };
  assert.equal(epsilonWarning(larger, { optimiser: "adam", dtype: "float16" }, t), "");
  const spanish = context({}, "es").t;
  assert.match(
    epsilonWarning(catalogue, { optimiser: "adam", dtype: "float16" }, spanish),
    /float16, el ε = 10⁻⁸ de Adam/,
  );
});

test("a run that divided by a lost ε says so at its end, and one that exploded does not", () => {
  const { t } = context();
  const record = (/** @type {any} */ end, config = {}) =>
    /** @type {any} */ ({
      ...createRecord(makeStarted({ models: ["rnn"], config: { optimiser: "adam", dtype: "float16", ...config } })),
      ends: [{ iteration: 1, ...end }],
    });
  const step = { quantity: "W_xh", step: null };
  assert.equal(endText(context(), record(step), 0), "W_xh: divided by ε = 0");
  assert.match(epsilonReason(catalogue, record(step), 0, t), /float16 the ε = 10⁻⁸ of Adam .*divided by zero/);
  for (const [end, config] of [
    [{ quantity: "d_W_xh", step: null }],
    [{ quantity: "L", step: null }],
    [{ quantity: "h", step: 3 }],
    [step, { dtype: "float32" }],
    [step, { optimiser: "sgd" }],
  ]) {
    assert.equal(epsilonReason(catalogue, record(end, config), 0, t), "");
    assert.doesNotMatch(endText(context(), record(end, config), 0), /ε/);
  }
});
