/**
 * The browser's address follows the state, and the back button leads the state. A step worth going back to is
 * pushed; everything in between replaces, and not faster than browsers allow.
 */

import { format, parse, tablesOf } from "./address.js";

/** @typedef {import("../base/types.js").Store} Store */

/** With this begins the part of an address that a lesson travels in; no server sees it. */
export const LESSON_HASH = "#lesson=";

/** Browsers refuse more than about a hundred changes in half a minute. */
const CALM = 350;

/**
 * @param {Store} store
 * @param {string} base path of the page, without the slash at its end
 */
export function followAddress(store, base) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let written = location.search.replace(/^\?/, "");

  const queryOf = () => {
    const { config, page, catalogue, play } = store.get();
    return format(config, page, catalogue, play);
  };

  /** @param {"pushState" | "replaceState"} how @param {string} query */
  function write(how, query) {
    clearTimeout(waiting);
    waiting = undefined;
    if (query === written) return;
    written = query;
    if (origin === "null") return; // a frame with a sandbox has no address of its own to write
    const own = location.hash.startsWith(LESSON_HASH) ? location.hash : "";
    history[how](null, "", `${base}/${query ? `?${query}` : ""}${own}`);
  }

  let latest = queryOf();
  /** What the address says or is about to say. */
  let kept = latest;
  store.subscribe((_state, _previous, change) => {
    const query = queryOf();
    // what was only looked at before, and is kept now, is no change of the page but one of the address
    const isNew = query !== latest || (change.history === "replace" && query !== kept);
    latest = query;
    if (!isNew || change.history === "none") return;
    if (change.history === "push") {
      if (waiting !== undefined) write("replaceState", kept);
      write("pushState", query);
    } else {
      // Not put off by each further change: while a pass plays, the address keeps up.
      waiting ??= setTimeout(() => write("replaceState", kept), CALM);
    }
    kept = query;
  });

  /** What is typed just before the page goes is in its address when it comes back. */
  addEventListener("pagehide", () => {
    if (waiting !== undefined) write("replaceState", kept);
  });

  addEventListener("popstate", () => {
    clearTimeout(waiting);
    waiting = undefined;
    written = location.search.replace(/^\?/, "");
    const { catalogue, config } = store.get();
    const next = parse(location.search, catalogue);
    const named = tablesOf({ ...next, catalogue });
    // What an address says nothing of is kept for the way back: the laboratory's settings, or those of a run.
    if (!named.includes("config")) next.config = config;
    else if (!named.includes("training"))
      for (const { name } of catalogue.training ?? []) next.config[name] = config[name] ?? next.config[name];
    store.set(next, { history: "none" });
    kept = queryOf();
  });
}
