/** The top of the page: on the cards what they are, at the workbench what this application's gradient teaches. */

import { numbersIn } from "../base/numbers.js";
import { amount } from "../figure/sentence.js";
import { cellName, nameOf } from "../figure/words.js";
import { playOf } from "../state/request.js";
import { entryOf, variantOf } from "./address.js";
import { lessonValues } from "./measure_text.js";
import { gradientBetween } from "./trace.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * The lesson of the variant in force, where it has one of its own, or of a text whose deciding word nobody knows.
 * @param {import("../base/types.js").ApplicationEntry} entry
 * @param {import("../base/types.js").Config} play
 * @param {import("../base/types.js").Prediction | null} prediction
 * @param {I18n} t
 */
export function lessonKey(entry, play, prediction, t) {
  const key = `app.${entry.name}.lesson`;
  if (prediction?.answer?.decisive === null && t.has(`${key}.typed`)) return `${key}.typed`;
  const ofVariant = `${key}.${variantOf(entry, play)}`;
  return t.has(ofVariant) ? ofVariant : key;
}

/** @param {State} state @param {I18n} t @returns {import("../shell/headline.js").HeadlineText} */
export function applicationHeadline(state, t) {
  const entry = entryOf(state);
  if (!entry)
    return { words: [{ text: t("apps.lead", { n: state.catalogue.applications?.length ?? 0 }) }], remarks: [] };
  const { prediction, trace } = state;
  const play = playOf(state);
  const stale = state.error?.code === "not_trained"; // the last prediction is of something else
  const current = prediction?.app === entry.name && !stale ? prediction : null;
  return {
    words: [{ text: t(lessonKey(entry, play, current, t), lessonValues(current, play)) }],
    remarks:
      current && trace?.tokens ? trace.runs.map((run) => remark(run, trace, current.answer?.decisive ?? null, t)) : [],
  };
}

/**
 * How much of the gradient at the answer is left at the word that decides it, else at the far end of the layer's reading.
 * @param {import("../base/types.js").Run} run
 * @param {import("../base/types.js").Trace} trace
 * @param {number | null} decisive from 0
 * @param {I18n} t
 */
function remark(run, { tokens = [], focus = 1 }, decisive, t) {
  const decisiveStep = decisive !== null && decisive + 1 < focus ? decisive + 1 : undefined;
  const { change, near, lag, end } = gradientBetween(run.norms.d_state.h, focus, Boolean(run.reversed), decisiveStep);
  const name = cellName({ t }, nameOf(run));
  const readable = lag > 0 && !Number.isNaN(change);
  return {
    cell: nameOf(run),
    name,
    kind: run.verdict.kind,
    text: readable
      ? t("apps.remark", {
          amount: change === Number.NEGATIVE_INFINITY ? t.number(0, { style: "percent" }) : amount(change, t),
          token: tokens[end - 1] ?? "",
          lag,
        })
      : t("apps.remark_here", { norm: Number.isNaN(near) ? "—" : numbersIn(t.lang).norm(near) }),
    detail: "",
  };
}
