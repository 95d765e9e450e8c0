import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { csv } from "../../static/js/figure/data_table.js";
import { ready } from "../../static/js/figure/draw.js";
import { geometry } from "../../static/js/figure/frame.js";
import { traceShown } from "../../static/js/figure/layers.js";
import { cuts, line } from "../../static/js/figure/lines.js";
import { fetchView, views } from "../../static/js/views/index.js";
import { context } from "./context.js";
import { makeTrace } from "./trace.js";
import { wordsOf } from "./words.js";

const ROOT = new URL("../../static/", import.meta.url);
const words = wordsOf;

const TRACES = {
  "three cells": makeTrace(),
  "one step": makeTrace({ steps: 1, units: 1 }),
  "one cell with a held gate": makeTrace({ cells: ["lstm"], config: { clamp: { f: 1 } } }),
  "a loss at every step, truncated": makeTrace({ steps: 12, config: { loss_at: "every", truncate: 5 } }),
  overflow: makeTrace({ norm: (step) => (step < 3 ? Infinity : 400) }),
  "exact zeros": makeTrace({ norm: (step) => (step < 3 ? -Infinity : -300) }),
  "not a number": makeTrace({ norm: () => Number.NaN }),
};

await Promise.all(views.map(fetchView));

test("every file of views/ is in the index", () => {
  const files = readdirSync(new URL("js/views/", ROOT)).filter((name) => name !== "index.js");
  assert.deepEqual(files.map((name) => name.replace(".js", "")).sort(), views.map(({ id }) => id).sort());
});

