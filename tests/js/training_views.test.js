import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { geometry } from "../../static/js/figure/frame.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { heights, peaks, roundStep, smooth, some, stretches } from "../../static/js/training/downsample.js";
import { limitOf, markNames, timeAxis, widthOf } from "../../static/js/training/iteration_axis.js";
import { gatesShown } from "../../static/js/training/layers.js";
import { settle, thinned } from "../../static/js/training/line_chart.js";
import { branchOf, createRecord, extend } from "../../static/js/training/record.js";
import { depthOfRun } from "../../static/js/training/settings.js";
import { meanOf } from "../../static/js/training/views/forget.js";
import { trainingViews } from "../../static/js/training/views/index.js";
import { scaleOfLoss } from "../../static/js/training/views/loss.js";
import { changeName, endText, modelName } from "../../static/js/training/words.js";
import { context } from "./context.js";
import { makeFrame, makeStarted } from "./training.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../../static/js/training/types.js").TrainingRecord} TrainingRecord */

const ROOT = new URL("../../static/", import.meta.url);
const words = wordsOf;

/** @param {Parameters<typeof makeStarted>[0]} options @param {number} last @param {Parameters<typeof makeFrame>[3]} [frame] */
function run(options, last, frame) {
  const started = makeStarted(options);
  const record = createRecord(started);
  return last ? extend(record, makeFrame(started, 1, last, frame)) : record;
}

const CHANGES = [
  { iteration: 8, field: "clip", value: "norm" },
  { iteration: 9, field: "threshold", value: "0.1" },
  { iteration: 25, field: "clamp", value: "f:0" },
];
const END = { iteration: 12, quantity: "d_h", step: 3 };
const every = [1, 2, 3, 4, 5, 6];

/** @type {Record<string, () => TrainingRecord>} */
const RECORDS = {
  "a run that has only begun": () => run({}, 0),
  "one iteration": () => run({}, 1),
  "three models": () => run({}, 40),
  "one model without gates": () => run({ models: ["rnn"] }, 40),
  "four models, two cells": () =>
    run(
      {
        models: [
          { cell: "lstm", bias: "f:-2" },
          { cell: "lstm", bias_init: "chrono" },
          { cell: "lstm", clip: "norm", threshold: "0.5" },
          "rnn",
        ],
      },
      40,
    ),
  "a single step": () => run({ steps: 1 }, 40),
  "changes and clipping": () => run({}, 40, { factor: (n) => (n > 8 ? 0.5 : 1), patch: { changes: CHANGES } }),
  "a model that ended": () =>
    run({}, 40, {
      loss: (n, m) => (m === 0 && n > 12 ? Number.NaN : 1 / n),
      norm: (n, m) => (m === 0 ? (n > 12 ? Number.NaN : n === 12 ? Infinity : 3) : 0),
      gradient: (step, n, m) => (m === 0 ? (n > 12 ? Number.NaN : n === 12 && step < 4 ? Infinity : 0) : -step),
      patch: { ends: [END, null, null] },
    }),
  "numbers that are not finite": () =>
    run({}, 40, {
      loss: (n) => (n % 3 ? Infinity : Number.NaN),
      norm: (n) => (n % 3 ? Infinity : Number.NaN),
      factor: () => Number.NaN,
      gradient: (step) => (step % 2 ? Number.NaN : -Infinity),
      measure: () => Number.NaN,
      output: Number.NaN,
    }),
  "a loss of zero": () => run({}, 40, { loss: () => 0, norm: () => -Infinity }),
  "numbers at every step": () => run({ judged: every }, 40),
  "classes at the last step": () => run({ classes: 4 }, 40),
  "classes at every step": () => run({ classes: 9, judged: every }, 40),
  "classes that are not numbers": () => run({ classes: 9, judged: every }, 40, { output: Number.NaN }),
  "a curve known only from its middle": () => {
    const started = { ...makeStarted(), iteration: 500 };
    return extend(createRecord(started), makeFrame(started, 501, 540));
  },
  "a branch": () => {
    const started = makeStarted();
    return extend(branchOf(run({}, 40), "rate 0.1"), makeFrame(started, 20, 25));
  },
  "models of three layers": () => run({ config: { layers: 3 } }, 40),
  "models of different depth": () => run({ models: ["rnn", { cell: "lstm", layers: "3" }, { cell: "lstm" }] }, 40),
  "a deep model that ended": () =>
    run({ models: ["rnn"], config: { layers: 2 } }, 40, {
      gradient: (step, n, _m, layer) => (n > 12 ? Number.NaN : n === 12 && step < 4 && layer < 2 ? Infinity : -step),
      patch: { ends: [END] },
    }),
  "a long run": () => run({ models: ["rnn", "lstm"] }, 20_000, { stride: 128, every: 20 }),
};

