/**
 * A step under the pointer is looked at, and no more: it shows at once and is gone with the pointer. A click keeps it,
 * and so does whatever else moves the cursor meanwhile.
 */

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").Page} Page */

/** @param {Store} store */
export function createPreview(store) {
  /** What the page goes back to. @type {Page | null} */
  let kept = null;
  let showing = false;
  const cut = store.subscribe((state, previous) => {
    if (kept && !showing && Object.keys(kept).some((name) => state.page[name] !== previous.page[name])) kept = null;
  });

  /** @param {Page} fields */
  function put(fields) {
    const { page } = store.get();
    if (Object.entries(fields).every(([name, value]) => page[name] === value)) return;
    showing = true;
    store.set({ page: { ...page, ...fields } }, { history: "none" });
    showing = false;
  }

  return {
    /** @param {Page} fields */
    show(fields) {
      const { page } = store.get();
      kept ??= Object.fromEntries(Object.keys(fields).map((name) => [name, page[name]]));
      put(fields);
    },
    /** What is shown stays. */
    keep() {
      kept = null;
    },
    /** The pointer has left. */
    end() {
      if (kept) put(kept);
      kept = null;
    },
    destroy: cut,
  };
}
