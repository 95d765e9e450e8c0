/** How people are understood who were not trained on, where that was measured beside the application's own measure. */

import { valueText } from "./measure_text.js";

/** @typedef {import("../base/types.js").Measured} Measured */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {{ right: number, interval: [number, number], spread: [number, number], persons: unknown[] }} People */

/** @param {unknown} value @returns {value is People} */
const isPeople = (value) =>
  typeof value === "object" && value !== null && "right" in value && "spread" in value && "persons" in value;

/**
 * The mean over persons, its interval, the spread, and what is not known; an empty text where nothing was measured.
 * @param {Measured} measured
 * @param {I18n} t
 */
export function peopleText({ details }, t) {
  const { people } = details;
  if (!isPeople(people)) return "";
  const share = (/** @type {number} */ value) => valueText("accuracy", Math.round(100 * value) / 100, t);
  return t("apps.people", {
    right: share(people.right),
    low: share(people.interval[0]),
    high: share(people.interval[1]),
    worst: share(people.spread[0]),
    best: share(people.spread[1]),
    count: people.persons.length,
  });
}
