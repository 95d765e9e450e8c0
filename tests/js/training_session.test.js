import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "../../static/js/state/address.js";
import { createStore } from "../../static/js/state/store.js";
import { firstEnd, nearest } from "../../static/js/training/record.js";
import { createSession } from "../../static/js/training/session.js";
import { actionOf, statusOf } from "../../static/js/training/status.js";
import { catalogue as laboratory } from "./catalogue.js";

/** @type {import("../../static/js/base/types.js").Catalogue} */
const catalogue = {
  ...laboratory,
  config: [
    ...laboratory.config,
    { name: "clip", kind: "choice", default: "none", choices: ["none", "norm", "value"], group: "gradient" },
  ],
  page: [{ name: "mode", kind: "choice", default: "lab", choices: ["lab", "train", "apps"] }, ...laboratory.page],
  training: [
    { name: "rate", kind: "float", default: 0.003, group: "training" },
    { name: "models", kind: "models", default: "", group: "training" },
    { name: "changes", kind: "changes", default: "", group: "training" },
  ],
  live: ["rate", "clip", "threshold", "clamp"],
};

/** @param {Record<string, any>} [more] */
const started = (more) => ({
  type: "started",
  run: "one",
  address: "cell=rnn",
  config: { steps: 5, rate: 0.003, clip: "none", threshold: 1, clamp: {}, changes: [], iterations: 100 },
  models: [{ name: "rnn", cell: "rnn", own: {}, carry: null, blocks: ["h"] }],
  baseline: 0.17,
  held_out: { steps: [5], inputs: [], targets: [], baseline: [], classes: false },
  iteration: 0,
  keep_seconds: 60,
  ...more,
});

/** @param {number} iteration @param {Record<string, any>} [more] */
const frame = (iteration, more) => ({
  type: "frame",
  number: iteration,
  iteration,
  state: "running",
  per_second: 10,
  changes: [],
  first: iteration,
  curves: [{ loss: [1], norm: [0], status: [0], factor: [1] }],
  ends: [null],
  bytes: [0],
  rows: { iterations: [], stride: 1, models: [] },
  looks: { iterations: [], models: [] },
  predictions: [null],
  snapshots: [0],
  trace: null,
  ...more,
});

/** A page with a run of one model; what is sent to the server is kept. @param {string} [search] */
function page(search = "?mode=train&cell=rnn") {
  const store = createStore(
    /** @type {any} */ ({ ...parse(search, catalogue), trace: null, status: "idle", error: null, catalogue }),
  );
  store.set({ page: { ...store.get().page, mode: "train" } });
  /** @type {any[]} */
  const sent = [];
  /** @type {any} */
  let wiring;
  const session = createSession({
    store,
    open: () => /** @type {any} */ (null),
    lang: () => "en",
    connect: (given) => {
      wiring = given;
      return {
        start: (/** @type {any} */ run) => sent.push({ type: "start", query: run.query(), play: run.playing() }),
        attach: (/** @type {any} */ run) => sent.push({ type: "attach", run: run.run }),
        follow() {},
        send: (message) => sent.push(message),
        mention: (message) => sent.push(message),
        retry() {},
        close() {},
      };
    },
    later: (run) => run(),
  });
  return { store, session, sent, says: (/** @type {any} */ message) => wiring.onMessage(message), lose: wiring.onLost };
}

/** The same with the run under way. */
function running() {
  const it = page();
  it.session.toggle();
  it.says(started());
  it.says(frame(1));
  it.sent.length = 0;
  return it;
}

test("the big button starts, pauses, goes on", () => {
  const it = page("?cell=rnn&rate=0.1&mode=train");
  assert.equal(actionOf(it.store.get()), "start");
  it.session.toggle();
  assert.deepEqual(it.sent, [{ type: "start", query: "cell=rnn&rate=0.1", play: true }]);
  assert.equal(actionOf(it.store.get()), "wait");
  it.says(started());
  it.says(frame(1));
  assert.equal(actionOf(it.store.get()), "pause");
  it.session.toggle();
  assert.equal(it.sent[it.sent.length - 1].type, "pause");
  it.says(frame(2, { state: "paused" }));
  it.session.toggle();
  assert.equal(it.sent[it.sent.length - 1].type, "play");
});

test("a frame is acknowledged when it has been taken in", () => {
  const it = running();
  it.says(frame(2));
  assert.equal(it.session.newest, 2);
  assert.deepEqual(it.sent, [{ type: "ack", number: 2 }]);
});

