/** The voice on the page: when somebody speaks, why there is no microphone, recordings with marks, prompts, the figure. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { keptUploads } from "../../static/js/applications/kept_uploads.js";
import { markedWav } from "../../static/js/applications/marked_wav.js";
import { reasonOf } from "../../static/js/applications/microphone.js";
import {
  createPrompts,
  drawDigits,
  FEWEST,
  intervalOf,
  ROUNDS,
  WORDS,
} from "../../static/js/applications/teach_prompts.js";
import { rightOf, sentence } from "../../static/js/applications/teach_trial.js";
import { tuneSentence } from "../../static/js/applications/tune_sentence.js";
import { createUploads } from "../../static/js/applications/uploads.js";
import { createVoiceActivity } from "../../static/js/applications/voice_activity.js";
import { createI18n } from "../../static/js/base/i18n.js";

const RATE = 16000;

/** Noise, then a tone, then noise, of so many seconds. @param {number[]} parts @param {{ noise?: number, tone?: number }} [heights] */
function spoken([before, word, after], { noise = 0.001, tone = 0.2 } = {}) {
  const count = Math.round((before + word + after) * RATE);
  let seed = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    seed = (seed * 16807) % 2147483647;
    const at = i / RATE;
    const says = at >= before && at < before + word;
    return (seed / 2147483647 - 0.5) * 2 * noise + (says ? tone * Math.sin(2 * Math.PI * 300 * at) : 0);
  });
}

/** Fed in blocks as a browser has them. @param {Float32Array} samples */
function heard(samples) {
  const activity = createVoiceActivity(RATE);
  let over = -1;
  for (let at = 0; at + 128 <= samples.length; at += 128) {
    activity.add(samples.subarray(at, at + 128));
    if (activity.over && over < 0) over = at / RATE;
  }
  return { activity, over };
}

test("a word is over some time after it, and is cut out with a little around it", () => {
  const samples = spoken([0.8, 0.5, 1.5]);
  const { activity, over } = heard(samples);
  assert.ok(over > 1.7 && over < 2.1, String(over));
  const seconds = activity.cut(samples).length / RATE;
  assert.ok(seconds > 0.5 && seconds < 1.05, String(seconds));
});

test("a word at once and a word in a loud room are heard too", () => {
  assert.ok(heard(spoken([0, 0.5, 1.5])).over > 0);
  assert.ok(heard(spoken([0.6, 0.6, 1.5], { noise: 0.02, tone: 0.4 })).over > 0);
});

test("silence, a steady noise and a click are nothing heard", () => {
  assert.equal(heard(spoken([3, 0, 0], { noise: 0 })).activity.spoke, false);
  assert.equal(heard(spoken([3, 0, 0], { noise: 0.002 })).activity.spoke, false);
  assert.equal(heard(spoken([2, 0.01, 1])).activity.spoke, false);
});

const page = (changes = {}) => {
  const window = {
    isSecureContext: true,
    AudioWorkletNode: class {},
    navigator: { mediaDevices: { getUserMedia() {} } },
    ...changes,
  };
  return /** @type {any} */ ({ top: window, self: window, ...window });
};

test("why there is no microphone is told apart", () => {
  const named = (/** @type {string} */ name) => Object.assign(new Error("no"), { name });
  const one = page();
  one.top = one.self;
  assert.equal(reasonOf(null, one), null);
  assert.equal(reasonOf(null, page({ isSecureContext: false, navigator: {} })), "insecure");
  assert.equal(reasonOf(null, page({ navigator: {} })), "unsupported");
  assert.equal(reasonOf(named("NotAllowedError"), one), "refused");
  assert.equal(reasonOf(named("NotAllowedError"), { ...one, top: {} }), "framed");
  assert.equal(reasonOf(named("NotFoundError"), one), "missing");
  assert.equal(reasonOf(named("NotReadableError"), one), "busy");
  assert.equal(reasonOf(named("TypeError"), one), "failed");
  for (const lang of ["en", "es"]) {
    const words = JSON.parse(readFileSync(new URL(`../../static/locales/later/${lang}.json`, import.meta.url), "utf8"));
    for (const reason of ["insecure", "unsupported", "framed", "refused", "missing", "busy", "failed"])
      assert.ok(words[`voice.why.${reason}`] && words[`voice.do.${reason}`], reason);
  }
});

