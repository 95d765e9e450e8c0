/** What is left of an answer's gradient at another step, as data and in words. */

import { amount, place } from "../figure/sentence.js";
import { gradientBetween } from "./trace.js";

/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../figure/sentence.js").Word} Word */

/**
 * @typedef {object} Reach
 * @property {"left" | "grown" | "zero" | "cut" | "unknown"} kind
 * @property {number} change log₁₀ of what is left, as a part of what it is at the answer
 * @property {number} lag steps between the answer and the step
 * @property {number} step from 1
 * @property {boolean} on whether it is read after the answer, by a layer that begins at the end
 * @property {number | null} cut the step from which truncation lets nothing pass
 */

/** Up to here (105 %) what is left is told as a share, beyond it as a factor. */
const WHOLE = 0.0212;

/**
 * What becomes of the answer's gradient in one layer; to the far end of what the layer reads where no step is named.
 * @param {Run} run
 * @param {Trace} trace
 * @param {number} [to] from 1
 * @returns {Reach}
 */
export function reachOf(run, { focus = 1 }, to) {
  const { change, lag, end } = gradientBetween(run.norms.d_state.h, focus, Boolean(run.reversed), to);
  const { cut } = run.verdict;
  const on = end > focus;
  const common = { change, lag, step: end, on, cut };
  if (Number.isNaN(change)) return { ...common, kind: "unknown" };
  if (change === Number.NEGATIVE_INFINITY) {
    const isCut = cut !== null && (on ? end >= cut : end <= cut);
    return { ...common, kind: isCut ? "cut" : "zero" };
  }
  return { ...common, kind: change > WHOLE ? "grown" : "left" };
}

/**
 * The same in words: `21 % of this answer’s gradient is left at “pero”, 20 steps back`, or where that has been said
 * already, `21 % left at “pero”, 20 steps back`.
 * @param {Reach} reach
 * @param {string} where what the step is called
 * @param {I18n} t
 * @param {"reach" | "remark"} [form]
 * @returns {Word[]}
 */
export function reachWords({ kind, change, lag, on, cut }, where, t, form = "reach") {
  const text = Number.isFinite(change) ? amount(change, t) : "";
  const word = { text, strong: true };
  return place(t(`${form}.${kind}`, { cut: cut ?? 0 }), {
    place: { text: where },
    way: { text: t(on ? "reach.on" : "reach.back", { lag }) },
    amount: text.endsWith("%") ? place(t("sentence.percent"), { amount: word }) : [word],
  });
}
