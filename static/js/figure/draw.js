/**
 * The one place that calls Plotly. A view says what to draw; this draws it when it can be seen and has changed, and adds what a picture alone does not give: a sentence and a table for those who can not see
 * it, the shared cursor, readings under the pointer, and a way to take the picture or the numbers along.
 */

import { h, hasFixedHeight } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { createCursor } from "./cursor.js";
import { extras } from "./extras.js";
import { traceShown } from "./layers.js";
import { createTextOverlay, wordless } from "./text_overlay.js";

/** @typedef {import("./types.js").ChartView} ChartView */
/** @typedef {import("./types.js").ChartFigure} ChartFigure */
/** @typedef {import("../training/figure.js").TrainingView} TrainingView */
/** @typedef {ChartView | TrainingView} AnyView */
/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {import("../base/i18n.js").I18n} Translate */

/** The drawing is still: the cursor and the readings are ours, so Plotly need not listen for anything. */
const CONFIG = { staticPlot: true, displayModeBar: false, showSendToCloud: false, responsive: false };

/** Milliseconds of rest after which a picture out of sight follows. */
const LATER = 250;

/** Resolves when Plotly is there: it is loaded after the page's own scripts. */
function plotly() {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  if (document.readyState === "complete") return Promise.resolve(undefined);
  return new Promise((resolve) => addEventListener("load", () => resolve(globalThis.Plotly), { once: true }));
}

/** Pixels between a drawing and what stands around it, as in `css/views.css`. */
const GAP = 8;

let styled = false;

/**
 * Let SVG elements take `setAttribute("style", …)` as declarations. A strict `style-src` forbids style attributes, and
 * Plotly writes a few of them (bold and lowered text, crisp pixels in heatmaps). The same declarations through the object
 * model are allowed, so that is where they go.
 */
function allowInlineStyles() {
  if (styled) return;
  styled = true;
  const set = SVGElement.prototype.setAttribute;
  SVGElement.prototype.setAttribute = function setAttribute(name, value) {
    if (name === "style") this.style.cssText = String(value);
    else set.call(this, name, value);
  };
}

/**
 * What a view is drawn from: the runs of the trace that it shows, or the record of a training run.
 * @param {AnyView} view
 * @param {State} state
 */
export const subject = (view, { trace, training, page }) =>
  "of" in view ? (training ?? null) : trace && traceShown(trace, page, view.fields);

/** Whether the subject has all that a view asks for. @param {AnyView} view @param {any} trace */
export function ready(view, trace) {
  if ("of" in view) return Boolean(trace);
  if (!trace?.runs?.length) return false;
  return view.fields.every((field) =>
    field === "sequence"
      ? trace.sequence !== undefined
      : trace.runs.some((/** @type {any} */ run) => run[field] !== undefined),
  );
}

/**
 * @typedef {object} Over what else stands over a drawing
 * @property {(figure: import("../training/figure.js").TrainingFigure) => void} show
 * @property {() => void} destroy
 */

/**
 * @param {HTMLElement} root
 * @param {AnyView} view
 * @param {{ store: import("../base/types.js").Store, t: Translate, theme: Theme | (() => Theme),
 *   over?: (plot: HTMLElement) => Over, pick?: (iteration: number) => void }} tools
 *   `pick`: an iteration was chosen in the picture
 * @returns {import("./types.js").Mounted}
 */
