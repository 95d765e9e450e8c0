/** The column of controls of an application: its cell, the gates, and what happens to the gradient. */

import { h } from "../base/dom.js";
import { controlGroup, controlRow, FIELDS, helpLine } from "../controls/control_row.js";
import { gestures } from "../controls/controls.js";
import { createGates } from "../controls/gates.js";
import { withFields } from "../state/address.js";
import { applies } from "../state/config_kinds.js";
import { playOf } from "../state/request.js";
import { entryOf } from "./address.js";
import { showPlayFaults } from "./inputs.js";
import { renamed } from "./measure_text.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Property} Property */

/**
 * The cells that an application can be asked with: those whose weights ship, and the one that it has been asked with;
 * all of them where none ship.
 * @param {Pick<import("../base/types.js").ApplicationEntry, "figures">} entry
 * @param {Property} property
 * @param {string} current
 */
export function cellsOf({ figures }, { choices = [] }, current) {
  const shipped = new Set(Object.values(figures).flatMap((ofVariant) => Object.keys(ofVariant)));
  return shipped.size ? choices.filter((name) => shipped.has(name) || name === current) : choices;
}

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n }} wiring
 */
export function mountColumn(root, { store, t }) {
  const { catalogue } = store.get();
  const historyOf = gestures(() => performance.now());
  const table = catalogue.play ?? [];
  const shell = h("div", { class: "controls-scroll" });
  root.replaceChildren(shell, helpLine(shell));
  let drawn = "";
  /** @type {{ name: string, element: HTMLElement, show: (state: State) => void }[]} */
  let rows = [];
  let explained = false;

  const named = renamed(t, (key) => (/^config\.cell\.(label|help)$/.test(key) ? `apps.${key}` : key));

  /** @param {Config} patch @param {string} name */
  function change({ bias: _bias, ...patch }, name) {
    store.set({ play: withFields(store.get().play ?? {}, patch) }, { history: historyOf(name) });
  }

  /** @param {Property} property */
  function rowOf(property) {
    const row = controlRow(property, { t: named, kinds: FIELDS, prefix: "play", change });
    return {
      name: property.name,
      element: row.element,
      show(/** @type {State} */ state) {
        const play = playOf(state);
        row.element.hidden = !applies(property, play);
        row.put(play[property.name]);
      },
    };
  }

  /** @param {string} group @param {{ element: HTMLElement }[]} parts */
  const section = (group, parts) =>
    controlGroup(
      group,
      t,
      parts.map(({ element }) => element),
      "play-group",
    );

  /** The controls of one application, made when it is opened. @param {State} state */
  function build(state) {
    const entry = entryOf(state);
    if (!entry) return;
    const of = (/** @type {string} */ name) => /** @type {Property} */ (table.find((row) => row.name === name));
    const gates = createGates({
      t,
      state: () => ({ ...store.get(), config: playOf(store.get()) }),
      change,
      modes: ["learned", "clamp"],
    });
    const gateRow = {
      name: "gates",
      element: gates.element,
      show: (/** @type {State} */ now) => gates.show({ ...now, config: playOf(now) }),
    };
    const cell = [rowOf({ ...of("cell"), choices: cellsOf(entry, of("cell"), playOf(state).cell) }), gateRow];
    const gradient = ["truncate", "clip", "threshold"].map((name) => rowOf(of(name)));
    rows = [...cell, ...gradient];
    shell.replaceChildren(section("cell", cell), section("gradient", gradient));
  }

  return {
    /** @param {State} state */
    update(state) {
      const play = playOf(state);
      if (play.app !== drawn) {
        drawn = play.app;
        build(state);
      }
      for (const row of rows) row.show(state);
      explained = showPlayFaults([root], state);
    },
    explains: () => explained,
    /** @param {string[]} names @returns {HTMLElement[]} */
    find: (names) =>
      rows
        .filter(({ name, element }) => !element.hidden && names.includes(name === "gates" ? "clamp" : name))
        .map(({ element }) => element),
  };
}
