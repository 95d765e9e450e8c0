/**
 * Turning between the page's modes. A mode declares what it shows and what its address speaks of; the rest of it is
 * fetched when the page first turns to it. What another one has left is there again on the way back.
 */

import { byId, h, styled } from "../base/dom.js";
import { mountControls } from "../controls/controls.js";
import { changed, hasApplication, parse } from "../state/address.js";
import { createApi } from "../state/api.js";
import { playOf, traceQuery } from "../state/request.js";
import { showOf } from "./show.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../modes/types.js").Mode} Mode */
/** @typedef {import("../modes/types.js").Part} Part */
/** @typedef {Pick<import("../modes/types.js").Wiring, "store" | "base" | "words" | "theme" | "patch" | "needed">} Common */

/**
 * @param {Common & {
 *   modes: Mode[],
 *   files: string,
 *   learn: () => Promise<void>,
 *   mount: () => void,
 *   follow: () => void,
 *   failed: () => void,
 * }} wiring `files`: the folder of the static files; `learn`: the words that a first visit to the laboratory does
 *   without; `mount` makes everything anew, `follow` reads again what the page is asked for: a mode has come; `failed`:
 *   a mode could not be fetched
 */
export function createModes({ modes, files, learn, mount, follow, failed, ...common }) {
  const { store, base, words, needed } = common;
  /** What has been fetched. @type {Map<string, Part>} */
  const parts = new Map();
  /** What is on its way. @type {Set<string>} */
  const coming = new Set();
  /** The picture of the configuration itself, for the way back. @type {import("../base/types.js").Trace | null} */
  let plain = null;
  const fresh = () => parse("", store.get().catalogue);
  /** What the laboratory was set to before an application's run, for the way back. */
  let before = store.get().config.app ? fresh().config : store.get().config;

  /** A configuration that a mode has opened on, and what it took the place of. @type {{ with: any, instead: any } | null} */
  let opened = null;

  const byName = (/** @type {string} */ id) => modes.find((mode) => mode.id === id);
  const modeOf = (/** @type {State} */ { page }) => byName(page.mode) ?? modes[0];
  const current = () => parts.get(modeOf(store.get()).id);

  /** The mode and those whose parts it shows too. @param {State} state */
  function together(state) {
    const mode = modeOf(state);
    const called = Object.entries(mode.companions ?? {}).filter(([field]) => state.config[field]);
    return [mode, ...called.flatMap(([, id]) => byName(id) ?? [])];
  }

  /** Who fetches what the page shows; undefined: the page itself does. @param {State} state */
  const asker = (state) => together(state).find((mode) => mode.asks?.(state));

  const api = createApi({
    fetch: (query, init) => fetch(`${base}/api/trace?${query}`, init),
    onAnswer(trace, _query, newest) {
      plain = trace;
      if (!asker(store.get())) store.set(newest ? { trace, status: "idle", error: null } : { trace });
    },
    onStatus: (status, error) => !asker(store.get()) && store.set({ status, error }),
  });

  /** Fetch a mode's scripts, words and stylesheets side by side, once. @param {Mode} mode */
  async function fetchMode(mode) {
    const { id, sheets, load } = mode;
    if (!load || parts.has(id) || coming.has(id)) return;
    coming.add(id);
    const styles = sheets.map((sheet) => styled(`${files}/css/${sheet}.css`));
    try {
      const fetched = await Promise.all([load(), learn(), ...styles]).catch(failed);
      if (!fetched) return;
      parts.set(id, fetched[0]({ ...common, ...placeOf(id) }));
      mount();
      follow();
    } finally {
      coming.delete(id);
    }
  }

  /** Places that modes have asked for. @type {Map<string, HTMLElement>} */
  const roots = new Map();
  /** What of the wiring is a mode's own. @param {string} id */
  const placeOf = (id) => ({
    active: () => modeOf(store.get()).id === id,
    other: (/** @type {string} */ name) => parts.get(name),
    root() {
      const root = roots.get(id) ?? h("section", { class: "mode-root", hidden: modeOf(store.get()).id !== id });
      if (!roots.has(id)) byId("main").prepend(root);
      roots.set(id, root);
      return root;
    },
  });

  return {
    list: modes.map(({ id }) => id),
    /** What the document says of the mode, for the stylesheets. @param {State} state */
    marks: (state) => ({
      mode: modeOf(state).id,
      parts: modeOf(state).parts.join(" "),
      show: modeOf(state).own?.(state) ? showOf(state.page) : "all",
      app: hasApplication(state) ? playOf(state).app : "",
    }),
    /** Whether a part of the laboratory is on the page. @param {State} state @param {string} part */
    hasPart: (state, part) => modeOf(state).parts.includes(part === "network" ? part : "charts"),
    /** The mode's own shortcuts. */
    keys: () => modeOf(store.get()).keys?.(current) ?? [],
    /** Where the effect of a change is seen. @param {string} id */
    shows: (id) => byName(id)?.shows ?? modes[0].shows,
    /** How many layers a mode's own pictures tell apart. */
    depth: () => current()?.depth?.() ?? 1,
    /** What can be taken along. @param {I18n} t */
    takes: (t) => current()?.takes?.(t) ?? [],
    /** Who tells the top of the page, where it is not the trace. @param {State} state */
    teller: (state) => parts.get(modeOf(state).id)?.headline,
    /** Fetch what the page is asked for, and is not there yet. */
    come() {
      for (const mode of together(store.get())) void fetchMode(mode);
    },
    /** Ask the server for what the page now stands for. */
    ask() {
      const state = store.get();
      const mode = asker(state);
      if (mode) return parts.get(mode.id)?.ask?.();
      const { query } = modeOf(state);
      const fields = needed(state);
      if (query || fields.length) api.want((query ?? traceQuery)(state, fields, words().lang));
      else if (state.status !== "idle") store.set({ status: "idle", error: null });
    },
    retry() {
      api.retry();
      for (const part of parts.values()) part.retry?.();
    },
    /** @param {string} id */
    turnTo(id) {
      const { config, page, catalogue } = store.get();
      const own = config.app ? { ...before, app: "" } : config;
      const left = opened && !changed(own, opened.with).length ? opened.instead : own;
      const set = byName(id)?.turn?.(fresh(), left, catalogue);
      opened = set?.config ? { with: set.config, instead: left } : null;
      // it begins with what is its own, whatever view was chosen where one comes from
      const show = byName(id)?.own && showOf({ view: page.view }) !== "own" ? "own" : "auto";
      store.set({ page: { ...page, mode: id, show }, config: left, ...set }, { history: "push" });
    },
    /** The page has changed: what a mode leaves and finds again. @param {State} state @param {State} previous */
    changed(state, previous) {
      if (state.config.app && !previous.config.app) before = previous.config;
      const modeChanged = state.page.mode !== previous.page.mode;
      if (hasApplication(previous) && !hasApplication(state))
        store.set({ trace: plain, prediction: null, status: "idle", error: null });
      else if (modeChanged && plain && !asker(state)) store.set({ trace: plain });
      if (!modeChanged) return;
      for (const [id, root] of roots) root.hidden = modeOf(state).id !== id;
      parts.get(modeOf(previous).id)?.leave?.();
      parts.get(modeOf(state).id)?.enter?.();
    },
    /** @param {State} state */
    update(state) {
      for (const part of parts.values()) part.update?.(state);
    },
    /** Whether an error is told where its fault is. @param {State} state */
    explains: (state) => [...parts.values()].some((part) => part.explains?.(state)),
    /** Whether two states have the same column of controls. @param {State} a @param {State} b */
    sameColumn: (a, b) => parts.get(modeOf(a).id)?.mountControls === parts.get(modeOf(b).id)?.mountControls,
    /** The column of controls: the laboratory's with what a mode adds to it, or one of the mode's own. @param {HTMLElement} column @param {I18n} t */
    mountControls: (column, t) =>
      current()?.mountControls?.(column, t) ??
      mountControls(column, { store, t, training: [...parts.values()].find((part) => part.column)?.column }),
    /** In new words. @param {I18n} t */
    mount(t) {
      for (const part of parts.values()) part.mount?.(t);
    },
    /** In new colours. @param {I18n} t */
    paint(t) {
      for (const part of parts.values()) (part.paint ?? part.mount)?.(t);
    },
  };
}
