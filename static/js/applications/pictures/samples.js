/** More that a model makes of the same beginning, and which of it is known: what it learned, beside what it made up. */

import { h } from "../../base/dom.js";

/**
 * @param {string} title
 * @param {{ text: string, known: string | null }[]} list `known`: what is to be said of one that is not made up
 */
export function samples(title, list) {
  if (!list.length) return [];
  const rows = list.map(({ text, known }) =>
    h("li", {}, text, known !== null && h("span", { class: "pic-figure" }, ` ${known}`)),
  );
  return [h("h3", {}, title), h("ul", { class: "pic-samples" }, ...rows)];
}
