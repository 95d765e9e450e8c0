/**
 * How far one is in a lesson: at which stop, whether that still asks, and what was answered. Plain data; nothing here
 * knows of a page, and every function gives a new one.
 */

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./lesson.js").Stop} Stop */
/** @typedef {import("./quantities.js").Reading} Reading */

/**
 * What a reader foresaw. `values`: of a curve, the base-10 logarithm at every step. `none`: looked without a guess.
 * @typedef {{ kind: "number", value: number } | { kind: "choice", option: number }
 *   | { kind: "curve", values: number[] } | { kind: "none" }} Guess
 */

/** Quantities by what names them. @typedef {Readonly<Record<string, Reading>>} Readings */

/**
 * A guess beside what was true. `truth` comes with the picture; `before`: what its texts say of the picture that asked.
 * @typedef {{ guess: Guess, truth: Reading | null, before?: Readings }} Answer
 */

/**
 * @typedef {object} Progress
 * @property {Lesson} lesson
 * @property {number} stop from 1
 * @property {boolean} ended after the last stop: guesses beside truths
 * @property {Readonly<Record<number, Answer>>} answers by stop
 */

/**
 * @param {Lesson} lesson
 * @param {{ stop?: number, answers?: Record<number, Answer> }} [from]
 * @returns {Progress}
 */
export const begin = (lesson, { stop = 1, answers = {} } = {}) =>
  turnTo({ lesson, stop: 1, ended: false, answers }, stop);

/** @param {Progress} progress @returns {Stop} */
export const stopOf = ({ lesson, stop }) => lesson.stops[stop - 1];

/** Whether the answer is still to be foreseen. @param {Progress} progress */
export const asks = (progress) =>
  !progress.ended && Boolean(stopOf(progress).predict) && !progress.answers[progress.stop];

/** @param {Progress} progress */
export const isLast = ({ lesson, stop }) => stop === lesson.stops.length;

/** To a stop that there is. @param {Progress} progress @param {number} stop @returns {Progress} */
export function turnTo(progress, stop) {
  const last = progress.lesson.stops.length;
  return { ...progress, stop: Math.min(last, Math.max(1, Math.round(stop) || 1)), ended: false };
}

/** Whether the end has something to look back at. @param {Progress} progress */
export const hasSummary = ({ lesson }) => lesson.stops.filter(({ predict }) => predict).length > 1;

/** @param {Progress} progress @returns {Progress} */
export const end = (progress) => ({ ...progress, stop: progress.lesson.stops.length, ended: true });

/**
 * The guess is made: the answer may be seen.
 * @param {Progress} progress
 * @param {Guess} guess
 * @param {Readings} [before]
 * @returns {Progress}
 */
export const release = (progress, guess, before) =>
  withAnswer(progress, { guess, truth: null, ...(before && { before }) });

/** What was true at the stop, once its picture is there. @param {Progress} progress @param {Reading} truth @returns {Progress} */
export function settle(progress, truth) {
  const answer = progress.answers[progress.stop];
  return answer ? withAnswer(progress, { ...answer, truth }) : progress;
}

/** The stop asks anew. @param {Progress} progress @returns {Progress} */
export function askAgain(progress) {
  const { [progress.stop]: _gone, ...answers } = progress.answers;
  return { ...progress, answers };
}

/** @param {Progress} progress @returns {Progress} */
export const forget = (progress) => ({ ...progress, answers: {} });

/** @param {Progress} progress @param {Answer} answer @returns {Progress} */
const withAnswer = (progress, answer) => ({ ...progress, answers: { ...progress.answers, [progress.stop]: answer } });
