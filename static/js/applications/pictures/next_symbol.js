/**
 * What a model of the next symbol was asked at a step. The sequence that it reads begins with a sign of its own, so at
 * step u it foresees what comes as the u-th; at the last step that is something that nobody has seen.
 */

import { ranked } from "./alternatives.js";

/** The step, from 1, at which what comes at `index` (from 0) is foreseen. @param {number} index */
export const stepOf = (index) => index + 1;

/**
 * What is foreseen at a step; at a step beyond all that came, the last of it.
 * @template T
 * @param {T[]} sequence
 * @param {number} step
 * @returns {T | undefined}
 */
export const foreseenAt = (sequence, step) => sequence[Math.min(step, sequence.length) - 1];

/** The probability of what came: a surprise is its logarithm. @param {number | null} bits */
export const probabilityOf = (bits) => 2 ** -(bits ?? Number.POSITIVE_INFINITY);

/**
 * What came among what else was foreseen at its step.
 * @param {{ surprise: number | null, others?: { symbol: string, p: number }[] }} one
 * @param {string} label what came
 * @param {string} end what the end is called
 */
export const expected = ({ surprise, others = [] }, label, end) =>
  ranked(
    { label, p: probabilityOf(surprise) },
    others.map(({ symbol, p }) => ({ label: symbol || end, p })),
  );
