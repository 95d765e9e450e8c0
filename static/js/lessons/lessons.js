/**
 * Lessons on the page: opens one by its name, from a link or a file, or the maker. Fetched when a lesson is first opened.
 */

import { styled } from "../base/dom.js";
import { recall } from "../base/tab_memory.js";
import { plainWords } from "./lesson_text.js";
import { createOpenLesson } from "./open_lesson.js";
import { asks, stopOf } from "./progress.js";
import { fieldsOf } from "./quantities.js";
import { createSource, OWN } from "./source.js";
import { packedIn } from "./travel.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./open_lesson.js").Opening} Opening */

/**
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {() => I18n} wiring.words
 * @param {() => Promise<void>} wiring.learn the words that a first visit does without
 * @param {string} wiring.base the page's address
 * @param {string} wiring.files the folder of the static files
 * @param {HTMLElement} wiring.place of the note card
 * @param {import("./lesson_text.js").Act} wiring.act what a phrase does
 * @param {ReturnType<typeof import("../network/player.js").createPlayer>} wiring.player
 * @param {(text: string) => void} wiring.announce
 */
export function createLessons({ store, words, learn, base, files, place, act, player, announce }) {
  const source = createSource({ base, words, announce });
  const current = createOpenLesson({
    store,
    words,
    place,
    act,
    player,
    open: (name) => void open(name),
    leaving: source.leave,
  });
  const sheet = (/** @type {string} */ name) => styled(`${files}/css/${name}.css`);
  /** Counts what was asked for: what comes late, after something else was chosen, is not shown. */
  let requests = 0;

  /** Open a lesson by name, or one that was made. @param {string | Lesson} target @param {Opening} [how] */
  async function open(target, how = {}) {
    const request = ++requests;
    const shipped = typeof target === "string";
    const [lesson] = await Promise.all([
      shipped ? source.named(target) : target,
      learn(),
      ...["lecture", "lessons"].map(sheet),
    ]);
    if (request !== requests) return false;
    if (lesson) current.begin(lesson, shipped ? target : OWN, how);
    else if (current.opened) current.close();
    else current.clear();
    return Boolean(lesson);
  }

  function close() {
    requests += 1;
    current.close();
  }

  /** The lesson that the address names. */
  async function follow() {
    const request = ++requests;
    await learn();
    const { page } = store.get();
    const { opened } = current;
    const own = opened?.name === OWN && page.lesson === OWN && !packedIn(location.hash); // a preview, or a jump in the page
    const found = own ? { target: OWN, stop: Number(page.stop), packed: "" } : await source.inAddress(store.get());
    if (request !== requests) return;
    if (!found) {
      if (page.lesson === OWN && recall("lesson_draft")) return make(); // a preview that was reloaded
      if (page.lesson === OWN && !packedIn(location.hash)) announce(words()("lessons.lost"));
      current.close("none");
      if (page.lesson) current.clear();
      return;
    }
    const { target, stop, ...how } = found;
    const same = opened && (found.packed ? opened.packed === found.packed : opened.name === target);
    if (!same) await open(target, { ...how, stop, history: "replace" });
    else if (opened?.progress.stop !== stop) current.turn(stop, { stays: true, history: "replace" });
  }
  addEventListener("popstate", () => void follow());

  /** @type {ReturnType<typeof import("./making.js").createMaking> | undefined} */
  let making;
  async function make() {
    const sheets = ["lessons", "maker"].map(sheet);
    const [{ createMaking }] = await Promise.all([import("./making.js"), learn(), ...sheets]);
    making ??= createMaking({ store, words, base, act, readFile: source.inFile, open, close });
    making.open();
  }

  return {
    open,
    close,
    follow,
    make,
    /** @param {Blob} file */
    async openFile(file) {
      await learn();
      const lesson = await source.inFile(file);
      if (lesson) await open(lesson);
    },
    /** In new words, or new colours. */
    mount() {
      current.draw();
      making?.mount();
    },
    update: current.update,
    /** Parts of the trace that the stop's numbers need. */
    fields: () => (current.opened && !current.opened.progress.ended ? fieldsOf(stopOf(current.opened.progress)) : []),
    /** While a stop asks, its question stands in the headline's place. @param {I18n} t */
    headline(t) {
      const { progress } = current.opened ?? {};
      if (!progress || !asks(progress)) return undefined;
      return { words: [{ text: plainWords(stopOf(progress).predict?.question, t.lang) }], remarks: [] };
    },
    /** Its shortcuts. @returns {import("../shell/keys.js").Shortcut[]} */
    keys: () => [
      { id: "stop_next", keys: ["]", "j"], run: current.next },
      { id: "stop_before", keys: ["[", "Shift+j"], run: current.previous },
    ],
  };
}
