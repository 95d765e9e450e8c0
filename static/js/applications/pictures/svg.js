/** Elements of a drawing. Colours come from classes or from presentation attributes; nothing needs an inline style. */

import { append } from "../../base/dom.js";

/** @typedef {import("../../base/dom.js").Child} Child */

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

/**
 * Rules across a drawing at some values of its vertical axis, each with its number at the left.
 * @param {{ left: number, right: number }} box
 * @param {(value: number) => number} y
 * @param {number[]} list
 * @param {{ em: number, text: (value: number) => string, kind?: (value: number) => string }} options `kind`: a rule's class
 */
export const rules = ({ left, right }, y, list, { em, text, kind = () => "grid" }) =>
  list.flatMap((value) => [
    s("line", { class: kind(value), x1: left, x2: right, y1: y(value), y2: y(value) }),
    s("text", { class: "tick", x: left - em * 0.5, y: y(value), dy: "0.35em", "text-anchor": "end" }, text(value)),
  ]);