/** Every coordinate of a trace: numbers, or null for a gap. @param {any} trace */
function coordinates({ x = [], y = [] }) {
  return [...x, ...y];
}

/** @param {any} figure */
function assertDrawable(figure) {
  assert.ok(figure.height > 40 && Number.isFinite(figure.height));
  assert.doesNotMatch(figure.summary, /\{|undefined|NaN,|view\.|train\.|baseline\.|figure\./);
  assert.ok(figure.summary.length > 10);
  for (const row of figure.table.rows) {
    assert.equal(row.length, figure.table.columns.length);
    for (const cell of row) assert.ok(cell !== undefined && cell !== null);
  }
  for (const box of geometry(figure.layout)) assert.ok(box.width > 20 && box.height > 10, JSON.stringify(box));
  for (const axis of figure.cursor ?? []) assert.ok(figure.layout[`xaxis${axis.slice(1)}`], axis);
  for (const trace of figure.data) {
    for (const value of coordinates(trace))
      assert.ok(value === null || Number.isFinite(value), `${trace.type}: ${value}`);
    assert.ok(coordinates(trace).length <= 4000, "few points");
    if (trace.type === "heatmap")
      for (const row of trace.z) for (const value of row) assert.ok(value === null || Math.abs(value) !== Infinity);
  }
  for (const { x, y, text } of figure.layout.annotations) {
    assert.ok(Number.isFinite(x) && Number.isFinite(y), text);
    assert.equal(typeof text, "string");
    assert.doesNotMatch(text, /undefined|(train|view|baseline|config|gate)\.\w|\{\w+\}/);
  }
  for (const { x0, x1, y0, y1 } of figure.layout.shapes)
    for (const value of [x0, x1, y0, y1]) assert.ok(Number.isFinite(value));
}

test("every file of training/views/ is in the index, under its name", () => {
  const files = readdirSync(new URL("js/training/views/", ROOT)).filter((name) => name !== "index.js");
  assert.deepEqual(
    files.map((name) => `train_${name.replace(".js", "")}`).sort(),
    trainingViews.map(({ id }) => id).sort(),
  );
});

for (const view of trainingViews) {
  for (const [name, make] of Object.entries(RECORDS))
    test(`${view.id} draws ${name}`, () => {
      const record = make();
      const before = JSON.stringify(record);
      for (const width of [330, 800, 1200]) assertDrawable(view.figure(record, context({ width })));
      assert.equal(JSON.stringify(record), before, "the record is left alone");
    });

  test(`${view.id} has its words in both languages`, () => {
    for (const lang of ["en", "es"]) {
      for (const name of [
        "changes and clipping",
        "classes at every step",
        "numbers at every step",
        "a model that ended",
      ])
        assertDrawable(view.figure(RECORDS[name](), context({ width: 420 }, lang)));
      for (const key of [`view.${view.id}.title`, `view.${view.id}.about`]) assert.ok(words(lang)[key], key);
    }
  });

  test(`${view.id} is the same picture twice`, () => {
    const draw = () => JSON.stringify(view.figure(RECORDS["changes and clipping"](), context()));
    assert.equal(draw(), draw());
  });
}

const viewOf = (/** @type {string} */ id) =>
  /** @type {typeof trainingViews[number]} */ (trainingViews.find((view) => view.id === `train_${id}`));

test("the time axis ends at round numbers, and never beyond what the run was asked for", () => {
  const limit = (/** @type {number} */ iteration, iterations = 20_000) =>
    limitOf({ ...run({ config: { iterations } }, 0), iteration });
  assert.deepEqual(
    [0, 100, 101, 201, 501, 1001, 20_000].map((n) => limit(n)),
    [100, 100, 200, 500, 1000, 2000, 20_000],
  );
  assert.equal(limit(260, 300), 300);
  assert.equal(limit(7, 20), 20);
  assert.equal(limitOf({ ...RECORDS["a branch"](), iteration: 3 }), 100);
});

test("ticks leave room for the last one, which is written in words", () => {
  for (const limit of [20, 100, 300, 5000, 20_000])
    for (const width of [120, 300, 900]) {
      const { tickvals, range } = timeAxis(context(), limit, width);
      assert.deepEqual(range, [0, limit]);
      assert.ok(tickvals.length < 12 && tickvals.every((tick) => tick < limit));
    }
});

test("names of changes do not touch: those too close share one", () => {
  const many = Array.from({ length: 50 }, (_, i) => ({
    iteration: i * i,
    field: i % 3 ? "rate" : "clip",
    value: i % 3 ? "0.01" : "norm",
  }));
  for (const width of [150, 400, 1100]) {
    const names = markNames(context(), many, 3000, width);
    const size = themeOf("light").font.size * 0.8;
    names.forEach(({ at, text }, i) => {
      const half = widthOf(text, size) / 2;
      if (i > 0) assert.ok(at - half >= names[i - 1].at + widthOf(names[i - 1].text, size) / 2, text);
    });
  }
  const near = markNames(context(), CHANGES.slice(0, 2), 1000, 800);
  assert.deepEqual(
    near.map(({ text }) => text),
    ["clip: norm · threshold 0.1"],
  );
});

test("of a setting that was dragged its last value is named", () => {
  const drags = [0.5, 0.2, 0.1].map((value, i) => ({ iteration: 10 + i, field: "rate", value: String(value) }));
  assert.deepEqual(
    markNames(context(), drags, 100, 800).map(({ text }) => text),
    ["rate 0.1"],
  );
});

test("changes are named in words", () => {
  const name = (/** @type {string} */ field, /** @type {string} */ value, lang = "en") =>
    changeName(context({}, lang), { iteration: 1, field, value });
  assert.equal(name("clip", "norm"), "clip: norm");
  assert.equal(name("clamp", "f:0"), "f clamped to 0");
  assert.equal(name("clamp", ""), "gates free");
  assert.equal(name("rate", "0.01"), "rate 0.01");
  assert.equal(name("rate", "0.01", "es"), "tasa 0,01");
  assert.equal(name("truncate", "0"), "full BPTT");
  assert.equal(name("truncate", "20"), "cut at 20");
});

test("models are named by their cell, and several of one cell by what they have of their own", () => {
  const { models } = RECORDS["four models, two cells"]();
  assert.deepEqual(
    models.map((model) => modelName(context(), model)),
    ["LSTM b_f −2", "LSTM chrono", "LSTM clip norm θ 0.5", "RNN"],
  );
});

test("an end is named by what it was, where that is known", () => {
  const record = RECORDS["a model that ended"]();
  assert.equal(endText(context(), record, 0), "∂L/∂h₃ overflowed");
  assert.equal(endText(context(), record, 1), "");
  const other = { ...record, ends: [{ iteration: 2, quantity: "W_hh", step: null }, null, null] };
  assert.equal(endText(context(), other, 0), "W_hh is not finite");
  const { data, layout, summary } = viewOf("loss").figure(record, context());
  assert.ok(data.some((trace) => trace.marker?.symbol === "x" && trace.x[0] === 12));
  assert.ok(layout.annotations.some((/** @type {any} */ { text }) => text.includes("∂L/∂h₃ overflowed")));
  assert.match(summary, /RNN: ∂L\/∂h₃ overflowed/);
});

test("the scale of the loss does not follow the data", () => {
  const range = (/** @type {string} */ name) => viewOf("loss").figure(RECORDS[name](), context()).layout.yaxis.range;
  assert.deepEqual(range("a loss of zero"), [-4, 1]);
  assert.deepEqual(range("numbers that are not finite"), [-4, 1]);
});

test("the norm offers its threshold to be dragged while clipping is on", () => {
  const norm = viewOf("norm");
  assert.equal(norm.figure(RECORDS["three models"](), context()).handle, undefined);
  const { handle, data } = norm.figure(RECORDS["changes and clipping"](), context());
  assert.deepEqual(handle, { axis: "y", value: -1, x: "x", y: "y" });
  const steps = data.find((trace) => trace.line?.color === themeOf("light").warn);
  assert.deepEqual(steps.x, [0, 8, 8, 9, 9, 25, 25, 100]);
  assert.deepEqual(steps.y, [null, null, 0, 0, -1, -1, -1, -1]);
});

/** What the layered charts say of a record: titles, summary and the table's columns. @param {string} id @param {string} name @param {number} layer @param {string} [lang] */
function said(id, name, layer, lang) {
  const figure = viewOf(id).figure(RECORDS[name](), context({ width: 1200, page: { layer } }, lang));
  const titles = figure.layout.annotations.map((/** @type {any} */ { text }) => text).join(" | ");
  return { ...figure, titles, columns: figure.table.columns.join(" | ") };
}

for (const view of trainingViews.filter(({ hasLayers }) => hasLayers))
  test(`${view.id} draws every layer, and one that no model has as the highest`, () => {
    for (const name of ["models of three layers", "models of different depth", "a deep model that ended"])
      for (const lang of ["en", "es"])
        for (const layer of [0, 1, 2, 3, 9])
          for (const width of [330, 1200])
            assertDrawable(view.figure(RECORDS[name](), context({ width, page: { layer } }, lang)));
    const id = view.id.replace("train_", "");
    assert.equal(said(id, "models of three layers", 9).summary, said(id, "models of three layers", 3).summary);
  });

test("the waterfall, the forget gate and the radii say in both languages which layer they show", () => {
  for (const id of ["waterfall", "forget", "radius"]) {
    for (const text of ["titles", "summary", "columns"]) {
      const of = (/** @type {number} */ layer, lang = "en") =>
        Reflect.get(said(id, "models of three layers", layer, lang), text);
      assert.match(of(3), /LSTM, layer 3/, `${id} ${text}`);
      assert.match(of(2, "es"), /LSTM, capa 2/, `${id} ${text}`);
      assert.doesNotMatch(Reflect.get(said(id, "three models", 3), text), /layer/, `${id} ${text}`);
    }
    assert.match(said(id, "models of three layers", 0).summary, /LSTM, all layers/);
    assert.match(said(id, "models of three layers", 0, "es").summary, /LSTM, todas las capas/);
  }
});

test("the waterfall shows the chosen layer's norms, and a model of one layer its own", () => {
  const bottom = (/** @type {number} */ layer) =>
    said("waterfall", "models of different depth", layer)
      .data.slice(0, 3)
      .map(({ z }) => z[5][0]);
  assert.deepEqual([0, 1, 2, 3].map(bottom), [
    [0, 0, 0],
    [0, -1, 0],
    [0, -2, 0],
    [0, -3, 0],
  ]);
});

test("the forget gate shows the chosen layer's histogram, or the mean of all", () => {
  const mean = (/** @type {number} */ layer) =>
    meanOf(gatesShown(RECORDS["models of three layers"](), 1, { layer })?.[0] ?? []);
  assert.deepEqual(
    [0, 1, 2, 3].map(mean),
    [20.5, 19.5, 18.5, 17.5].map((bin) => bin / 24),
  );
  assert.equal(gatesShown(RECORDS["models of three layers"](), 0, { layer: 2 }), null);
});

test("the radii are the chosen layer's, or those of the blocks of all layers by name", () => {
  const lines = (/** @type {number} */ layer) =>
    said("radius", "models of three layers", layer).data.flatMap(({ meta }) => (meta ? [meta.label] : []));
  assert.deepEqual(lines(2).slice(0, 3), ["RNN, layer 2", "LSTM, layer 2 i", "LSTM, layer 2 f"]);
  assert.equal(lines(0).length, 3 * (1 + 4 + 3));
  const { titles, table } = said("radius", "models of three layers", 0);
  assert.match(titles, /layer 2 f/);
  assert.match(titles, /<b>RNN, all layers<\/b>.*<b>layer 3<\/b>/);
  assert.equal(table.rows[0][table.columns.indexOf("LSTM, layer 2 f")], "1.151");
});

test("how a deep model ended is read of its lowest layer", () => {
  assert.equal(endText(context(), RECORDS["a deep model that ended"](), 0), "∂L/∂h₃ overflowed");
});

test("a run is as deep as its deepest model", () => {
  assert.equal(depthOfRun(RECORDS["models of different depth"]()), 3);
  assert.equal(depthOfRun(RECORDS["three models"]()), 1);
  assert.equal(depthOfRun(null), 1);
});

test("the waterfall has step 1 at the bottom, holds what is beyond its scale, and stops at a model's end", () => {
  const { data, layout } = viewOf("waterfall").figure(RECORDS["a model that ended"](), context());
  assert.deepEqual(layout.yaxis.range, [0.5, 6.5]);
  assert.equal(data[0].x.at(-1), 12);
  assert.equal(data[0].z[0].at(-1), 999);
  assert.equal(data[1].x.at(-1), 40);
  assert.equal(data[1].z.length, 6);
  assert.equal(data[0].x.length, data[0].z[0].length + 1, "x are the edges");
});

test("a missing row is a blank column", () => {
  const record = run({ models: ["rnn"] }, 6);
  record.rows.iterations.splice(2, 1);
  record.rows.models[0].splice(2, 1);
  const { data } = viewOf("waterfall").figure(record, context());
  assert.deepEqual(data[0].x, [0, 1, 2, 3, 4, 5, 6]);
  assert.ok(Number.isNaN(data[0].z[0][2]));
});

test("without a gate there is a sentence in the place of the picture", () => {
  const figure = viewOf("forget").figure(RECORDS["one model without gates"](), context());
  assert.deepEqual(figure.data, []);
  assert.match(figure.summary, /no gates/);
});

test("the mean of a histogram lies in the middle of its bins", () => {
  assert.equal(meanOf([0, 1]), 0.75);
  assert.ok(Number.isNaN(meanOf([])));
});

test("a symbol that is wrong stands out, and a right one does not", () => {
  const started = makeStarted({ models: ["rnn"], classes: 9, judged: every });
  const record = extend(createRecord(started), makeFrame(started, 1, 5));
  const { data, table } = viewOf("predictions").figure(record, context());
  const wrong = table.rows.map(([, target, said]) => (target === said ? 0 : 1));
  assert.deepEqual(data[1].z[0], wrong);
});

test("long curves keep their peaks in few points", () => {
  const list = heights(20_000, (i) => (i === 12_345 ? 9 : i === 7 ? null : Math.sin(i)));
  const { x, y } = peaks(list, 600);
  assert.ok(x.length <= 600);
  assert.ok(y.includes(9));
  assert.ok(smooth(list, 600).x.length <= 600);
  const longer = stretches(1990, 100);
  assert.deepEqual(longer.slice(0, 50), stretches(1500, 75).slice(0, 50), "stretches stay where they are");
  assert.deepEqual(some([1, 2, 3, 4, 5], 2), [2, 5]);
  assert.deepEqual([1, 3, 11, 60].map(roundStep), [1, 5, 20, 100]);
});

test("of too many labels the outermost stay, and as many between as there is room for", () => {
  const labels = Array.from({ length: 12 }, (_, i) => ({ at: 12 - i, tall: 10 }));
  const places = (/** @type {number} */ height) => thinned(labels, height).map(({ at }) => at);
  assert.equal(places(90).length, 12);
  assert.deepEqual(places(36), [1, 4, 7, 9, 12]);
  assert.deepEqual(places(5), [1, 12]);
});

test("labels of different heights settle without touching", () => {
  const labels = [10, 12, 11, 90].map((at, i) => ({ at, tall: i === 1 ? 30 : 10 }));
  const places = settle(labels, 100);
  const order = [0, 2, 1];
  for (let k = 1; k < order.length; k++)
    assert.ok(
      places[order[k]] - places[order[k - 1]] >= (labels[order[k]].tall + labels[order[k - 1]].tall) / 2 - 0.02,
    );
  assert.ok(places[0] >= 5 && places[3] === 90);
});

test("the loss axis of an application spans what its loss can do, and every tick lies on it", () => {
  const record = run({}, 10);
  const of = (/** @type {number[][]} */ losses, /** @type {number | null} */ baseline) => {
    const figures = Object.fromEntries(losses.map((pair, i) => [`cell${i}`, { losses: pair }]));
    const entry = { name: "text", variants: ["names"], figures: { names: figures } };
    const catalogue = /** @type {any} */ ({ ...context({}).catalogue, applications: [entry] });
    const started = { ...record.started, baseline, config: { ...record.started.config, app: "text", variant: "" } };
    return scaleOfLoss(/** @type {any} */ ({ ...record, started }), /** @type {any} */ ({ catalogue }));
  };
  const narrow = of(
    [
      [4.4, 2.4],
      [4.5, 2.5],
    ],
    2.9,
  );
  for (const loss of [4.5, 2.4, 2.9]) {
    assert.ok(Math.log10(loss) > narrow.edges[0] && Math.log10(loss) < narrow.edges[1]);
  }
  assert.ok(narrow.edges[1] - narrow.edges[0] < 0.6); // the way from 4.5 to 2.4 takes half of it and more
  assert.deepEqual(
    narrow.ticks.map((tick) => Math.round(10 ** tick)),
    [2, 5],
  );
  const wide = of([[65, 0.55]], null);
  assert.deepEqual(
    wide.ticks.map((tick) => 10 ** tick),
    [1, 10],
  );
  assert.deepEqual(of([], 1).edges, [-4, 1]);
});
