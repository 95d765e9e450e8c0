/** Where a lesson comes from: the server's own by name, a link's part after `#`, a file. What is wrong with it is said. */

import { readLesson } from "./lesson.js";
import { packedIn, TravelFault, unpack, unpackFile } from "./travel.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** In the address: a lesson that is not the server's; its link holds it. */
export const OWN = "own";

/** What an address may hold beside a lesson and still leave the page to the lesson's stop. */
const BESIDE = ["lesson", "stop", "lang", "theme", "size", "embed", "hide"];

/**
 * @param {{ base: string, words: () => I18n, announce: (text: string) => void }} wiring
 */
export function createSource({ base, words, announce }) {
  /** A lesson out of plain data, or null and a word why not. @param {unknown} data @returns {Lesson | null} */
  function checked(data) {
    const read = readLesson(data, words());
    if ("lesson" in read) return read.lesson;
    announce(`${words()("lessons.not_opened")} ${read.faults[0]}`);
    return null;
  }

  /** @param {() => Promise<unknown>} read */
  async function fetched(read) {
    try {
      return checked(await read());
    } catch (error) {
      if (!(error instanceof TravelFault)) throw error;
      announce(`${words()("lessons.not_opened")} ${words()(`lessons.fault_${error.code}`)}`);
      return null;
    }
  }

  /** @param {string} name @returns {Promise<Lesson | null>} */
  async function named(name) {
    try {
      const response = await fetch(`${base}/api/lessons/${encodeURIComponent(name)}`);
      if (response.ok) return checked(await response.json());
      announce(response.status === 404 ? words()("lessons.unknown", { name }) : words()("page.away"));
    } catch {
      announce(words()("page.away"));
    }
    return null;
  }

  return {
    named,
    /** @param {Blob} file */
    inFile: (file) => fetched(() => unpackFile(file)),
    /** @param {unknown} data */
    checked,
    /**
     * What the address asks for.
     * @param {import("../base/types.js").State} state
     * @returns {Promise<{ target: string | Lesson, packed: string, stop: number, stays: boolean } | null>}
     */
    async inAddress({ page }) {
      const packed = packedIn(location.hash);
      const target = packed ? await fetched(() => unpack(packed)) : page.lesson;
      if (!target || target === OWN) return null;
      const stays = [...new URLSearchParams(location.search).keys()].some((name) => !BESIDE.includes(name));
      return { target, packed: packed ?? "", stop: Number(page.stop) || 1, stays };
    },
    /** Take a lesson out of the address. */
    leave() {
      if (origin !== "null") history.replaceState(null, "", location.pathname + location.search);
    },
  };
}
