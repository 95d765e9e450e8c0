/**
 * The dialogs. Each is fetched when it is first opened and made anew every time, so that it speaks the reader's
 * language and begins from what is on the screen.
 */

import { byId, styled } from "../base/dom.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** So long, in milliseconds, a dialog waits for words, should the server be away. */
const PATIENCE = 1500;

/** @param {"lessons" | "help" | "share"} id */
const dialog = (id) => /** @type {HTMLDialogElement} */ (byId(id));

/**
 * @param {object} wiring
 * @param {Store} wiring.store
 * @param {() => I18n} wiring.words
 * @param {string} wiring.base
 * @param {string} wiring.files the folder of the static files
 * @param {(address: string, label: string) => void} wiring.open what a chosen lesson does
 * @param {{ open: (name: string) => void, make: () => void, openFile: (file: File) => void, leave: () => void }} wiring.lessons
 * @param {() => import("./keys.js").Shortcut[]} wiring.table
 * @param {ReturnType<typeof import("./keys.js").createSwitch>} wiring.letters
 * @param {() => import("./share.js").Take[]} wiring.takes what of a training run can be taken along
 * @param {() => Promise<void>} wiring.learn the words that dialogs use and a first visit does without
 * @param {() => void} wiring.failed
 */
export function createDialogs({ store, words, base, files, open, lessons, table, letters, takes, learn, failed }) {
  for (const sheet of document.querySelectorAll("dialog")) {
    sheet.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (target === sheet || target.closest("[data-close]")) sheet.close();
    });
  }

  /** What every dialog needs besides its own script. @param {() => Promise<void>} show */
  const guarded = (show) => () => {
    const patience = new Promise((done) => setTimeout(done, PATIENCE));
    const needed = [styled(`${files}/css/dialogs.css`), Promise.race([learn(), patience])];
    void Promise.all(needed).then(show).catch(failed);
  };

  return {
    lessons: guarded(async () => {
      const { mountLessonList } = await import("../lessons/lesson_list.js");
      const sheet = dialog("lessons");
      await mountLessonList(byId("lessons-list"), { store, t: words(), base, lessons, open, sheet });
      sheet.showModal();
    }),
    help: guarded(async () => {
      const { mountHelp } = await import("./help.js");
      mountHelp(byId("help-body"), { table: table(), t: words(), letters });
      dialog("help").showModal();
    }),
    share: guarded(async () => {
      const { mountShare } = await import("./share.js");
      const link = mountShare(byId("share-body"), { t: words(), root: base, state: store.get(), takes: takes() });
      dialog("share").showModal();
      await link.copy();
    }),
  };
}
