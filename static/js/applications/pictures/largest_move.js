/**
 * The word, from 0, at which an opinion moved most; the first one moves it from one half.
 * @param {ArrayLike<number>} opinion
 */
export function largestMove(opinion) {
  let most = 0;
  let size = -1;
  for (let i = 0; i < opinion.length; i++) {
    const move = Math.abs(opinion[i] - (i ? opinion[i - 1] : 0.5));
    if (move > size) [most, size] = [i, move];
  }
  return most;
}
