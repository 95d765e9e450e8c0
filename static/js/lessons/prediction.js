/** The question of a stop: a form whose answer is a guess, with the way of answering that its kind has. */

import { h } from "../base/dom.js";
import { choiceField } from "./choice_field.js";
import { curveField } from "./curve_field.js";
import { paragraphsOf } from "./lesson_text.js";
import { numberField } from "./number_guess.js";

/** @typedef {import("./progress.js").Guess} Guess */
/**
 * One way of answering. `read` gives the guess, or what is wrong with it in the reader's words.
 * @typedef {{ element: HTMLElement, read: () => Guess | string, focus: () => void, destroy?: () => void }} Field
 */
/**
 * @typedef {object} Asking
 * @property {NonNullable<import("./lesson.js").Stop["predict"]>} predict
 * @property {import("../base/i18n.js").I18n} t
 * @property {import("./lesson_text.js").Act} act
 * @property {import("../base/types.js").Store} store
 * @property {Guess | null} draft what was begun before the words were made anew
 * @property {(guess: Guess) => void} keep
 */

/** @type {Record<string, (asking: Asking) => Field>} */
const FIELDS = { number: numberField, choice: choiceField, curve: curveField };

/**
 * @param {Asking} asking
 * @param {(guess: Guess) => void} release
 */
export function createPrediction(asking, release) {
  const { predict, t, act } = asking;
  const field = FIELDS[predict.kind](asking);
  const message = h("p", { class: "message", id: "note-fault", role: "alert" });
  const question = paragraphsOf(predict.question, t.lang, act);
  const form = h(
    "form",
    { class: "note-ask", id: "note-form", novalidate: true, onsubmit: submit },
    h(
      "fieldset",
      { "aria-describedby": "note-fault" },
      h("legend", {}, ...question.flatMap((line) => [...line.childNodes])),
      field.element,
    ),
    message,
  );

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const guess = field.read();
    message.textContent = typeof guess === "string" ? guess : "";
    if (typeof guess === "string") field.focus();
    else release(guess);
  }
  return {
    element: form,
    /** What stands at the foot of the card. */
    buttons: [
      h(
        "button",
        { type: "button", class: "action quiet", onclick: () => release({ kind: "none" }) },
        t("note.without_guess"),
      ),
      h("button", { type: "submit", form: form.id, class: "action" }, t("note.release")),
    ],
    destroy: () => field.destroy?.(),
  };
}
