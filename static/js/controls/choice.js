/** One of several (a row of radios while they are few and short, else a menu), some of several, or free text. */

import { h } from "../base/dom.js";
import { write } from "../state/address_values.js";

/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("./number_field.js").Field} Field */
/** @typedef {import("./number_field.js").Wiring} Wiring */

/** Characters that fit in a row of radios beside the label. */
const ROW = 18;

/**
 * What a choice is called: its own text, or the name of the cell or task that it stands for.
 * @param {import("../base/i18n.js").I18n} t
 * @param {string} name
 * @param {string} choice
 */
export function choiceLabel(t, name, choice) {
  const ownKey = `config.${name}.${choice}`;
  if (t.has(ownKey)) return t(ownKey);
  const shared = `${name}.${choice}`;
  return t.has(shared) ? t(shared) : choice;
}

/**
 * A row of radio buttons that looks like one switch.
 * @param {{name: string, labelledby?: string, label?: string, choices: {value: string, text: string, title?: string}[], change: (value: string) => void}} options
 */
export function segmented({ name, labelledby, label, choices, change }) {
  const inputs = choices.map(({ value }) =>
    h("input", { type: "radio", name, value, id: `${name}-${value}`, onchange: () => change(value) }),
  );
  const element = h(
    "div",
    { class: "segmented", role: "radiogroup", "aria-labelledby": labelledby, "aria-label": label },
    ...choices.map(({ value, text, title }, index) =>
      h("span", {}, inputs[index], h("label", { for: `${name}-${value}`, title }, text)),
    ),
  );
  return {
    element,
    /** @param {string} value */
    show(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/**
 * @param {Property} property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function choiceField(property, { t, id, change }) {
  const choices = (property.choices ?? []).map((value) => ({ value, text: choiceLabel(t, property.name, value) }));
  const length = choices.reduce((sum, { text }) => sum + text.length + 1, 0);
  if (length <= ROW && choices.length < 4) {
    const { element, show } = segmented({ name: id, labelledby: `${id}-label`, choices, change });
    return { parts: [element], main: element, show };
  }
  const select = h(
    "select",
    { id, class: "select", onchange: () => change(select.value) },
    ...choices.map(({ value, text }) => h("option", { value }, text)),
  );
  return {
    parts: [select],
    main: select,
    show(value) {
      select.value = String(value);
    },
  };
}

/** Whether a whole number has so few values that all of them can stand there. @param {Property} property */
export const isFew = ({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) => max - min < 5;

/**
 * A whole number of few values.
 * @param {Property} property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function countField({ min = 0, max = 0 }, { id, change }) {
  const values = Array.from({ length: max - min + 1 }, (_, i) => String(min + i));
  const row = segmented({
    name: id,
    labelledby: `${id}-label`,
    choices: values.map((value) => ({ value, text: value })),
    change: (value) => change(Number(value)),
  });
  return { parts: [row.element], main: row.element, show: (value) => row.show(String(value)) };
}

/**
 * Several of several, in the catalogue's order; the last one can not be taken away.
 * @param {Property} property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function listField(property, { t, id, change }) {
  const choices = property.choices ?? [];
  const boxes = choices.map((value) =>
    h("input", {
      type: "checkbox",
      value,
      id: `${id}-${value}`,
      onchange() {
        const chosen = boxes.filter(({ checked }) => checked).map((box) => box.value);
        if (chosen.length) change(chosen);
        else show([value]);
      },
    }),
  );
  /** @param {string[]} value */
  function show(value) {
    for (const box of boxes) box.checked = value.includes(box.value);
  }
  const element = h(
    "div",
    { class: "chips", role: "group", "aria-labelledby": `${id}-label` },
    ...choices.map((value, index) =>
      h(
        "span",
        { class: "chip", "data-cell": value },
        boxes[index],
        h("label", { for: `${id}-${value}` }, h("span", { class: "dot" }), choiceLabel(t, property.name, value)),
      ),
    ),
  );
  return { parts: [element], main: element, show };
}

/**
 * @param {Property} _property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function textField(_property, { t, id, change }) {
  const area = h("textarea", {
    id,
    class: "text",
    rows: 3,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: t("config.values.placeholder"),
    oninput: () => change(area.value),
  });
  return {
    parts: [area],
    main: area,
    show(value) {
      if (document.activeElement !== area) area.value = write(value);
    },
  };
}

/**
 * On or off.
 * @param {Property} property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function flagField(property, { t, id, change }) {
  const box = h("input", { id, type: "checkbox", onchange: () => change(box.checked ? 1 : 0) });
  const said = h("label", { for: id }, t(`config.${property.name}.on`));
  return {
    parts: [h("span", { class: "check" }, box, said)],
    main: box,
    show(value) {
      box.checked = Boolean(Number(value));
    },
  };
}
