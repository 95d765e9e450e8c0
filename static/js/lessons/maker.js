/**
 * The maker of lessons: a drawer beside the picture, so that a teacher sets the page up and takes it as a stop. What is
 * written is kept in this tab from letter to letter, and comes back after a reload.
 */

import { byId, h, icon } from "../base/dom.js";
import { recall, remember } from "../base/tab_memory.js";
import {
  addStop,
  finished,
  isBegun,
  LONGEST_TEXT,
  MOST_STOPS,
  newDraft,
  newStop,
  pictureAddress,
  withStop,
} from "./draft.js";
import { fileField } from "./file_field.js";
import { readLesson } from "./lesson.js";
import { quiet, wordsField } from "./maker_fields.js";
import { createStopList } from "./maker_stops.js";
import { travelFields } from "./maker_travel.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

const MEMORY = "lesson_draft";

/**
 * The draft of this tab.
 * @returns {Lesson}
 */
export function keptDraft() {
  const kept = recall(MEMORY);
  return kept && Array.isArray(kept.stops) ? { ...newDraft(), ...kept } : newDraft();
}

/**
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {() => import("../base/i18n.js").I18n} wiring.words
 * @param {string} wiring.base
 * @param {(address: string) => void} wiring.see puts an address on the screen
 * @param {(lesson: Lesson, stop: number) => void} wiring.preview
 * @param {(file: Blob) => Promise<Lesson | null>} wiring.readFile
 */
export function createMaker({ store, words, base, see, preview, readFile }) {
  let draft = keptDraft();
  const root = h("section", { class: "maker", tabindex: "-1" });
  const status = h("p", { class: "said", role: "status" });
  /** The stop whose fields are open; -1: none. */
  let editing = draft.stops.length ? -1 : 0;

  const isFolded = () => root.classList.contains("folded");

  /** @param {Lesson} next */
  function keep(next) {
    draft = next;
    remember(MEMORY, isBegun(draft) ? draft : null);
  }
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
  };

  function addPicture() {
    if (draft.stops.length >= MOST_STOPS) return say(words()("maker.full", { most: MOST_STOPS }));
    keep(addStop(draft, newStop(pictureAddress(store.get()))));
    editing = draft.stops.length - 1;
    show();
    root.querySelector(`#maker-${editing}-title`)?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (root.querySelector(`#maker-${editing}-title`))?.focus();
    say(words()("maker.added", { n: draft.stops.length }));
  }

  function tryOut() {
    const t = words();
    const read = readLesson(finished(draft), t);
    if ("lesson" in read) preview(read.lesson, Math.max(1, editing + 1));
    else say(`${t("maker.unfinished")} ${read.faults[0]}`);
  }

  /** Another draft in the place of this one, which can be had back. @param {Lesson} next @param {string} text */
  function replace(next, text) {
    const t = words();
    const old = draft;
    keep(next);
    editing = -1;
    show();
    say(text);
    if (!isBegun(old)) return;
    const undo = quiet(t("page.undo"), () => {
      keep(old);
      show();
      say("");
    });
    status.append(" ", undo);
    undo.focus();
  }

  /** @param {File} file */
  async function openFile(file) {
    const lesson = await readFile(file);
    if (lesson) replace(lesson, words()("maker.opened"));
  }

  function show() {
    const t = words();
    const { lang } = t;
    const stops = createStopList({
      t,
      store,
      draft: () => draft,
      editing: () => editing,
      edit(at) {
        editing = at;
      },
      keep,
      patch: (at, patch) => keep(withStop(draft, at, patch)),
      picture: () => pictureAddress(store.get()),
      see: (address) => see(`?${address}`),
      say,
      status,
    });
    const field = (/** @type {"title" | "about"} */ name) =>
      wordsField({
        id: `maker-${name}`,
        label: t(`maker.lesson_${name}`),
        words: draft[name],
        lang,
        longest: LONGEST_TEXT,
        change: (text) => keep({ ...draft, [name]: text }),
      });
    const minutes = h("input", {
      id: "maker-minutes",
      class: "number",
      type: "number",
      min: 1,
      max: 600,
      value: draft.minutes,
      oninput: () => keep({ ...draft, minutes: Math.max(1, Math.round(Number(minutes.value)) || 1) }),
    });
    const folds = { "aria-label": t("maker.fold"), title: t("maker.fold"), "aria-expanded": String(!isFolded()) };
    const fold = h("button", { type: "button", class: "tool small", ...folds, onclick: turnOver }, "–");
    function turnOver() {
      root.classList.toggle("folded");
      fold.setAttribute("aria-expanded", String(!isFolded()));
    }
    root.setAttribute("aria-label", t("maker.head"));
    root.replaceChildren(
      h(
        "header",
        { class: "maker-head" },
        h("h2", {}, t("maker.head")),
        h("button", { type: "button", class: "action", onclick: tryOut }, t("maker.preview")),
        fold,
        h(
          "button",
          {
            type: "button",
            class: "tool small",
            "aria-label": t("page.close"),
            title: t("page.close"),
            onclick() {
              root.remove();
              byId("tool-lessons").focus();
            },
          },
          icon("close"),
        ),
      ),
      h(
        "div",
        { class: "maker-add" },
        h("button", { type: "button", class: "action", onclick: addPicture }, t("maker.add")),
        status,
      ),
      h(
        "div",
        { class: "maker-body" },
        h("p", { class: "note-small" }, t("maker.about")),
        field("title"),
        field("about"),
        h("div", { class: "maker-field short" }, h("label", { for: "maker-minutes" }, t("maker.minutes")), minutes),
        stops.element,
        travelFields({ t, base, draft: () => draft }),
        h(
          "div",
          { class: "maker-buttons" },
          ...fileField({ id: "maker-file", label: t("lessons.open_file"), target: root, open: openFile }),
          quiet(t("maker.start_over"), () => replace(newDraft(), t("maker.emptied"))),
        ),
      ),
    );
  }

  return {
    open() {
      show();
      root.hidden = false;
      if (!root.isConnected) byId("main").append(root);
      root.focus({ preventScroll: true });
    },
    /** While a preview is shown. */
    hide() {
      root.hidden = true;
    },
    /** In new words. */
    mount() {
      if (root.isConnected) show();
    },
  };
}
