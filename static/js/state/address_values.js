/** Values of the address as text: each is read by its row of the catalogue, and written so that reading gives it back. */

import { Fault, readValue, spellNumber } from "./grammar.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */

/** The key under which a map that can not be read keeps its text. */
const AS_TYPED = "";

/**
 * One value from its text; what can not be read stays as it was typed.
 * @param {Property} row
 * @param {string} text
 * @param {Catalogue} catalogue
 * @returns {any}
 */
export function read(row, text, catalogue) {
  try {
    return readValue(row, text, catalogue);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (row.kind === "map") return { [AS_TYPED]: text };
    if (row.kind === "list") return text.split(",");
    const beyond = error.code === "out_of_range" && ["int", "float"].includes(row.kind);
    return beyond && write(Number(text)) === text ? Number(text) : text;
  }
}

/**
 * One value as text.
 * @param {any} value
 * @returns {string}
 */
export function write(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return spellNumber(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object") {
    if (AS_TYPED in value) return value[AS_TYPED];
    return Object.entries(value)
      .map(([name, entry]) => `${name}:${write(entry)}`)
      .join(",");
  }
  return String(value);
}

/** Whether two values are the same: a map's entries have no order. @param {any} a @param {any} b */
export function same(a, b) {
  const plain = (/** @type {any} */ value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? write(Object.fromEntries(Object.entries(value).sort(([name], [other]) => (name < other ? -1 : 1))))
      : write(value);
  return plain(a) === plain(b);
}

/**
 * The default in the form that the state holds.
 * @param {Property} row
 */
export const defaultOf = (row) => row.default ?? (row.kind === "map" ? {} : row.kind === "list" ? [] : row.default);
