/**
 * Sound as a WAV file: one channel, 16 bits. Container: RIFF, a `fmt ` chunk of 16 bytes (PCM), a `data` chunk; all
 * numbers little-endian.
 */

const HEAD = 44;

/**
 * Another sampling rate: each new sample is the mean of the old ones that it stands for, or lies between two of them.
 * @param {Float32Array} samples
 * @param {number} from samples a second
 * @param {number} to samples a second
 */
export function resampled(samples, from, to) {
  if (from === to) return samples;
  const ratio = from / to;
  const out = new Float32Array(Math.floor(samples.length / ratio));
  for (let i = 0; i < out.length; i++) {
    const start = i * ratio;
    const end = Math.min(samples.length, (i + 1) * ratio);
    if (ratio <= 1) {
      const left = Math.floor(start);
      const part = start - left;
      out[i] = samples[left] * (1 - part) + (samples[left + 1] ?? samples[left]) * part;
      continue;
    }
    let sum = 0;
    let count = 0;
    for (let k = Math.floor(start); k < end; k++, count++) sum += samples[k];
    out[i] = count ? sum / count : 0;
  }
  return out;
}

/**
 * @param {Float32Array} samples −1 … 1
 * @param {number} rate samples a second
 */
export function wavOf(samples, rate) {
  const bytes = new ArrayBuffer(HEAD + samples.length * 2);
  const view = new DataView(bytes);
  const write = (/** @type {number} */ at, /** @type {string} */ text) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  write(0, "RIFF");
  view.setUint32(4, HEAD - 8 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, i) => {
    view.setInt16(HEAD + i * 2, Math.round(Math.max(-1, Math.min(1, value)) * 32767), true);
  });
  return bytes;
}
