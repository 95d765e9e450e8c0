/**
 * When somebody speaks: the loudness of short frames, held against what is there when nobody does. The floor follows the
 * quietest fifth of all frames so far, so that neither a loud room nor a word at once needs to be known beforehand.
 */

/** Seconds of a frame; of silence after which a word is over; that are kept on either side of it. */
const FRAME = 0.02;
const PAUSE = 0.6;
const MARGIN = 0.2;
/** dB above the floor from which on it is speech, and down to which it goes on; below `QUIET` nothing is. */
const RISE = 12;
const FALL = 7;
const QUIET = -52;
/** The floor is sought between these, in dB of full scale; as long as little is known it is the lower one. */
const FLOOR = [-75, -38];
/** Frames in a row that a click does not have. */
const ONSET = 3;

/** Root mean square in dB of full scale. @param {ArrayLike<number>} samples @param {number} from @param {number} to */
export function loudness(samples, from, to) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i] * samples[i];
  return 10 * Math.log10(sum / Math.max(1, to - from) + 1e-12);
}

/**
 * @param {number} rate samples a second
 */
export function createVoiceActivity(rate) {
  const length = Math.round(FRAME * rate);
  /** @type {number[]} */
  const levels = [];
  /** @type {number[]} */
  const sorted = [];
  /** @type {number[]} */
  let rest = [];
  let first = -1;
  let last = -1;
  let row = 0;

  function floor() {
    const fifth = sorted[Math.floor(sorted.length / 5)] ?? FLOOR[0];
    return Math.min(FLOOR[1], Math.max(FLOOR[0], fifth));
  }

  /** @param {number} level */
  function hear(level) {
    const at = levels.push(level) - 1;
    const place = sorted.findIndex((other) => other > level);
    sorted.splice(place < 0 ? sorted.length : place, 0, level);
    const threshold = Math.max(QUIET, floor() + (first < 0 ? RISE : FALL));
    row = level > threshold ? row + 1 : 0;
    if (row < ONSET) return;
    if (first < 0) first = at - ONSET + 1;
    last = at;
  }

  return {
    /** @param {ArrayLike<number>} block */
    add(block) {
      const samples = [...rest, ...Array.from(block)];
      let at = 0;
      for (; at + length <= samples.length; at += length) hear(loudness(samples, at, at + length));
      rest = samples.slice(at);
    },
    /** The newest frame's loudness, 0 … 1, for the meter: from -60 dB to full scale. */
    get level() {
      return Math.min(1, Math.max(0, 1 + (levels.at(-1) ?? -60) / 60));
    },
    get spoke() {
      return first >= 0;
    },
    /** Whether a word was said and is over. */
    get over() {
      return first >= 0 && (levels.length - 1 - last) * FRAME >= PAUSE;
    },
    /** The samples of the word, with a little of what is around it. @param {Float32Array} samples */
    cut(samples) {
      if (first < 0) return samples;
      const margin = Math.round(MARGIN * rate);
      return samples.slice(Math.max(0, first * length - margin), (last + 1) * length + margin);
    },
  };
}
