/** Fields of the maker: a label above what it is for. Their ids are told apart by where they stand. */

import { h } from "../base/dom.js";
import { withText } from "./draft.js";

/** @typedef {import("./lesson_text.js").Words} Words */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * Words in the reader's language. Those that a lesson has in another one stand in an empty field to be translated.
 * @param {{ id: string, label: string, words: Words | undefined, lang: string, longest: number, rows?: number,
 *   change: (words: Words) => void }} options `rows`: of a text with several lines
 */
export function wordsField({ id, label, words, lang, longest, rows, change }) {
  let now = words ?? {};
  const attributes = {
    id,
    class: "text",
    maxlength: longest,
    placeholder: Object.entries(now).find(([code]) => code !== lang)?.[1],
    oninput() {
      now = withText(now, lang, field.value);
      change(now);
    },
  };
  const field = rows ? h("textarea", { ...attributes, rows }) : h("input", { ...attributes, type: "text" });
  field.value = now[lang] ?? "";
  return h("div", { class: "maker-field" }, h("label", { for: id }, label), field);
}

/**
 * @param {{ id: string, label: string, value: string, options: [string, string][], change: (value: string) => void }} options
 *   value and words of each
 */
export function selectField({ id, label, value, options, change }) {
  const field = h(
    "select",
    { id, class: "select", onchange: () => change(field.value) },
    ...options.map(([name, text]) => h("option", { value: name, selected: name === value }, text)),
  );
  return h("div", { class: "maker-field" }, h("label", { for: id }, label), field);
}

/** @param {{ label: string, checked: boolean, id: string, change: (checked: boolean) => void }} options */
export function checkField({ label, checked, id, change }) {
  const box = h("input", { type: "checkbox", id, checked, onchange: () => change(box.checked) });
  return h("span", { class: "check" }, box, h("label", { for: id }, label));
}

/** @param {string} text @param {() => void} run @param {Record<string, any>} [more] */
export const quiet = (text, run, more = {}) =>
  h("button", { type: "button", class: "action quiet", onclick: run, ...more }, text);
