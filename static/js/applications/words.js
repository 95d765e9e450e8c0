/** An application's figures in words. */

import { numbersIn } from "../base/numbers.js";

/** @typedef {import("../base/types.js").ApplicationEntry} ApplicationEntry */
/** @typedef {import("../base/types.js").Measured} Measured */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** Measures that are a share of something. */
const SHARES = ["exact", "accuracy", "right", "wer"];

/**
 * A value of an application's measure: `97.8 %`, `2.31`.
 * @param {string} measure
 * @param {number} value
 * @param {I18n} t
 */
export function valueText(measure, value, t) {
  if (!Number.isFinite(value)) return "—";
  if (SHARES.includes(measure))
    return t.number(value, { style: "percent", maximumFractionDigits: value > 0.1 && value < 1 ? 1 : 2 });
  return numbersIn(t.lang).plain(value, 3);
}

/** What is measured, held out, and the baseline on the same. @param {ApplicationEntry} entry @param {Measured} measured @param {I18n} t */
export const measureTexts = (entry, { value, baseline }, t) => [
  t("apps.measured", { value: valueText(entry.measure, value, t), measure: t(`measure.${entry.measure}`) }),
  t("apps.beside", { baseline: t(`appbaseline.${entry.baseline}`), value: valueText(entry.measure, baseline, t) }),
];

/**
 * How long it takes to learn: from scratch to nine tenths of the way where that was timed, else the whole recipe.
 * @param {Measured} measured
 * @param {I18n} t
 */
export function timeText({ seconds, scratch }, t) {
  const times = (scratch ?? []).filter((one) => one !== null).sort((a, b) => a - b);
  const spell = (/** @type {number} */ s) => t.number(s, { maximumFractionDigits: 0 });
  if (scratch && times.length > scratch.length / 2)
    return t("apps.learns_in", {
      seconds: spell(Math.max(1, times[Math.floor(times.length / 2)])),
      count: times.length,
      runs: scratch.length,
    });
  return t("apps.recipe_takes", { seconds: spell(Math.max(1, seconds)) });
}

/**
 * Numbers of an answer that the lesson's sentence names.
 * @param {import("../base/types.js").Played | null | undefined} played
 * @param {import("../base/types.js").Config} play
 * @returns {Record<string, any>}
 */
export function lessonValues(played, play) {
  const { decisive = null, words = [] } = played?.answer ?? {};
  const distance = decisive === null ? play.distance : words.length - 1 - decisive;
  return { distance, horizon: play.horizon, length: play.length, steps: played?.tokens.length ?? 0 };
}

/**
 * The same words, some of them under other keys: a control that is known from elsewhere is called otherwise here.
 * @param {I18n} t
 * @param {(key: string) => string} other
 * @param {(key: string) => string | undefined} [own] texts that are in no catalogue
 * @returns {I18n}
 */
export const renamed = (t, other, own = () => undefined) =>
  Object.assign((/** @type {string} */ key, /** @type {any} */ values) => own(key) ?? t(other(key), values), t, {
    has: (/** @type {string} */ key) => own(key) !== undefined || t.has(other(key)),
  });
