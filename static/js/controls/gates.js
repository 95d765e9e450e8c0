/**
 * The gates of the chosen cells. Each is learned as it comes, or starts from a bias, or is clamped to a
 * constant; `bias` and `clamp` are two maps of the address and one control here. The gate that carries the
 * state (the LSTM's forget gate, the GRU's update gate) stands in front, the others behind a disclosure.
 */

import { h } from "../base/dom.js";
import { gateName } from "../base/i18n.js";
import { defaultOf } from "../state/address_values.js";
import { gatesOf } from "../state/config_kinds.js";
import { segmented } from "./choice.js";
import { numberField } from "./number_field.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Gate} Gate */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {"learned" | "bias" | "clamp"} Mode */

/**
 * @param {Config} config
 * @param {string} gate
 * @returns {Mode}
 */
export function modeOfGate(config, gate) {
  if (gate in (config.clamp ?? {})) return "clamp";
  return gate in (config.bias ?? {}) ? "bias" : "learned";
}

/**
 * The two maps after a gate has been put into a mode with a value.
 * @param {Config} config
 * @param {string} gate
 * @param {Mode} mode
 * @param {any} value
 * @returns {{bias: Record<string, number>, clamp: Record<string, number>}}
 */
export function withGate(config, gate, mode, value) {
  const { [gate]: _bias, "": _typedBias, ...bias } = config.bias ?? {}; // what could not be read has been told of
  const { [gate]: _clamp, "": _typedClamp, ...clamp } = config.clamp ?? {};
  if (mode === "bias") return { bias: ordered({ ...bias, [gate]: value }), clamp };
  if (mode === "clamp") return { bias, clamp: ordered({ ...clamp, [gate]: value }) };
  return { bias, clamp };
}

/** Entries in one order, so that the same setting is the same address. @param {Record<string, any>} map */
function ordered(map) {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => a.localeCompare(b)));
}

/**
 * @param {{t: import("../base/i18n.js").I18n, state: () => State, change: (patch: Config, name: string) => void, modes: Mode[]}} wiring
 */
export function createGates({ t, state, change, modes }) {
  const { catalogue } = state();
  /** @param {string} name */
  const property = (name) => catalogue.config.find((row) => row.name === name);
  /** @type {Map<string, {element: HTMLElement, show: (config: Config) => void}>} */
  const rows = new Map();
  const front = h("div", { class: "gates" });
  const rest = h("div", { class: "gates" });
  const more = h("details", { class: "more" }, h("summary", {}, t("page.more_gates")), rest);
  const element = h("div", { class: "gate-block", "data-control": "gates" }, front, more);

  /**
   * @param {Gate} gate
   * @param {string[]} cells
   */
  function row(gate, cells) {
    const label = gateName(t, gate.name, cells);
    const id = `gate-${gate.name}`;
    const usual = /** @type {Record<string, number>} */ (defaultOf(/** @type {any} */ (property("bias"))) ?? {});
    /** The value each mode had last, so that trying another mode loses nothing. */
    const memory = { learned: 0, bias: usual[gate.name] ?? 0, clamp: gate.min < 0 ? 0 : gate.max };

    const apply = (/** @type {Mode} */ mode, /** @type {any} */ value) =>
      change(withGate(state().config, gate.name, mode, value), id);
    const fields = {
      bias: numberField(
        {
          name: `${id}-bias`,
          kind: "float",
          default: 0,
          min: property("bias")?.min ?? -10,
          max: property("bias")?.max ?? 10,
          step: 0.1,
        },
        {
          t,
          id: `${id}-value-bias`,
          label: `${label}: ${t("gate.mode.bias")}`,
          initial: usual[gate.name],
          change: (value) => apply("bias", value),
        },
      ),
      clamp: numberField(
        { name: `${id}-clamp`, kind: "float", default: 0, min: gate.min, max: gate.max, step: 0.01 },
        {
          t,
          id: `${id}-value-clamp`,
          label: `${label}: ${t("gate.mode.clamp")}`,
          initial: undefined,
          change: (value) => apply("clamp", value),
        },
      ),
    };
    for (const field of Object.values(fields)) field.main.setAttribute("aria-label", label);
    const mode = segmented({
      name: id,
      labelledby: `${id}-label`,
      choices: modes.map((value) => ({ value, text: t(`gate.mode.${value}`), title: t(`gate.mode.${value}.about`) })),
      change: (value) => apply(/** @type {Mode} */ (value), memory[/** @type {Mode} */ (value)]),
    });
    const values = h("div", { class: "row gate-value" });
    const made = h(
      "div",
      { class: "gate", "data-control": id, "data-cell": cells[0] },
      h(
        "div",
        { class: "row gate-head" },
        h(
          "span",
          { class: "label", id: `${id}-label` },
          h("span", { class: "dot", "data-cell": cells[0] }),
          h("span", {}, label),
          h("span", { class: "unseen" }, ` (${cells.map((cell) => t(`cell.${cell}`)).join(", ")})`),
        ),
        mode.element,
      ),
      values,
      h("p", { class: "message", id: `${id}-error` }),
    );
    /** @type {Mode | null} */
    let shown = null;
    return {
      element: made,
      show(/** @type {Config} */ config) {
        const now = modeOfGate(config, gate.name);
        mode.show(now);
        if (now !== shown) {
          values.replaceChildren(
            ...(now === "learned"
              ? []
              : [
                  h("span", { class: "label hint" }, t(`gate.mode.${now}.value`, { gate: gate.name })),
                  ...fields[now].parts,
                ]),
          );
          values.hidden = now === "learned";
          shown = now;
        }
        if (now === "learned") return;
        const value = config[now][gate.name];
        memory[now] = value;
        fields[now].show(value);
      },
    };
  }

  let drawn = "";
  return {
    element,
    /** @param {State} state */
    show({ config }) {
      const gates = gatesOf(config, catalogue);
      const key = JSON.stringify([...gates].map(([name, { cells }]) => [name, cells]));
      if (key !== drawn) {
        drawn = key;
        rows.clear();
        for (const [name, { gate, cells }] of gates) rows.set(name, row(gate, cells));
        const of = (/** @type {boolean} */ carry) =>
          [...gates].filter(([, { gate }]) => gate.carry === carry).map(([name]) => rows.get(name)?.element ?? "");
        front.replaceChildren(...of(true));
        rest.replaceChildren(...of(false));
        more.hidden = rest.childElementCount === 0;
        element.hidden = gates.size === 0;
      }
      for (const row of rows.values()) row.show(config);
    },
  };
}
