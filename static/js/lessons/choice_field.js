/** Foreseeing one of a few answers: radio buttons, each as large as its line. */

import { h } from "../base/dom.js";
import { inWords, plainWords } from "./lesson_text.js";

/** @param {import("./prediction.js").Asking} asking @returns {import("./prediction.js").Field} */
export function choiceField({ predict, t, draft, keep }) {
  const options = predict.options ?? [];
  const inputs = options.map((_, option) =>
    h("input", {
      type: "radio",
      name: "note-option",
      value: option,
      checked: draft?.kind === "choice" && draft.option === option,
      onchange: () => keep({ kind: "choice", option }),
    }),
  );
  const short = options.every(({ text }) => inWords(text, t.lang).length <= 18);
  const element = h(
    "div",
    { class: short ? "note-options short" : "note-options" },
    ...options.map(({ text }, i) =>
      h("label", { class: "note-option" }, inputs[i], h("span", {}, plainWords(text, t.lang))),
    ),
  );
  return {
    element,
    read() {
      const option = inputs.findIndex((input) => input.checked);
      return option < 0 ? t("guess.choose") : { kind: "choice", option };
    },
    focus: () => inputs[0]?.focus(),
  };
}
