/** One control: its label, its field, the way back to the default, its help, and the message of an error about it. */

import { h, icon } from "../dom.js";
import { defaultOf, write } from "../url.js";
import { choiceField, flagField, listField, textField } from "./choice.js";
import { numberField } from "./number.js";

/** @typedef {import("../types.js").Property} Property */
/** @typedef {Record<string, (property: Property, wiring: import("./number.js").Wiring) => import("./number.js").Field>} Kinds */

/** @type {Kinds} */
export const FIELDS = {
  int: numberField,
  float: numberField,
  choice: choiceField,
  list: listField,
  flag: flagField,
  numbers: textField,
  text: textField,
};

/**
 * @param {Property} property
 * @param {{ t: import("../i18n.js").I18n, kinds?: Kinds, prefix?: string, change: (patch: import("../types.js").Config, name: string) => void }} wiring
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
