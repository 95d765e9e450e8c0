import assert from "node:assert/strict";
import test from "node:test";
import { follow } from "../../static/js/applications/sound/curve.js";
import { BANDWIDTHS, formantPlan, LEVELS, phonemeAt } from "../../static/js/applications/sound/formants.js";
import { envelope, frequencyOf, melodyPlan, noteAt } from "../../static/js/applications/sound/melody.js";
import { bytesOf } from "../../static/js/state/decode.js";

const near = (/** @type {number} */ a, /** @type {number} */ b, within = 1e-9) =>
  assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

/**
 * The value of a curve at a time: what a parameter that follows it has then.
 * @param {import("../../static/js/applications/sound/curve.js").Point[]} points in order of time
 * @param {number} time
 */
function valueAt(points, time) {
  let before = points[0];
  for (const point of points) {
    if (point.at > time) {
      if (point.jump || point === before) return before.value;
      const share = (time - before.at) / (point.at - before.at);
      return before.value + share * (point.value - before.value);
    }
    before = point;
  }
  return before.value;
}

test("A4 has 440 Hz, an octave is twice, a fifth almost three halves", () => {
  assert.equal(frequencyOf(69), 440);
  near(frequencyOf(81), 880);
  near(frequencyOf(76) / 440, 1.5, 0.002);
});

test("a melody's tones begin with its first note, in seconds of its tempo; rests are silent and take their time", () => {
  const notes = [
    { pitch: 60, start: 4, length: 1 },
    { pitch: null, start: 5, length: 1 },
    { pitch: 64, start: 6, length: 2 },
  ];
  const { seconds, tones } = melodyPlan(notes, 120);
  assert.deepEqual(
    tones.map(({ note, at, seconds: held }) => [note, at, held]),
    [
      [0, 0, 0.5],
      [2, 1, 1],
    ],
  );
  assert.ok(seconds > 2 && seconds < 2.5);
  assert.deepEqual(melodyPlan([], 120).tones, []);
});

test("the note that sounds is the last one that began", () => {
  const notes = [
    { pitch: 60, start: 0, length: 1 },
    { pitch: 62, start: 1, length: 1 },
  ];
  assert.equal(noteAt(notes, 60, 0), 0);
  assert.equal(noteAt(notes, 60, 0.99), 0);
  assert.equal(noteAt(notes, 60, 1), 1);
  assert.equal(noteAt(notes, 60, -0.1), -1);
  assert.equal(noteAt([], 60, 1), -1);
});

for (const seconds of [0.001, 0.05, 0.5, 4])
  test(`an envelope of ${seconds} s begins and ends in silence and only moves forward`, () => {
    const points = envelope(seconds);
    assert.equal(points[0].value, 0);
    assert.equal(points[points.length - 1].value, 0);
    for (let i = 1; i < points.length; i++) assert.ok(points[i].at > points[i - 1].at);
    for (const { value } of points) assert.ok(value >= 0 && value < 1);
  });

const WORD = [
  { seconds: 0.1, voiced: false, noise: true, formants: [400, 1700, 2600] },
  { seconds: 0.2, voiced: true, noise: false, formants: [750, 1250, 2500] },
  { seconds: 0.06, voiced: 0, noise: 0, formants: [] },
];

test("a word's phonemes follow one another, and each is heard as what it is", () => {
  const plan = formantPlan(WORD);
  assert.deepEqual(
    plan.starts.map((start) => Math.round(start * 100)),
    [0, 10, 30],
  );
  assert.ok(plan.seconds >= 0.36);
  assert.equal(plan.formants.length, BANDWIDTHS.length);
  assert.equal(plan.formants.length, LEVELS.length);
  // in the middle of the breath there is no voice, in the middle of the vowel no breath, at the end neither
  near(valueAt(plan.voice, 0.05), 0);
  assert.ok(valueAt(plan.breath, 0.05) > 0.2);
  near(valueAt(plan.voice, 0.2), 1);
  near(valueAt(plan.breath, 0.2), 0);
  near(valueAt(plan.voice, 0.33) + valueAt(plan.breath, 0.33), 0);
  near(valueAt(plan.formants[0], 0.2), 750);
  // over the edge of two phonemes a formant is on its way
  const between = valueAt(plan.formants[0], 0.1);
  assert.ok(between > 400 && between < 750);
  // where nothing is said the mouth is at rest
  near(valueAt(plan.formants[1], 0.33), 1500);
  assert.ok(valueAt(plan.pitch, 0.3) < valueAt(plan.pitch, 0));
});

test("a diphthong's formants travel from one vowel to the other", () => {
  const plan = formantPlan([{ seconds: 0.2, voiced: 1, noise: 0, formants: [640, 1190, 2500], to: [390, 1990, 2550] }]);
  near(valueAt(plan.formants[0], 0), 640);
  near(valueAt(plan.formants[0], 0.2), 390);
  assert.equal(plan.hiss, null);
});

test("a stop is silent before its burst, a fricative is not, and each has its noise where it belongs", () => {
  const [stop, fricative] = ["stop", "fricative"].map((manner) => ({
    seconds: 0.1,
    voiced: 0,
    noise: 0.6,
    formants: [400, 1600, 2600],
    centre: manner === "stop" ? 4000 : 6500,
    manner,
  }));
  const plan = formantPlan([stop, fricative]);
  near(valueAt(plan.breath, 0.04), 0);
  assert.ok(valueAt(plan.breath, 0.08) > 0.3);
  assert.ok(valueAt(plan.breath, 0.14) > 0.3);
  near(valueAt(plan.hiss ?? [], 0.05), 4000);
  near(valueAt(plan.hiss ?? [], 0.15), 6500);
});

test("every curve of a word goes forward in time, however short its phonemes are", () => {
  const short = [...WORD, { ...WORD[0], manner: "stop" }, { ...WORD[1], manner: "affricate" }].map((phoneme) => ({
    ...phoneme,
    seconds: 0.012,
  }));
  const plan = formantPlan(short);
  for (const points of [plan.pitch, plan.voice, plan.breath, ...plan.formants])
    for (let i = 1; i < points.length; i++) assert.ok(points[i].at >= points[i - 1].at, String(i));
  assert.equal(phonemeAt(plan.starts, 0.013), 1);
  assert.equal(phonemeAt(plan.starts, -1), -1);
  assert.deepEqual(formantPlan([]).starts, []);
});

test("a curve's points become a parameter's, jumps as jumps", () => {
  /** @type {[string, number, number][]} */
  const calls = [];
  const parameter = /** @type {any} */ ({
    setValueAtTime: (/** @type {number} */ value, /** @type {number} */ at) => calls.push(["set", value, at]),
    linearRampToValueAtTime: (/** @type {number} */ value, /** @type {number} */ at) => calls.push(["ramp", value, at]),
  });
  const points = [
    { at: 0, value: 1 },
    { at: 1, value: 3 },
    { at: 2, value: 9, jump: true },
  ];
  follow(parameter, points, 10);
  assert.deepEqual(calls, [
    ["set", 1, 10],
    ["ramp", 3, 11],
    ["set", 9, 12],
  ]);
  near(valueAt(points, 0.5), 2);
  near(valueAt(points, 1.9), 3);
  near(valueAt(points, 5), 9);
});

test("a clip's bytes are what was sent", () => {
  assert.deepEqual([...new Uint8Array(bytesOf(btoa("RIFF\u0000ÿ")))], [82, 73, 70, 70, 0, 255]);
});
