/**
 * The word, from 0, that moved an opinion most to the side on which it stands, since it last came there; the first word
 * moves it from one half.
 * @param {ArrayLike<number>} opinion
 */
export function largestMove(opinion) {
  const toSide = (/** @type {number} */ p) => (opinion[opinion.length - 1] > 0.5 ? p : -p);
  let most = 0;
  let size = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < opinion.length; i++) {
    if (toSide(opinion[i] - 0.5) < 0) {
      size = Number.NEGATIVE_INFINITY; // it stood on the other side, or came back to it
      continue;
    }
    const move = toSide(opinion[i] - (i ? opinion[i - 1] : 0.5));
    if (move > size) [most, size] = [i, move];
  }
  return most;
}
