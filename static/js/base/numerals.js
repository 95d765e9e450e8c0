/**
 * How numbers are spelled: the twin of `app/numerals.py`, for fields and own sequences. Both are held to
 * tests/numerals.json.
 */

const MINUS = /(^|[eE])[\u2212\u2013\u2012\u2010\u2011\ufe63\uff0d](?=[0-9.,])/g;
const GROUPS = " \u00a0\u2009\u202f'\u2019,.";
const REAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
const WHOLE = /^[+-]?[0-9]+$/;
/** `1,234` or `1.234`: thousands or decimals. */
const ALONE = /^[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}$/;
const BARE = /^[+-]?[0-9]+$/;
const UNLIKELY = 0.01;

/** Without the blanks around it, and with an ASCII minus. @param {string} text */
export const trimmed = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "").replace(MINUS, "$1-");

/** @param {string} text trimmed */
export const isReal = (text) => REAL.test(text);

/** @param {string} text trimmed */
export const isWhole = (text) => WHOLE.test(text);

/** @param {string} decimal */
function numeral(decimal) {
  const group = GROUPS.replace(decimal, "");
  const lakhs = decimal === "." ? "|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" : "";
  const whole = `(?:[1-9][0-9]{0,2}([${group}])[0-9]{3}(?:\\1[0-9]{3})*${lakhs}|[0-9]+)`;
  return new RegExp(`^[+-]?(?:${whole}(?:\\${decimal}[0-9]*)?|\\${decimal}[0-9]+)(?:[eE][+-]?[0-9]{1,4})?$`);
}

/** @type {Record<string, RegExp>} */
const NUMERALS = { ".": numeral("."), ",": numeral(",") };
/** @type {Record<string, RegExp>} */
const SIGNS = { ".": /[ \u00a0\u2009\u202f'\u2019,]/g, ",": /[ \u00a0\u2009\u202f'\u2019.]/g };

/** The finite number that a trimmed text spells with that decimal sign, or null. @param {string} text @param {string} decimal */
export function spelled(text, decimal) {
  if (text.length > 400 || !NUMERALS[decimal].test(text)) return null;
  const value = Number(text.replace(SIGNS[decimal], "").replace(decimal, "."));
  return Number.isFinite(value) ? value + 0 : null;
}

/** The thousands sign in a number of that decimal sign. @param {string} text @param {string} decimal */
function thousandsOf(text, decimal) {
  const match = NUMERALS[decimal].exec(text);
  const sign = match ? (match[1] ?? (decimal === "." && text.includes(",") ? "," : "")) : "";
  return sign && " \u00a0\u2009\u202f".includes(sign) ? " " : sign === "\u2019" ? "'" : sign;
}

/** A column whose decimal sign its cells do not tell: one of them, and what it is with thousands or with decimals. */
export class Ambiguous extends Error {
  /** @param {string} text */
  constructor(text) {
    super(text);
    this.text = text;
    this.sign = text.includes(",") ? "," : ".";
    this.whole = spelled(text, this.sign === "," ? "." : ",");
    this.fraction = spelled(text, this.sign);
  }
}

/** The decimal sign of a column of trimmed numbers; throws `Ambiguous`. @param {string[]} texts */
export function decimalOf(texts) {
  const count = (/** @type {string} */ decimal) => texts.filter((text) => spelled(text, decimal) !== null).length;
  const [points, commas] = [count("."), count(",")];
  if (points !== commas) return points > commas ? "." : ",";
  const differing = texts.filter((text) => spelled(text, ".") !== spelled(text, ","));
  if (!differing.length) return ".";
  const alone = differing.filter((text) => ALONE.test(text));
  if (alone.length < differing.length || new Set(alone.map((text) => text.includes(","))).size > 1) return ".";
  const [sign, other] = alone[0].includes(",") ? [",", "."] : [".", ","];
  const digits = texts.filter((text) => BARE.test(text)).map((text) => text.replace(/^[+\-0]+/, "").length);
  const grouped = Math.min(...alone.map((text) => text.replace(/^[+-]/, "").length - 1));
  if (
    digits.some((count) => count >= 5 || (count >= grouped && grouped > 3)) ||
    texts.some((text) => !["", other].includes(thousandsOf(text, sign)))
  )
    return sign;
  if (digits.length && 0.9 ** alone.length < UNLIKELY) return other;
  throw new Ambiguous(alone[0]);
}

/** @param {string} text @param {string} mark */
const without = (text, mark) => text.replace(new RegExp(`^${mark}+|${mark}+$`, "g"), "");

const bodyOf = (/** @type {string} */ part) => trimmed(part.split("*")[0]);

/** The numbers between semicolons or lines, where blanks stand between thousands: `1 234,5; 2 345,5`. @param {string} text */
function blankGrouped(text) {
  const lines = text
    .split(/[;\n\r]+/)
    .map((part) => part.trim())
    .filter(Boolean);
  const grouped = lines.some((line) => /^[+-]?[1-9][0-9]{0,2}( [0-9]{3})+[.,][0-9]+$/.test(bodyOf(line)));
  const readable = lines.map(bodyOf).every((body) => spelled(body, ".") !== null || spelled(body, ",") !== null);
  return lines.length > 1 && grouped && readable ? lines : null;
}

/**
 * Split numbers between blanks, semicolons or commas; throws `Ambiguous`. A comma inside of parts that something else
 * separates is a decimal sign: `0,5; 1,5`. Where it separates some of them it separates all: `0,0.5,1`.
 * @param {string} text
 * @returns {{ parts: string[], decimal: string }}
 */
export function sequence(text) {
  const lines = blankGrouped(text);
  if (lines) return { parts: lines, decimal: decimalOf(lines.map(bodyOf)) };
  const outer = text.split(/[ \t\r\n;]+/).filter(Boolean);
  const bodies = outer.map((part) => trimmed(without(part, ",").split("*")[0]));
  const inner = bodies.filter((body) => body.includes(","));
  const readable = bodies.every((body) => !body || spelled(body, ".") !== null || spelled(body, ",") !== null);
  if (!inner.length || outer.length === 1 || !readable)
    return { parts: text.split(/[ \t\r\n;,]+/).filter(Boolean), decimal: "." };
  if (outer.some((part) => part.startsWith(",") || part.endsWith(","))) throw new Ambiguous(inner[0]);
  try {
    return { parts: outer, decimal: decimalOf(bodies) };
  } catch (error) {
    if (error instanceof Ambiguous && error.sign === ".") return { parts: outer, decimal: "." };
    throw error;
  }
}
