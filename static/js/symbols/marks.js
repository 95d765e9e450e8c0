/** Symbols on the page become elements of their own, `data-symbol`, once someone asks about one of them. */

import { tokens } from "../equations/mathml.js";
import { markCharts } from "./chart_marks.js";
import { CONTROLS, symbolsIn } from "./symbols.js";
import { markWords } from "./text.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @typedef {{ catalogue: import("../base/types.js").Catalogue, t: import("../base/i18n.js").I18n }} Known */

/** The cell whose equations are shown. @param {Element} equation @param {Known} known */
export function cellShown(equation, { catalogue }) {
  const pressed = equation.closest(".equations-box")?.querySelector("[data-cell][aria-pressed='true']");
  const name = pressed?.getAttribute("data-cell")?.split(".")[0];
  return catalogue.cells.find((cell) => cell.name === name) ?? catalogue.cells[0];
}

/** @param {Element} math @param {Known} known */
function markEquation(math, known) {
  const row = math.firstElementChild;
  if (!row || math.hasAttribute("data-marked")) return;
  math.setAttribute("data-marked", "");
  const signs = [...row.children];
  const cell = cellShown(math, known);
  for (const place of symbolsIn(tokens(math.getAttribute("data-source") ?? ""), cell)) {
    const parts = signs.slice(place.from, place.to);
    if (!parts.length) continue;
    let [mark] = parts;
    if (parts.length > 1) {
      mark = document.createElementNS(MATHML, "mrow");
      parts[0].before(mark);
      mark.append(...parts);
    }
    mark.setAttribute("data-symbol", place.id);
    mark.setAttribute("data-cell-shown", cell.name);
    if (place.letter) mark.setAttribute("data-letter", place.letter);
    if (place.sub) mark.setAttribute("data-sub", place.sub);
    mark.setAttribute(place.number ? "data-number" : "tabindex", place.number ? "" : "-1");
  }
}

/** What was read and had no symbol, until it is written anew. @type {WeakMap<Element, Node | null>} */
const read = new WeakMap();

/** The names of gates, and what else the page's words say. @param {Element} element @param {Known} known */
function markText(element, known) {
  if (read.get(element) === element.firstChild || element.querySelector("[data-symbol]") || element.closest("math"))
    return;
  read.set(element, element.firstChild);
  const gates = [...new Set(known.catalogue.cells.flatMap((cell) => cell.gates.map(({ name }) => name)))];
  const control = element.closest("[data-control]")?.getAttribute("data-control") ?? "";
  markWords(element, {
    t: known.t,
    gates,
    math: element.matches(".math") || control in CONTROLS,
    chart: element.matches(".lettering > span"),
  });
}

/** Everything of one kind on the page, or what an event has met. @param {ParentNode} root @param {Known} known */
export function markSymbols(root, known) {
  for (const math of root.querySelectorAll("math[data-source]")) markEquation(math, known);
  markCharts(root);
  const words = ".control .label, .gate-block .label, .gate-block label, .lettering > span, .view-facts th, .math";
  for (const element of root.querySelectorAll(words)) markText(element, known);
  for (const row of root.querySelectorAll(".remark, .sentence .cell-name")) {
    row.setAttribute("data-symbol", row.matches(".remark") ? "verdict" : "cell");
    const cell = row.getAttribute("data-cell") ?? row.querySelector("[data-cell]")?.getAttribute("data-cell");
    row.setAttribute("data-letter", cell ?? "");
  }
}

/** What a symbol's element says of it. @param {Element} element */
export const symbolAtElement = (element) => ({
  id: element.getAttribute("data-symbol") ?? "",
  letter: element.getAttribute("data-letter") ?? "",
  ...(element.hasAttribute("data-sub") && { sub: element.getAttribute("data-sub") ?? "" }),
});

/** Mark the other places of a symbol, and let the picture do so. @param {string | null} id */
export function tie(id) {
  for (const other of document.querySelectorAll("[data-tied]")) other.removeAttribute("data-tied");
  if (id)
    for (const other of document.querySelectorAll(`[data-symbol="${CSS.escape(id)}"]:not(.remark)`))
      other.setAttribute("data-tied", "");
  document.dispatchEvent(new CustomEvent("unroll:symbol", { detail: { id } }));
}
