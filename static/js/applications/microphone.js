/**
 * The microphone: opened once, it listens as often as it is asked to, each time until a word is over. Samples stay in the
 * page's memory. Where it cannot be had, `reasonOf` says why, since what to do differs.
 */

import { createVoiceActivity } from "./voice_activity.js";
import { resampled } from "./wav.js";

/** Samples a second that a recording is kept with; seconds that it may last, and that nothing may be said for. */
export const RATE = 16000;
const SECONDS = 4;

/** @typedef {"insecure" | "unsupported" | "framed" | "refused" | "missing" | "busy" | "failed"} Reason */
/** @typedef {{ samples: Float32Array, spoke: boolean }} Heard `samples`: at `RATE`; without a word: all of them */

/** What an error of `getUserMedia` means, by its name. @type {Record<string, Reason>} */
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/**
 * Why there is no microphone. Browsers give a page that came over plain http from another machine none, and say so by
 * leaving out the whole interface.
 * @param {unknown} error what asking for it threw; null: before it was asked for
 * @param {any} [page] the window
 * @returns {Reason | null} null: nothing is known to be in the way
 */
export function reasonOf(error, page = globalThis) {
  if (!page.isSecureContext) return "insecure";
  if (!page.navigator?.mediaDevices?.getUserMedia || !("AudioWorkletNode" in page)) return "unsupported";
  if (!error) return null;
  const reason = REASONS[/** @type {any} */ (error).name] ?? "failed";
  return reason === "refused" && page.top !== page.self ? "framed" : reason;
}

/** What asking threw, with its reason. */
export class NoMicrophone extends Error {
  /** @param {Reason} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Open it. Rejects with `NoMicrophone`. */
export async function openMicrophone() {
  const before = reasonOf(null);
  if (before) throw new NoMicrophone(before);
  /** @type {MediaStream | null} */
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    const context = new AudioContext();
    await context.audioWorklet.addModule(
      `${document.documentElement.dataset.static}/js/applications/recorder_worklet.js`,
    );
    await context.resume();
    const node = new AudioWorkletNode(context, "recorder");
    context.createMediaStreamSource(stream).connect(node);
    return microphone(stream, context, node);
  } catch (error) {
    for (const track of stream?.getTracks() ?? []) track.stop();
    throw new NoMicrophone(reasonOf(error) ?? "failed", error);
  }
}

/** @param {MediaStream} stream @param {AudioContext} context @param {AudioWorkletNode} node */
function microphone(stream, context, node) {
  const rate = context.sampleRate;
  /** @type {((heard: Heard) => void) | null} */
  let stop = null;

  return {
    /**
     * Listen until a word is over, until `stop` or until the time is: the seconds are counted from now on.
     * @param {{ onLevel?: (level: number, left: number) => void }} [on] loudness 0 … 1; the share of the time that is left
     * @returns {Promise<Heard>}
     */
    listen({ onLevel } = {}) {
      const activity = createVoiceActivity(rate);
      const samples = new Float32Array(SECONDS * rate);
      let count = 0;
      return new Promise((resolve) => {
        function finish() {
          node.port.onmessage = null;
          stop = null;
          const word = activity.cut(samples.subarray(0, count));
          resolve({ samples: resampled(word, rate, RATE), spoke: activity.spoke });
        }
        stop = finish;
        node.port.onmessage = ({ data }) => {
          const block = data.subarray(0, samples.length - count);
          samples.set(block, count);
          count += block.length;
          activity.add(block);
          onLevel?.(activity.level, 1 - count / samples.length);
          if (activity.over || count >= samples.length) finish();
        };
      });
    },
    /** What was said so far is all. */
    stop: () => stop?.(/** @type {any} */ (undefined)),
    close() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

/** @typedef {ReturnType<typeof microphone>} Microphone */
