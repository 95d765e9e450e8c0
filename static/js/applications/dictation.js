/** Words that are said one after the other into an open microphone: for teaching a voice, and for trying what was taught. */

import { openMicrophone } from "./microphone.js";
import { rest } from "./recorder.js";

/** @typedef {import("./microphone.js").Microphone} Microphone */

/** Milliseconds between a prompt and the microphone, so that one reads it first. */
export const LEAD = 350;
/** Prompts in a row at which nothing is said: then it pauses by itself. */
const PATIENT = 2;

/**
 * Prompts one after the other into an open microphone, until they are done or somebody stops.
 * @param {{ next: () => string | null, take: (samples: Float32Array, word: string) => Promise<boolean> | boolean,
 *   meter: ReturnType<typeof import("./recorder.js").createMeter>, turn: (state: "rest" | "reads" | "listens" | "silent", word: string) => void }} wiring
 *   `next`: the word to be said, null: it is over; `take`: what was said, false: that is enough
 */
export function createDictation({ next, take, meter, turn }) {
  /** @type {Microphone | null} */
  let open = null;
  /** Which start goes on now, 0: none; one that was stopped ends where it waits, whatever was started since. */
  let going = 0;
  let starts = 0;

  /** Rejects with `NoMicrophone`. */
  async function start() {
    if (going) return;
    starts += 1;
    const mine = starts;
    going = mine;
    const goes = () => going === mine;
    let silent = 0;
    /** @type {Microphone | null} */
    let microphone = null;
    try {
      microphone = await openMicrophone();
      if (goes()) open = microphone;
      for (let word = next(); goes() && word !== null; word = next()) {
        turn("reads", word);
        await rest(LEAD);
        if (!goes()) break;
        turn("listens", word);
        const { samples, spoke } = await microphone.listen({ onLevel: meter.show });
        if (!goes()) break;
        if (spoke && !(await take(samples, word))) break;
        silent = spoke ? 0 : silent + 1;
        if (silent >= PATIENT) {
          going = 0;
          turn("silent", word);
          return;
        }
      }
    } finally {
      if (goes()) going = 0;
      if (open === microphone) open = null;
      microphone?.close();
    }
    if (!going) {
      meter.show(0, 0);
      turn("rest", "");
    }
  }

  return {
    start,
    get goes() {
      return going > 0;
    },
    stop() {
      going = 0;
      open?.stop();
    },
  };
}
