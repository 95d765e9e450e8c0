/**
 * Teaching the network a voice: what was said, the run that learns from it, and what is said afterwards. It outlives the
 * workbench, which is built anew where the page turns from the application to its training; all in the page's memory.
 */

import { trained } from "./address.js";
import { markedWav } from "./marked_wav.js";
import { RATE } from "./microphone.js";
import { createPrompts, WORDS } from "./teach_prompts.js";
import { wavOf } from "./wav.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").ApplicationEntry} ApplicationEntry */
/** @typedef {{ word: string, sound: string, before: string[], after: string[] }} Trial */

/** Seconds of a recording that are sent: 30 of them stay below what an upload may have. */
const LONGEST = 2.4;
/** Milliseconds that an answer of the run is waited for. */
const PATIENCE = 20_000;

/**
 * @param {{ store: import("../base/types.js").Store, base: string, lang: () => string,
 *   uploads: ReturnType<typeof import("./uploads.js").createUploads> }} wiring
 */
export function createTeach({ store, base, lang, uploads }) {
  let open = false;
  let prompts = createPrompts(WORDS[lang()] ? lang() : "en");
  /** The run waits to be started. */
  let waits = false;
  /** What was said after learning, for the run of this material. @type {Map<string, Trial[]>} */
  const trials = new Map();
  /** @type {{ sound: string, resolve: (heard: string[] | null) => void } | null} */
  let awaited = null;

  /** What the weights that ship hear. @param {string} sound @returns {Promise<string[] | null>} */
  async function heardBefore(sound) {
    const { cell } = playOfRun();
    const query = new URLSearchParams({
      app: "speech",
      cell,
      sound,
      fields: "norms",
      encoding: "display",
      lang: lang(),
    });
    const response = await fetch(`${base}/api/play?${query}`).catch(() => null);
    return response?.ok ? (await response.json()).answer.transcript : null;
  }

  /** What the run hears: its answer comes with its next frame. @param {string} sound @returns {Promise<string[] | null>} */
  function heardAfter(sound) {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), PATIENCE);
      awaited = {
        sound,
        resolve(heard) {
          clearTimeout(late);
          awaited = null;
          resolve(heard);
        },
      };
      const { play = {} } = store.get();
      store.set({ play: { ...play, sound, focus: 0, example: 0 } }, { history: "replace" });
    });
  }

  /** @returns {{ cell: string, material: string }} */
  function playOfRun() {
    const { config } = store.get();
    return { cell: config.cell[0], material: config.material };
  }

  return {
    get open() {
      return open;
    },
    get prompts() {
      return prompts;
    },
    /** @param {boolean} now */
    turn(now) {
      open = now;
    },
    /** Another language begins anew. @param {string} language */
    speak(language) {
      if (language !== prompts.language) prompts = createPrompts(language);
    },
    /**
     * Upload what was said, and turn to a run that learns from it.
     * @param {ApplicationEntry} entry
     * @returns {Promise<string | null>} what is wrong with it; empty: the server was not reached
     */
    async learn(entry) {
      const said = prompts
        .recordings()
        .map(({ word, samples }) => ({ word, samples: samples.subarray(0, LONGEST * RATE) }));
      const answer = await uploads.upload(entry.name, markedWav(said, RATE), "", false);
      if ("error" in answer) return answer.error?.message ?? "";
      const { play = {} } = store.get();
      const { material } = answer.upload;
      const taught = { ...play, variant: "own", material, sound: "", focus: 0, example: 0 };
      open = false;
      waits = true;
      store.set(trained({ ...store.get(), play: taught }, entry), { history: "push" });
      return null;
    },
    /** Whether a run of its own is to be started now; asked once. */
    takeStart() {
      const now = waits;
      waits = false;
      return now;
    },
    get waits() {
      return waits;
    },
    /** What was tried of the run on the page. @returns {Trial[]} */
    get tried() {
      return trials.get(playOfRun().material) ?? [];
    },
    /**
     * One digit that was said after learning, as both networks hear it.
     * @param {string} word @param {Float32Array} samples
     * @returns {Promise<string | null>} what is wrong; empty: no answer came
     */
    async attempt(word, samples) {
      const { material } = playOfRun();
      const answer = await uploads.upload("speech", wavOf(samples, RATE), "", false);
      if ("error" in answer) return answer.error?.message ?? "";
      const sound = answer.upload.material;
      const [before, after] = await Promise.all([heardBefore(sound), heardAfter(sound)]);
      if (!before || !after) return "";
      trials.set(material, [...(trials.get(material) ?? []), { word, sound, before, after }]);
      return null;
    },
    /** @param {State} state */
    update({ prediction }) {
      if (awaited && prediction?.address?.includes(`sound=${awaited.sound}`))
        awaited.resolve(prediction.answer.transcript);
    },
  };
}

/** @typedef {ReturnType<typeof createTeach>} Teach */
