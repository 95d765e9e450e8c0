/**
 * Arrays of the trace as typed arrays. An array comes packed (base64 with dtype and shape) or as nested lists;
 * both read the same here, and each is decoded once.
 */

import { numberOf } from "../base/numbers.js";

/** @typedef {import("../base/types.js").Packed} Packed */
/** @typedef {import("../base/types.js").Series} Series */
/** @typedef {Float32Array | Float64Array | Uint8Array | Int32Array} Typed */
/** @typedef {{ data: Typed, shape: number[] }} Unpacked */
/** @typedef {{ rows: number, columns: number, at: (row: number, column: number) => number }} Grid */
/** @typedef {{ log10: Typed, status: Typed }} Norms one norm per step; `status` holds the codes below */

/** Codes of `Series.status`. */
export const OK = 0;
export const ZERO = 1;
export const OVERFLOW = 2;
export const NAN = 3;
/** Not of the server: what comes after the answer that is asked about gets no gradient from it. */
export const BEYOND = 4;

const TYPES = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, i4: Int32Array };

/** @type {WeakMap<object, any>} */
const decoded = new WeakMap();

/**
 * @template {object} Key
 * @template Value
 * @param {Key} key
 * @param {(key: Key) => Value} make
 * @returns {Value}
 */
function once(key, make) {
  let value = decoded.get(key);
  if (value === undefined) {
    value = make(key);
    decoded.set(key, value);
  }
  return value;
}

/** @param {string} text base64 */
export function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes.buffer;
}

/** @param {any} list */
function shapeOf(list) {
  const shape = [];
  for (let level = list; Array.isArray(level); level = level[0]) shape.push(level.length);
  return shape;
}

/**
 * @param {Packed | any[]} array
 * @returns {Unpacked}
 */
export function unpack(array) {
  return once(array, (source) => {
    if (Array.isArray(source)) {
      const flat = /** @type {any[]} */ (source.flat(Infinity));
      return { data: Float64Array.from(flat, numberOf), shape: shapeOf(source) };
    }
    const data = new TYPES[source.dtype](bytesOf(source.bdata));
    return { data, shape: source.shape ? source.shape.split(",").map(Number) : [data.length] };
  });
}

/** The numbers of an array, in row-major order. @param {Packed | any[]} array */
export const values = (array) => unpack(array).data;

/**
 * A (T, H) array by row and column. Of a (T, B, H) array the first sequence of the batch.
 * @param {Packed | any[]} array
 * @returns {Grid}
 */
export function grid(array) {
  const { data, shape } = unpack(array);
  const columns = shape.length > 1 ? shape[shape.length - 1] : 1;
  const stride = data.length / (shape[0] || 1);
  return { rows: shape[0], columns, at: (row, column) => data[row * stride + column] };
}

/**
 * @param {Series} series
 * @returns {Norms}
 */
export const norms = (series) =>
  once(series, ({ log10, status }) => ({ log10: values(log10), status: values(status) }));

/**
 * The largest step (from 1) whose norm has this code: where a backward pass meets it first.
 * @param {Norms} series
 * @param {number} code
 */
export function firstBack(series, code) {
  for (let step = series.status.length; step >= 1; step--) if (series.status[step - 1] === code) return step;
  return null;
}

/**
 * Of channels of which exactly one is on at every step, which one that is; null where the channels are something else.
 * @param {Grid} inputs
 * @returns {number[] | null}
 */
export function symbolsOf({ rows, columns, at }) {
  if (columns < 3) return null;
  const indices = [];
  for (let row = 0; row < rows; row++) {
    let on = -1;
    for (let column = 0; column < columns; column++) {
      if (at(row, column) === 0) continue;
      if (on >= 0) return null;
      on = column;
    }
    if (on < 0) return null;
    indices.push(on);
  }
  return indices;
}
