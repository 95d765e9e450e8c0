/**
 * What a person types, read once, in the reader's language, into the text that addresses have: a decimal point, no
 * thousands sign. What is no number in that language stays as it was typed, and is refused where it is read.
 */

import { machine } from "../base/numbers.js";
import { Ambiguous, sequence, spelled, trimmed } from "../base/numerals.js";

/** @type {Map<string, { decimal: string, group: string }>} */
const marksByLanguage = new Map();

/** The decimal mark and the thousands sign of a language. @param {string} lang */
export function marksOf(lang) {
  const known = marksByLanguage.get(lang);
  if (known) return known;
  const parts = new Intl.NumberFormat(lang, { useGrouping: true }).formatToParts(1234567.5);
  const of = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  const marks = { decimal: of("decimal"), group: of("group") };
  marksByLanguage.set(lang, marks);
  return marks;
}

const escaped = (/** @type {string} */ text) => text.replace(/[.\\^$*+?()[\]{}|]/g, "\\$&");

/**
 * `0,5` is 0.5 in every language; `1.000` is a thousand where the point is a thousands sign, as `1,000` is where the
 * comma is. The page's own − and 10⁻³ are taken back.
 * @param {string} text
 * @param {string} lang
 */
export function typedNumber(text, lang) {
  const { decimal, group } = marksOf(lang);
  const bare = text.trim();
  const given = /10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(bare) ? machine(bare) : trimmed(bare);
  const signs = `[${escaped(group.trim())} \\u00a0\\u202f'’]`; // blanks and apostrophes are thousands signs everywhere
  const grouped = new RegExp(`^[+-]?[1-9]\\d{0,2}(${signs}\\d{3})+(${escaped(decimal)}\\d*)?$`);
  const whole = grouped.test(given) ? given.replace(new RegExp(signs, "g"), "") : given;
  return /^[^.,]*[.,][^.,]*$/.test(whole) ? whole.replace(",", ".") : whole;
}

/** A number as the reader's language writes it, for a field. @param {string} text as an address spells it @param {string} lang */
export const shownNumber = (text, lang) => text.replace(".", marksOf(lang).decimal);

/** A typed sequence as the reader's language writes it. @param {string} text as an address spells it @param {string} lang */
export function shownSequence(text, lang) {
  if (!/^[-+.,*\deE]*$/.test(text)) return text;
  const comma = marksOf(lang).decimal === ",";
  return text.replaceAll(",", comma ? "; " : ", ").replaceAll(".", comma ? "," : ".");
}

/** @param {string[]} parts `v*n` among them @param {string} decimal @returns {number[]} */
const valuesOf = (parts, decimal) =>
  parts.flatMap((part) => {
    const [body, times = "1"] = part.replace(/^,+|,+$/g, "").split("*");
    const value = spelled(trimmed(body), decimal);
    return value === null ? [] : Array(Math.min(Number(times) || 1, 1000)).fill(value);
  });

/**
 * How numbers are read that might have been meant otherwise: commas that separate may have been decimal, `1.000` may have
 * been a thousand. `choices` where nothing tells. Null where there is no doubt, or no number.
 * @param {string} text
 * @param {string} lang
 * @returns {{ read: number[] } | { choices: number[][] } | null}
 */
export function sequenceReading(text, lang) {
  try {
    const { parts, decimal } = sequence(text);
    const thousands = parts.some((part) => /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(trimmed(part)));
    const separating = decimal === "." && /\d,\d/.test(text) && !text.includes(".");
    const foreign = decimal === "," && marksOf(lang).decimal !== ",";
    const read = valuesOf(parts, decimal);
    return read.length > 1 && (thousands || separating || foreign) ? { read } : null;
  } catch (error) {
    if (!(error instanceof Ambiguous)) throw error;
    const outer = text.split(/[ \t\r\n;]+/).filter(Boolean);
    const apart = /,[ \t\r\n;]/.test(text);
    const other = apart ? text.split(/[ \t\r\n;,]+/).filter(Boolean) : outer;
    return { choices: [valuesOf(outer, error.sign), valuesOf(other, error.sign === "," ? "." : ",")] };
  }
}