test("a live field changes the run, not what it began with", () => {
  const it = running();
  assert.equal(it.session.take({ threshold: 0.5 }), true);
  assert.deepEqual(it.sent, [{ type: "change", changes: { threshold: "0.5" } }]);
  assert.equal(it.store.get().config.threshold, 1);
  assert.deepEqual(it.store.get().live?.pending, { threshold: "0.5" });
  it.says(frame(2, { changes: [{ iteration: 1, field: "threshold", value: "0.5" }] }));
  assert.deepEqual(it.store.get().live?.pending, {});
  assert.equal(it.store.get().config.changes, "1:threshold=0.5");
  assert.equal(actionOf(it.store.get()), "pause", "the link follows, and nothing waits for a new start");
});

test("any other field waits for a start, and the run stays", () => {
  const it = running();
  assert.equal(it.session.take({ units: 8 }), false);
  const { config } = it.store.get();
  it.store.set({ config: { ...config, units: 8 } });
  assert.equal(actionOf(it.store.get()), "anew");
  assert.equal(it.store.get().training?.iteration, 1);
  it.store.set({ config });
  assert.equal(actionOf(it.store.get()), "pause");
});

test("an error of the server is the state's, and what was being changed is as it was", () => {
  const it = running();
  it.session.take({ rate: 50 });
  const error = { code: "invalid_request", message: "no", details: [{ field: "rate", code: "out_of_range" }] };
  it.says({ type: "error", error });
  assert.equal(it.store.get().error?.details[0].field, "rate");
  assert.deepEqual(it.store.get().live?.pending, {});
  it.session.take({ rate: 0.1 });
  assert.equal(it.store.get().error, null);
});

test("the way out of an overflow is one message", () => {
  const it = running();
  it.says(frame(50, { first: 2, ends: [{ iteration: 48, quantity: "d_h", step: 3 }], state: "diverged" }));
  assert.equal(firstEnd(it.store.get().training)?.iteration, 48);
  it.session.recover();
  assert.deepEqual(it.sent.at(-1), { type: "rewind", iteration: 28, changes: { clip: "norm", threshold: "1" } });
});

test("scrubbing goes to the nearest kept iteration, and back to the newest", () => {
  const it = running();
  it.says(frame(100, { first: 2, snapshots: [0, 40, 80, 100] }));
  it.session.scrub(50);
  assert.equal(it.store.get().live?.at, 40);
  assert.equal(it.store.get().page.n, 40);
  const t = /** @type {any} */ (
    Object.assign((/** @type {string} */ key, /** @type {any} */ v) => [key, ...Object.values(v ?? {})].join(" "), {
      number: String,
    })
  );
  assert.equal(statusOf(it.store.get(), t).count, "trainbar.iteration_of 40 100");
  it.session.subscribe({ fields: ["norms"], sample: 0, unit: 0 });
  assert.equal(it.sent[it.sent.length - 1].iteration, 40);
  it.session.shift(1);
  assert.equal(it.store.get().live?.at, 80);
  it.session.shift(1);
  assert.equal(it.store.get().live?.at, null);
});

test("a look is asked for once", () => {
  const it = running();
  it.session.subscribe({ fields: ["norms"], sample: 0, unit: 0 });
  it.session.subscribe({ fields: ["norms"], sample: 0, unit: 0 });
  assert.equal(it.sent.length, 1);
});

test("a branch has a record of its own with the old one beside it, and there is a way back", () => {
  const it = running();
  it.says(frame(2));
  it.session.branch();
  assert.deepEqual(it.sent.at(-1), { type: "branch", iteration: 2, changes: {} });
  it.says(started({ run: "two", iteration: 2 }));
  const branched = it.store.get();
  assert.equal(branched.training?.ghosts.length, 1);
  assert.deepEqual(
    branched.live?.branches.map(({ run }) => run),
    ["one", "two"],
  );
  it.session.turnTo("one");
  assert.deepEqual(it.sent.at(-1), { type: "attach", run: "one" });
  assert.equal(it.store.get().training?.ghosts.length, 0);
  it.says(frame(3));
  assert.equal(it.store.get().training?.iteration, 2, "a frame of the run before is not this one's");
  it.says(started({ iteration: 2 }));
  it.says(frame(3));
  assert.equal(it.store.get().training?.iteration, 3);
});

test("a run that another server brought back keeps its record", () => {
  const it = running();
  it.lose(true);
  assert.equal(it.store.get().status, "away");
  it.says(started({ run: "other", iteration: 1 }));
  assert.equal(it.store.get().training?.curves[0].loss.length, 1);
  assert.deepEqual(
    it.store.get().live?.branches.map(({ run }) => run),
    ["other"],
  );
});

test("a place in the queue is told", () => {
  const it = page();
  it.session.start();
  it.says({ type: "queued", place: 3 });
  assert.equal(it.store.get().live?.place, 3);
  it.says(started());
  assert.equal(it.store.get().live?.place, null);
});

test("the nearest of some numbers", () => {
  assert.equal(nearest([0, 10, 20], 14), 10);
  assert.equal(nearest([], 14), 14);
});
