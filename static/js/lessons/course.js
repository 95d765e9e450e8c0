/**
 * An open lesson as data: where it stands, whether that stop still asks, and what was answered. Nothing here knows of a
 * page; every function gives a new course.
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
 * @typedef {object} Course
 * @property {Lesson} lesson
 * @property {number} stop from 1
 * @property {boolean} ended after the last stop: guesses beside truths
 * @property {Readonly<Record<number, Answer>>} answers by stop
 */

/**
 * @param {Lesson} lesson
 * @param {{ stop?: number, answers?: Record<number, Answer> }} [from]
 * @returns {Course}
 */
export const begin = (lesson, { stop = 1, answers = {} } = {}) =>
  turnTo({ lesson, stop: 1, ended: false, answers }, stop);

/** @param {Course} course @returns {Stop} */
export const stopOf = ({ lesson, stop }) => lesson.stops[stop - 1];

/** Whether the answer is still to be foreseen. @param {Course} course */
export const asks = (course) => !course.ended && Boolean(stopOf(course).predict) && !course.answers[course.stop];

/** @param {Course} course */
export const isLast = ({ lesson, stop }) => stop === lesson.stops.length;

/** To a stop that there is. @param {Course} course @param {number} stop @returns {Course} */
export function turnTo(course, stop) {
  const last = course.lesson.stops.length;
  return { ...course, stop: Math.min(last, Math.max(1, Math.round(stop) || 1)), ended: false };
}

/** Whether the end has something to look back at. @param {Course} course */
export const hasSummary = ({ lesson }) => lesson.stops.filter(({ predict }) => predict).length > 1;

/** @param {Course} course @returns {Course} */
export const end = (course) => ({ ...course, stop: course.lesson.stops.length, ended: true });

/**
 * The guess is made: the answer may be seen.
 * @param {Course} course
 * @param {Guess} guess
 * @param {Readings} [before]
 * @returns {Course}
 */
export const release = (course, guess, before) => withAnswer(course, { guess, truth: null, ...(before && { before }) });

/** What was true at the stop, once its picture is there. @param {Course} course @param {Reading} truth @returns {Course} */
export function settle(course, truth) {
  const answer = course.answers[course.stop];
  return answer ? withAnswer(course, { ...answer, truth }) : course;
}

/** The stop asks anew. @param {Course} course @returns {Course} */
export function askAgain(course) {
  const { [course.stop]: _gone, ...answers } = course.answers;
  return { ...course, answers };
}

/** @param {Course} course @returns {Course} */
export const forget = (course) => ({ ...course, answers: {} });

/** @param {Course} course @param {Answer} answer @returns {Course} */
const withAnswer = (course, answer) => ({ ...course, answers: { ...course.answers, [course.stop]: answer } });
