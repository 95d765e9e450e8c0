/**
 * The page's modes: the laboratory, training, and the applications. The latter two are fetched when the page is first
 * asked for them. Each asks the server for what it shows; what another one has left is there again on the way back.
 */

import { styled } from "../base/dom.js";
import { mountControls } from "../controls/controls.js";
import { hasApplication, parse } from "../state/address.js";
import { createApi } from "../state/api.js";
import { followsRun, playOf, traceQuery } from "../state/request.js";
import { neededFields } from "./stage.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {import("../base/i18n.js").I18n} I18n */

export const MODES = ["lab", "train", "apps"];

/** The stylesheets of the applications, in this order; the page's head has them where it opens with one. */
export const APPLICATION_SHEETS = [
  "applications",
  ...[
    "shared",
    "steps",
    "lines",
    "translation",
    "text",
    "entities",
    "sentiment",
    "forecast",
    "speech",
    "music",
    "cards",
  ].map((name) => `pictures/${name}`),
];

/**
 * @param {object} wiring
 * @param {Store} wiring.store
 * @param {string} wiring.base the page's address
 * @param {string} wiring.files the folder of the static files
 * @param {() => I18n} wiring.words
 * @param {() => Promise<void>} wiring.learn the words that a first visit to the laboratory does without
 * @param {() => Theme} wiring.theme
 * @param {(patch: import("../base/types.js").Page, how?: "push" | "replace") => void} wiring.patch
 * @param {() => void} wiring.mount makes everything anew: a mode has come
 * @param {() => void} wiring.follow what the page is asked for is read again
 * @param {() => void} wiring.failed a mode could not be fetched
 */
export function createModes({ store, base, files, words, learn, theme, patch, mount, follow, failed }) {
  /** What trains, once the page was asked to. @type {ReturnType<typeof import("../training/mode.js").createTraining> | null} */
  let training = null;
  /** The applications, once the page was asked for one. @type {ReturnType<typeof import("../applications/mode.js").createApplications> | null} */
  let applications = null;
  /** The laboratory's own picture, for the way back from a run. @type {import("../base/types.js").Trace | null} */
  let own = null;
  const fresh = () => parse("", store.get().catalogue);
  /** What the laboratory was set to before an application's run, for the way back. */
  let kept = store.get().config.app ? fresh().config : store.get().config;

  const trains = () => store.get().page.mode === "train";
  const applied = () => hasApplication(store.get());
  const isElsewhere = () => followsRun(store.get()) || applied();
  const api = createApi({
    fetch: (query, init) => fetch(`${base}/api/trace?${query}`, init),
    onAnswer(trace, _query, newest) {
      own = trace;
      if (!isElsewhere()) store.set(newest ? { trace, status: "idle", error: null } : { trace });
    },
    onStatus: (status, error) => !isElsewhere() && store.set({ status, error }),
  });

  /** What is on its way. @type {Set<string>} */
  const coming = new Set();
  /**
   * Fetch a mode's scripts, words and stylesheets side by side, once.
   * @template Module
   * @param {string} name
   * @param {() => Promise<Module>} scripts
   * @param {string[]} sheets
   * @param {(module: Module) => void} begin
   */
  async function fetchMode(name, scripts, sheets, begin) {
    if (coming.has(name)) return;
    coming.add(name);
    const styles = sheets.map((sheet) => styled(`${files}/css/${sheet}.css`));
    try {
      const found = await Promise.all([scripts(), learn(), ...styles]).catch(failed);
      if (found) begin(found[0]);
    } finally {
      coming.delete(name);
    }
  }

  /** @param {typeof import("../training/mode.js")} module */
  function beginTraining({ createTraining }) {
    const picture = (/** @type {any} */ body) => applications?.pictureOf(body) ?? { trace: body };
    training = createTraining({ store, base, words, theme, patch, picture });
    mount();
  }

  /** @param {typeof import("../applications/mode.js")} module */
  function beginApplications({ createApplications }) {
    applications = createApplications({ store, base, words, theme, start: () => training?.session.start() });
    mount();
    follow();
  }

  return {
    trains,
    /** The application that the page shows, if any. */
    app: () => (applied() ? playOf(store.get()).app : ""),
    /** The page's training run. */
    get session() {
      return training?.session;
    },
    /** What of a training run can be taken along. @param {I18n} t */
    takes: (t) => training?.takes(t) ?? [],
    /** Who tells the top of the page, where it is not the laboratory's trace. @param {State} state */
    teller: (state) => (state.page.mode === "train" ? training : hasApplication(state) ? applications : null)?.headline,
    /** Fetch what the page is asked for, and is not there yet. */
    come() {
      if (trains() && !training)
        void fetchMode("train", () => import("../training/mode.js"), ["training"], beginTraining);
      if (applied() && !applications)
        void fetchMode("apps", () => import("../applications/mode.js"), APPLICATION_SHEETS, beginApplications);
    },
    /** Ask the server for what the page now stands for. */
    ask() {
      const state = store.get();
      if (training && followsRun(state)) training.ask();
      else if (hasApplication(state)) applications?.ask();
      else api.want(traceQuery(state, neededFields(state), words().lang));
    },
    retry() {
      api.retry();
      applications?.retry();
      training?.session.retry();
    },
    /** To another mode: applications are left where they were, and begin with their cards. @param {string} mode */
    turnTo(mode) {
      const { config, page, play } = store.get();
      const left = config.app ? { ...kept, app: "" } : config;
      const next = mode === "apps" ? fresh().play : play;
      store.set({ page: { ...page, mode }, config: left, play: next }, { history: "push" });
    },
    /** The page has changed: what a mode leaves and finds again. @param {State} state @param {State} previous */
    changed(state, previous) {
      if (state.config.app && !previous.config.app) kept = previous.config;
      if (state.page.mode !== previous.page.mode && state.page.mode === "lab" && own) store.set({ trace: own });
      if (hasApplication(previous) && !applied()) store.set({ trace: own, played: null, status: "idle", error: null });
    },
    /** @param {State} state */
    update: (state) => applications?.update(state),
    /** Whether an error is told where its fault is. @param {State} state */
    explains: (state) => applications?.explains(state) ?? false,
    /** The column of controls: the laboratory's and a run's, or an application's. @param {HTMLElement} column @param {I18n} t */
    mountControls: (column, t) =>
      (store.get().page.mode === "apps" && applications?.mountControls(column, t)) ||
      mountControls(column, { store, t, training }),
    /** In new words. @param {I18n} t */
    mount(t) {
      training?.mount(t);
      applications?.mount(t);
    },
    /** In new colours. @param {I18n} t */
    paint(t) {
      training?.paint(t);
      applications?.mount(t);
    },
  };
}
