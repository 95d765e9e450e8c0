/**
 * The views, in the order of their tabs. A new view is one file and one line here; one that a first visit does without
 * says instead how its script is fetched when it is first chosen.
 */

import { gradient } from "./gradient.js";

/** @typedef {import("../figure/types.js").ChartView} ChartView */
/** @typedef {ChartView & { load?: () => Promise<Record<string, any>> }} ListedView */

/**
 * A view that is fetched when it is chosen; its file exports it under its id.
 * @param {string} id
 * @param {() => Promise<Record<string, any>>} load
 * @param {Partial<ChartView>} [known] what the tabs need to know before
 * @returns {ListedView}
 */
const later = (id, load, known = {}) => ({
  ...known,
  id,
  load,
  fields: [],
  figure() {
    throw new Error(`${id} has not been fetched`);
  },
});

/** @type {ListedView[]} */
export const views = [
  gradient,
  later("states", () => import("./states.js")),
  later("gates", () => import("./gates.js")),
  later("gradients", () => import("./gradients.js")),
  later("split", () => import("./split.js")),
  later("contributions", () => import("./contributions.js")),
  later("jacobians", () => import("./jacobians.js")),
  later("matrix", () => import("./matrix.js")),
  later("clipping", () => import("./clipping.js")),
  later("memory", () => import("./memory.js")),
  later("sequence", () => import("./sequence.js"), { onlyTasks: true }),
];

/** Fetch a view's script where it is not here yet. @param {ListedView} view */
export async function fetchView(view) {
  if (!view.load) return;
  const module = await view.load();
  Object.assign(view, module[view.id], { load: undefined });
}