test("recordings are one WAV file with a mark and a name for each", () => {
  const file = markedWav(
    [
      { word: "one", samples: new Float32Array(100) },
      { word: "siete", samples: new Float32Array(31) },
    ],
    RATE,
  );
  const view = new DataView(file);
  const text = new TextDecoder("latin1").decode(file);
  assert.equal(view.getUint32(4, true), file.byteLength - 8);
  const cue = text.indexOf("cue ");
  assert.equal(view.getUint32(cue + 8, true), 2);
  assert.equal(view.getUint32(cue + 12 + 24 + 4, true), 100); // the second begins where the first ends
  assert.match(text, /LIST....adtl/s);
  const second = text.lastIndexOf("labl");
  assert.equal(view.getUint32(second + 8, true), 2);
  assert.equal(text.slice(second + 12, second + 18), "siete\0");
});

test("each digit is asked for three times, and any can be skipped or said again", () => {
  const teach = createPrompts("es");
  assert.equal(teach.prompts.length, 10 * ROUNDS);
  assert.equal(teach.prompts[teach.at].word, "cero");
  teach.take(new Float32Array(1));
  teach.skip();
  assert.equal(teach.at, 2);
  teach.redo();
  assert.equal(teach.prompts[teach.at].word, "uno");
  teach.take(new Float32Array(2));
  assert.equal(teach.at, 2);
  teach.redo(0);
  teach.take(new Float32Array(9));
  assert.deepEqual(
    teach.recordings().map(({ word, samples }) => [word, samples.length]),
    [
      ["cero", 9],
      ["uno", 2],
    ],
  );
  assert.equal(teach.said, 2);
  for (let i = 2; i < 30; i++) teach.take(new Float32Array(1));
  assert.equal(teach.at, -1);
  teach.redo();
  assert.equal(teach.at, 29);
  assert.ok(FEWEST <= 30);
});

test("the words are those that the network knows", () => {
  const source = readFileSync(new URL("../../app/applications/speech/clips.py", import.meta.url), "utf8");
  for (const words of Object.values(WORDS)) assert.ok(source.includes(words.map((word) => `"${word}"`).join(", ")));
});

test("the digits to try are drawn without repetition", () => {
  const digits = drawDigits(20);
  assert.equal(new Set(digits.slice(0, 10)).size, 10);
  assert.equal(new Set(digits.slice(10)).size, 10);
  assert.deepEqual(
    drawDigits(3, () => 0),
    [0, 1, 2],
  );
});

test("the figure says how few digits it is of", () => {
  assert.deepEqual(
    intervalOf(5, 5).map((share) => Math.round(100 * share)),
    [57, 100],
  );
  const words = JSON.parse(readFileSync(new URL("../../static/locales/later/en.json", import.meta.url), "utf8"));
  const t = createI18n(words, "en");
  const trials = ["one", "two", "six", "four", "nine"].map((word, i) => ({
    word,
    sound: "",
    before: i < 2 ? [word] : [],
    after: i < 4 ? [word] : ["five", word],
  }));
  assert.equal(rightOf(trials, "before"), 2);
  assert.equal(
    sentence(trials, t),
    "Accuracy on 5 digits: 2 correct before and 4 after. That is few: on all that you say, accuracy would lie between 38% and 96% (95% interval).",
  );
  assert.doesNotMatch(sentence(Array(30).fill(trials[0]), t), /few/);
  assert.equal(sentence([], t), "");
});

test("what was read of a tune is said, with what was left out", () => {
  const words = JSON.parse(readFileSync(new URL("../../static/locales/later/en.json", import.meta.url), "utf8"));
  const tune = { title: "The Kesh", metre: "6/8", read_metre: "6/8", shift: -7, notes: 48 };
  const out = [
    { name: "chords", count: 2 },
    { name: "rests", count: 1 },
  ];
  assert.equal(
    tuneSentence({ ...tune, left_out: out }, createI18n(words, "en")),
    "Read: “The Kesh”, 48 notes. Transposed to the signature of C: 7 semitones down. Left out or changed: 2 chord names and 1 rest.",
  );
});

test("what a voice is taught with does not outlast the page, where a browser may write it to its disk", async () => {
  /** @param {string} address */
  const send = async (address) =>
    Response.json({ material: address.includes("speech") ? "a voice" : "a text", about: {} });
  const uploads = createUploads({ base: "", lang: () => "en", send });
  await uploads.upload("speech", new ArrayBuffer(8), "", false);
  await uploads.upload("text", "a text", "a file");
  assert.ok(await uploads.uploadAgain("speech", "a voice"));
  assert.ok(uploads.has("a voice") && uploads.has("a text"));
  assert.deepEqual([...keptUploads().keys()], ["a text"]);
});
