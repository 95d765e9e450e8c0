/** What a note says: one line, the formula that makes the symbol, and its number now in every compared run. */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { equationsOf } from "../equations/cells.js";
import { numberAt } from "../equations/equations.js";
import { math } from "../equations/mathml.js";
import { depthOf, traceShown } from "../figure/layers.js";
import { shortName } from "../figure/words.js";
import { jacobiansOf } from "./jacobians.js";
import { needs, readingsOf } from "./readings.js";
import { formulaOf, lineOf } from "./symbols.js";

/** @typedef {import("./readings.js").Symbol} Symbol */

/** The runs as the page shows them: of deep networks the layer that is looked at. @param {import("../base/types.js").State} state */
const shownRuns = ({ trace, page }) =>
  trace && (traceShown(trace, { layer: depthOf(trace) > 1 ? Number(page.layer) || 1 : 1 }, ["unit"]) ?? trace);

/** `h_t`, `W_hh` as they are read. @param {string} text */
const lowered = (text) => text.split(/_(\w+)/).map((part, i) => (i % 2 ? h("sub", {}, part) : part));

/**
 * @param {Symbol} symbol
 * @param {Element} element
 * @param {import("./note.js").Tools & { changed: () => void }} tools
 */
export function contentOf(symbol, element, { store, words, base, changed }) {
  const state = store.get();
  const t = words();
  const numbers = numbersIn(t.lang);
  const { catalogue, config, page } = state;
  if (symbol.id === "verdict") {
    const detail = element.getAttribute("data-detail");
    return detail
      ? [h("p", {}, t("symbol.verdict", { cell: shortName({ t }, symbol.letter ?? "") }), " ", detail)]
      : [];
  }
  if (symbol.id === "cell") return [h("p", {}, t("symbol.cell", { cell: shortName({ t }, symbol.letter ?? "") }))];
  const trace = shownRuns(state);
  const step = Math.min(trace?.config.steps ?? 1, Math.max(1, Math.round(Number(page.t) || 1)));

  const gateName = symbol.id.startsWith("gate.") ? symbol.id.slice(5) : "";
  const shown = element.getAttribute("data-cell-shown");
  const has = (/** @type {import("../base/types.js").CellEntry} */ cell) =>
    gateName ? cell.gates.some(({ name }) => name === gateName) : true;
  const used = catalogue.cells.filter(({ name }) => trace?.runs.some((run) => run.cell === name));
  const cell = catalogue.cells.find(({ name }) => name === shown) ?? used.find(has) ?? catalogue.cells.find(has);
  const gate = cell?.gates.find(({ name }) => name === gateName);
  const parts = [h("p", {}, ...lowered(lineOf(symbol.id, t, { letter: symbol.letter?.replace(/^d_/, ""), gate })))];

  const detail = element.getAttribute("data-detail"); // of a chart's mark: its numbers
  if (detail && !state.veil) parts.push(h("p", {}, ...lowered(detail)));
  if (symbol.id === "x" && (trace?.config ?? config).task === "adding") parts.push(h("p", {}, t("symbol.marked")));

  const run = trace?.runs.find((one) => one.cell === cell?.name);
  if (cell && run && !state.veil) {
    const { forward, backward } = equationsOf(cell, trace?.config ?? config, run);
    const formula = formulaOf([...forward, ...backward], symbol.id, symbol);
    if (formula) {
      /** @type {import("../equations/mathml.js").Slot[]} */
      const slots = [];
      const formulas = formula.split(" | ").map((part) => math(part, slots));
      for (const { name, node } of slots) {
        const value = run.unit && numberAt(run, name, step, () => false);
        node.textContent = typeof value === "number" ? numbers.value(value, 3) : "…";
      }
      for (const one of formulas) one.removeAttribute("data-source"); // it explains, and is not explained
      parts.push(h("p", { class: "symbol-formula" }, ...formulas));
    }
  }
  if (state.veil) return parts; // a lesson asks just now: no number tells the answer

  const missing = needs(symbol.id).some((field) => trace && !trace.runs.every((one) => one[field]));
  const whole = missing ? jacobiansOf(state, { base, lang: t.lang, changed }) : trace;
  const readings = readingsOf(symbol, {
    trace: whole && (whole === trace ? trace : shownRuns({ ...state, trace: whole })),
    config: trace?.config ?? config,
    t: step,
    numbers,
    odd: (status) => t(`figure.status_${status}`),
  });
  for (const { of, runs } of readings) {
    const at = symbol.sub && /[-−]1/.test(symbol.sub) ? step - 1 : /\+1/.test(symbol.sub ?? "") ? step + 1 : step;
    const unit = trace?.runs.find((one) => one.unit)?.unit.index ?? 0;
    parts.push(
      h(
        "p",
        { class: "symbol-reading" },
        h("span", {}, ...lowered(t(`symbol.of.${of}`, { t: at, unit }))),
        ...runs.map(({ name, text }) =>
          h(
            "span",
            { class: "symbol-number" },
            name && h("span", { class: "dot", "data-cell": name }),
            name && `${shortName({ t }, name)} `,
            h("b", {}, text),
          ),
        ),
      ),
    );
  }
  return parts;
}
