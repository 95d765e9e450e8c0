/**
 * A word that the network does not know, marked where it stands: a dotted line below it, a question mark behind it, and
 * in words, for the pointer and for screen readers, what the network reads in its place.
 */

import { h } from "../../base/dom.js";

/**
 * What is said of it.
 * @param {string} readAs what of its vocabulary the network reads instead; empty: a word like any other that it does not know
 * @param {import("../../base/types.js").Translate} t
 */
export const unknownText = (readAs, t) =>
  readAs ? t("picture.unknown_word", { read: readAs }) : t("picture.unknown_word_any");

/**
 * Mark the element of a word, which may be a button with a label of its own; the element itself comes back.
 * @template {HTMLElement} E
 * @param {E} element
 * @param {{ readAs?: string, t: import("../../base/types.js").Translate }} how
 * @returns {E}
 */
export function markUnknown(element, { readAs = "", t }) {
  const text = unknownText(readAs, t);
  const label = element.getAttribute("aria-label");
  element.classList.add("unknown-word");
  element.title = text;
  if (label) element.setAttribute("aria-label", `${label} (${text})`);
  element.append(h("span", { class: "unknown-sign", "aria-hidden": "true" }, "?"));
  if (!label) element.append(h("span", { class: "unseen" }, ` (${text})`));
  return element;
}
