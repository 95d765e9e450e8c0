import assert from "node:assert/strict";
import test from "node:test";
import { branchOf, createRecord, extend } from "../../static/js/training/record.js";
import { clipModeAt, effective, thresholdAt } from "../../static/js/training/settings.js";
import { makeFrame, makeStarted } from "./training.js";

const started = makeStarted({ models: ["rnn", "lstm"] });
const begun = () => extend(createRecord(started), makeFrame(started, 1, 10));

test("a record begins empty, with the changes that its address asks for", () => {
  const record = createRecord(makeStarted({ config: { changes: [[200, "clip", "norm"]] } }));
  assert.deepEqual(record.changes, [{ iteration: 200, field: "clip", value: "norm" }]);
  assert.equal(record.iteration, 0);
  assert.deepEqual(record.curves[0].loss, []);
});

test("a frame makes a new record and leaves the old one's own iterations alone", () => {
  const old = begun();
  const next = extend(old, makeFrame(started, 11, 14));
  assert.notEqual(next, old);
  assert.equal(old.iteration, 10);
  assert.equal(next.iteration, 14);
  assert.equal(next.curves[1].loss.length, 14);
  assert.equal(next.curves[1].loss, old.curves[1].loss, "what only grows is shared");
  assert.deepEqual(old.rows.iterations.length, 10);
  assert.deepEqual(next.rows.iterations.at(-1), 14);
  assert.deepEqual(next.evaluations.iterations, [5, 10]);
  assert.equal(next.predictions[0], old.predictions[0], "no new ones: the last stay");
});

test("two frames after the same record do not meet in its arrays", () => {
  const old = begun();
  const first = extend(old, makeFrame(started, 11, 12, { loss: () => 7 }));
  const other = extend(old, makeFrame(started, 11, 12, { loss: () => 9 }));
  assert.deepEqual([first.curves[0].loss[10], other.curves[0].loss[10]], [7, 9]);
  assert.equal(other.curves[0].loss.length, 12);
});

test("after a rewind what lay beyond is forgotten, and the old record still has it", () => {
  const old = begun();
  const back = extend(old, makeFrame(started, 6, 7, { loss: () => 7 }));
  assert.deepEqual(back.curves[0].loss.slice(4), [Math.fround(1 / 5), 7, 7]);
  assert.deepEqual(back.rows.iterations, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(back.rows.models[0].length, 7);
  assert.deepEqual(back.evaluations.iterations, [5]);
  assert.equal(back.evaluations.models[1].gates?.length, 1);
  assert.equal(back.evaluations.models[1].radius.f.length, 1);
  assert.deepEqual(back.predictions, [null, null]);
  assert.equal(old.curves[0].loss.length, 10);
  assert.equal(old.rows.iterations.length, 10);
});

test("evaluations are thinned where the server says so, and the newest stays", () => {
  const next = extend(begun(), makeFrame(started, 11, 25, { lookStride: 10 }));
  assert.deepEqual(next.evaluations.iterations, [10, 20, 25]);
  assert.equal(next.evaluations.models[1].measure.length, 3);
  assert.equal(next.evaluations.models[1].gates?.length, 3);
  const later = extend(next, makeFrame(started, 26, 31, { lookStride: 10 }));
  assert.deepEqual(later.evaluations.iterations, [10, 20, 30]);
  assert.equal(later.evaluations.models[1].radius.f.length, 3);
});

test("a rewind that brings nothing yet forgets all the same", () => {
  const back = extend(begun(), makeFrame(started, 4, 3));
  assert.equal(back.iteration, 3);
  assert.equal(back.curves[0].loss.length, 3);
  assert.deepEqual(back.evaluations.iterations, []);
});

test("rows and evaluations of several layers grow, are thinned and are forgotten as others are", () => {
  const deep = makeStarted({ models: ["rnn", "lstm"], steps: 6, config: { layers: 3 } });
  const old = extend(createRecord(deep), makeFrame(deep, 1, 10));
  const next = extend(old, makeFrame(deep, 11, 14, { stride: 4 }));
  assert.deepEqual(next.rows.iterations, [4, 8, 12]);
  for (const model of next.rows.models)
    for (const { log10, status } of model) assert.deepEqual([log10.length, status.length], [24, 24]);
  const back = extend(old, makeFrame(deep, 6, 7));
  assert.equal(back.rows.models[1].length, 7);
  assert.deepEqual(
    back.evaluations.models[1].gates?.map(({ length }) => length),
    [96],
  );
  assert.equal(back.evaluations.models[1].radius["layer2.f"].length, 1);
});

test("rows are thinned with the stride of the frames", () => {
  const next = extend(begun(), makeFrame(started, 11, 14, { stride: 4 }));
  assert.deepEqual(next.rows.iterations, [4, 8, 12]);
  assert.equal(next.rows.stride, 4);
  assert.deepEqual(
    next.rows.models.map((rows) => rows.length),
    [3, 3],
  );
  assert.equal(next.rows.models[0][2].log10.length, 6);
});

test("what the page was not told is unknown, not zero", () => {
  const late = { ...started, iteration: 500 };
  const record = extend(createRecord(late), makeFrame(late, 501, 502));
  assert.equal(record.curves[0].loss.length, 502);
  assert.ok(Number.isNaN(record.curves[0].loss[0]));
  assert.equal(record.curves[0].status[0], 0);
  assert.ok(record.curves[0].loss[501] > 0);
});

test("a branch has curves of its own and the old record as a ghost", () => {
  const old = begun();
  const branch = branchOf(old, "clip: norm");
  const on = extend(branch, makeFrame(started, 4, 5, { loss: () => 3 }));
  assert.deepEqual(
    on.ghosts.map(({ label, record }) => [label, record.iteration, record.ghosts]),
    [["clip: norm", 10, []]],
  );
  assert.deepEqual(on.curves[0].loss.slice(3), [3, 3]);
  assert.equal(on.ghosts[0].record.curves[0].loss.length, 10);
  assert.equal(branchOf(on, "again").ghosts.length, 2);
});

test("evaluations without gates or classes stay without", () => {
  const { evaluations } = begun();
  assert.equal(evaluations.models[0].gates, null);
  assert.equal(evaluations.models[0].accuracy, null);
  assert.equal(evaluations.models[1].gates?.[0].length, 24);
});

test("what holds in an iteration: the configuration, the model's own, the changes until then", () => {
  const started = makeStarted({ models: [{ cell: "lstm" }, { cell: "lstm", clip: "value", threshold: "0.5" }] });
  const record = extend(
    createRecord(started),
    makeFrame(started, 1, 9, {
      patch: {
        changes: [
          { iteration: 4, field: "clip", value: "norm" },
          { iteration: 4, field: "clamp", value: "f:0,i:1" },
          { iteration: 6, field: "threshold", value: "2" },
          { iteration: 7, field: "clamp", value: "" },
        ],
      },
    }),
  );
  assert.deepEqual(effective(record, 4), { clip: "none", threshold: 1, rate: 0.01, clamp: {}, truncate: 0 });
  assert.deepEqual(effective(record, 5), {
    clip: "norm",
    threshold: 1,
    rate: 0.01,
    clamp: { f: 0, i: 1 },
    truncate: 0,
  });
  assert.deepEqual(effective(record, 8).clamp, {});
  assert.deepEqual([thresholdAt(record, 4), thresholdAt(record, 5), thresholdAt(record, 7)], [null, 1, 2]);
  assert.deepEqual(
    [thresholdAt(record, 1, 1), clipModeAt(record, 1, 1), clipModeAt(record, 9, 1)],
    [0.5, "value", "norm"],
  );
});
