/** The top of the page: the sentence, the remarks under it, and what a screen reader hears once it settles. */

import { h } from "./dom.js";
import { cellName } from "./figure/words.js";
import { remarks, sentence } from "./sentence.js";

/** @typedef {import("./types.js").State} State */

/** A drag changes the sentence many times in a second: it is spoken when it has come to rest. */
const REST = 900;

/**
 * @param {{sentence: HTMLElement, remarks: HTMLElement, spoken: HTMLElement}} places
 */
export function createHeadline(places) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {unknown} */
  let shown;
  return {
    /**
     * @param {State} state
     * @param {import("./i18n.js").I18n} t
     */
    update({ trace, catalogue }, t) {
      if (!trace || (shown === trace && places.sentence.lang === t.lang)) return;
      shown = trace;
      places.sentence.lang = t.lang;
      const words = sentence(trace, t);
      places.sentence.replaceChildren(
        ...words.map(({ text, cell, strong }) =>
          cell ? h("span", { class: "cell-name", "data-cell": cell }, text) : strong ? h("strong", {}, text) : text,
        ),
      );
      places.remarks.replaceChildren(
        ...remarks(trace, t, catalogue).map(({ cell, kind, text, detail }) =>
          h(
            "li",
            { class: "remark", "data-kind": kind, title: detail },
            h("span", { class: "dot", "data-cell": cell }),
            h("b", {}, cellName({ t }, cell)),
            ` ${text}`,
            detail && h("span", { class: "unseen" }, ` · ${detail}`),
          ),
        ),
      );
      clearTimeout(resting);
      resting = setTimeout(() => {
        places.spoken.textContent = words.map(({ text }) => text).join("");
      }, REST);
    },
  };
}
