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

/**
 * What an application measures: of what a reader uploaded it may be called otherwise.
 * @param {ApplicationEntry} entry
 * @param {string} variant
 * @param {I18n} t
 */
export const measureName = ({ measure }, variant, t) =>
  t(t.has(`measure.${measure}.${variant}`) ? `measure.${measure}.${variant}` : `measure.${measure}`);

/**
 * What is measured, how sure that is, and the baseline on the same examples.
 * @param {ApplicationEntry} entry
 * @param {string} variant
 * @param {Measured} measured
 * @param {I18n} t
 */
export const measureTexts = (entry, variant, measured, t) => {
  const value = (/** @type {number} */ figure) => valueText(entry.measure, figure, t);
  return {
    reached: t("apps.measured", { value: value(measured.value), measure: t(`measure.${entry.measure}`) }),
    sure: sureText(entry, variant, measured, t),
    beside: t("apps.beside", { baseline: t(`appbaseline.${entry.baseline}`), value: value(measured.baseline) }),
  };
};

/**
 * How sure a figure is: `94.7% to 97.7% on 600 held-out sentences`; nothing where that was not noted.
 * @param {ApplicationEntry} entry
 * @param {string} variant
 * @param {Measured} measured
 * @param {I18n} t
 */
function sureText(entry, variant, { examples: count, interval }, t) {
  if (!count) return "";
  const keys = [`examples.${entry.name}.${variant}`, `examples.${entry.name}`];
  const examples = t(keys.find((key) => t.has(key)) ?? "examples", { count });
  if (!interval) return t("apps.of", { examples });
  const [low, high] = interval.map((end) => valueText(entry.measure, end, t));
  return t("apps.sure", { low, high, examples });
}

/**
 * How long it takes to learn: from scratch to nine tenths of the way where that was timed, else the whole recipe.
 * @param {Measured} measured
 * @param {I18n} t
 */
export function timeText({ seconds, scratch }, t) {
  const times = (scratch ?? []).filter((seconds) => seconds !== null).sort((a, b) => a - b);
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
 * @param {import("../base/types.js").Prediction | null | undefined} prediction
 * @param {import("../base/types.js").Config} play
 * @returns {Record<string, any>}
 */
export function lessonValues(prediction, play) {
  const { decisive = null, words = [] } = prediction?.answer ?? {};
  const distance = decisive === null ? play.distance : words.length - 1 - decisive;
  return { distance, horizon: play.horizon, length: play.length, steps: prediction?.tokens.length ?? 0 };
}

/**
 * The same words, some of them under other keys: a control that is known from elsewhere is called otherwise here.
 * @param {I18n} t
 * @param {(key: string) => string} other
 * @param {(key: string) => string | undefined} [texts] texts that are in no catalogue
 * @returns {I18n}
 */
export const renamed = (t, other, texts = () => undefined) =>
  Object.assign((/** @type {string} */ key, /** @type {any} */ values) => texts(key) ?? t(other(key), values), t, {
    has: (/** @type {string} */ key) => texts(key) !== undefined || t.has(other(key)),
  });
