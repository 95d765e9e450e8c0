/**
 * A guess beside the truth, in words: what was said, what is, and how far one is from the other. Magnitudes are compared
 * by their ratio, angles and counts of steps by their difference.
 */

import { numbersIn } from "../base/numbers.js";
import { scaleOf } from "../figure/scale.js";
import { plainWords } from "./lesson_text.js";
import { say } from "./quantities.js";

/** @typedef {import("./progress.js").Answer} Answer */
/** @typedef {import("./lesson.js").Stop} Stop */
/** @typedef {import("./quantities.js").Reading} Reading */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {{ said: string, truth: string, far: string, right: boolean | null }} Verdict `right`: null where it is no matter of right and wrong */

/** A factor up to which a guess of a magnitude is right, and one up to which it is close. */
const RIGHT = Math.log10(1.26);
const CLOSE = Math.log10(3.2);

/** Where the scales of a chart end: a curve drawn there means "this or less". */
const FLOORS = ["normal", "wide", "full"].map((scale) => scaleOf({ scale }).floor);

/** What a reading is as a number; beyond every number it is infinite. @param {Reading} reading */
function amount({ value, log10, status }) {
  if (status === "zero") return 0;
  if (status === "overflow") return Infinity;
  if (status === "nan") return Number.NaN;
  return value ?? 10 ** (log10 ?? Number.NaN);
}

/** @param {Reading} reading */
export const logOf = ({ value, log10, status }) =>
  status === "zero"
    ? -Infinity
    : status === "overflow"
      ? Infinity
      : (log10 ?? Math.log10(Math.abs(value ?? Number.NaN)));

/** A guess as a reading, so that both are said alike. @param {number} value @param {Reading["kind"]} kind @returns {Reading} */
export const readingOf = (value, kind) => ({
  value,
  log10: value > 0 ? Math.log10(value) : null,
  status: value === 0 ? "zero" : "ok",
  kind,
});

/**
 * Which option of a choice is the right one: the one flagged, or the one whose bounds hold the truth.
 * @param {NonNullable<Stop["predict"]>} predict
 * @param {Reading | null} truth
 */
export function rightOption({ options = [] }, truth) {
  const flagged = options.findIndex((option) => option.right);
  if (flagged >= 0 || !truth) return flagged;
  const at = amount(truth);
  return options.findIndex(
    ({ from, to }) =>
      (from !== undefined || to !== undefined) && at >= (from ?? -Infinity) && (to === undefined || at < to),
  );
}

/**
 * How far a guess is from the truth.
 * @param {number} guess
 * @param {Reading} truth
 * @param {I18n} t
 */
export function distance(guess, truth, t) {
  const numbers = numbersIn(t.lang);
  if (truth.status === "none") return "";
  if (truth.status === "nan") return t("guess.far_nan");
  if (truth.kind === "angle" || truth.kind === "steps") {
    const difference = guess - amount(truth);
    const unit = truth.kind === "angle" ? readingOf(Math.abs(difference), "angle") : null;
    if (Math.abs(difference) < (unit ? 3 : 0.5)) return t("guess.far_right");
    const by = unit ? say(unit, t) : numbers.plain(Math.abs(difference));
    return t(difference > 0 ? "guess.far_more" : "guess.far_less", { by });
  }
  const decades = Math.log10(guess) - logOf(truth);
  if (guess === 0 && truth.status === "zero") return t("guess.far_right");
  if (truth.status === "zero") return t("guess.far_from_zero");
  if (guess === 0) return t("guess.far_not_zero");
  if (truth.status === "overflow") return t("guess.far_overflow");
  if (Math.abs(decades) < RIGHT) return t("guess.far_right");
  const by = numbers.norm(Math.abs(decades));
  if (Math.abs(decades) < CLOSE) return t("guess.far_close", { by });
  return t(decades > 0 ? "guess.far_above" : "guess.far_below", { by });
}

/** The end of a curve that the gradient reaches last; kept, a truth is that alone. @param {Reading} truth @returns {Reading} */
const atFirstStep = (truth) => ({ ...(truth.series?.[0] ?? truth), kind: "number" });

/**
 * @param {Stop} stop
 * @param {Answer} answer its truth is there, or the choice needs none
 * @param {I18n} t
 * @returns {Verdict | null} null until there is something to say
 */
export function verdictOf({ predict }, { guess, truth }, t) {
  if (!predict) return null;
  const options = predict.options ?? [];
  const words = (/** @type {number} */ option) => plainWords(options[option]?.text, t.lang);
  if (predict.kind === "choice") {
    const right = rightOption(predict, truth);
    if (right < 0 && !truth) return null;
    const option = guess.kind === "choice" ? guess.option : -1;
    const isJudged = option >= 0 && truth?.status !== "none";
    return {
      said: option < 0 ? t("guess.none") : words(option),
      truth: [words(right), truth && say(truth, t)].filter(Boolean).join(" · "),
      far: isJudged ? t(option === right ? "guess.right" : "guess.wrong") : "",
      right: isJudged ? option === right : null,
    };
  }
  if (!truth) return null;
  const seen = predict.kind === "curve" ? atFirstStep(truth) : truth;
  const below = guess.kind === "curve" && FLOORS.includes(guess.values[0]) && logOf(seen) <= guess.values[0];
  const value = guess.kind === "number" ? guess.value : guess.kind === "curve" ? 10 ** guess.values[0] : null;
  return {
    said: value === null ? t("guess.none") : say(readingOf(value, seen.kind), t),
    truth: say(seen, t),
    far: below ? t("guess.far_right") : value === null ? "" : distance(value, seen, t),
    right: null,
  };
}

/** What the truth is called: of a curve it is where the gradient arrives last. @param {Stop} stop @returns {string} key of the words */
export const truthName = ({ predict }) => (predict?.kind === "curve" ? "guess.truth_first" : "guess.truth");
