/**
 * Numbers as a reader writes them: powers of ten with superscripts, a true minus, the decimal mark and the
 * grouping of the language. A norm is always given by its base-10 logarithm, so nothing here can overflow.
 */

/** @typedef {import("./types.js").Num} Num */

/**
 * @typedef {object} Numbers
 * @property {(value: number, digits?: number) => string} plain at most `digits` significant digits
 * @property {(value: number, digits?: number) => string} fixed exactly `digits` decimals
 * @property {(value: number, digits?: number) => string} value plain where that is short, otherwise a power of ten
 * @property {(log10: number) => string} power a magnitude from its logarithm: `0.61`, `3 × 10⁻¹⁴`
 * @property {(log10: number, digits?: number) => string} norm the same, with two significant digits
 * @property {(fraction: number) => string} percent
 * @property {(count: number) => string} bytes
 */

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const LOWERED = { "-": "₋", 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉" };

/**
 * @param {Record<string, string>} table
 * @param {number} integer
 */
const spelled = (table, integer) => [...String(integer)].map((digit) => table[digit] ?? digit).join("");

/** @param {number} integer */
export const superscript = (integer) => spelled(RAISED, integer);

/** @param {number} integer */
export const subscript = (integer) => spelled(LOWERED, integer);

/** `10⁻¹⁴`: a tick, a rung of the ladder. @param {number} exponent */
export const powerOfTen = (exponent) => (exponent === 0 ? "1" : exponent === 1 ? "10" : `10${superscript(exponent)}`);

/**
 * The same number as a program reads it: `−2,5 × 10⁻¹⁴` → `-2.5e-14`; what is no number stays as it is.
 * @param {string} text
 */
export function machine(text) {
  const match = /^(−?)(\d+(?:[.,]\d+)?)?(?: × )?(?:10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/u.exec(text);
  if (!match || !text) return text;
  const [, sign, mantissa = "1", raised = ""] = match;
  const exponent = [...raised].map((digit) => Object.entries(RAISED).find(([, high]) => high === digit)?.[0]).join("");
  return `${sign && "-"}${mantissa.replace(",", ".")}${exponent && `e${exponent}`}`;
}

/** What JSON can not say travels as a word. @param {Num | undefined | null} value */
export function numberOf(value) {
  if (typeof value === "number") return value;
  return value === "inf" ? Infinity : value === "-inf" ? -Infinity : Number.NaN;
}

const UNITS = ["B", "kB", "MB", "GB"];

/** @type {Map<string, Numbers>} */
const made = new Map();

/**
 * The formats of one language, made once.
 * @param {string} lang
 * @returns {Numbers}
 */
export function numbersIn(lang) {
  const known = made.get(lang);
  if (known) return known;
  /** @type {Map<string, Intl.NumberFormat>} */
  const formats = new Map();
  /**
   * @param {number} value
   * @param {Intl.NumberFormatOptions} options
   */
  const write = (value, options) => {
    const key = Object.values(options).join();
    let format = formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(lang, { ...options, useGrouping: false });
      formats.set(key, format);
    }
    return format.format(value === 0 ? 0 : value).replace("-", "−");
  };
  /** @param {number} value */
  const odd = (value) => (Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞");
  const plain = (/** @type {number} */ value, digits = 3) =>
    Number.isFinite(value) ? write(value, { maximumSignificantDigits: digits }) : odd(value);
  const norm = (/** @type {number} */ log10, digits = 2) => {
    if (log10 === -Infinity) return "0";
    if (!Number.isFinite(log10)) return odd(log10);
    if (log10 > -3 && log10 < 4) return plain(10 ** log10, digits);
    let exponent = Math.floor(log10);
    let mantissa = Number((10 ** (log10 - exponent)).toPrecision(digits));
    if (mantissa === 10) {
      mantissa = 1;
      exponent += 1;
    }
    return mantissa === 1 ? powerOfTen(exponent) : `${plain(mantissa, digits)} × ${powerOfTen(exponent)}`;
  };
  /** @type {Numbers} */
  const numbers = {
    plain,
    norm,
    power: (log10) => norm(log10, 1),
    fixed: (value, digits = 2) =>
      Number.isFinite(value)
        ? write(Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value, {
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
          })
        : odd(value),
    value(value, digits = 3) {
      if (value === 0 || !Number.isFinite(value)) return value === 0 ? "0" : odd(value);
      const size = Math.abs(value);
      if (size >= 1e-3 && size < 1e4) return plain(value, digits);
      return (value < 0 ? "−" : "") + norm(Math.log10(size), 2);
    },
    percent: (fraction) =>
      Number.isFinite(fraction)
        ? write(fraction, { style: "percent", maximumSignificantDigits: Math.abs(fraction) < 0.995 ? 2 : 3 })
        : odd(fraction),
    bytes(count) {
      let unit = 0;
      let size = count;
      while (size >= 1000 && unit < UNITS.length - 1) {
        size /= 1000;
        unit += 1;
      }
      return `${plain(size, 3)} ${UNITS[unit]}`;
    },
  };
  made.set(lang, numbers);
  return numbers;
}
