import assert from "node:assert/strict";
import test from "node:test";
import { firstBack, grid, norms, OVERFLOW, unpack, values, ZERO } from "../../static/js/state/decode.js";
import { series } from "./trace.js";

/** @param {Float32Array} data @param {string} [shape] */
const packed = (data, shape) => ({
  dtype: /** @type {const} */ ("f4"),
  bdata: Buffer.from(data.buffer).toString("base64"),
  ...(shape && { shape }),
});

test("a packed array keeps infinities and NaN", () => {
  const array = packed(Float32Array.from([1.5, Infinity, -Infinity, Number.NaN]));
  assert.deepEqual([...values(array)], [1.5, Infinity, -Infinity, Number.NaN]);
  assert.equal(values(array), values(array), "decoded once");
});

test("lists with words for what JSON has no number for read the same", () => {
  const { data, shape } = unpack([
    [1, "inf"],
    ["nan", "-inf"],
  ]);
  assert.deepEqual([...data], [1, Infinity, Number.NaN, -Infinity]);
  assert.deepEqual(shape, [2, 2]);
});

test("a grid reads (T, H), and of (T, B, H) the first sequence", () => {
  const flat = grid(packed(Float32Array.from([1, 2, 3, 4, 5, 6]), "3, 2"));
  assert.deepEqual([flat.rows, flat.columns, flat.at(2, 1)], [3, 2, 6]);
  const batch = grid(packed(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), "2, 2, 2"));
  assert.deepEqual([batch.columns, batch.at(0, 1), batch.at(1, 0)], [2, 2, 5]);
});

test("a backward pass meets the largest step first", () => {
  const norm = norms(/** @type {any} */ (series([-Infinity, -Infinity, 0, Infinity, 1])));
  assert.equal(firstBack(norm, ZERO), 2);
  assert.equal(firstBack(norm, OVERFLOW), 4);
  assert.equal(firstBack(norms(/** @type {any} */ (series([0, 0]))), ZERO), null);
});
