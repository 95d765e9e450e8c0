/**
 * What a reader foresaw, kept in this browser and nowhere else. Where it may keep nothing (a frame with a sandbox, a
 * private window) it lasts as long as the page. What is read back is checked: storage is anybody's.
 */

/** @typedef {import("./progress.js").Answer} Answer */
/** @typedef {import("./progress.js").Guess} Guess */
/** @typedef {import("./quantities.js").Reading} Reading */

const PREFIX = "unroll.guesses.";
const MOST_STOPS = 40;
const MOST_STEPS = 2000;
const MOST_READINGS = 100;
const STATUS = ["ok", "zero", "overflow", "nan"];

/** @param {any} value @returns {value is number} */
const finite = (value) => typeof value === "number" && Number.isFinite(value);

/** @param {any} guess @returns {Guess | null} */
function readGuess(guess) {
  if (guess?.kind === "number" && finite(guess.value)) return { kind: "number", value: guess.value };
  if (guess?.kind === "choice" && Number.isInteger(guess.option) && guess.option >= 0)
    return { kind: "choice", option: guess.option };
  const { values } = guess ?? {};
  if (guess?.kind === "curve" && Array.isArray(values) && values.length <= MOST_STEPS && values.every(finite))
    return { kind: "curve", values };
  return guess?.kind === "none" ? { kind: "none" } : null;
}

/** @param {any} reading @returns {Reading | null} */
function readReading(reading) {
  if (!reading || typeof reading.kind !== "string" || !STATUS.includes(reading.status)) return null;
  const number = (/** @type {any} */ value) => (finite(value) ? value : null);
  if (reading.status === "ok" && !finite(reading.value) && !finite(reading.log10)) return null;
  return { kind: reading.kind, status: reading.status, value: number(reading.value), log10: number(reading.log10) };
}

/** @param {any} readings by name */
function readReadings(readings) {
  const entries = Object.entries(readings ?? {}).slice(0, MOST_READINGS);
  const read = entries.map(([name, reading]) => /** @type {const} */ ([name, readReading(reading)]));
  return Object.fromEntries(read.flatMap(([name, reading]) => (reading ? [[name, reading]] : [])));
}

/** @param {any} answer @returns {Answer | null} */
function readAnswer(answer) {
  const guess = readGuess(answer?.guess);
  if (!guess) return null;
  const before = readReadings(answer.before);
  return { guess, truth: readReading(answer.truth), ...(Object.keys(before).length && { before }) };
}

/** @param {string | null} text @param {number} stops @returns {Record<number, Answer>} */
export function readAnswers(text, stops) {
  /** @type {Record<number, Answer>} */
  const answers = {};
  try {
    for (const [stop, answer] of Object.entries(JSON.parse(text ?? "{}") ?? {}).slice(0, MOST_STOPS)) {
      const at = Number(stop);
      const read = readAnswer(answer);
      if (read && Number.isInteger(at) && at >= 1 && at <= stops) answers[at] = read;
    }
  } catch {
    // no JSON: nothing was kept
  }
  return answers;
}

/** What of an answer is worth keeping: of a true curve its first step, which is what a guess is held against. @param {Record<number, Answer>} answers */
function written(answers) {
  const rounded = (/** @type {Guess} */ guess) =>
    guess.kind === "curve" ? { ...guess, values: guess.values.map((value) => Number(value.toFixed(2))) } : guess;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(answers).map(([stop, { guess, truth, before }]) => [
        stop,
        readAnswer({
          guess: rounded(guess),
          truth: truth?.series?.length ? { ...truth.series[0], kind: truth.kind } : truth,
          before,
        }),
      ]),
    ),
  );
}

/**
 * A lesson's name in storage: a shipped one has its own, another one that of its content.
 * @param {string | import("./lesson.js").Lesson} lesson
 */
export function keyOf(lesson) {
  if (typeof lesson === "string") return lesson;
  let hash = 0x811c9dc5; // FNV-1a
  for (const sign of JSON.stringify(lesson)) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `own.${hash.toString(16)}`;
}

/** @param {() => Pick<Storage, "getItem" | "setItem" | "removeItem">} [open] may throw: storage is refused */
export function createGuesses(open = () => localStorage) {
  /** @type {Map<string, string>} */
  const inPage = new Map();
  return {
    /** @param {string} key @param {number} [stops] */
    of(key, stops = MOST_STOPS) {
      let text = inPage.get(key) ?? null;
      try {
        text ??= open().getItem(PREFIX + key);
      } catch {
        // refused
      }
      return readAnswers(text, stops);
    },
    /** @param {string} key @param {Record<number, Answer>} answers */
    keep(key, answers) {
      const text = written(answers);
      try {
        open().setItem(PREFIX + key, text);
        inPage.delete(key);
      } catch {
        inPage.set(key, text);
      }
    },
    /** @param {string} key */
    forget(key) {
      inPage.delete(key);
      try {
        open().removeItem(PREFIX + key);
      } catch {
        // there was nothing
      }
    },
  };
}
