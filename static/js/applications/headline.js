/** The top of the page: on the cards what they are, at the workbench what this application's gradient teaches. */

import { numbersIn } from "../base/numbers.js";
import { amount } from "../figure/sentence.js";
import { cellName, nameOf } from "../figure/words.js";
import { playOf } from "../state/request.js";
import { entryOf } from "./address.js";
import { arrival } from "./trace.js";
import { lessonValues } from "./words.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** @param {State} state @param {I18n} t @returns {import("../shell/headline.js").Telling} */
export function applicationHeadline(state, t) {
  const entry = entryOf(state);
  if (!entry)
    return { words: [{ text: t("apps.lead", { n: state.catalogue.applications?.length ?? 0 }) }], remarks: [] };
  const { played, trace } = state;
  const own = played?.app === entry.name ? played : null;
  return {
    words: [{ text: t(`app.${entry.name}.lesson`, lessonValues(own, playOf(state))) }],
    remarks: own && trace?.tokens ? trace.runs.map((run) => remark(run, trace, own.answer?.decisive ?? null, t)) : [],
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
  const asked = decisive !== null && decisive + 1 < focus ? decisive + 1 : undefined;
  const { change, near, lag, end } = arrival(run.norms.d_state.h, focus, Boolean(run.turned), asked);
  const name = cellName({ t }, nameOf(run));
  const told = lag > 0 && !Number.isNaN(change);
  return {
    cell: nameOf(run),
    name,
    kind: run.verdict.kind,
    text: told
      ? t("apps.remark", {
          amount: change === Number.NEGATIVE_INFINITY ? t.number(0, { style: "percent" }) : amount(change, t),
          token: tokens[end - 1] ?? "",
          lag,
        })
      : t("apps.remark_here", { norm: Number.isNaN(near) ? "—" : numbersIn(t.lang).norm(near) }),
    detail: "",
  };
}
