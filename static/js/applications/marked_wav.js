/**
 * Many recordings in one WAV file, each at its mark with its name, as sound editors write them: a chunk `cue ` with the
 * first sample of each, and a list `adtl` with a `labl` for each.
 */

import { wavOf } from "./wav.js";

/** A chunk, with its pad byte where it needs one. @param {string} name @param {Uint8Array[]} parts */
function chunk(name, ...parts) {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(8 + size + (size % 2));
  bytes.set(text(name));
  new DataView(bytes.buffer).setUint32(4, size, true);
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @param {string} signs */
const text = (signs) => new TextEncoder().encode(signs);

/** Little-endian numbers of four bytes. @param {number[]} values */
function whole(...values) {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

/**
 * @param {{ word: string, samples: Float32Array }[]} recordings
 * @param {number} rate samples a second
 * @returns {ArrayBuffer}
 */
export function markedWav(recordings, rate) {
  const all = new Float32Array(recordings.reduce((sum, { samples }) => sum + samples.length, 0));
  const starts = [];
  let at = 0;
  for (const { samples } of recordings) {
    starts.push(at);
    all.set(samples, at);
    at += samples.length;
  }
  const sound = new Uint8Array(wavOf(all, rate));
  const marks = starts.flatMap((start, i) => [whole(i + 1, start), text("data"), whole(0, 0, start)]);
  const names = recordings.map(({ word }, i) => chunk("labl", whole(i + 1), text(`${word}\0`)));
  const parts = [sound, chunk("cue ", whole(recordings.length), ...marks), chunk("LIST", text("adtl"), ...names)];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  return bytes.buffer;
}
