/**
 * The page's training mode, fetched when it is first asked for: the run, its bar and charts, what the controls show and
 * do while it goes on, and which parts of a trace the laboratory below wants of it.
 */

import { byId } from "../base/dom.js";
import { mountLayer, mountScale } from "../controls/view_options.js";
import { save } from "../figure/data_table.js";
import { formatPlay, hasTraining, tablesOf } from "../state/address.js";
import { write } from "../state/address_values.js";
import { batchOf, forPlay, orderedFields, playOf, within } from "../state/request.js";
import { inForce } from "./changes.js";
import { chosenChart, createCharts } from "./charts.js";
import { takesOf } from "./curves_csv.js";
import { epsilonNote } from "./epsilon.js";
import { grammarField, modelsField } from "./models.js";
import { trainingRemarks, trainingSentence } from "./sentence.js";
import { createSession } from "./session.js";
import { depthOfRun } from "./settings.js";
import { mountBar } from "./training_bar.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** Parts of the laboratory, by the element that they stand in. */
const PARTS = {
  network: "network",
  equations: "equations",
  "view-panel": "view",
  bench: "bench",
};
/** What an application's tokens show of a trace. */
const OF_THE_BENCH = ["norms"];

/**
 * @param {import("../modes/types.js").Wiring} wiring
 * @returns {import("../modes/types.js").Part & { session: ReturnType<typeof createSession> }}
 */
export function createTraining({ store, base, words, theme, patch, active, needed, other }) {
  /** What of the state a frame's trace becomes; a run of an application sends a play. @param {any} body @returns {Partial<State>} */
  const picture = (body) => other("apps")?.pictureOf(body) ?? { trace: body };

  const address = new URL(`${base}/api/live`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const session = createSession({
    store,
    open: () => new WebSocket(address),
    lang: () => words().lang,
    picture,
  });
  /** @type {ReturnType<typeof mountBar> | null} */
  let bar = null;
  /** @type {ReturnType<typeof mountScale> | null} */
  let scale = null;
  /** @type {ReturnType<typeof mountLayer> | null} */
  let layer = null;
  const charts = createCharts({
    store,
    session,
    active,
    also(state) {
      bar?.update(state);
      scale?.update(state);
      layer?.update(state);
    },
    choose: (chart) => patch({ chart }, "push"),
  });

  /** @type {Set<string>} */
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const part = PARTS[/** @type {keyof typeof PARTS} */ (target.id)];
        if (isIntersecting) seen.add(part);
        else seen.delete(part);
      }
      ask();
    },
    { rootMargin: "-48px 0px" }, // a sliver at the edge is not looked at
  );
  for (const id of Object.keys(PARTS)) watcher.observe(byId(id));

  /** Say which parts of a trace can be seen now. */
  function ask() {
    const state = store.get();
    if (!active()) return;
    const { catalogue, config, page } = state;
    const fields = [...needed(state, seen), ...(seen.has("bench") ? OF_THE_BENCH : [])];
    session.subscribe({
      fields: seen.size ? orderedFields(config.app ? forPlay(fields) : fields, catalogue) : [],
      sample: within(page.sample, batchOf(config, catalogue)),
      unit: within(page.unit, config.units),
      ...(config.app && { play: formatPlay(playOf(state), catalogue) }),
    });
  }

  /** The configuration as the controls show it; the same object as long as it says the same. @type {Config | null} */
  let shown = null;
  let spelled = "";
  /** @param {State} state */
  function visibleConfig(state) {
    const now = inForce(state);
    const text = now === state.config ? "" : (state.catalogue.live ?? []).map((name) => write(now[name])).join();
    if (shown && text && text === spelled && shown.changes === state.config.changes) return shown;
    spelled = text;
    shown = now;
    return now;
  }

  store.subscribe((state, previous) => {
    // an application's run is no run of the laboratory, nor the other way round
    const { app = "" } = state.training?.started.config ?? {};
    if (state.training && tablesOf(state).includes("config") && app !== (state.config.app ?? "")) session.leave();
    // back at what a run was left at: it goes on
    if (hasTraining(state) && (!hasTraining(previous) || state.config.app !== previous.config.app))
      session.resume(false);
    if (state.live?.at !== previous.live?.at || state.live?.phase !== previous.live?.phase) ask();
  });
  const [navigation] = performance.getEntriesByType("navigation");
  const { type = "" } = /** @type {PerformanceNavigationTiming} */ (navigation ?? {});
  if (hasTraining(store.get())) session.resume(type === "reload");
  /** A run that was asked for together with its page. */
  const beginAsked = () => {
    const state = store.get();
    if (!state.begin || !hasTraining(state)) return;
    store.set({ begin: false });
    if ((state.live?.phase ?? "none") === "none") session.start(); // else it goes on with the one it was left at
  };
  store.subscribe(beginAsked);
  beginAsked();
  document.addEventListener("visibilitychange", () => session.visible(!document.hidden));

  return {
    session,
    column: {
      fields: { models: modelsField(store.get), changes: grammarField },
      inForce: visibleConfig,
      take: session.take,
      notes: { optimiser: ({ config, catalogue }, t) => epsilonNote(catalogue, config, t) },
    },
    ask,
    retry: session.retry,
    leave() {
      if (store.get().training?.state === "running") session.pause();
    },
    enter() {
      if (session.trace) store.set(picture(session.trace));
    },
    /** The top of the page. @param {State} state @param {I18n} t */
    headline: (state, t) => ({
      words: trainingSentence(state, t),
      remarks: trainingRemarks(state, t),
    }),
    depth: () => depthOfRun(store.get().training),
    /** What can be taken along. @param {I18n} t */
    takes(t) {
      const { training, live } = store.get();
      return training ? takesOf(training, { t, base, at: live?.at ?? null, save }) : [];
    },
    /** @param {I18n} t */
    mount(t) {
      bar = mountBar({ bar: byId("train-bar"), alert: byId("train-alert") }, { session, t });
      scale = mountScale(byId("train-options"), {
        catalogue: store.get().catalogue,
        t,
        change: patch,
        name: "train-scale",
      });
      layer = mountLayer(byId("train-layer"), {
        t,
        change: (fields) => patch(fields, "push"),
        name: "train-layer",
        depthShown: (state) => (chosenChart(state).hasLayers ? depthOfRun(state.training) : 1),
      });
      charts.mount(t, theme);
    },
    /** New colours. @param {I18n} t */
    paint: (t) => charts.mount(t, theme),
  };
}
