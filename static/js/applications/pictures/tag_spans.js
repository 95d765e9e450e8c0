/** Tags in the field's notation, B-PER I-PER O, as spans of words, and what changed from one reading to the next. */

/** @typedef {{ kind: string | null, start: number, end: number }} Span `end` exclusive; `kind` null: no entity */

/** `B-PER` → `PER`; `O` → null. @param {string | undefined} tag */
export const kindOf = (tag) => (tag?.includes("-") ? tag.slice(tag.indexOf("-") + 1) : null);

/**
 * Every word in exactly one span, in order. An inside tag with nothing of its kind before it begins one.
 * @param {string[]} tags
 * @returns {Span[]}
 */
export function spansOf(tags) {
  /** @type {Span[]} */
  const spans = [];
  tags.forEach((tag, i) => {
    const kind = kindOf(tag);
    const last = spans.at(-1);
    if (kind !== null && last?.kind === kind && !tag.startsWith("B")) last.end = i + 1;
    else spans.push({ kind, start: i, end: i + 1 });
  });
  return spans;
}

/**
 * Where a word that had been read was seen anew because another came after it.
 * @param {string[][]} history row k: the tags of the words 0 … k when only those had been read
 * @returns {{ row: number, word: number, from: string | null, to: string | null }[]}
 */
export function revisions(history) {
  return history.flatMap((tags, row) => {
    const before = history[row - 1];
    if (!before) return [];
    return before.flatMap((tag, word) => {
      const [from, to] = [kindOf(tag), kindOf(tags[word])];
      return from === to ? [] : [{ row, word, from, to }];
    });
  });
}
