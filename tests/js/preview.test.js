import assert from "node:assert/strict";
import test from "node:test";
import { createPreview } from "../../static/js/state/preview.js";
import { createStore } from "../../static/js/state/store.js";

const begin = () => {
  const store = createStore(/** @type {any} */ ({ page: { t: 5, view: "states" } }));
  return { store, preview: createPreview(store), t: () => store.get().page.t };
};

test("what is hovered shows at once and is gone with the pointer", () => {
  const { preview, t } = begin();
  preview.show({ t: 40 });
  preview.show({ t: 41 });
  assert.equal(t(), 41);
  preview.end();
  assert.equal(t(), 5);
});

test("what is kept stays when the pointer leaves", () => {
  const { preview, t } = begin();
  preview.show({ t: 40 });
  preview.keep();
  preview.end();
  assert.equal(t(), 40);
});

test("a step that a key or the player chose meanwhile is not taken back, and other fields stay", () => {
  const { store, preview, t } = begin();
  preview.show({ t: 40 });
  store.set({ page: { ...store.get().page, view: "gates" } });
  preview.end();
  assert.deepEqual(store.get().page, { t: 5, view: "gates" });
  preview.show({ t: 40 });
  store.set({ page: { ...store.get().page, t: 39 } }, { history: "replace" });
  preview.end();
  assert.equal(t(), 39);
});
