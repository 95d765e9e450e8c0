import assert from "node:assert/strict";
import test from "node:test";
import { axesOf } from "../../static/js/lessons/chart_axes.js";
import { completed, emptyCurve, knots, segments, stroke, through } from "../../static/js/lessons/curve.js";
import { numberAt, placeOf, readGuess, scaleFor } from "../../static/js/lessons/guess_number.js";

const SCALE = { floor: -16, ceiling: 4 };

for (const [text, kind, lang, value] of /** @type {[string, string, string, number][]} */ ([
  ["0.1", "share", "en", 0.1],
  ["0,1", "share", "es", 0.1],
  ["10%", "share", "en", 0.1],
  ["10 %", "share", "es", 0.1],
  ["2,5 %", "share", "es", 0.025],
  ["1e-6", "share", "en", 1e-6],
  ["10^-6", "share", "en", 1e-6],
  ["10^−6", "share", "en", 1e-6],
  ["2 × 10^-6", "number", "en", 2e-6],
  ["2*10^(-6)", "number", "en", 2e-6],
  ["2,4 × 10⁻¹⁰", "share", "es", 2.4e-10],
  ["10⁻¹⁴", "share", "en", 1e-14],
  ["1/1000", "share", "en", 0.001],
  ["1:4", "share", "es", 0.25],
  ["379", "share", "en", 379],
  ["× 1.2", "share", "en", 1.2],
  ["×10,000", "share", "en", 10000],
  ["150 %", "share", "en", 1.5],
  ["0", "share", "en", 0],
  ["1", "share", "en", 1],
  ["1,000", "number", "en", 1000],
  ["1.000", "number", "es", 1000],
  ["40°", "angle", "en", 40],
  ["40", "angle", "es", 40],
  ["1.2 MB", "bytes", "en", 1.2e6],
  ["1,2 MB", "bytes", "es", 1.2e6],
  ["300kB", "bytes", "en", 3e5],
  ["64 KiB", "bytes", "en", 65536],
  ["12", "steps", "en", 12],
]))
  test(`“${text}” (${lang}) is ${value} as ${kind}`, () => {
    const read = readGuess(text, kind, lang);
    assert.ok("value" in read, JSON.stringify(read));
    assert.ok(Math.abs(read.value - value) <= 1e-9 * Math.abs(value), String(read.value));
  });

for (const [text, kind, fault] of [
  ["", "share", "empty"],
  ["  ", "number", "empty"],
  ["a lot", "share", "not_a_number"],
  ["1/0", "share", "not_a_number"],
  ["1/2/3", "share", "not_a_number"],
  ["10 MB", "share", "not_a_number"],
  ["5 %", "angle", "not_a_number"],
  ["Infinity", "number", "not_a_number"],
  ["<b>1</b>", "number", "not_a_number"],
  ["-1", "number", "negative"],
  ["−0.5", "share", "negative"],
  ["300", "bytes", "no_unit"],
])
  test(`“${text}” as ${kind} is refused: ${fault}`, () => assert.deepEqual(readGuess(text, kind, "en"), { fault }));

test("a slider in powers of ten goes there and back, and is held at its ends", () => {
  const scale = scaleFor("share");
  assert.equal(numberAt(scale, -2, "share"), 0.01);
  assert.equal(placeOf(scale, 0.01), -2);
  assert.equal(placeOf(scale, 0), -16);
  assert.equal(numberAt(scaleFor("steps"), 1.05, "steps"), 11);
  assert.equal(placeOf(scaleFor("angle"), 40), 40);
});

test("a stroke draws every step that it passes, also from right to left and past the ends", () => {
  const curve = stroke(emptyCurve(5), { step: 6.4, log10: 0 }, { step: 1.4, log10: -5 }, SCALE);
  assert.deepEqual(
    curve.map((value) => value && Math.round(value * 10) / 10),
    [-5, -4.4, -3.4, -2.4, -1.4],
  );
});

test("a stroke beside the axis draws nothing, one above the scale is held at its edge", () => {
  const empty = emptyCurve(5);
  assert.equal(stroke(empty, { step: 0.2, log10: 0 }, { step: -3, log10: -5 }, SCALE), empty);
  assert.deepEqual(stroke(empty, { step: 2, log10: 99 }, { step: 2, log10: 99 }, SCALE)[1], 4);
  assert.deepEqual(stroke(empty, { step: 2, log10: -99 }, { step: 3, log10: -99 }, SCALE).slice(1, 3), [-16, -16]);
});

test("a curve with gaps is completed by straight lines, and goes on as it was at its ends", () => {
  const curve = [null, 0, null, -2, null];
  assert.deepEqual(completed(curve), [0, 0, -1, -2, -2]);
  assert.equal(completed(emptyCurve(5)), null);
  assert.deepEqual(segments(curve), [[{ step: 2, log10: 0 }], [{ step: 4, log10: -2 }]]);
});

test("sliders stand at the ends and between, and a sequence of one step has one", () => {
  assert.deepEqual(knots(100), [1, 26, 51, 75, 100]);
  assert.deepEqual(knots(3), [1, 2, 3]);
  assert.deepEqual(knots(1), [1]);
  assert.deepEqual(through(1, [{ step: 1, log10: -2 }]), [-2]);
  assert.deepEqual(
    through(3, [
      { step: 1, log10: -2 },
      { step: 3, log10: 0 },
    ]),
    [-2, -1, 0],
  );
});

test("a place in the chart is read as it was put", () => {
  const axes = axesOf(
    { range: [0.5, 100.5], _offset: 50, _length: 400 },
    { range: [-16.3, 4], _offset: 10, _length: 200 },
  );
  for (const [step, log10] of [
    [1, -10],
    [100, 0],
    [37, 4],
  ]) {
    const read = axes.read(axes.place(step, log10));
    assert.ok(Math.abs(read.step - step) < 1e-9 && Math.abs(read.log10 - log10) < 1e-9);
  }
  assert.deepEqual([axes.floor, axes.ceiling], [-16, 4]);
  assert.ok(axes.place(1, 4).y < axes.place(1, -16).y);
});
