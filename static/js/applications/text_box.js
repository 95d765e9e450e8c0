/**
 * Where a sentence is typed. What stands in it is the reader's until they ask for something else: an answer, another
 * option or an empty field never writes over what they are typing.
 */

import { h, icon } from "../base/dom.js";

/** @typedef {import("../base/types.js").Property} Property */

/** A pause in typing after which the sentence is asked about. */
const REST = 200;

/**
 * @param {Property} property
 * @param {{ t: import("../base/i18n.js").I18n, label: string, say: (text: string, name: string, more?: import("../base/types.js").Config) => void, drafted: () => void }} wiring
 *   `say`: the text is to be asked about; `drafted`: it stands in the box, and has not been said yet
 */
export function createTextBox({ max }, { t, label, say, drafted }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** What the box has said last. @type {string | null} */
  let said = null;
  let shown = "";

  const box = h("input", {
    type: "text",
    id: "play-text",
    class: "text bench-text",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    maxlength: max,
    placeholder: t("apps.placeholder"),
    "aria-describedby": "play-text-error",
    oninput() {
      clearTimeout(resting);
      resting = setTimeout(flush, REST);
      drafted();
    },
    onkeydown(/** @type {KeyboardEvent} */ event) {
      if (event.key === "Enter" && !event.isComposing) flush(true);
    },
    onblur() {
      flush();
      if (!box.value) box.value = shown; // of an empty field the example is asked
    },
  });

  /** Say what has been typed, now. @param {boolean} [anyway] also where nothing was typed since */
  function flush(anyway = false) {
    const waits = resting !== undefined;
    clearTimeout(resting);
    resting = undefined;
    if (!waits && !anyway) return;
    said = box.value;
    say(box.value, "text");
  }

  const example = h(
    "button",
    {
      type: "button",
      class: "action quiet",
      onclick() {
        said = null;
        say("", "text reset");
      },
    },
    icon("reset"),
    t("apps.example"),
  );

  return {
    element: h(
      "div",
      { class: "bench-line", "data-control": "text" },
      h("label", { for: "play-text" }, label),
      box,
      example,
      h("p", { class: "message", id: "play-text-error" }),
    ),
    flush,
    /** What is typed and not said yet; null: nothing. */
    draft: () => (resting === undefined ? null : box.value),
    /** Put another text in the place of what is there, and say it. @param {string} text @param {string} name of the gesture @param {import("../base/types.js").Config} [more] what comes with it */
    replace(text, name, more) {
      clearTimeout(resting);
      resting = undefined;
      box.value = text;
      said = text;
      say(text, name, more);
    },
    /** A word where the caret stands, with a blank on either side where it needs one. @param {string} word @param {string} [between] */
    insert(word, between = " ") {
      const from = box.selectionStart ?? box.value.length;
      const to = box.selectionEnd ?? from;
      const [before, after] = [box.value.slice(0, from), box.value.slice(to)];
      const left = before && !before.endsWith(between) ? between : "";
      const right = after && !after.startsWith(between) ? between : "";
      const whole = `${before}${left}${word}${right}${after}`.slice(0, max);
      this.replace(whole, "word");
      const caret = Math.min(whole.length, before.length + left.length + word.length);
      box.setSelectionRange(caret, caret);
    },
    /**
     * @param {string} text of the address
     * @param {string} sentence the example that is read where there is none
     */
    show(text, sentence) {
      example.hidden = !text;
      shown = sentence;
      if (resting !== undefined) return;
      if (text) {
        if (text !== said) box.value = text; // it came from elsewhere: back, a lesson, a link
        said = text;
      } else if (document.activeElement !== box || said !== "") {
        said = null;
        box.value = sentence;
      }
    },
  };
}
