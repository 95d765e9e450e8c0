/**
 * The charts of a training run, each in its slot: the loss, the norm with its threshold, and the chosen one of the
 * others. They are painted together, once for each frame of the screen at most; then the document says so, and the
 * server hears that its frames have arrived.
 */

import { byId, h } from "../dom.js";
import { mountView } from "../draw.js";
import { createSlot } from "../slot.js";
import { mountTabs } from "../tabs.js";
import { createHandle } from "./threshold.js";
import { trainingViews } from "./views/index.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("../types.js").Store} Store */

/** @param {string} chart as the page's address names it */
const viewOf = (chart) => {
  const found = trainingViews.find(({ id }) => id === `train_${chart}`);
  if (!found) throw new Error(`no chart is called ${chart}`);
  return found;
};

/** Milliseconds between two pictures of a run that goes on by itself: the page has time left for the reader. */
const CALM = 100;

/** What a frame changes in the state. */
const FOLLOWS = new Set(["training", "trace"]);

/** How many changes there are, and whether an iteration has been done under the last. @param {State["training"]} training */
function effectsOf(training) {
  const changes = training?.changes ?? [];
  return `${changes.length} ${(training?.iteration ?? 0) > (changes.at(-1)?.iteration ?? -1)}`;
}

/** @param {State["catalogue"]} catalogue */
export const chartsOf = (catalogue) => catalogue.page.find(({ name }) => name === "chart")?.choices ?? [];

/**
 * @param {object} wiring
 * @param {Store} wiring.store
 * @param {ReturnType<typeof import("./session.js").createSession>} wiring.session
 * @param {(state: State) => void} wiring.also updates what is not drawn
 * @param {(chart: string) => void} wiring.choose
 */
export function createCharts({ store, session, also, choose }) {
  const slots = {
    loss: createSlot(byId("train-loss"), store),
    norm: createSlot(byId("train-norm"), store),
    chart: createSlot(byId("train-chart"), store),
  };
  /** @type {{ t: import("../i18n.js").I18n, theme: () => import("../types.js").Theme } | null} */
  let look = null;
  /** @type {ReturnType<typeof mountTabs> | null} */
  let tabs = null;
  let chart = "";
  let scheduled = false;
  let last = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** What the picture says of changes. */
  let effects = "";
  /** @type {unknown} */
  let announced = null;

  function schedule() {
    clearTimeout(resting);
    resting = undefined;
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => void paint());
  }

  /** The run has gone on: a picture now where it shows what a change did, else when the last one has rested a while. */
  function follow(/** @type {State["training"]} */ training) {
    const wait = last + CALM - performance.now();
    if (wait <= 0 || effectsOf(training) !== effects) schedule();
    else if (!scheduled) resting ??= setTimeout(schedule, wait);
  }

  async function paint() {
    scheduled = false;
    const state = store.get();
    if (state.page.mode !== "train") return;
    const number = session.newest;
    effects = effectsOf(state.training);
    also(state);
    await Promise.all(Object.values(slots).map((slot) => slot.update(state)));
    last = performance.now();
    if (!state.training || state.training === announced) return;
    announced = state.training;
    const { iteration } = state.training;
    document.dispatchEvent(new CustomEvent("unroll:trained", { detail: { iteration, number } }));
  }

  /**
   * A chart in its place, and until there is a run, what it will show.
   * @param {HTMLElement} root
   * @param {string} id
   * @param {object} given
   */
  function mountChart(root, id, given) {
    const t = /** @type {import("../i18n.js").I18n} */ (look?.t);
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

  const tools = (/** @type {Store} */ own) => ({ store: own, .../** @type {any} */ (look), pick: session.scrub });

  function mountChosen() {
    if (!look) return;
    chart = store.get().page.chart;
    slots.chart.mount((root, own) => mountChart(root, chart, tools(own)));
    tabs?.show(`train_${chart}`);
  }

  store.subscribe((state, previous) => {
    if (look && state.page.chart !== chart) mountChosen();
    if (state === previous) return;
    const goesOn = Object.keys(state).every(
      (key) => FOLLOWS.has(key) || Object.is(Reflect.get(state, key), Reflect.get(previous, key)),
    );
    if (goesOn) follow(state.training);
    else schedule();
  });

  return {
    /**
     * Make every chart anew, in these words and colours.
     * @param {import("../i18n.js").I18n} t
     * @param {() => import("../types.js").Theme} theme
     */
    mount(t, theme) {
      look = { t, theme };
      const panel = byId("train-chart");
      tabs = mountTabs(byId("train-tabs"), panel, {
        views: chartsOf(store.get().catalogue).map(viewOf),
        t,
        choose: (id) => choose(id.replace("train_", "")),
      });
      slots.loss.mount((root, own) => mountChart(root, "loss", tools(own)));
      slots.norm.mount((root, own) =>
        mountChart(root, "norm", {
          ...tools(own),
          over: (/** @type {HTMLElement} */ plot) => createHandle(plot, { session, store, t }),
        }),
      );
      mountChosen();
      schedule();
    },
  };
}
