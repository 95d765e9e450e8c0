/** The microphone, for a few seconds: what is said becomes a WAV file in the page's memory. */

import { resampled, wavOf } from "./wav.js";

/** Samples a second that a recording is kept with, and how long it may be. */
const RATE = 16000;
const SECONDS = 4;

/** Whether this browser lets a page record, here. */
export const canRecord = () =>
  Boolean(isSecureContext && "mediaDevices" in navigator && "AudioWorkletNode" in globalThis);

/**
 * Record until `stop` is called or the time is over. Rejects where the reader does not allow it.
 * @param {{ onLevel?: (seconds: number) => void }} [on]
 * @returns {Promise<{ stop: () => void, done: Promise<ArrayBuffer> }>}
 */
export async function record({ onLevel } = {}) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const context = new AudioContext();
  await context.audioWorklet.addModule(new URL("./recorder_worklet.js", import.meta.url).href);
  const node = new AudioWorkletNode(context, "recorder");
  /** @type {Float32Array[]} */
  const blocks = [];
  let count = 0;
  /** @type {(sound: ArrayBuffer) => void} */
  let finish = () => {};
  const done = /** @type {Promise<ArrayBuffer>} */ (
    new Promise((resolve) => {
      finish = resolve;
    })
  );
  let over = false;
  function stop() {
    if (over) return;
    over = true;
    for (const track of stream.getTracks()) track.stop();
    const samples = new Float32Array(count);
    let at = 0;
    for (const block of blocks) {
      samples.set(block, at);
      at += block.length;
    }
    const rate = context.sampleRate;
    void context.close();
    finish(wavOf(resampled(samples.subarray(0, SECONDS * rate), rate, RATE), RATE));
  }
  node.port.onmessage = ({ data }) => {
    if (over) return;
    blocks.push(data);
    count += data.length;
    const seconds = count / context.sampleRate;
    onLevel?.(seconds);
    if (seconds >= SECONDS) stop();
  };
  context.createMediaStreamSource(stream).connect(node);
  return { stop, done };
}
