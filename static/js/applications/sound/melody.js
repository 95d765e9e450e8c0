/**
 * A melody as tones, and a synthesiser that is as small as can be: for each tone two triangles a little out of tune
 * with each other, which beat slowly, under an envelope of attack, decay, sustain and release.
 */

import { follow } from "./curve.js";

/** @typedef {import("./curve.js").Point} Point */
/** @typedef {{ pitch: number | null, start: number, length: number }} Note times in quarter notes */
/** @typedef {{ note: number, at: number, seconds: number, frequency: number, gain: Point[] }} Tone */

/** Cents that each of the two oscillators is off, one up and one down. */
const DETUNE = 5;

/** Seconds to the peak, from it to the sustained level, and from the end of a note to silence. */
const ENVELOPE = { attack: 0.012, decay: 0.09, release: 0.12 };
const PEAK = 0.32;
const SUSTAIN = 0.2;

/** In equal temperament, A4 = MIDI 69 = 440 Hz. @param {number} pitch a MIDI number */
export const frequencyOf = (pitch) => 440 * 2 ** ((pitch - 69) / 12);

/** @param {number} seconds how long the note is held @returns {Point[]} */
export function envelope(seconds) {
  const attack = Math.min(ENVELOPE.attack, seconds / 3);
  const decay = Math.min(ENVELOPE.decay, seconds / 2);
  return [
    { at: 0, value: 0 },
    { at: attack, value: PEAK },
    { at: attack + decay, value: SUSTAIN },
    { at: Math.max(seconds, attack + decay + 0.001), value: SUSTAIN },
    { at: Math.max(seconds, attack + decay + 0.001) + ENVELOPE.release, value: 0 },
  ];
}

/**
 * When each note sounds, in seconds from the first note's start, and when all is over. Rests are silent.
 * @param {Note[]} notes
 * @param {number} tempo quarter notes per minute
 * @returns {{ seconds: number, tones: Tone[] }}
 */
export function melodyPlan(notes, tempo) {
  const beat = 60 / tempo;
  const first = notes.length ? Math.min(...notes.map(({ start }) => start)) : 0;
  /** @type {Tone[]} */
  const tones = [];
  let seconds = 0;
  notes.forEach(({ pitch, start, length }, note) => {
    const at = (start - first) * beat;
    const held = length * beat;
    seconds = Math.max(seconds, at + held);
    if (pitch === null) return;
    tones.push({ note, at, seconds: held, frequency: frequencyOf(pitch), gain: envelope(held * 0.94) });
  });
  return { seconds: seconds + ENVELOPE.release, tones };
}

/**
 * The note that sounds at a time; -1 before the first.
 * @param {Note[]} notes
 * @param {number} tempo
 * @param {number} time in seconds
 */
export function noteAt(notes, tempo, time) {
  if (!notes.length) return -1;
  const at = (time * tempo) / 60 + Math.min(...notes.map(({ start }) => start)) + 1e-9;
  return notes.findLastIndex(({ start }) => start <= at);
}

/**
 * @param {Note[]} notes
 * @param {number} tempo
 * @returns {import("./player.js").Score}
 */
export function melodyScore(notes, tempo) {
  const { seconds, tones } = melodyPlan(notes, tempo);
  return {
    async prepare(context) {
      return {
        seconds,
        start(output, start) {
          return tones.flatMap(({ at, frequency, gain }) => {
            const level = new GainNode(context, { gain: 0 });
            follow(level.gain, gain, start + at);
            level.connect(output);
            return [-DETUNE, DETUNE].map((detune) => {
              const tone = new OscillatorNode(context, { type: "triangle", frequency, detune });
              tone.connect(level);
              tone.start(start + at);
              tone.stop(start + at + gain[gain.length - 1].at);
              return tone;
            });
          });
        },
      };
    },
  };
}
