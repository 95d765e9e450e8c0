/**
 * The list of lessons: the maker and a way for a file at its top, then paths of several stops with what each asks and
 * how long it takes, lessons of one idea, and what training and the applications have to teach.
 */

import { h } from "../base/dom.js";
import { fileField } from "./file_field.js";
import { createGuesses } from "./guesses.js";
import { otherLessons } from "./lesson_groups.js";
import { languageOf, plainWords } from "./lesson_text.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./lesson.js").Head} Head */

/** @param {string} title @param {(Node | null | false)[]} items */
const group = (title, items) =>
  items.length ? [h("h3", {}, title), h("ol", { class: "lessons" }, ...items.map((item) => h("li", {}, item)))] : [];

/**
 * @param {HTMLElement} root
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {I18n} wiring.t
 * @param {string} wiring.base
 * @param {{ open: (name: string) => void, make: () => void, openFile: (file: File) => void, leave: () => void }} wiring.lessons
 * @param {(address: string, label: string) => void} wiring.open what a lesson that is an address does
 * @param {HTMLDialogElement} wiring.sheet closed by every choice
 */
export async function mountLessonList(root, { store, t, base, lessons, open, sheet }) {
  /** @template {any[]} T @param {(...given: T) => void} does @returns {(...given: T) => void} */
  const closing =
    (does) =>
    (...given) => {
      sheet.close();
      does(...given);
    };
  const openLesson = closing(lessons.open);
  const openAddress = closing((/** @type {string} */ address, /** @type {string} */ label) => {
    lessons.leave();
    open(address, label);
  });
  const guesses = createGuesses();

  /** @param {Head} head */
  function card({ name, title, about, minutes, stops, asks }) {
    const answered = Object.keys(guesses.of(name, stops)).length;
    const facts = [
      t("lessons.minutes", { minutes }),
      stops > 1 && t("lessons.stops", { stops }),
      asks.length > 0 && t("lessons.questions", { questions: asks.length }),
    ];
    const own = languageOf(title, t.lang);
    return h(
      "button",
      {
        type: "button",
        class: "lesson",
        "data-lesson": name,
        lang: own === t.lang ? null : own,
        onclick: () => openLesson(name),
      },
      h("strong", {}, plainWords(title, t.lang)),
      h("span", {}, plainWords(about, t.lang)),
      asks.length > 0 && h("em", {}, plainWords(asks[0], t.lang)),
      h("small", {}, facts.filter(Boolean).join(" · ")),
      answered > 0 && h("small", { class: "lesson-begun" }, t("lessons.begun", { answered, asked: asks.length })),
    );
  }

  const tools = h(
    "div",
    { class: "lesson-tools" },
    h(
      "button",
      { type: "button", class: "action", id: "lesson-make", onclick: closing(() => lessons.make()) },
      t("lessons.make"),
    ),
    ...fileField({
      id: "lesson-file",
      label: t("lessons.open_file"),
      target: sheet,
      open: closing(lessons.openFile),
    }),
    h("p", { class: "note-small" }, t("lessons.make_about")),
  );
  /** @type {Head[] | null} */
  const heads = await fetch(`${base}/api/lessons`).then(
    async (response) => (response.ok ? (await response.json()).lessons : null),
    () => null,
  );
  const shipped = heads
    ? [
        ...group(t("lessons.paths"), heads.filter(({ stops }) => stops > 1).map(card)),
        ...group(t("lessons.single"), heads.filter(({ stops }) => stops === 1).map(card)),
      ]
    : [h("p", { class: "message", role: "alert" }, t("page.away"))];
  root.replaceChildren(
    h("p", { class: "sheet-lead" }, t("lessons.about")),
    tools,
    ...shipped,
    ...otherLessons({ store, t, open: openAddress }).flatMap(({ title, items }) => group(title, items)),
  );
}
