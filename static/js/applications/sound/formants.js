/**
 * Phonemes as sound: a source (a sawtooth for the voice, noise for the breath) through three band-pass filters that
 * stand at the formants and travel from one phoneme's to the next. After D. Klatt, "Software for a cascade/parallel
 * formant synthesizer" (1980), with what matters most of it.
 */

import { follow } from "./curve.js";

/** @typedef {import("./curve.js").Point} Point */
/** @typedef {{ seconds: number, voiced: boolean | number, noise: boolean | number, formants: number[] }} Phoneme */
/**
 * @typedef {object} Plan
 * @property {number} seconds
 * @property {number[]} starts of each phoneme
 * @property {Point[]} pitch in Hz
 * @property {Point[]} voice gain of the sawtooth
 * @property {Point[]} breath gain of the noise
 * @property {Point[][]} formants centre of each filter in Hz
 */

/** Seconds in which the mouth goes from one phoneme to the next, half of them in each, and in which the voice sets in. */
const GLIDE = 0.05;
const ONSET = 0.015;
/** A voice falls towards the end of what it says, Hz. */
const PITCH = { from: 128, to: 96 };
/** Hz, of a neutral vowel: where the formants of a silence stand. */
const NEUTRAL = [500, 1500, 2500];
/** Bandwidths in Hz, and how loud each formant is beside the first. */
export const BANDWIDTHS = [90, 120, 180];
export const LEVELS = [1, 0.55, 0.28];
/** Noise is quieter than voice: it has its energy everywhere. */
const BREATH = 0.5;

/** @param {boolean | number} value */
const amount = (value) => Math.min(1, Math.max(0, Number(value)));

/**
 * @param {Phoneme[]} phonemes
 * @returns {Plan}
 */
export function formantPlan(phonemes) {
  /** @type {number[]} */
  const starts = [];
  let seconds = 0;
  for (const phoneme of phonemes) {
    starts.push(seconds);
    seconds += phoneme.seconds;
  }
  return {
    seconds: seconds + GLIDE,
    starts,
    pitch: [
      { at: 0, value: PITCH.from },
      { at: Math.max(seconds, GLIDE), value: PITCH.to },
    ],
    voice: gains(phonemes, starts, seconds, ({ voiced }) => amount(voiced)),
    breath: gains(phonemes, starts, seconds, ({ noise }) => BREATH * amount(noise)),
    formants: NEUTRAL.map((neutral, k) =>
      track(phonemes, starts, ({ formants }) => (formants[k] > 0 ? formants[k] : neutral)),
    ),
  };
}

/**
 * A gain: silent before and after, level within each phoneme, changing quickly at its edges.
 * @param {Phoneme[]} phonemes
 * @param {number[]} starts
 * @param {number} end
 * @param {(phoneme: Phoneme) => number} of
 */
function gains(phonemes, starts, end, of) {
  /** @type {Point[]} */
  const points = [{ at: 0, value: 0 }];
  phonemes.forEach((phoneme, i) => {
    const edge = Math.min(ONSET, phoneme.seconds / 3);
    points.push(
      { at: starts[i] + edge, value: of(phoneme) },
      { at: starts[i] + phoneme.seconds - edge, value: of(phoneme) },
    );
  });
  points.push({ at: end + ONSET, value: 0 });
  return points;
}

/**
 * A formant: still in the middle of each phoneme, gliding over its edges.
 * @param {Phoneme[]} phonemes
 * @param {number[]} starts
 * @param {(phoneme: Phoneme) => number} of
 */
function track(phonemes, starts, of) {
  return phonemes.flatMap((phoneme, i) => {
    const edge = Math.min(GLIDE / 2, phoneme.seconds / 3);
    return [
      { at: i ? starts[i] + edge : 0, value: of(phoneme) },
      { at: starts[i] + phoneme.seconds - edge, value: of(phoneme) },
    ];
  });
}

/** The phoneme that sounds at a time. @param {number[]} starts @param {number} time */
export const phonemeAt = (starts, time) => starts.findLastIndex((start) => start <= time + 1e-9);

/** A second of white noise that is the same every time. @param {BaseAudioContext} context */
function noiseOf(context) {
  const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
  const samples = buffer.getChannelData(0);
  let seed = 1;
  for (let i = 0; i < samples.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    samples[i] = seed / 2 ** 31 - 1;
  }
  return buffer;
}

/**
 * @param {Phoneme[]} phonemes
 * @returns {import("./player.js").Score}
 */
export function formantScore(phonemes) {
  const plan = formantPlan(phonemes);
  return {
    async prepare(context) {
      return {
        seconds: plan.seconds,
        start(output, start) {
          const voice = new OscillatorNode(context, { type: "sawtooth" });
          const noise = new AudioBufferSourceNode(context, { buffer: noiseOf(context), loop: true });
          const voiceLevel = new GainNode(context, { gain: 0 });
          const noiseLevel = new GainNode(context, { gain: 0 });
          voice.connect(voiceLevel);
          noise.connect(noiseLevel);
          follow(voice.frequency, plan.pitch, start);
          follow(voiceLevel.gain, plan.voice, start);
          follow(noiseLevel.gain, plan.breath, start);
          plan.formants.forEach((points, k) => {
            const filter = new BiquadFilterNode(context, { type: "bandpass", Q: points[0].value / BANDWIDTHS[k] });
            const level = new GainNode(context, { gain: LEVELS[k] });
            follow(filter.frequency, points, start);
            follow(
              filter.Q,
              points.map((point) => ({ ...point, value: point.value / BANDWIDTHS[k] })),
              start,
            );
            voiceLevel.connect(filter);
            noiseLevel.connect(filter);
            filter.connect(level).connect(output);
          });
          for (const source of [voice, noise]) {
            source.start(start);
            source.stop(start + plan.seconds);
          }
          return [voice, noise];
        },
      };
    },
  };
}
