/**
 * The column of controls, made from the catalogue's table. Everything acts at once; what does not apply is
 * not there; an error of the server is shown at the control that it names.
 */

import { h } from "../base/dom.js";
import { hasTraining, withFields } from "../state/address.js";
import { applies, gatesOf } from "../state/config_kinds.js";
import { controlGroup, controlRow, FIELDS, helpLine, showFaults } from "./control_row.js";
import { createGates } from "./gates.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").Config} Config */

const MAPS = ["bias", "clamp"];
/** A change this soon after the last one of the same control is the same gesture. */
const GESTURE = 1000;

/** What only a task of the laboratory has: an application has its own. */
const OF_A_TASK = ["task", "values", "steps", "loss_at", "input_scale", "batch", "checkpoint"];
/** What of a run is chosen where the application is. */
const OF_AN_APPLICATION = ["app", "variant", "material"];

/**
 * A drag is one step to go back to, however many values it passes.
 * @param {() => number} now
 */
export function gestures(now) {
  let last = { name: "", at: Number.NEGATIVE_INFINITY };
  return (/** @type {string} */ name) => {
    const same = last.name === name && now() - last.at < GESTURE;
    last = { name, at: now() };
    return /** @type {"push" | "replace"} */ (same ? "replace" : "push");
  };
}

/**
 * What training adds: fields for kinds of its own, what holds in the run that is under way, and changes that act on it.
 * @typedef {object} Training
 * @property {Record<string, (property: Property, wiring: import("./number_field.js").Wiring) => import("./number_field.js").Field>} fields
 * @property {(state: State) => Config} inForce
 * @property {(patch: Config) => boolean} take
 * @property {Record<string, (state: State, t: import("../base/i18n.js").I18n) => string>} notes what to know of a value as
 *   it is now, at its control
 */

/**
 * @param {HTMLElement} root
 * @param {{store: Store, t: import("../base/i18n.js").I18n, training?: Training | null}} wiring
 */
export function mountControls(root, { store, t, training = null }) {
  const { catalogue } = store.get();
  const table = [...(training ? (catalogue.training ?? []) : []), ...catalogue.config].filter(
    ({ name }) => !OF_AN_APPLICATION.includes(name),
  );
  /** @type {typeof FIELDS} */
  const kinds = { ...FIELDS, ...training?.fields };
  /** @param {State} state */
  const shownOf = (state) => (training && hasTraining(state) ? training.inForce(state) : state.config);
  const historyOf = gestures(() => performance.now());
  /** @type {Map<string, {element: HTMLElement, show: (state: State) => void}>} */
  const rows = new Map();

  /**
   * @param {Config} patch
   * @param {string} name
   */
  function change(patch, name) {
    if (hasTraining(store.get()) && training?.take(patch)) return;
    store.set({ config: withFields(store.get().config, patch) }, { history: historyOf(name) });
  }

  /** @param {Property} property */
  function control(property) {
    const row = controlRow(property, { t, kinds, change });
    const noteOf = training?.notes[property.name];
    const note = noteOf && row.element.appendChild(h("p", { class: "note" }));
    return {
      element: row.element,
      show(/** @type {State} */ state) {
        const { config } = state;
        const trains = hasTraining(state);
        const shown =
          applies(property, config) &&
          (property.group !== "training" || trains) &&
          !(trains && config.app && OF_A_TASK.includes(property.name));
        row.element.hidden = !shown;
        if (shown) row.put(config[property.name]);
        if (note) note.textContent = noteOf(state, t);
      },
    };
  }

  const groups = [...new Set(table.map(({ group }) => group ?? ""))];
  const hidden = () => new Set(/** @type {string[]} */ ([store.get().page.hide ?? []].flat()));
  const seen = () => ({ ...store.get(), config: shownOf(store.get()) });
  const gates = createGates({ t, state: seen, change, modes: ["learned", "bias", "clamp"] });

  const sections = groups.map((group) => {
    /** @type {HTMLElement[]} */
    const parts = [];
    for (const property of table.filter((row) => row.group === group)) {
      if (MAPS.includes(property.name)) {
        if (!rows.has("gates")) {
          rows.set("gates", { element: gates.element, show: gates.show });
          parts.push(gates.element);
        }
        continue;
      }
      const row = control(property);
      rows.set(property.name, row);
      parts.push(row.element);
    }
    return controlGroup(group, t, parts);
  });

  const shell = h("div", { class: "controls-scroll" }, ...sections);
  root.replaceChildren(shell, helpLine(shell));

  /**
   * Whether an error in one of the maps is about this gate: it says so, or the gate is what the map holds.
   * @param {string} gate
   * @param {string | null} field
   * @param {string} [value]
   */
  function concerns(gate, field, value) {
    const { config } = seen();
    const map = config[field ?? ""] ?? {};
    if (typeof map[""] === "string") {
      // a map that can not be read: at the gate that it names, else at one that is in sight
      const gates = [...gatesOf(config, catalogue).values()].map((entry) => entry.gate);
      const named = gates.find(({ name }) => new RegExp(`(^|,)\\s*${name}\\s*:`).test(map[""]));
      return gate === (named ?? gates.find(({ carry }) => carry) ?? gates[0])?.name;
    }
    if (!(gate in map)) return false;
    return (
      !value ||
      Object.keys(map).length === 1 ||
      value.includes(`${gate}:`) ||
      value === String(map[gate]) ||
      value === gate
    );
  }

  /** While a run goes on, what acts on it stands first. */
  const FIRST = ["training", "gradient"];
  let arranged = false;
  /** @param {boolean} trains */
  function arrange(trains) {
    if (trains === arranged) return;
    arranged = trains;
    const rank = (/** @type {HTMLElement} */ { dataset }) => {
      const at = FIRST.indexOf(dataset.group ?? "");
      return trains && at >= 0 ? at : FIRST.length;
    };
    shell.append(...[...sections].sort((a, b) => rank(a) - rank(b)));
  }

  /** @type {unknown[]} */
  let last = [];
  return {
    /** @param {State} state */
    update(state) {
      const config = shownOf(state);
      const now = [config, state.page.hide, state.page.mode, state.error];
      if (now.every((value, i) => value === last[i])) return; // while a run goes on, frames come and controls stay
      last = now;
      arrange(hasTraining(state));
      const gone = hidden();
      for (const [name, row] of rows) {
        row.show({ ...state, config });
        if (gone.has(name) || (name === "gates" && (gone.has("bias") || gone.has("clamp")))) row.element.hidden = true;
      }
      for (const section of sections) {
        section.hidden = ![...section.querySelectorAll(".group-body > *")].some(
          (row) => !(/** @type {HTMLElement} */ (row).hidden),
        );
      }
      showFaults([root], state.error?.details ?? [], (name, { field, value }) =>
        MAPS.includes(field ?? "") ? name.startsWith("gate-") && concerns(name.slice(5), field, value) : field === name,
      );
    },
    /** Whether every fault of an error is told at a control in sight. @param {State} state */
    explains: ({ error }) =>
      Boolean(error?.details.length) &&
      [...root.querySelectorAll(".message")].filter((message) => message.textContent && message.checkVisibility())
        .length >= (error?.details.length ?? 0),
    /**
     * The elements of controls by the names in the address.
     * @param {string[]} names
     * @returns {HTMLElement[]}
     */
    find(names) {
      const wanted = names.flatMap((name) => (MAPS.includes(name) ? ["gates"] : [name]));
      return wanted.flatMap((name) => {
        const element = rows.get(name)?.element;
        return element && !element.hidden ? [element] : [];
      });
    },
  };
}
