/** How long to wait for a server that is away or has too much to do. */

/** Pauses between attempts, in milliseconds; the last one repeats. */
export const PAUSES = [400, 800, 1600, 3000, 5000];

/**
 * The pause after so many failures in a row: between half of it and all, so that three hundred pages that lost the same
 * server at the same instant do not all come back at another.
 * @param {number} failures
 * @param {number} [chance] 0 … 1
 */
export const pauseAfter = (failures, chance = Math.random()) =>
  PAUSES[Math.min(failures, PAUSES.length) - 1] * (0.5 + chance / 2);
