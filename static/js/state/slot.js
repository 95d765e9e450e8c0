/**
 * A place on the page for a part that can be taken off and put on again: when the language, the colours or the
 * size change, a part is made anew with the new words and colours, and the old one's subscriptions are cut.
 */

import { scoped } from "./store.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").State} State */
/** @typedef {{update?: (state: State) => Promise<void> | void, destroy?: () => void}} Part */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
export function createSlot(root, store) {
  /** @type {Part | null | undefined} */
  let part;
  /** @type {ReturnType<typeof scoped> | undefined} */
  let scopedStore;

  function clear() {
    scopedStore?.release();
    part?.destroy?.();
    part = undefined;
    root.replaceChildren();
  }

  return {
    root,
    clear,
    /** @param {(root: HTMLElement, store: Store) => Part | void} mount */
    mount(mount) {
      clear();
      scopedStore = scoped(store);
      part = mount(root, scopedStore) ?? null;
    },
    /** @param {State} state @returns {Promise<void> | void} */
    update: (state) => part?.update?.(state),
  };
}
