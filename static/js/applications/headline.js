/** The top of the page: on the cards what they are, at the workbench what this answer's gradient shows. */

import { numbersIn } from "../base/numbers.js";
import { cellName, nameOf } from "../figure/words.js";
import { norms } from "../state/decode.js";
import { playOf } from "../state/request.js";
import { entryOf, variantOf } from "./address.js";
import { reachOf, reachWords } from "./reach.js";
import { story } from "./stories.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * What an application asks of its gradient, while nothing is shown of which more could be told.
 * @param {import("../base/types.js").ApplicationEntry} entry
 * @param {import("../base/types.js").Config} play
 * @param {I18n} t
 */
export function questionKey(entry, play, t) {
  const key = `app.${entry.name}.lesson`;
  const ofVariant = `${key}.${variantOf(entry, play)}`;
  return t.has(ofVariant) ? ofVariant : key;
}

/** @param {State} state @param {I18n} t @returns {import("../shell/headline.js").HeadlineText} */
export function applicationHeadline(state, t) {
  const entry = entryOf(state);
  if (!entry)
    return { words: [{ text: t("apps.lead", { n: state.catalogue.applications?.length ?? 0 }) }], remarks: [] };
  const { prediction, trace } = state;
  const stale = state.error?.code === "not_trained"; // the last prediction is of something else
  const isShown = prediction?.app === entry.name && trace?.tokens && trace.runs[0]?.norms && !stale;
  const words = isShown ? story({ prediction, trace, t }) : [];
  return {
    words: words.length ? words : [{ text: t(questionKey(entry, playOf(state), t)) }],
    remarks: isShown ? trace.runs.map((run) => remark(run, trace, prediction.answer?.decisive ?? null, t)) : [],
  };
}

/**
 * What of the gradient at the answer is left at the word that decides it, else at the far end of the layer's reading.
 * @param {import("../base/types.js").Run} run
 * @param {import("../base/types.js").Trace} trace
 * @param {number | null} decisive from 0
 * @param {I18n} t
 */
function remark(run, trace, decisive, t) {
  const { tokens = [], focus = 1 } = trace;
  const to = decisive !== null && decisive + 1 < focus ? decisive + 1 : undefined;
  const reach = reachOf(run, trace, to);
  const here = norms(run.norms.d_state.h).log10[focus - 1];
  const words =
    reach.lag > 0
      ? reachWords(reach, t("story.place.word", { token: tokens[reach.step - 1] ?? "" }), t, "remark")
      : [{ text: t("apps.remark_here", { norm: numbersIn(t.lang).norm(here) }) }];
  return {
    cell: nameOf(run),
    name: cellName({ t }, nameOf(run)),
    kind: run.verdict.kind,
    text: words.map(({ text }) => text).join(""),
    detail: "",
  };
}
