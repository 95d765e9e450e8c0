/**
 * The page's one state. Everything shown is a function of it, and every change goes through `set`.
 * `change.history` tells whoever keeps the address whether this is a step worth going back to.
 */

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").Change} Change */

/**
 * @param {State} initial
 * @returns {Store}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<(state: State, previous: State, change: Change) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(patch, change = {}) {
      const previous = state;
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener(state, previous, change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * A view on a store whose subscriptions can all be cut at once, for a part that is taken off the page.
 * @param {Store} store
 * @returns {Store & { release: () => void }}
 */
export function scoped(store) {
  /** @type {(() => void)[]} */
  const cuts = [];
  return {
    ...store,
    subscribe(listener) {
      const cut = store.subscribe(listener);
      cuts.push(cut);
      return cut;
    },
    release() {
      for (const cut of cuts.splice(0)) cut();
    },
  };
}
