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

  /** @param {boolean} on */
  function ask(on) {
    card.hidden = !on;
    if (on) Object.assign(dataset, { first: "", veil: "" });
    else delete dataset.first;
    store.set({ veil: on ? veil : undefined });
  }

  /** The question is left, answered or not. */
  function leave() {
    ask(false);
    delete dataset.veil;
  }
  card.addEventListener("click", async ({ target }) => {
    const choice = /** @type {Element} */ (target).closest("[data-first]")?.getAttribute("data-first");
    if (!choice) return;
    if (choice === "skip") return leave();
    if (await answer(Number(choice))) ask(false);
  });
  ask(true);
  return {
    leave,
    /** While it asks, nothing else is said. @param {import("../base/i18n.js").I18n} t */
    headline: (t) => (card.hidden ? undefined : { words: [{ text: t("first.question") }], remarks: [] }),
  };
}