for (const view of views) {
  for (const [name, trace] of Object.entries(TRACES))
    test(`${view.id} draws ${name}`, () => {
      const before = JSON.stringify(trace);
      const figure = view.figure(trace, context());
      assert.equal(JSON.stringify(trace), before, "the trace is left alone");
      assert.ok(figure.data.length > 0 && figure.data.length <= 12, `${figure.data.length} traces`);
      assert.ok(figure.height > 40 && Number.isFinite(figure.height));
      assert.doesNotMatch(figure.summary, /\{|undefined|NaN,|view\.|figure\./);
      assert.ok(figure.summary.length > 10);
      for (const row of figure.table.rows) assert.equal(row.length, figure.table.columns.length);
      for (const box of geometry(figure.layout)) assert.ok(box.width > 20 && box.height > 10, JSON.stringify(box));
      for (const axis of figure.cursor ?? []) assert.ok(figure.layout[`xaxis${axis.slice(1)}`], axis);
    });

  for (const layer of [0, 1, 2, 3])
    for (const cells of [["rnn", "lstm", "gru"], ["lstm"]])
      for (const lang of ["en", "es"])
        test(`${view.id} draws three layers of ${cells}, asked for ${layer || "all"}, in ${lang}`, () => {
          const deep = makeTrace({ layers: 3, cells, config: { loss_at: layer === 2 ? "every" : "last" } });
          const trace = traceShown(deep, { layer }, view.fields);
          assert.ok(ready(view, trace));
          const figure = view.figure(trace, context({}, lang));
          assert.ok(figure.data.length > 0 && figure.data.length <= 12, `${figure.data.length} traces`);
          assert.match(
            JSON.stringify([figure.summary, figure.table.columns, figure.table.rows.map(([first]) => first)]),
            lang === "en" ? /layer/ : /capa/,
          );
          assert.doesNotMatch(
            JSON.stringify([figure.layout.annotations, figure.summary, figure.table.columns]),
            /"(figure|view|cell|gate|layer)\.\w+|\{\w+\}|undefined/,
          );
          for (const box of geometry(figure.layout)) assert.ok(box.width > 20 && box.height > 10, JSON.stringify(box));
        });

  test(`${view.id} has its words in both languages and fits a phone`, () => {
    for (const lang of ["en", "es"]) {
      const figure = view.figure(TRACES["three cells"], context({ width: 330 }, lang));
      const shown = JSON.stringify([figure.layout.annotations, figure.summary, figure.table.columns]);
      assert.doesNotMatch(shown, /"(figure|view|cell|gate)\.\w+|\{\w+\}/);
      for (const key of [`view.${view.id}.title`, `view.${view.id}.about`]) assert.ok(words(lang)[key], key);
    }
  });

  test(`${view.id} is the same picture twice`, () => {
    const draw = () => JSON.stringify(view.figure(TRACES["three cells"], context()));
    assert.equal(draw(), draw());
  });
}

test("the gradient's scale does not follow the data", () => {
  const [view] = views;
  const range = (/** @type {import("../../static/js/base/types.js").Trace} */ trace) =>
    view.figure(trace, context()).layout.yaxis.range;
  assert.deepEqual(range(TRACES.overflow), range(TRACES["exact zeros"]));
});

test("a zero lies on the floor, but where truncation cuts the line ends", () => {
  const scale = { floor: -16, ceiling: 4 };
  /** @type {any} */
  const norms = { log10: [-Infinity, -Infinity, -20, 1], status: [1, 1, 0, 0] };
  assert.deepEqual(line(norms, scale, []).y, [-16, -16, -16, 1]);
  assert.deepEqual(line(norms, scale, [2]).y, [null, null, null, -16, 1]);
});

test("cuts are counted back from the end", () => {
  assert.deepEqual(cuts(makeTrace({ steps: 10, config: { truncate: 4 } })), [6, 2]);
  assert.deepEqual(cuts(makeTrace({ steps: 10 })), []);
});

test("where truncation cuts, the sentence says from which end its windows are counted and how long the first is", () => {
  for (const id of ["gradient", "matrix"]) {
    const summary = (/** @type {number} */ steps, /** @type {number} */ truncate, lang = "en") =>
      views.find((view) => view.id === id)?.figure(makeTrace({ steps, config: { truncate } }), context({}, lang))
        .summary;
    assert.match(
      summary(100, 30) ?? "",
      /every 30 steps, counted back from the last.*exactly 30; .*has 10 steps\.$/,
      id,
    );
    assert.match(summary(7, 2) ?? "", /has 1 step\.$/);
    assert.match(summary(100, 30, "es") ?? "", /contando hacia atrás desde el último.*tiene 10 pasos\.$/);
    assert.match(summary(100, 25) ?? "", /every 25 steps, counted back from the last.*exactly 25 steps\.$/);
    assert.match(summary(6, 1) ?? "", /at every step, .*exactly 1 step\.$/);
    for (const k of [0, 12, 40])
      assert.doesNotMatch(summary(12, k) ?? "", /runcation/, `a window of ${k} cuts nothing of 12`);
  }
});

test("a view waits for the parts of the trace that it needs", () => {
  const trace = makeTrace();
  for (const view of views) assert.ok(ready(view, trace), view.id);
  const bare = { ...trace, runs: trace.runs.map(({ cell, verdict, loss }) => ({ cell, verdict, loss })) };
  assert.equal(ready(views[0], bare), false);
  assert.equal(ready(views[0], null), false);
});

test("a table becomes a file that a spreadsheet reads", () => {
  assert.equal(csv({ columns: ["t", "a, b"], rows: [[1, 'say "x"']] }), 't,"a, b"\n1,"say ""x"""');
});

test("of a cell without gates the picture says so, with nothing drawn", () => {
  const gates = views.find(({ id }) => id === "gates");
  const figure = gates?.figure(makeTrace({ cells: ["rnn"] }), context({ width: 330 }));
  assert.deepEqual(figure?.data, []);
  assert.match(figure?.summary ?? "", /gate/i);
});

/** @param {string} clip @param {any} [angle] @param {string} [lang] */
function clippingOf(clip, angle, lang = "en") {
  const trace = makeTrace({ cells: ["lstm"], config: { clip } });
  if (angle !== undefined) trace.runs[0].clipping.angle = angle;
  return views.find(({ id }) => id === "clipping")?.figure(trace, context({}, lang));
}

test("by value the gradient turns, and the angle is in the picture, in the sentence and in the table", () => {
  const figure = clippingOf("value");
  assert.match(figure?.summary ?? "", /turns: LSTM by 34\.2°/);
  assert.ok(figure?.layout.annotations.some((/** @type {any} */ { text }) => text === "turned by 34.2°"));
  assert.equal(figure?.table.rows[0].at(-1), "34.2");
  assert.equal(figure?.table.rows[1].at(-1), "", "it is the angle of all parameters together");
  assert.match(clippingOf("value", undefined, "es")?.summary ?? "", /gira: LSTM, 34,2°/);
});

test("by norm the direction stays, and the sentence says so from the angle", () => {
  const figure = clippingOf("norm");
  assert.match(figure?.summary ?? "", /direction stays the same: 0°/);
  assert.ok(figure?.layout.annotations.some((/** @type {any} */ { text }) => text === "turned by 0°"));
  assert.doesNotMatch(clippingOf("norm", 3)?.summary ?? "", /stays/);
});

test("a gradient without a direction has no angle, and says why", () => {
  for (const [angle, why, cell] of [
    [null, /of zero has no direction/, ""],
    ["nan", /not finite has no direction/, "NaN"],
  ]) {
    const figure = clippingOf("value", angle);
    assert.match(figure?.summary ?? "", /** @type {RegExp} */ (why));
    assert.ok(!figure?.layout.annotations.some((/** @type {any} */ { text }) => text.includes("°")));
    assert.equal(figure?.table.rows[0].at(-1), cell);
  }
  assert.doesNotMatch(clippingOf("none")?.summary ?? "", /direction|°/, "nothing is clipped");
});

/** @param {any} config @param {Record<string, any>} [patch] of the curve @param {any} [around] @param {string} [lang] */
function memoryOf({ steps = 9, cells = ["lstm"], ...config }, patch = {}, around = {}, lang = "en") {
  const trace = makeTrace({ steps, cells, config });
  for (const run of trace.runs) Object.assign(run.memory_curve, patch);
  return /** @type {any} */ (views.find(({ id }) => id === "memory")?.figure(trace, context(around, lang)));
}

test("memory is a curve over the length: full, √T checkpoints, and a window where there is one", () => {
  const names = (/** @type {any} */ figure) => figure.data.flatMap((/** @type {any} */ { meta }) => meta?.label ?? []);
  assert.deepEqual(names(memoryOf({})), ["LSTM, full tape", "LSTM, √T checkpoints"]);
  const windowed = memoryOf({ truncate: 4 });
  assert.deepEqual(names(windowed), ["LSTM, full tape", "LSTM, window of 4 steps", "LSTM, √T checkpoints"]);
  assert.deepEqual([...windowed.data[1].y], [440, 840, 1240, 1640, 1640, 1640, 1640, 1640, 1640]);
  assert.deepEqual(windowed.data.at(-1).x, [9, 9, 9], "what was measured stands as rings on the curves");
  const { columns, rows } = windowed.table;
  assert.deepEqual(columns, ["cell", "kept", "steps t", "bytes", "measured", "× time of a full pass"]);
  assert.deepEqual(rows[8], ["LSTM", "full tape", 9, 3640, 3640, ""]);
  assert.equal(memoryOf({ steps: 40 }).table.rows[9].at(-1), "1", "the time stands at the length of the whole");
});

test("beside the curve stands what it costs in time, measured, and with what", () => {
  const figure = memoryOf({ steps: 40 });
  const texts = figure.layout.annotations.map((/** @type {any} */ { text }) => text);
  assert.ok(
    texts.some((/** @type {string} */ text) => /√T checkpoints.*1\.50 × the time/.test(text)),
    texts.join(),
  );
  assert.match(figure.summary, /LSTM: .* and 1\.50 × the time with √T checkpoints/);
  assert.match(
    figure.summary,
    /Measured: × the time of a full pass, with T = 50, H = 32, B = 16, float64, and a loss at the last/,
  );
  assert.match(memoryOf({ steps: 300 }).summary, /1\.41 × the time.*T = 400/, "the nearest length that was measured");
  const { passes, ...rest } = context().catalogue;
  const busy = { catalogue: { ...rest, passes: { ...passes, busy: true, load: [5.4, 3] } } };
  assert.match(memoryOf({ steps: 40 }, {}, busy).summary, /others at work on the machine \(load 5\.4\)/);
  assert.doesNotMatch(figure.summary, /others at work/);
  assert.doesNotMatch(memoryOf({ steps: 9 }).summary, /×/, "a length far from all that were measured has no time");
  const windowed = memoryOf({ steps: 20, truncate: 4, loss_at: "every" }).summary;
  assert.match(windowed, /0\.98 × the time with the window.*1\.33 × the time.*every step,? and a window of 20/);
  assert.match(
    memoryOf({ steps: 40 }, {}, {}, "es").summary,
    /1,50 × el tiempo.*Medido: .*T = 50.*pérdida en el último paso/,
  );
  for (const around of [{ catalogue: { ...context().catalogue, passes: undefined } }, {}]) {
    const cells = "catalogue" in around ? ["lstm"] : ["rnn"];
    const unknown = memoryOf({ steps: 40, cells }, {}, around);
    assert.doesNotMatch(unknown.summary, /Measured:|×|undefined/, "nothing is said of what was not measured");
    assert.doesNotMatch(JSON.stringify(unknown.layout.annotations), /×|undefined/);
  }
});

test("where training makes its segments longer than the curve's, the sentence says so", () => {
  assert.doesNotMatch(memoryOf({}).summary, /longer/);
  assert.match(memoryOf({}, { training_segment: 9 }).summary, /longer segments than √T = 3 steps.*LSTM 9\./);
});

test("a line above the scale is marked where it leaves it and along the edge, and its sentence says so", () => {
  const gradient = /** @type {any} */ (views.find(({ id }) => id === "gradient"));
  const trace = makeTrace({ cells: ["rnn"], steps: 10, norm: (step) => (step < 5 ? 9 : 1) });
  const figure = gradient.figure(trace, context());
  const [marks] = figure.data.filter((/** @type {any} */ { marker }) => marker?.symbol === "triangle-up");
  assert.deepEqual(marks.x, [4, 3, 2, 1]);
  assert.match(figure.summary, /above the scale from t = 4/);
  const wide = gradient.figure(trace, context({ page: { scale: "wide" } }));
  assert.ok(!wide.data.some((/** @type {any} */ { marker }) => marker?.symbol === "triangle-up"));
});
