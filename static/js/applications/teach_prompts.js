/** What is asked of whoever teaches the network their voice: each digit some times, one after the other. */

/** The digits in the languages that the network knows. @type {Record<string, string[]>} */
export const WORDS = {
  es: ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
  en: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
};
/** How often each is said; how many recordings there are before the page lets the network learn. */
export const ROUNDS = 3;
export const FEWEST = 10;
/** Digits that are said afterwards, at a time. */
export const TRIALS = 5;

/** @typedef {{ word: string, digit: number, samples: Float32Array | null, skipped: boolean }} Prompt */

/**
 * The prompts of a language and where one stands among them: at the first that is neither said nor skipped, unless
 * another was chosen to be said again.
 * @param {string} language
 */
export function createPrompts(language) {
  /** @type {Prompt[]} */
  const prompts = Array.from({ length: ROUNDS * 10 }, (_, i) => ({
    word: WORDS[language][i % 10],
    digit: i % 10,
    samples: null,
    skipped: false,
  }));
  /** @type {number | null} */
  let chosen = null;
  const at = () => chosen ?? prompts.findIndex(({ samples, skipped }) => !samples && !skipped);

  return {
    language,
    prompts,
    /** The place that is to be said now; -1: all are. */
    get at() {
      return at();
    },
    get said() {
      return prompts.filter(({ samples }) => samples).length;
    },
    /** @param {Float32Array} samples */
    take(samples) {
      const prompt = prompts[at()];
      if (prompt) Object.assign(prompt, { samples, skipped: false });
      chosen = null;
    },
    skip() {
      const prompt = prompts[at()];
      if (prompt && !prompt.samples) prompt.skipped = true;
      chosen = null;
    },
    /** Say this one, or the one before this one, again. @param {number} [place] */
    redo(place = (at() < 0 ? prompts.length : at()) - 1) {
      if (prompts[place]) chosen = place;
    },
    recordings: () => prompts.flatMap(({ word, samples }) => (samples ? [{ word, samples }] : [])),
  };
}

/**
 * Digits to try it with: no two of the same in a row of ten, in an order that nobody can foresee.
 * @param {number} count
 * @param {() => number} [random]
 */
export function drawDigits(count, random = Math.random) {
  /** @type {number[]} */
  const digits = [];
  while (digits.length < count) {
    const left = Array.from({ length: 10 }, (_, digit) => digit);
    while (left.length && digits.length < count) digits.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return digits;
}

/**
 * The interval of 95 % of a share, by Wilson's score (1927): centre (k + z²/2) / (n + z²).
 * @param {number} right @param {number} count
 * @returns {[number, number]}
 */
export function intervalOf(right, count) {
  const square = 1.96 ** 2;
  const centre = (right + square / 2) / (count + square);
  const spread = (Math.sqrt((right * (count - right)) / count + square / 4) * 1.96) / (count + square);
  return [Math.max(0, centre - spread), Math.min(1, centre + spread)];
}
