/** Links within the page: real ones, that open without a reload where nothing else was asked of them. */

import { h } from "../base/dom.js";
import { hrefOf } from "./address.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * @param {import("../base/types.js").Store} store
 * @param {(state: State) => Partial<State>} leads
 * @param {Record<string, any>} attributes
 * @param {...import("../base/dom.js").Child} children
 */
export function pageLink(store, leads, attributes, ...children) {
  const link = h("a", { ...attributes }, ...children);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    store.set(leads(store.get()), { history: "push" });
  });
  return {
    link,
    /** The address follows what the link would lead to now. @param {State} state */
    update(state) {
      const href = hrefOf(state, leads(state));
      if (link.getAttribute("href") !== href) link.setAttribute("href", href);
    },
  };
}
