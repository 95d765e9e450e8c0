/** The shares of the steps in a shared weight's gradient, added up from the last step back. */

/**
 * What the steps t … T give of the whole sum, for each t: 1 at t = 1. Steps may pull against the sum, so it need not grow.
 * @param {ArrayLike<number>} shares
 */
export function sharesFrom(shares) {
  const sums = new Array(shares.length);
  let sum = 0;
  for (let i = shares.length - 1; i >= 0; i--) {
    sum += shares[i];
    sums[i] = sum;
  }
  return sums;
}

/** How many of the last steps give half of the sum; null where there is none. @param {ArrayLike<number>} shares */
export function halfAfter(shares) {
  const first = sharesFrom(shares).findLastIndex((sum) => sum >= 0.5);
  return first < 0 ? null : shares.length - first;
}
