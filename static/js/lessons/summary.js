/** The end of a lesson: what was foreseen beside what was true, to look at and to take along. */

import { h } from "../base/dom.js";
import { csv, save } from "../figure/data_table.js";
import { plainWords } from "./lesson_text.js";
import { truthName, verdictOf } from "./verdict.js";

/** @typedef {import("./progress.js").Progress} Progress */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * A line for each question.
 * @param {Progress} progress
 * @param {I18n} t
 */
export function summaryRows({ lesson, answers }, t) {
  return lesson.stops.flatMap((stop, i) => {
    if (!stop.predict) return [];
    const answer = answers[i + 1];
    const verdict = answer && verdictOf(stop, answer, t);
    return {
      stop: i + 1,
      question: plainWords(stop.predict.question, t.lang),
      said: verdict?.said ?? t("summary.open"),
      truth: verdict?.truth ?? "",
      name: t(truthName(stop)),
      far: verdict?.far ?? "",
      right: verdict?.right ?? null,
    };
  });
}

/** @param {Progress} progress @param {I18n} t */
export function summaryTable(progress, t) {
  const columns = ["stop", "question", "said", "truth", "far"].map((name) => t(`summary.${name}`));
  const rows = summaryRows(progress, t).map(({ stop, question, said, truth, far }) => [
    stop,
    question,
    said,
    truth,
    far,
  ]);
  return { columns, rows };
}

/** As plain text, for a mail or a notebook. @param {Progress} progress @param {I18n} t */
export function summaryText(progress, t) {
  const { lesson } = progress;
  const questions = summaryRows(progress, t).map(({ stop, question, said, name, truth, far }) =>
    [`${stop}. ${question}`, `${t("guess.said")}: ${said}`, truth && `${name}: ${truth}`, far]
      .filter(Boolean)
      .join("\n   "),
  );
  const takeaways = lesson.stops.map(({ takeaway }) => plainWords(takeaway, t.lang)).filter(Boolean);
  return [
    plainWords(lesson.title, t.lang),
    ...questions,
    ...(takeaways.length ? [[t("summary.takeaways"), ...takeaways.map((text) => `– ${text}`)].join("\n")] : []),
  ].join("\n\n");
}

/**
 * @param {Progress} progress
 * @param {I18n} t
 * @param {Pick<import("./note_card.js").Doing, "go" | "forget">} doing
 */
export function summaryOf(progress, t, { go, forget }) {
  const rows = summaryRows(progress, t);
  const asked = rows.length;
  const answered = rows.filter(
    ({ stop }) => progress.answers[stop] && progress.answers[stop].guess.kind !== "none",
  ).length;
  const table = h(
    "ol",
    { class: "summary-list" },
    ...rows.map(({ stop, question, said, name, truth, far, right }) =>
      h(
        "li",
        { "data-right": right === null ? null : String(right) },
        h("button", { type: "button", class: "summary-question", onclick: () => go(stop) }, question),
        h(
          "dl",
          {},
          h("div", {}, h("dt", {}, t("guess.said")), h("dd", {}, said)),
          truth && h("div", {}, h("dt", {}, name), h("dd", {}, truth)),
        ),
        far && h("p", {}, far),
      ),
    ),
  );
  return h(
    "section",
    { class: "summary", "aria-labelledby": "note-title" },
    h("p", {}, t("summary.count", { answered, asked })),
    table,
    h(
      "div",
      { class: "summary-takes" },
      h(
        "button",
        {
          type: "button",
          class: "action quiet",
          onclick: () => save("unroll-lesson.txt", summaryText(progress, t), "text/plain"),
        },
        t("summary.take_text"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "action quiet",
          onclick: () => save("unroll-lesson.csv", csv(summaryTable(progress, t))),
        },
        t("summary.take_csv"),
      ),
      h("button", { type: "button", class: "action quiet", onclick: forget }, t("summary.forget")),
    ),
    h("p", { class: "note-small" }, t("summary.private")),
  );
}
