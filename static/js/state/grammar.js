/**
 * How an address spells values, read exactly as the server reads it (`app/config/fields.py`): ASCII digits, a decimal
 * point, no thousands sign; blanks around a value are left out. What can not be read is a `Fault` with the server's
 * code. What a person types is made into this by `typed_numbers.js`.
 */

import { Ambiguous, isReal, isWhole, sequence, spelled, trimmed } from "../base/numerals.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {Record<string, string>} Own what a model has of its own: field → text */
/** @typedef {{ iteration: number, field: string, value: string }} Change */

/** Something wrong with one field: its code, as in `error.<code>`. */
export class Fault extends Error {
  /** @param {string} code @param {string} [field] where it is not the one that is read */
  constructor(code, field = "") {
    super(code);
    this.code = code;
    this.field = field;
  }
}

const NO_NUMBER = /^[+-]?(nan|inf|infinity)$/i;

/** @param {string} text without the blanks around it */
export const trim = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

/** The parts between marks that are not blank. @param {string} text @param {string} mark */
export const split = (text, mark) => text.split(mark).map(trim).filter(Boolean);

/** @param {string} text @returns {number} */
export function readReal(text) {
  const given = trimmed(text);
  const value = isReal(given) ? Number(given) : Number.NaN;
  if (Number.isFinite(value)) return value + 0; // -0 is 0
  throw new Fault(value === Infinity || value === -Infinity || NO_NUMBER.test(given) ? "not_finite" : "not_a_number");
}

/** @param {string} text @returns {number} */
export function readWhole(text) {
  const given = trimmed(text);
  if (!isWhole(given)) throw new Fault("not_a_whole_number");
  return Number(given) + 0;
}

/** Each once, in the given order. @param {string} text */
export const splitList = (text) => [...new Set(split(text, ","))];

/**
 * @param {string} text `f:1.0,i:0.5`
 * @param {Catalogue} catalogue
 * @returns {Record<string, number>}
 */
export function readMap(text, { cells }) {
  /** @type {Record<string, number>} */
  const map = {};
  for (const part of split(text, ",")) {
    const at = part.indexOf(":");
    if (at < 0) throw new Fault("not_a_pair");
    const name = trim(part.slice(0, at));
    if (!cells.some(({ gates }) => gates.some((gate) => gate.name === name))) throw new Fault("not_a_gate");
    if (Object.hasOwn(map, name)) throw new Fault("repeated");
    map[name] = readReal(part.slice(at + 1));
  }
  return map;
}

/** The parts of a sequence, and its decimal sign. @param {string} text */
export function readSequence(text) {
  try {
    return sequence(text);
  } catch (error) {
    if (error instanceof Ambiguous) throw new Fault("ambiguous_comma");
    throw error;
  }
}

/**
 * Hold a typed sequence to its grammar: numbers between commas or blanks, `v*n` for n times v.
 * @param {string} text
 * @param {number} most how many numbers at most
 * @param {Catalogue} catalogue
 */
export function checkNumbers(text, most, { limits }) {
  const { parts, decimal } = readSequence(text);
  let count = 0;
  for (const part of parts) {
    const star = part.indexOf("*");
    const body = star < 0 ? part : part.slice(0, star);
    const value = spelled(trimmed(body), decimal) ?? readReal(body);
    if (Math.abs(value) > limits.value) throw new Fault("out_of_range");
    const times = star < 0 ? "1" : part.slice(star + 1);
    if (!/^[0-9]{1,8}$/.test(times)) throw new Fault("not_a_whole_number");
    count += Number(times);
    if (count > most) throw new Fault("too_many_numbers");
  }
  if (count < 2) throw new Fault("too_few_numbers");
}

/**
 * @param {string} text `name=value`
 * @param {string[]} allowed
 * @param {string} field
 * @param {Catalogue} catalogue
 * @returns {[string, string]}
 */
