/** What came of a question, on the card: guess and truth side by side, and how far they are apart. */

import { h } from "../base/dom.js";
import { plainWords } from "./lesson_text.js";
import { stopOf } from "./progress.js";
import { truthName, verdictOf } from "./verdict.js";

/** @param {import("./progress.js").Progress} progress @param {import("../base/i18n.js").I18n} t */
export function outcomeOf(progress, t) {
  const stop = stopOf(progress);
  const answer = progress.answers[progress.stop];
  if (!stop.predict || !answer) return [];
  const verdict = verdictOf(stop, answer, t);
  const row = (/** @type {string} */ key, /** @type {string} */ text) =>
    h("div", {}, h("dt", {}, t(key)), h("dd", {}, text));
  const right = verdict ? verdict.right : null;
  return [
    h("p", { class: "note-question" }, plainWords(stop.predict.question, t.lang)),
    h(
      "div",
      { class: "note-verdict", tabindex: "-1", "data-right": right === null ? null : String(right) },
      ...(verdict
        ? [
            h("dl", {}, row("guess.said", verdict.said), row(truthName(stop), verdict.truth)),
            verdict.far && h("p", {}, verdict.far),
          ]
        : [h("p", {}, t("note.computing"))]),
    ),
  ];
}
