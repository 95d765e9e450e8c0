/** The maker on the page: it makes room for a preview, and is there again after it. Fetched when one first makes a lesson. */

import { createMaker } from "./maker.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./open_lesson.js").Opening} Opening */

/**
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {() => import("../base/i18n.js").I18n} wiring.words
 * @param {string} wiring.base
 * @param {import("./lesson_text.js").Act} wiring.act
 * @param {(file: Blob) => Promise<Lesson | null>} wiring.readFile
 * @param {(lesson: Lesson, how: Opening) => Promise<boolean>} wiring.open
 * @param {() => void} wiring.close the lesson that is open
 */
export function createMaking({ store, words, base, act, readFile, open, close }) {
  const maker = createMaker({
    store,
    words,
    base,
    readFile,
    see: (address) => act(address, words()("maker.picture")),
    preview(lesson, stop) {
      const { config, page, play } = store.get();
      maker.hide();
      const run = () => {
        close();
        const { lang, theme, size } = store.get().page;
        store.set({ config, page: { ...page, lang, theme, size }, ...(play && { play }) }, { history: "push" });
      };
      void open(lesson, { stop, back: { label: words()("maker.back"), run, left: maker.open } });
    },
  });
  return {
    open() {
      close();
      maker.open();
    },
    mount: maker.mount,
  };
}
