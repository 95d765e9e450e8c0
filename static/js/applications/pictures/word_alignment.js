/** Two sentences word by word: which words of one stand, in order, in the other. */

/**
 * The words of a sentence, those outside a longest common subsequence with the reference marked as wrong, so that one
 * word too many does not make all that follow wrong.
 * @param {string[]} words
 * @param {string[]} reference
 * @returns {{ word: string, right: boolean }[]}
 */
export function aligned(words, reference) {
  const lengths = Array.from({ length: words.length + 1 }, () => new Uint16Array(reference.length + 1));
  for (let i = words.length - 1; i >= 0; i--)
    for (let j = reference.length - 1; j >= 0; j--)
      lengths[i][j] =
        words[i] === reference[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const out = words.map((word) => ({ word, right: false }));
  for (let i = 0, j = 0; i < words.length && j < reference.length; ) {
    if (words[i] === reference[j]) {
      out[i].right = true;
      i += 1;
      j += 1;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return out;
}

/** @param {string} text */
export const wordsOf = (text) => text.split(/\s+/u).filter(Boolean);
