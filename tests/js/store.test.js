import assert from "node:assert/strict";
import test from "node:test";
import { createStore, scoped } from "../../static/js/state/store.js";

/** @param {any} [more] */
const initial = (more) =>
  /** @type {any} */ ({ status: "idle", config: {}, page: {}, trace: null, error: null, ...more });

test("a change reaches every listener with what was before and how it counts", () => {
  const store = createStore(initial());
  /** @type {any[]} */
  const changes = [];
  store.subscribe((state, previous, change) => changes.push([state.status, previous.status, change.history]));
  store.set({ status: "loading" }, { history: "push" });
  assert.deepEqual(changes, [["loading", "idle", "push"]]);
});

test("what was not changed keeps its identity", () => {
  const config = { rho: 1 };
  const store = createStore(initial({ config }));
  store.set({ status: "away" });
  assert.equal(store.get().config, config);
});

test("a listener that leaves hears nothing more", () => {
  const store = createStore(initial());
  let calls = 0;
  const leave = store.subscribe(() => (calls += 1));
  store.set({});
  leave();
  store.set({});
  assert.equal(calls, 1);
});

test("a scoped store is let go as a whole", () => {
  const store = createStore(initial());
  let calls = 0;
  const part = scoped(store);
  part.subscribe(() => (calls += 1));
  part.subscribe(() => (calls += 1));
  part.set({});
  part.release();
  store.set({});
  assert.equal(calls, 2);
});
