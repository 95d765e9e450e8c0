/**
 * What a model of the next symbol was asked at a step. The sequence that it reads begins with a sign of its own, so at
 * step u it foresees what comes as the u-th; at the last step that is something that nobody has seen.
 */

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
