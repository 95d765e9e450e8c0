/**
 * A control: its label, its field, the way back to the default, its help, and the message of an error about it; and what
 * controls stand in.
 */

import { h, icon } from "../base/dom.js";
import { defaultOf, write } from "../state/address_values.js";
import { choiceField, countField, flagField, isFew, listField, textField } from "./choice.js";
import { numberField } from "./number_field.js";
import { sequenceField } from "./sequence_field.js";

/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {Record<string, (property: Property, wiring: import("./number_field.js").Wiring) => import("./number_field.js").Field>} Kinds */

/** @type {Kinds} */
export const FIELDS = {
  int: (property, wiring) => (isFew(property) ? countField : numberField)(property, wiring),
  float: numberField,
  choice: choiceField,
  list: listField,
  flag: flagField,
  numbers: sequenceField,
  text: textField,
};

/**
 * @param {Property} property
 * @param {{ t: import("../base/i18n.js").I18n, kinds?: Kinds, prefix?: string, change: (patch: import("../base/types.js").Config, name: string) => void }} wiring
 *   `prefix`: of the element's id
 */
export function controlRow(property, { t, kinds = FIELDS, prefix = "config", change }) {
  const { name } = property;
  const id = `${prefix}-${name}`;
  const label = t(`config.${name}.label`);
  const unit = t.has(`config.${name}.unit`) ? t(`config.${name}.unit`) : undefined;
  const initial = defaultOf(property);
  const field = kinds[property.kind](property, {
    t,
    id,
    label,
    unit,
    initial,
    change: (value) => change({ [name]: value }, name),
  });
  const back = h(
    "button",
    {
      type: "button",
      class: "tool small reset",
      "aria-label": t("page.reset", { what: label }),
      title: t("page.reset", { what: label }),
      onclick: () => change({ [name]: initial }, `${name} reset`),
    },
    icon("reset"),
  );
  const labelled = field.main.matches("input, select, textarea");
  const help = `${id}-help`;
  field.main.setAttribute("aria-describedby", `${help} ${id}-error`);
  const element = h(
    "div",
    { class: `control ${property.kind}`, "data-control": name, "data-help": t(`config.${name}.help`) },
    h(
      "div",
      { class: "row" },
      h(labelled ? "label" : "span", { class: "label", id: `${id}-label`, ...(labelled ? { for: id } : {}) }, label),
      ...field.parts,
      back,
    ),
    field.after,
    h("p", { class: "unseen", id: help }, t(`config.${name}.help`)),
    h("p", { class: "message", id: `${id}-error` }),
  );
  return {
    element,
    /** @param {any} value */
    put(value) {
      field.show(value);
      back.disabled = write(value) === write(initial);
    },
  };
}

/**
 * Controls under a title.
 * @param {string} group
 * @param {import("../base/types.js").Translate} t
 * @param {HTMLElement[]} children
 * @param {string} [prefix] of the title's id
 */
export const controlGroup = (group, t, children, prefix = "group") =>
  h(
    "section",
    { class: "group", "data-group": group, "aria-labelledby": `${prefix}-${group}` },
    h("h2", { id: `${prefix}-${group}` }, t(`group.${group}`)),
    h("div", { class: "group-body" }, ...children),
  );

/** Rows that stay free between a control and its help, so that it covers none that one may want next. */
const FREE_ROWS = 3;

/** The help of whatever is touched stands in one quiet line, at the end of the column that is away from it: nothing moves. @param {HTMLElement} shell */
export function helpLine(shell) {
  const help = h("p", { class: "hint-line", "aria-hidden": "true" });
  const explain = (/** @type {Event} */ event) => {
    const row = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[data-help]"));
    help.textContent = (row && shell.contains(row) && row.dataset.help) || "";
    if (!row) return;
    const { bottom, height } = row.getBoundingClientRect();
    const { top } = /** @type {Element} */ (shell.parentElement).getBoundingClientRect();
    const end = top + /** @type {Element} */ (shell.parentElement).clientHeight;
    help.classList.toggle("above", bottom + FREE_ROWS * height + help.offsetHeight > end);
  };
  shell.addEventListener("pointerover", explain);
  shell.addEventListener("focusin", explain);
  const rest = () => explain(/** @type {any} */ ({ target: document.activeElement ?? shell }));
  shell.addEventListener("pointerleave", rest);
  return help;
}

/**
 * Every fault of the server's error at the control that it names.
 * @param {HTMLElement[]} roots
 * @param {import("../base/types.js").ErrorBody["details"]} faults
 * @param {(name: string, fault: import("../base/types.js").ErrorBody["details"][number]) => boolean} concerns whether a fault is about the control of this name
 * @returns {boolean} whether each of them has such a place, in sight
 */
export function showFaults(roots, faults, concerns) {
  const placed = new Set();
  for (const message of roots.flatMap((root) => [...root.querySelectorAll(".message")])) {
    const owner = /** @type {HTMLElement | null} */ (message.closest("[data-control]"));
    const name = owner?.dataset.control ?? "";
    const fault = faults.find((fault) => concerns(name, fault));
    const text = fault?.message ?? "";
    if (message.textContent !== text) message.textContent = text;
    for (const input of owner?.querySelectorAll("input, select, textarea") ?? []) {
      if (fault) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (fault && message.checkVisibility()) placed.add(fault);
  }
  return faults.length > 0 && placed.size === faults.length;
}
