/**
 * The equations of the step under the cursor, with the numbers of one unit in them: first forward, then backward.
 * The lines are built once for a cell and its held gates; moving the cursor only writes new numbers into them.
 */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { traceShown } from "../figure/layers.js";
import { cuts } from "../figure/lines.js";
import { cellName, clampOf, nameOf } from "../figure/words.js";
import { values } from "../state/decode.js";
import { equationsOf } from "./cells.js";
import { math } from "./mathml.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("./mathml.js").Slot} Slot */
/** @typedef {import("./cells.js").Line} Line */

/** Parts of the trace that the equations read. */
export const fields = ["unit"];

/**
 * A unit's number at a step; null where the trace has none.
 * @param {Run} run
 * @param {string} name `f`, `f<` one step earlier, `f>` one later
 * @param {number} step
 * @param {(step: number) => boolean} stops whether nothing comes back to this step
 */
export function numberAt(run, name, step, stops) {
  const shift = name.endsWith("<") ? -1 : name.endsWith(">") ? 1 : 0;
  if (shift === 1 && stops(step)) return 0;
  const series = run.unit.series[shift ? name.slice(0, -1) : name];
  if (!series) return null;
  return values(series)[step - 1 + shift] ?? null;
}

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n }} tools
 */
export function mountEquations(root, { store, t }) {
  const numbers = numbersIn(/** @type {any} */ (t).lang ?? document.documentElement.lang);
  const choice = h("div", { class: "segment", role: "group", "aria-label": t("equations.choose") });
  const where = h("span", { class: "equations-where" });
  const head = h("div", { class: "equations-head" }, choice, where);
  const body = h("div", {
    class: "equations-lines",
    tabindex: "0",
    role: "region",
    "aria-label": t("equations.lines"),
  });
  const box = h("div", { class: "equations-box" }, head, body);
  root.append(box);

  /** @type {string | null} */
  let chosen = null;
  let built = "";
  /** @type {Trace | null} */
  let trace = null;
  /** @type {Slot[]} */
  let slots = [];
  /** @type {{ element: HTMLElement, shown: (step: number, run: Run) => boolean }[]} */
  let notes = [];

  /** @param {string} part @param {string} name @param {boolean} [short] */
  function styled(part, name, short) {
    const element = math(part, slots, short);
    element.classList.add(name);
    return element;
  }

  /** @param {Line} line @param {number | undefined} held */
  function row(line, held) {
    const first = h("span", { class: line.half ? "equation half" : "equation" });
    if (held !== undefined) {
      first.append(math(`${line.gate}_t = ${held}`), h("em", {}, t("equations.clamped")));
      return first;
    }
    first.append(...line.formula.split(" | ").map((part) => math(part, slots, line.half)));
    const numbers = line.numbers ? `= ${line.numbers}`.split(" | ").map((part) => styled(part, "numbers")) : [];
    const result = line.result ? [styled(`= ${line.result}`, "result", line.half)] : [];
    // the last numbers and what they make stay on one line
    first.append(...numbers.slice(0, -1), h("span", { class: "equation-end" }, ...numbers.slice(-1), ...result));
    return first;
  }

  /** @param {string} key @param {(step: number, run: Run) => boolean} shown */
  function note(key, shown) {
    const element = h("p", { class: "equations-note" }, t(key));
    notes.push({ element, shown });
    return element;
  }

  /** @param {Trace} next @param {Run} run */
  function build(next, run) {
    const cell = cellOf(run.cell);
    const { forward, backward, open, closed } = equationsOf(cell, next.config, run);
    const after = new Set(cuts(next));
    slots = [];
    notes = [];
    const of = (/** @type {Line} */ line) => row(line, line.gate === undefined ? undefined : clampOf(next, line.gate));
    const held = cell.carry ? clampOf(next, cell.carry) : undefined;
    body.replaceChildren(
      h("h3", { class: "quiet" }, t("equations.forward")),
      h("div", { class: "equations-group" }, ...forward.map(of)),
      h("h3", {}, t("equations.backward")),
      h("div", { class: "equations-group" }, ...backward.map(of)),
      note("equations.last", (step) => step === next.config.steps),
      note("equations.cut", (step) => after.has(step)),
      ...(open && held === 1 ? [note(open, () => true)] : []),
      ...(closed && held === 0 ? [note(closed, () => true)] : []),
    );
  }

  /** @param {Trace} next @param {Run} run @param {number} step */
  function write(next, run, step) {
    const after = new Set(cuts(next));
    const stops = (/** @type {number} */ at) => at >= next.config.steps || after.has(at);
    for (const { name, node, signed, short } of slots) {
      const value = numberAt(run, name, step, stops);
      const text = value === null ? "…" : numbers.value(value, short ? 2 : 3);
      const shown = signed && text.startsWith("−") ? `(${text})` : text;
      if (node.textContent !== shown) node.textContent = shown;
    }
    for (const { element, shown } of notes) element.hidden = !shown(step, run);
    const place = { t: step, unit: run.unit.index, layer: run.layer };
    where.textContent = t((run.depth ?? 1) > 1 ? "equations.where_layer" : "equations.where", place);
  }

  /** A cell of the catalogue. @param {string} name @returns {import("../base/types.js").CellEntry} */
  const cellOf = (name) => /** @type {any} */ (store.get().catalogue.cells.find((cell) => cell.name === name));

  /** A cell whose gate carries the state has most to show. @param {string} cell */
  const carries = (cell) => cellOf(cell).carry !== null;

  /** @param {State} state */
  function update(state) {
    // all layers together have no equations of their own: then it is the lowest layer's
    const next = state.trace && traceShown(state.trace, { layer: Number(state.page.layer) || 1 }, fields);
    if (!next?.runs?.length || !next.runs.every((run) => run.unit)) return;
    const run =
      next.runs.find((one) => nameOf(one) === chosen) ?? next.runs.find((one) => carries(one.cell)) ?? next.runs[0];
    const key = [
      next.runs.map(nameOf),
      nameOf(run),
      ...cellOf(run.cell).options.map((option) => next.config[option]),
      run.layer,
      run.depth,
      JSON.stringify(next.config.clamp),
      next.config.truncate,
      next.config.steps,
    ].join("|");
    if (key !== built) {
      built = key;
      build(next, run);
      choice.hidden = next.runs.length < 2;
      choice.replaceChildren(
        ...next.runs.map((one) =>
          h(
            "button",
            {
              type: "button",
              "data-cell": nameOf(one),
              "aria-pressed": String(one === run),
              onclick: () => {
                chosen = nameOf(one);
                update(store.get());
                /** @type {HTMLElement | null} */ (choice.querySelector(`[data-cell="${nameOf(one)}"]`))?.focus();
              },
            },
            cellName({ t }, nameOf(one)),
          ),
        ),
      );
    }
    trace = next;
    write(trace, run, Math.min(next.config.steps, Math.max(1, Math.round(Number(state.page.t) || 1))));
  }

  const cut = store.subscribe((next, previous) => {
    if (next.page.t !== previous.page.t && trace) update(next);
  });
  update(store.get());

  return {
    update,
    destroy() {
      cut();
      box.remove();
    },
  };
}