function readSetting(text, allowed, field, { cells }) {
  const at = text.indexOf("=");
  if (at < 0) throw new Fault("not_a_setting", field);
  const [name, value] = [trim(text.slice(0, at)), trim(text.slice(at + 1))];
  if (!allowed.includes(name)) throw new Fault("not_a_choice", field);
  if (name === "cell" && !cells.some((cell) => cell.name === value)) throw new Fault("not_a_choice", field);
  return [name, value];
}

/**
 * @param {string} text `cell=lstm;bias=f:-2|cell=gru`; a model with nothing of its own is `;`
 * @param {Catalogue} catalogue
 * @returns {Own[]}
 */
export function readModels(text, catalogue) {
  const texts = split(text, "|");
  if (texts.length > catalogue.limits.models) throw new Fault("too_many_models");
  return texts.map((model) => {
    const settings = split(model, ";").map((setting) => readSetting(setting, catalogue.own ?? [], "models", catalogue));
    if (new Set(settings.map(([name]) => name)).size < settings.length) throw new Fault("repeated", "models");
    return Object.fromEntries(settings);
  });
}

/**
 * @param {string} text `200:clip=norm;400:clamp=f:0`
 * @param {Catalogue} catalogue
 * @returns {Change[]} in the order of their iterations
 */
export function readChanges(text, catalogue) {
  const changes = split(text, ";").map((part) => {
    const at = part.indexOf(":");
    const iteration = trim(at < 0 ? "" : part.slice(0, at));
    if (!/^[0-9]{1,8}$/.test(iteration)) throw new Fault("not_a_change");
    const [field, value] = readSetting(part.slice(at + 1), catalogue.live ?? [], "changes", catalogue);
    return { iteration: Number(iteration), field, value };
  });
  if (changes.length > catalogue.limits.changes) throw new Fault("too_many_changes");
  return changes.sort((a, b) => a.iteration - b.iteration);
}

/** @param {Own[]} models */
export const spellModels = (models) =>
  models
    .map(
      (model) =>
        Object.entries(model)
          .map(([name, text]) => `${name}=${text}`)
          .join(";") || ";",
    )
    .join("|");

/** @param {Change[]} changes */
export const spellChanges = (changes) =>
  changes.map(({ iteration, field, value }) => `${iteration}:${field}=${value}`).join(";");

/** A number as the server spells it: with an exponent from 10⁻⁵ down and from 10¹⁶ on. @param {number} value */
export function spellNumber(value) {
  if (!Number.isFinite(value) || value === 0) return String(value + 0);
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/**
 * One value from its text; throws a `Fault`. Models and changes stay text, in the one spelling that they have.
 * @param {Property} row
 * @param {string} text
 * @param {Catalogue} catalogue
 * @returns {any}
 */
export function readValue(row, text, catalogue) {
  switch (row.kind) {
    case "int":
    case "float":
    case "flag": {
      const value = row.kind === "float" ? readReal(text) : readWhole(text);
      const { min = row.kind === "flag" ? 0 : -Infinity, max = row.kind === "flag" ? 1 : Infinity } = row;
      if (value < min || value > max) throw new Fault("out_of_range");
      return value;
    }
    case "list": {
      const list = splitList(text);
      if (row.choices && list.some((choice) => !row.choices?.includes(choice))) throw new Fault("not_a_choice");
      if (row.choices && !list.length) throw new Fault("empty");
      return list;
    }
    case "choice":
      if (row.choices?.length && !row.choices.includes(text)) throw new Fault("not_a_choice");
      return text;
    case "map":
      return readMap(text, catalogue);
    case "numbers":
      checkNumbers(text, row.max ?? Infinity, catalogue);
      return text;
    case "models":
      return spellModels(readModels(text, catalogue));
    case "changes":
      return spellChanges(readChanges(text, catalogue));
    case "text":
      if (row.max !== undefined && [...text].length > row.max) throw new Fault("too_long");
      return text;
    default:
      return text;
  }
}
