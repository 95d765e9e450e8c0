/** Where the notes of a melody lie in a piano roll. */

/** @typedef {import("./types.js").Note} Note */

const NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"];

/** `60` → C4. @param {number} pitch a MIDI number */
export const pitchName = (pitch) => `${NAMES[((pitch % 12) + 12) % 12]}${Math.floor(pitch / 12) - 1}`;

/** Whether a pitch is a black key. @param {number} pitch */
export const isBlack = (pitch) => [1, 3, 6, 8, 10].includes(((pitch % 12) + 12) % 12);

/**
 * The frame of a roll: its quarter notes from `from` to `to`, its keys from `low` to `high`, with a key of room at
 * either side and at least an octave in all.
 * @param {Note[]} notes
 */
export function rollOf(notes) {
  const pitches = notes.flatMap(({ pitch }) => (pitch === null ? [] : [pitch]));
  const from = notes.length ? Math.min(...notes.map(({ start }) => start)) : 0;
  const to = Math.max(from + 1, ...notes.map(({ start, length }) => start + length));
  let low = (pitches.length ? Math.min(...pitches) : 60) - 1;
  let high = (pitches.length ? Math.max(...pitches) : 71) + 1;
  while (high - low < 11) {
    high += 1;
    if (high - low < 11) low -= 1;
  }
  return { from, to, low, high, keys: high - low + 1, quarters: to - from };
}

/** Quarter notes in a bar of a metre: three in "6/8"; four where it is none. @param {string | undefined} metre */
export function barOf(metre) {
  const [, count, unit] = /^(\d+)\/(\d+)$/.exec(metre ?? "") ?? [];
  return count ? (4 * Number(count)) / Number(unit) : 4;
}

/** Where the network goes on by itself: the start of the first note that was not given; null: all were. @param {Note[]} notes */
export const handover = (notes) => notes.find(({ given }) => !given)?.start ?? null;
