/**
 * Optimisers that divide by √s + ε in a precision that rounds their ε to zero: where a gradient is zero, or so small that
 * its square is, the step divides by zero. It is told before a run starts, and again where one has ended so.
 */

import { numbersIn } from "../base/numbers.js";
import { chosen } from "../state/config_kinds.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {Pick<import("../base/types.js").Catalogue, "optimisers" | "precisions">} Known */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/**
 * The ε of an optimiser, where the precision rounds it to zero; else null.
 * @param {Known} catalogue
 * @param {string} optimiser
 * @param {string} dtype
 */
export function lostEpsilon({ optimisers = [], precisions = [] }, optimiser, dtype) {
  const epsilon = optimisers.find(({ name }) => name === optimiser)?.epsilon ?? null;
  const smallest = precisions.find(({ name }) => name === dtype)?.smallest ?? 0;
  return epsilon !== null && epsilon <= smallest / 2 ? epsilon : null;
}

/** Optimisers by their names, as a list in the reader's language. @param {I18n} t @param {string[]} names */
const list = (t, names) => t.list(names.map((name) => t(`config.optimiser.${name}`)));

/**
 * The optimisers of a configuration's models, each once, whose ε is lost.
 * @param {import("../base/types.js").Catalogue} catalogue
 * @param {Record<string, any>} config
 */
function losers(catalogue, config) {
  const names = new Set(chosen("optimiser", config, catalogue, true));
  return [...names].filter((name) => lostEpsilon(catalogue, name, config.dtype) !== null);
}

/**
 * What to expect of a run before it starts; empty where every division is safe.
 * @param {import("../base/types.js").Catalogue} catalogue
 * @param {Record<string, any>} config
 * @param {I18n} t
 */
export function epsilonWarning(catalogue, config, t) {
  const numbers = numbersIn(t.lang);
  const safe = (catalogue.optimisers ?? []).filter(({ epsilon }) => epsilon === null).map(({ name }) => name);
  return losers(catalogue, config)
    .map((name) =>
      t("train.epsilon_before", {
        dtype: config.dtype,
        optimiser: t(`config.optimiser.${name}`),
        value: numbers.value(/** @type {number} */ (lostEpsilon(catalogue, name, config.dtype))),
        others: list(t, safe),
      }),
    )
    .join(" ");
}

/**
 * The same in a few words, as it stands at the control.
 * @param {import("../base/types.js").Catalogue} catalogue
 * @param {Record<string, any>} config
 * @param {I18n} t
 */
export function epsilonNote(catalogue, config, t) {
  const names = losers(catalogue, config);
  return names.length ? t("train.epsilon_note", { dtype: config.dtype, optimisers: list(t, names) }) : "";
}

/**
 * Whether a model ended in such a division: what is not finite is a parameter itself, its gradient still was, and the ε
 * of its optimiser is lost.
 * @param {Known} catalogue
 * @param {TrainingRecord} record
 * @param {number} m
 */
export function dividedByZero(catalogue, record, m) {
  const end = record.ends[m];
  if (!end || end.step !== null || end.quantity === "L" || end.quantity.startsWith("d_")) return false;
  const { optimiser, dtype } = { ...record.started.config, ...record.models[m]?.own };
  return lostEpsilon(catalogue, optimiser, dtype) !== null;
}

/**
 * Why it ended so; empty where it did not.
 * @param {Known} catalogue
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {I18n} t
 */
export function epsilonReason(catalogue, record, m, t) {
  if (!dividedByZero(catalogue, record, m)) return "";
  const { optimiser, dtype } = { ...record.started.config, ...record.models[m]?.own };
  const value = /** @type {number} */ (lostEpsilon(catalogue, optimiser, dtype));
  return t("train.epsilon_after", {
    dtype,
    optimiser: t(`config.optimiser.${optimiser}`),
    value: numbersIn(t.lang).value(value),
  });
}
