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

/**
 * What was foreseen at the step of `index`, beside what came: for the list of rivals.
 * @param {{ surprise: number | null, others?: { symbol: string, p: number }[] }} one
 * @param {string} label what came
 * @param {string} end what the end is called
 */
export const expected = ({ surprise, others = [] }, label, end) => ({
  given: { label, p: 2 ** -(surprise ?? Number.POSITIVE_INFINITY) },
  others: others.map(({ symbol, p }) => ({ label: symbol || end, p })),
});
