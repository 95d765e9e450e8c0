/** Elements of a drawing. Colours come from classes or from presentation attributes; nothing needs an inline style. */

import { append } from "../../dom.js";

/** @typedef {import("../../dom.js").Child} Child */

const SPACE = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes] `null`, `undefined` and `false` leave one out
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : String(value));
  }
  append(element, children);
  return element;
}
