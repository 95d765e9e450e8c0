/**
 * A number that a reader foresees, as it is typed: `0.1`, `10 %`, `1e-6`, `10^-6`, `2 × 10⁻⁶`, `1/1000`, `1.2 MB`, `40°`;
 * and the scale on which a slider offers it.
 */

import { isReal } from "../base/numerals.js";
import { typedNumber } from "../state/typed_numbers.js";

/** @typedef {import("./quantities.js").Reading["kind"]} Kind */
/** @typedef {{ log: boolean, min: number, max: number, step: number, start: number }} GuessScale `log`: in powers of ten */

/** @type {Record<string, GuessScale>} */
const SCALES = {
  share: { log: true, min: -16, max: 4, step: 0.25, start: -1 },
  number: { log: true, min: -16, max: 8, step: 0.25, start: 0 },
  bytes: { log: true, min: 3, max: 10, step: 0.1, start: 5 },
  steps: { log: true, min: 0, max: 3, step: 0.05, start: 1 },
  angle: { log: false, min: 0, max: 180, step: 1, start: 45 },
};

/** @param {Kind | string} kind */
export const scaleFor = (kind) => SCALES[kind] ?? SCALES.number;

/** The number at a place of the slider. @param {GuessScale} scale @param {number} place @param {string} kind */
export function numberAt({ log }, place, kind) {
  const value = log ? Number((10 ** place).toPrecision(2)) : place;
  return kind === "steps" || kind === "angle" ? Math.round(value) : value;
}

/** Where a number is on the slider. @param {GuessScale} scale @param {number} value */
export function placeOf({ log, min, max }, value) {
  const place = log ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
  return Math.min(max, Math.max(min, place));
}

const UNITS = /** @type {Record<string, Record<string, number>>} */ ({
  share: { "%": 0.01 },
  angle: { "°": 1 },
  bytes: { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 },
});

/** @param {string} text @param {string} lang @returns {number} NaN where it is no number */
function real(text, lang) {
  const spelled = text
    .trim()
    .replace(/\s*[×x*·]\s*10\s*\^\s*\(?([+\-−–]?\d+)\)?$/i, "e$1")
    .replace(/^10\s*\^\s*\(?([+\-−–]?\d+)\)?$/, "1e$1");
  const typed = typedNumber(spelled, lang);
  return isReal(typed) ? Number(typed) : Number.NaN;
}

/**
 * @param {string} text
 * @param {Kind | string} kind
 * @param {string} lang
 * @returns {{ value: number } | { fault: "empty" | "not_a_number" | "negative" | "no_unit" }}
 */
export function readGuess(text, kind, lang) {
  if (!text.trim()) return { fault: "empty" };
  const [, body, unit = ""] = /^(?:[×x]\s*)?(.*?)\s*(%|°|[kmg]?i?b)?$/iu.exec(text.trim()) ?? ["", text];
  const units = UNITS[kind] ?? {};
  const factor = unit ? units[unit.toLowerCase()] : 1;
  const parts = body.split(/\s*[/:]\s*/);
  const numbers = parts.map((part) => real(part, lang));
  if (parts.length > 2 || factor === undefined || numbers.some(Number.isNaN)) return { fault: "not_a_number" };
  const value = (numbers.length === 2 ? numbers[0] / numbers[1] : numbers[0]) * factor;
  if (!Number.isFinite(value)) return { fault: "not_a_number" };
  if (value < 0) return { fault: "negative" };
  if (kind === "bytes" && !unit && value) return { fault: "no_unit" };
  return { value };
}
