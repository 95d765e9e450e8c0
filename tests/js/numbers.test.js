import assert from "node:assert/strict";
import test from "node:test";
import { machine, numberOf, numbersIn, powerOfTen, subscript } from "../../static/js/base/numbers.js";

const en = numbersIn("en");
const es = numbersIn("es");

test("a magnitude far from one is a power of ten with superscripts", () => {
  assert.equal(en.norm(-13.6), "2.5 × 10⁻¹⁴");
  assert.equal(es.norm(-13.6), "2,5 × 10⁻¹⁴");
  assert.equal(en.power(-13.6), "3 × 10⁻¹⁴");
  assert.equal(en.norm(300), "10³⁰⁰");
});

test("a magnitude near one is written out", () => {
  assert.equal(en.norm(Math.log10(0.61)), "0.61");
  assert.equal(es.norm(Math.log10(0.61)), "0,61");
});

test("a mantissa that rounds up to ten goes to the next power", () => {
  assert.equal(en.power(-13.01), "10⁻¹³");
  assert.equal(en.norm(-5 + Math.log10(9.999)), "10⁻⁴");
});

test("what is no number has a sign of its own", () => {
  assert.equal(en.norm(-Infinity), "0");
  assert.equal(en.norm(Infinity), "∞");
  assert.equal(en.norm(Number.NaN), "NaN");
  assert.equal(en.value(Number.NEGATIVE_INFINITY), "−∞");
  assert.deepEqual(
    ["inf", "-inf", "nan", 2].map((word) => numberOf(/** @type {any} */ (word))),
    [Infinity, -Infinity, Number.NaN, 2],
  );
});

test("signed values keep a true minus and lose a negative zero", () => {
  assert.equal(en.value(-0.5), "−0.5");
  assert.equal(en.value(-3e-9), "−3 × 10⁻⁹");
  assert.equal(en.fixed(-0.001), "0.00");
  assert.equal(en.plain(-0), "0");
});

test("a file gets the number that a program reads", () => {
  assert.deepEqual(["−2,5 × 10⁻¹⁴", "10³⁰⁸", "0.61", "−0,5", "RNN", "1e5", "", "12 %"].map(machine), [
    "-2.5e-14",
    "1e308",
    "0.61",
    "-0.5",
    "RNN",
    "1e5",
    "",
    "12 %",
  ]);
});

test("bytes and ticks", () => {
  assert.equal(en.bytes(153600), "154 kB");
  assert.deepEqual([0, 1, -8].map(powerOfTen), ["1", "10", "10⁻⁸"]);
  assert.equal(subscript(37), "₃₇");
});
