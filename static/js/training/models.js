/**
 * The models that train side by side, as text (`cell=lstm;bias=f:-2|cell=lstm;bias=f:2`), and a small form that writes
 * the usual case: one cell, one field, up to four values of it.
 */

import { h } from "../base/dom.js";
import { typedNumber } from "../state/typed_numbers.js";

/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").State} State */

/** Models at most, and fields of one gate: there a bare number means the gate that carries the state. */
const MOST = 4;
const MAPS = ["bias", "clamp"];

/**
 * @param {object} choice
 * @param {string} choice.cell
 * @param {string} choice.field
 * @param {string} choice.values as typed: blanks or semicolons between them
 * @param {string | null} choice.carry the cell's gate that carries the state
 * @param {string} [choice.lang] in which the values are typed
 */
export function variants({ cell, field, values, carry, lang = "en" }) {
  return values
    .split(/[\s;|]+/)
    .filter(Boolean)
    .slice(0, MOST)
    .map((value) => {
      const text = typedNumber(value, lang);
      const held = MAPS.includes(field) && carry && !text.includes(":") ? `${carry}:${text}` : text;
      return field === "cell" ? `cell=${held}` : `cell=${cell};${field}=${held}`;
    })
    .join("|");
}

/**
 * A field for text with a grammar of its own: acts when it is left or Enter is pressed, not at every letter.
 * @param {Property} property
 * @param {import("../controls/number_field.js").Wiring} wiring
 * @returns {import("../controls/number_field.js").Field}
 */
export function grammarField(property, { t, id, change }) {
  const field = h("input", {
    id,
    class: "text",
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "none",
    placeholder: t(`config.${property.name}.placeholder`),
    onchange: () => change(field.value.trim()),
  });
  return {
    parts: [field],
    main: field,
    show(value) {
      if (document.activeElement !== field || field.value.trim() === value) field.value = String(value ?? "");
    },
  };
}

/**
 * @param {() => State} state
 * @returns {(property: Property, wiring: import("../controls/number_field.js").Wiring) => import("../controls/number_field.js").Field}
 */
export const modelsField = (state) => (property, wiring) => {
  const { t, id, change } = wiring;
  const { catalogue } = state();
  const text = grammarField(property, wiring);
  const choose = (/** @type {string} */ name, /** @type {[string, string][]} */ options) =>
    h(
      "select",
      { class: "select", "aria-label": t(`trainbar.vary.${name}`) },
      ...options.map(([value, label]) => h("option", { value }, label)),
    );
  const fields = (catalogue.own ?? []).filter((name) => name !== "cell" && name !== "checkpoint");
  const cell = choose(
    "cell",
    catalogue.cells.map(({ name }) => [name, t(`cell.${name}`)]),
  );
  const field = choose(
    "field",
    fields.map((name) => [name, t(`config.${name}.label`)]),
  );
  const values = h("input", {
    class: "text",
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    "aria-label": t("trainbar.vary.values"),
    placeholder: "0.6 0.8 1 1.2",
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && apply(),
  });
  cell.value = (catalogue.cells.find(({ carry }) => carry) ?? catalogue.cells[0]).name;
  field.value = "rho";
  function apply() {
    const carry = catalogue.cells.find(({ name }) => name === cell.value)?.carry ?? null;
    const made = variants({ cell: cell.value, field: field.value, values: values.value, carry, lang: t.lang });
    if (made) change(made);
  }
  const builder = h(
    "details",
    { class: "more vary", id: `${id}-vary` },
    h("summary", {}, t("trainbar.vary")),
    h("p", { class: "hint" }, t("trainbar.vary.about", { count: MOST })),
    h("div", { class: "vary-row" }, cell, field),
    h(
      "div",
      { class: "vary-row" },
      values,
      h("button", { type: "button", class: "action quiet", onclick: apply }, t("trainbar.vary.apply")),
    ),
  );
  return { ...text, parts: [...text.parts], after: builder };
};
