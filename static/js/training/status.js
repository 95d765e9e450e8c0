/** How a training run stands, in words: what the big button does, and the line beside it. */

import { isStale } from "./changes.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * What the one big button does now.
 * @param {State} state
 * @returns {"start" | "wait" | "pause" | "resume" | "again" | "anew"}
 */
export function actionOf(state) {
  const { training, live } = state;
  if (live?.phase === "asked") return "wait";
  if (!training || live?.phase !== "here") return "start";
  if (isStale(state)) return "anew";
  if (training.state === "running") return "pause";
  return training.state === "finished" || training.state === "diverged" ? "again" : "resume";
}

/**
 * The line beside it: where the run is, and what it does.
 * @param {State} state
 * @param {I18n} t
 */
export function statusOf(state, t) {
  const { training, live } = state;
  if (live?.lost) return { count: countOf(state, t), state: t("trainbar.lost") };
  if (live?.phase === "asked")
    return {
      count: countOf(state, t),
      state: live.place ? t("trainbar.queued", { place: live.place }) : t("trainbar.starting"),
    };
  if (live?.gone) return { count: "", state: t("trainbar.gone") };
  if (!training || live?.phase !== "here") return { count: "", state: t("trainbar.none") };
  const words =
    training.state === "running" && training.perSecond > 0
      ? t("trainbar.pace", {
          count: t.number(training.perSecond, { maximumFractionDigits: training.perSecond < 10 ? 1 : 0 }),
        })
      : t(`trainbar.state.${training.state}`);
  return { count: countOf(state, t), state: isStale(state) ? t("trainbar.stale") : words };
}

/** @param {State} state @param {I18n} t */
function countOf({ training, live }, t) {
  if (!training) return "";
  const newest = t.number(training.iteration);
  const at = live?.at ?? null;
  return at === null ? t("trainbar.iteration", { n: newest }) : t("trainbar.iteration_of", { n: t.number(at), newest });
}
