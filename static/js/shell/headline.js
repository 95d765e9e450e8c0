/** The top of the page: the sentence, the remarks under it, and what a screen reader hears once it settles. */

import { h } from "../base/dom.js";
import { traceShown } from "../figure/layers.js";
import { remarks, sentence } from "../figure/sentence.js";
import { cellName } from "../figure/words.js";

/** @typedef {import("../base/types.js").State} State */
/**
 * @typedef {object} HeadlineText
 * @property {import("../figure/sentence.js").Word[]} words
 * @property {{ cell: string, name: string, kind: string, text: string, detail: string }[]} remarks
 */

/** A drag changes the sentence many times in a second: it is spoken when it has come to rest. */
const REST = 900;

/**
 * @param {{sentence: HTMLElement, remarks: HTMLElement, spoken: HTMLElement}} places
 */
export function createHeadline(places) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {unknown[]} */
  let shown = [];
  /**
   * What a trace tells.
   * @param {import("../base/types.js").Trace} trace
   * @param {import("../base/types.js").Catalogue} catalogue
   * @param {import("../base/i18n.js").I18n} t
   * @returns {HeadlineText}
   */
  const ofTrace = (trace, catalogue, t) => ({
    words: sentence(trace, t),
    remarks: remarks(trace, t, catalogue).map((remark) => ({ ...remark, name: cellName({ t }, remark.cell) })),
  });
  return {
    /**
     * @param {State} state
     * @param {import("../base/i18n.js").I18n} t
     * @param {((state: State, t: import("../base/i18n.js").I18n) => HeadlineText) | undefined} [other] who tells, if not the trace
     * @param {string} [asked] what it says besides the state: a lesson's question
     */
    update(state, t, other, asked = "") {
      const { training, live, config, catalogue, prediction, play, error } = state;
      const trace = state.trace && traceShown(state.trace, state.page, []);
      if (!trace && !other) return;
      const key = other
        ? [training, live?.phase, config, prediction, state.trace, play, error?.code, t.lang, asked]
        : [trace, t.lang];
      if (key.length === shown.length && key.every((value, i) => value === shown[i])) return;
      shown = key;
      places.sentence.lang = t.lang;
      const said = other ? other(state, t) : ofTrace(/** @type {any} */ (trace), catalogue, t);
      places.sentence.replaceChildren(
        ...said.words.map(({ text, cell, strong }) =>
          cell ? h("span", { class: "cell-name", "data-cell": cell }, text) : strong ? h("strong", {}, text) : text,
        ),
      );
      places.remarks.replaceChildren(
        ...said.remarks.map(({ cell, name, kind, text, detail }) =>
          h(
            "li",
            { class: "remark", "data-kind": kind, "data-detail": detail || undefined },
            h("span", { class: "dot", "data-cell": cell }),
            h("b", {}, name),
            ` ${text}`,
            detail && h("span", { class: "unseen" }, ` · ${detail}`),
          ),
        ),
      );
      clearTimeout(resting);
      resting = setTimeout(() => {
        places.spoken.textContent = said.words.map(({ text }) => text).join("");
      }, REST);
    },
  };
}
