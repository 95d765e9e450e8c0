/**
 * The charts of a training run, each in its slot: the loss, the norm with its threshold, and the chosen one of the
 * others. They are painted a few times a second, and at once where they show what a change has done; then the document
 * says so.
 */

import { byId, h } from "../base/dom.js";
import { mountTabs } from "../controls/tabs.js";
import { mountView } from "../figure/draw.js";
import { createSlot } from "../state/slot.js";
import { createHandle } from "./threshold_handle.js";
import { trainingViews } from "./views/index.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */

/** @param {string} chart as the page's address names it */
const viewOf = (chart) => {
  const view = trainingViews.find(({ id }) => id === `train_${chart}`);
  if (!view) throw new Error(`no chart is called ${chart}`);
  return view;
};

/** Milliseconds between two pictures of a run that goes on by itself: the page has time left for the reader. */
const CALM = 150;

/** What a frame changes in the state. */
const FOLLOWS = new Set(["training", "trace"]);

/** How many changes have had an iteration to act in. @param {State["training"]} training */
const effectsOf = (training) => training?.changes.filter(({ iteration }) => iteration < training.iteration).length ?? 0;

/** Whether one record has grown out of the other. @param {State["training"]} record @param {State["training"]} other */
const isSameRun = (record, other) =>
  record?.started.run === other?.started.run &&
  record?.state === other?.state &&
  (record?.iteration ?? 0) >= (other?.iteration ?? 0);

/**
 * The charts of a run: an application's play shows what it predicts, and it has a measure of its own.
 * @param {State} state
 */
const chartsOf = ({ catalogue, config }) =>
  (catalogue.page.find(({ name }) => name === "chart")?.choices ?? []).filter(
    (chart) => chart !== (config.app ? "predictions" : "measure"),
  );

/** The chosen one of them. @param {State} state */
const chartOf = (state) => {
  const charts = chartsOf(state);
  return charts.includes(state.page.chart) ? state.page.chart : charts[0];
};

/** The view that shows it. @param {State} state */
export const chosenChart = (state) => viewOf(chartOf(state));

/**
 * @param {object} wiring
 * @param {Store} wiring.store
 * @param {ReturnType<typeof import("./session.js").createSession>} wiring.session
 * @param {() => boolean} wiring.active whether the page shows them
 * @param {(state: State) => void} wiring.also updates what is not drawn
 * @param {(chart: string) => void} wiring.choose
 */
export function createCharts({ store, session, active, also, choose }) {
  const slots = {
    loss: createSlot(byId("train-loss"), store),
    norm: createSlot(byId("train-norm"), store),
    chart: createSlot(byId("train-chart"), store),
  };
  /** @type {{ t: import("../base/i18n.js").I18n, theme: () => import("../base/types.js").Theme } | null} */
  let appearance = null;
  /** @type {ReturnType<typeof mountTabs> | null} */
  let tabs = null;
  let chart = "";
  /** @type {unknown} */
  let app;
  let scheduled = false;
  /** Whether the next picture is to show the newest record, or the one that is on the screen in a new light. */
  let fresh = false;
  let last = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {State["training"]} */
  let shown;

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => void paint());
  }

  function scheduleFresh() {
    clearTimeout(resting);
    resting = undefined;
    fresh = true;
    schedule();
  }

  /** The run has gone on: a picture now where it shows what a change did, else when the last one has rested a while. */
  function follow(/** @type {State["training"]} */ training) {
    const wait = last + CALM - performance.now();
    if (wait <= 0 || !isSameRun(training, shown) || effectsOf(training) > effectsOf(shown)) scheduleFresh();
    else resting ??= setTimeout(scheduleFresh, wait);
  }

  async function paint() {
    const newest = fresh;
    scheduled = fresh = false;
    const state = store.get();
    if (!active()) return;
    const number = session.newest;
    if (newest) shown = state.training;
    const picture = { ...state, training: shown };
    // what a change does is seen in the gradient first; the loss and the words follow in the next frame of the screen
    await Promise.all([slots.norm.update(picture), slots.chart.update(picture)]);
    if (newest) {
      last = performance.now();
      if (shown) {
        const { iteration } = shown;
        document.dispatchEvent(new CustomEvent("unroll:trained", { detail: { iteration, number } }));
      }
    }
    requestAnimationFrame(() => {
      also(store.get());
      void slots.loss.update({ ...store.get(), training: shown });
    });
  }

  /**
   * A chart in its place, and until there is a run, what it will show.
   * @param {HTMLElement} root
   * @param {string} id
   * @param {object} given
   */
  function mountChart(root, id, given) {
    const t = /** @type {import("../base/i18n.js").I18n} */ (appearance?.t);
    const part = mountView(root, viewOf(id), /** @type {any} */ (given));
    const hint = h(
      "p",
      { class: "train-hint" },
      h("b", {}, t(`view.train_${id}.title`)),
      h("span", {}, t(`view.train_${id}.about`)),
    );
    root.append(hint);
    /** @param {State} state */
    function update(state) {
      const none = !state.training;
      hint.hidden = !none;
      root.dataset.run = none ? "none" : "here";
      return part.update(state);
    }
    return { ...part, update };
  }

  const tools = (/** @type {Store} */ scopedStore) => ({
    store: scopedStore,
    .../** @type {any} */ (appearance),
    pick: session.scrub,
  });

  function mountTabsOf() {
    if (!appearance) return;
    app = store.get().config.app;
    tabs = mountTabs(byId("train-tabs"), byId("train-chart"), {
      views: chartsOf(store.get()).map(viewOf),
      t: appearance.t,
      choose: (id) => choose(id.replace("train_", "")),
    });
  }

  function mountChosen() {
    if (!appearance) return;
    if (store.get().config.app !== app) mountTabsOf();
    chart = chartOf(store.get());
    slots.chart.mount((root, scopedStore) => mountChart(root, chart, tools(scopedStore)));
    tabs?.show(`train_${chart}`);
  }

  store.subscribe((state, previous) => {
    if (appearance && (chartOf(state) !== chart || state.config.app !== app)) mountChosen();
    if (state.page.mode !== previous.page.mode) scheduleFresh();
    if (state.training !== previous.training) follow(state.training);
    if (Object.keys(state).some((key) => !FOLLOWS.has(key) && Reflect.get(state, key) !== Reflect.get(previous, key)))
      schedule();
  });

  return {
    /**
     * Make every chart anew, in these words and colours.
     * @param {import("../base/i18n.js").I18n} t
     * @param {() => import("../base/types.js").Theme} theme
     */
    mount(t, theme) {
      appearance = { t, theme };
      mountTabsOf();
      slots.loss.mount((root, scopedStore) => mountChart(root, "loss", tools(scopedStore)));
      slots.norm.mount((root, scopedStore) =>
        mountChart(root, "norm", {
          ...tools(scopedStore),
          over: (/** @type {HTMLElement} */ plot) => createHandle(plot, { session, store, t }),
        }),
      );
      mountChosen();
      scheduleFresh();
    },
  };
}