export function mountView(root, view, { store, t, theme, over, pick }) {
  let fills = hasFixedHeight(root);
  const lang = /** @type {any} */ (t).lang ?? document.documentElement.lang ?? "en";
  const numbers = numbersIn(lang);
  const canvas = h("div", { class: "view-canvas", "aria-hidden": "true" });
  const plot = h("div", { class: "view-plot", role: "figure", "aria-label": t(`view.${view.id}.title`) }, canvas);
  const overlay = createTextOverlay(plot);
  const cursor = createCursor(plot);
  const around = extras(view, { plot, cursor, store, t, numbers, ...(pick && { pick }) });
  const above = over?.(plot);
  const box = h(
    "div",
    { class: fills ? "view fills" : "view" },
    around.options,
    plot,
    around.facts,
    around.summary,
    around.data,
  );
  root.append(box);
  allowInlineStyles();

  /** @type {State} */
  let state = store.get();
  let seen = true;
  let gone = false;
  let drawn = "";
  /** @type {unknown} */
  let drawnSubject = null;
  /** @type {Promise<void> | null} */
  let pending = null;
  /** @type {string | undefined} */
  let choice;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  // asking the page for its measures in the middle of a change is slow: they are kept
  let width = plot.clientWidth;
  let height = fills ? room() : 0;

  /** What the place leaves for the drawing: all but what of choice, numbers and sentence is seen around it. */
  function room() {
    const beside = [around.options, around.facts, around.summary].filter(({ offsetHeight }) => offsetHeight > 1);
    return root.clientHeight - beside.reduce((sum, { offsetHeight }) => sum + offsetHeight + GAP, 0);
  }

  /** @param {boolean} [late] out of sight, but nothing else is left to do */
  async function draw(late = false) {
    const Plotly = globalThis.Plotly ?? (await plotly());
    await null; // several changes in one turn are one drawing
    pending = null;
    const { page, config, catalogue } = state;
    const trace = /** @type {any} */ (subject(view, state));
    if (gone || !trace || width < 40 || !ready(view, trace)) return;
    const key = [
      width,
      fills && height,
      page.scale,
      page.relative,
      "of" in view && page.layer,
      choice,
      !state.veil,
    ].join();
    if (trace === drawnSubject && key === drawn) return;
    clearTimeout(later);
    if (!seen && !late) {
      later = setTimeout(() => void draw(true), LATER);
      return;
    }
    const choices = ("choices" in view && view.choices?.(trace)) || [];
    const context = {
      t,
      theme: typeof theme === "function" ? theme() : theme,
      page,
      config,
      catalogue,
      tokens: trace.tokens,
      boundary: trace.boundary,
      numbers,
      width,
      ...(fills && { height }),
      ...(choice !== undefined && { choice }),
    };
    /** @type {import("../training/figure.js").TrainingFigure} */
    const whole = view.figure(trace, context);
    const figure = state.veil?.(whole) ?? whole;
    drawnSubject = trace;
    drawn = key;
    plot.style.setProperty("--figure-height", `${figure.height}px`);
    if (Plotly) {
      const bare = wordless(figure);
      overlay.show(figure);
      await Plotly.react(canvas, bare.data, bare.layout, CONFIG);
      cursor.show(figure, figure.over === "iterations" ? trace.iteration : (trace.config?.steps ?? trace.steps));
      cursor.move(state.page);
      above?.show(figure);
    } else canvas.textContent = t("figure.no_plotly");
    around.show(figure, choices, choice, (/** @type {string} */ next) => {
      choice = next;
      void update(state);
    });
  }

  /** @param {State} next */
  function update(next) {
    state = next;
    pending ??= draw();
    return pending;
  }

  const watcher = new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen) void update(store.get());
  });
  watcher.observe(plot);
  let across = root.clientWidth;
  const sizes = new ResizeObserver(() => {
    // a place that was hidden, or is another one on another screen, may have a height of its own now
    if (root.clientWidth !== across) fills = hasFixedHeight(root);
    across = root.clientWidth;
    box.classList.toggle("fills", fills);
    width = plot.clientWidth;
    height = fills ? room() : 0;
    void update(store.get());
  });
  for (const element of [plot, root, around.facts, around.summary]) sizes.observe(element);
  const cut = store.subscribe((next, previous) => {
    state = next;
    if (next.page.t !== previous.page.t || next.page.n !== previous.page.n) cursor.move(next.page);
  });
  void update(state);

  return {
    update,
    destroy() {
      gone = true;
      clearTimeout(later);
      cut();
      above?.destroy();
      around.destroy();
      watcher.disconnect();
      sizes.disconnect();
      globalThis.Plotly?.purge(canvas);
      box.remove();
    },
  };
}
