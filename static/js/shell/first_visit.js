/**
 * The first minute: a first visit meets one question beside the picture, which waits with its answer. The lesson behind
 * it is fetched when the visitor has said something.
 */

import { byId } from "../base/dom.js";

const KEPT = "unroll.visited";

/** Whether nobody has been here with this browser, and nothing was asked of the page. */
export function isFirstVisit() {
  if (location.search || location.hash || window.parent !== window) return false;
  try {
    if (localStorage.getItem(KEPT)) return false;
    localStorage.setItem(KEPT, "1");
    return true;
  } catch {
    return false; // a browser that keeps nothing would be asked again and again
  }
}

/**
 * @param {{ store: import("../base/types.js").Store, words: () => import("../base/i18n.js").I18n,
 *   answer: (option: number) => Promise<unknown> }} wiring `answer`: opens the lesson, with the chosen answer from 1;
 *   0: none is chosen
 */
export function askFirst({ store, words, answer }) {
  const card = byId("first");
  const { dataset } = document.documentElement;
  /** Axes, and nothing that would tell. */
  const veil = (/** @type {import("../training/figure.js").TrainingFigure} */ figure) => ({
    ...figure,
    data: [],
    layout: { ...figure.layout, annotations: [], shapes: [] },
    summary: words()("first.question"),
    table: { columns: [], rows: [] },
  });

  function away() {
    cut();
    card.hidden = true;
    delete dataset.first;
  }

  /** The question is left unanswered. */
  function leave() {
    away();
    delete dataset.veil;
    store.set({ veil: undefined });
  }

  const cut = store.subscribe(({ page }, previous) => {
    // a lesson covers what it asks about itself
    if (page.lesson) away();
    else if (page.mode !== previous.page.mode) leave();
  });
  card.addEventListener("click", ({ target }) => {
    const choice = /** @type {Element} */ (target).closest("[data-first]")?.getAttribute("data-first");
    if (choice === "skip") {
      leave();
      byId("main").focus({ preventScroll: true });
    } else if (choice) void answer(Number(choice));
  });
  card.hidden = false;
  Object.assign(dataset, { first: "", veil: "" });
  store.set({ veil });
  return {
    /** While it asks, nothing else is said. @param {import("../base/i18n.js").I18n} t */
    headline: (t) => (card.hidden ? undefined : { words: [{ text: t("first.question") }], remarks: [] }),
  };
}
