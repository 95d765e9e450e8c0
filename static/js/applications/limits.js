/** What an application cannot do, in sentences: which, the catalogue says, and with what figures. */

import { valueText } from "./measure_text.js";

/** @typedef {import("../base/types.js").ApplicationEntry} ApplicationEntry */
/** @typedef {ApplicationEntry["limits"][string][number]} LimitEntry */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** One of them. @param {ApplicationEntry} entry @param {LimitEntry} limit @param {I18n} t */
function limitText({ name: app, measure }, { name, cell, value, beside, count, language }, t) {
  const key = t.has(`limit.${name}.${app}`) ? `limit.${name}.${app}` : `limit.${name}`;
  return t(key, {
    cell: cell ? t(`cell.${cell}`) : "",
    value: value === undefined ? "" : valueText(measure, value, t),
    beside: beside === undefined ? "" : valueText(measure, beside, t),
    count: count ?? 0,
    language: language ? t(`limit.language.${language}`) : "",
  });
}

/**
 * All that are known of a variant.
 * @param {ApplicationEntry} entry
 * @param {string} variant
 * @param {I18n} t
 */
export const limitTexts = (entry, variant, t) =>
  (entry.limits[variant] ?? []).map((limit) => limitText(entry, limit, t));
