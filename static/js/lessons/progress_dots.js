/** Where one is in a lesson: a mark for each stop, to go there, and the same in words. */

import { h } from "../base/dom.js";
import { plainWords } from "./lesson_text.js";

/** @typedef {import("./progress.js").Progress} Progress */

/**
 * @param {Progress} progress
 * @param {{ t: import("../base/i18n.js").I18n, go: (stop: number) => void }} wiring
 */
export function progressDots({ lesson, stop, ended, answers }, { t, go }) {
  const { stops } = lesson;
  const dots = stops.map(({ title, predict }, i) => {
    const state = predict ? (answers[i + 1] ? "answered" : "asks") : "told";
    const name = t(`note.dot_${state}`, { stop: i + 1, title: plainWords(title, t.lang) });
    const current = i + 1 === stop && !ended;
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          "aria-label": name,
          title: name,
          "aria-current": current ? "step" : null,
          "data-state": state,
          onclick: () => go(i + 1),
        },
        h("i", {}),
      ),
    );
  });
  return h("nav", { class: "note-dots", "aria-label": t("note.stops") }, h("ol", {}, ...dots));
}

/** @param {Progress} progress @param {import("../base/i18n.js").I18n} t */
export const progressText = ({ lesson, stop, ended }, t) =>
  ended ? t("note.end") : lesson.stops.length > 1 ? t("note.progress", { stop, stops: lesson.stops.length }) : "";
