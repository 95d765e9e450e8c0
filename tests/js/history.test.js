import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { followAddress } from "../../static/js/state/history.js";
import { createPreview } from "../../static/js/state/preview.js";
import { createStore } from "../../static/js/state/store.js";
import { catalogue } from "./catalogue.js";

/** A page at step 5 whose address is followed, and what has been written of it. */
function begin() {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const written = [];
  const put = (/** @type {string} */ how) => (/** @type {any} */ _, /** @type {any} */ __, /** @type {string} */ url) =>
    written.push(`${how} ${url}`);
  Object.assign(globalThis, {
    location: { search: "?t=5", hash: "" },
    history: { replaceState: put("replace"), pushState: put("push") },
    origin: "http://page",
    addEventListener() {},
  });
  const store = createStore(/** @type {any} */ ({ page: { t: 5 }, config: {}, catalogue, play: {} }));
  followAddress(store, "");
  const preview = createPreview(store);
  const keep = (/** @type {number} */ t) => {
    preview.keep();
    store.set({ page: { ...store.get().page, t } }, { history: "replace" });
  };
  return { store, preview, keep, written, pass: () => mock.timers.tick(1000) };
}

test("a step that is kept while it is looked at is in the address, and one that is only looked at is not", (context) => {
  context.after(() => mock.timers.reset());
  const { preview, keep, written, pass } = begin();
  preview.show({ t: 40 });
  pass();
  assert.deepEqual(written, []);
  keep(40);
  pass();
  assert.deepEqual(written, ["replace /?t=40"]);
  preview.show({ t: 50 });
  preview.end();
  pass();
  assert.deepEqual(written, ["replace /?t=40"]);
});

test("what is looked at while a kept step waits to be written is not written with it", (context) => {
  context.after(() => mock.timers.reset());
  const { store, preview, keep, written, pass } = begin();
  keep(40);
  preview.show({ t: 60 });
  store.set({ status: "loading" }); // an answer comes meanwhile
  pass();
  assert.deepEqual(written, ["replace /?t=40"]);
});
