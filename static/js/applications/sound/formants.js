/**
 * Phonemes as sound: a source (a sawtooth for the voice, noise for the breath) through three band-pass filters that
 * stand at the formants and travel from one phoneme's to the next. After D. Klatt, "Software for a cascade/parallel
 * formant synthesizer" (1980), with what matters most of it.
 */

import { follow } from "./curve.js";

/** @typedef {import("./curve.js").Point} Point */
/**
 * @typedef {object} Phoneme
 * @property {number} seconds
 * @property {boolean | number} voiced how loud the voice is
 * @property {boolean | number} noise how loud the breath is
 * @property {number[]} formants Hz, at its beginning
 * @property {number[]} [to] Hz, at its end, where they move
 * @property {number} [centre] Hz: the noise is around this frequency, and not at the formants
 * @property {string} [manner] a stop is silent before its noise, an affricate for a shorter while
 */
/**
 * @typedef {object} Plan
 * @property {number} seconds
 * @property {number[]} starts of each phoneme
 * @property {Point[]} pitch in Hz
 * @property {Point[]} voice gain of the sawtooth
 * @property {Point[]} breath gain of the noise
 * @property {Point[][]} formants centre of each filter in Hz
 * @property {Point[] | null} hiss centre of the noise's own filter in Hz; null: it goes through the formants'
 */

/** Seconds in which the mouth goes from one phoneme to the next, half of them in each, and in which the voice sets in. */
const GLIDE = 0.05;
const ONSET = 0.015;
/** A voice falls towards the end of what it says, Hz. */
const PITCH = { from: 128, to: 96 };
/** Hz, of a neutral vowel: where the formants of a silence stand. */
const NEUTRAL = [500, 1500, 2500];
/** The part of a phoneme that passes before its noise. */
/** @type {Record<string, number>} */
const CLOSED = { stop: 0.6, affricate: 0.35 };
/** Seconds in which a closed mouth opens. */
const BURST = 0.004;
/** Hz: where noise is while none is heard; and how narrow it is. */
const HISS = { rest: 3000, q: 1.6 };
/** Bandwidths in Hz, and how loud each formant is beside the first. */
export const BANDWIDTHS = [90, 120, 180];
export const LEVELS = [1, 0.55, 0.28];
/** Noise is quieter than voice: it has its energy everywhere. */
const BREATH = 0.9;
/** The filters take most of the source away; with this a word is as loud as a melody. */
const LOUDER = 2.2;

/** @param {boolean | number} value */
const amount = (value) => Math.min(1, Math.max(0, Number(value)));

/** How long some phonemes are in all. @param {Phoneme[]} phonemes */
export const secondsOf = (phonemes) => phonemes.reduce((sum, { seconds }) => sum + seconds, 0);

/** When each phoneme begins, in seconds. @param {Phoneme[]} phonemes */
export const startsOf = (phonemes) => phonemes.map((_, i) => secondsOf(phonemes.slice(0, i)));

/**
 * @param {Phoneme[]} phonemes
 * @returns {Plan}
 */
export function formantPlan(phonemes) {
  const starts = startsOf(phonemes);
  const seconds = secondsOf(phonemes);
  return {
    seconds: seconds + GLIDE,
    starts,
    pitch: [
      { at: 0, value: PITCH.from },
      { at: Math.max(seconds, GLIDE), value: PITCH.to },
    ],
    voice: gains(phonemes, starts, seconds, ({ voiced }) => amount(voiced)),
    breath: gains(
      phonemes,
      starts,
      seconds,
      ({ noise }) => BREATH * amount(noise),
      ({ manner = "" }) => CLOSED[manner] ?? 0,
    ),
    formants: NEUTRAL.map((neutral, k) =>
      track(
        phonemes,
        starts,
        ({ formants }) => formants[k] || neutral,
        ({ formants, to }) => to?.[k] || formants[k] || neutral,
      ),
    ),
    hiss: phonemes.some(({ centre }) => centre)
      ? track(
          phonemes,
          starts,
          ({ centre }) => centre || HISS.rest,
          ({ centre }) => centre || HISS.rest,
        )
      : null,
  };
}

/**
 * A gain: silent before and after, level within each phoneme, changing quickly at its edges.
 * @param {Phoneme[]} phonemes
 * @param {number[]} starts
 * @param {number} end
 * @param {(phoneme: Phoneme) => number} of
 * @param {(phoneme: Phoneme) => number} [closed] the part of it that passes in silence
 */
function gains(phonemes, starts, end, of, closed = () => 0) {
  /** @type {Point[]} */
  const points = [{ at: 0, value: 0 }];
  phonemes.forEach((phoneme, i) => {
    const edge = Math.min(ONSET, phoneme.seconds / 3);
    const shut = closed(phoneme) * phoneme.seconds;
    const sounds = starts[i] + (shut ? shut + Math.min(BURST, phoneme.seconds / 20) : edge);
    if (shut) points.push({ at: starts[i] + Math.min(edge, shut / 2), value: 0 }, { at: starts[i] + shut, value: 0 });
    points.push({ at: sounds, value: of(phoneme) }, { at: starts[i] + phoneme.seconds - edge, value: of(phoneme) });
  });
  points.push({ at: end + ONSET, value: 0 });
  return points;
}

/**
 * A formant: from its value at a phoneme's beginning to that at its end, gliding over the edges to the next one.
 * @param {Phoneme[]} phonemes
 * @param {number[]} starts
 * @param {(phoneme: Phoneme) => number} from
 * @param {(phoneme: Phoneme) => number} to
 */
function track(phonemes, starts, from, to) {
  return phonemes.flatMap((phoneme, i) => {
    const edge = Math.min(GLIDE / 2, phoneme.seconds / 3);
    return [
      { at: i ? starts[i] + edge : 0, value: from(phoneme) },
      { at: starts[i] + phoneme.seconds - edge, value: to(phoneme) },
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
            const level = new GainNode(context, { gain: LOUDER * LEVELS[k] });
            follow(filter.frequency, points, start);
            follow(
              filter.Q,
              points.map((point) => ({ ...point, value: point.value / BANDWIDTHS[k] })),
              start,
            );
            voiceLevel.connect(filter);
            if (!plan.hiss) noiseLevel.connect(filter);
            filter.connect(level).connect(output);
          });
          if (plan.hiss) {
            const filter = new BiquadFilterNode(context, { type: "bandpass", Q: HISS.q });
            follow(filter.frequency, plan.hiss, start);
            noiseLevel.connect(filter).connect(output);
          }
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
