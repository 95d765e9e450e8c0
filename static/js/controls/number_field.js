/** A number: a native slider and a field beside it, which also takes what the slider can not say. */

import { h, icon } from "../base/dom.js";
import { write } from "../state/address_values.js";
import { Fault, readReal, readWhole } from "../state/grammar.js";
import { shownNumber, typedNumber } from "../state/typed_numbers.js";
import { nudge, scaleOf } from "./slider_scale.js";

/** @typedef {import("../base/types.js").Property} Property */

/**
 * @typedef {object} Field
 * @property {HTMLElement[]} parts what goes into the control's row
 * @property {HTMLElement} [after] what stands below the row
 * @property {HTMLElement} main the element that a label and a message belong to
 * @property {(value: any) => void} show
 */

/**
 * @typedef {object} Wiring
 * @property {import("../base/i18n.js").I18n} t
 * @property {string} id
 * @property {string} label
 * @property {string} [unit]
 * @property {any} initial the default, marked on the track
 * @property {(value: any) => void} change
 */

/** Above this many values a slider is of no use: a field and a die instead. */
const TOO_MANY = 100000;

/** @param {number} part */
const percent = (part) => `${Math.min(100, Math.max(0, 100 * part)).toFixed(2)}%`;

/**
 * @param {Property} property
 * @param {Wiring} wiring
 * @returns {Field}
 */
export function numberField(property, { t, id, label, unit, initial, change }) {
  const scale = scaleOf(property);
  const { min = 0, max = 0 } = property;
  const drawn = property.kind === "int" && max - min > TOO_MANY;

  /** A number with the reader's own decimal mark; what is no number stays as it was typed. */
  const spell = (/** @type {any} */ value) =>
    typeof value === "number" ? shownNumber(write(value), t.lang) : write(value);
  const readNumber = (/** @type {string} */ text) => {
    const typed = typedNumber(text, t.lang);
    try {
      return property.kind === "int" ? readWhole(typed) : readReal(typed);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return text.trim();
    }
  };
  /** @type {any} */
  let latest = initial;
  const field = h("input", {
    id,
    class: "number",
    type: "text",
    inputmode: min < 0 ? "text" : property.kind === "int" ? "numeric" : "decimal",
    autocomplete: "off",
    spellcheck: "false",
    size: 6,
    oninput: () => field.value.trim() !== "" && change(readNumber(field.value)),
    // A field that was emptied, or typed with a decimal comma, shows again what counts.
    onblur: () => {
      field.value = spell(latest);
    },
    onkeydown(/** @type {KeyboardEvent} */ event) {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      const value = readNumber(field.value);
      if (!direction || typeof value !== "number") return;
      event.preventDefault();
      change(nudge(property, value, direction));
      field.select();
    },
  });

  const slider = drawn
    ? null
    : h("input", {
        type: "range",
        class: "slider",
        min: scale.min,
        max: scale.max,
        step: scale.step,
        "aria-label": label,
        oninput: () => change(scale.toValue(Number(slider?.value))),
      });
  if (slider && typeof initial === "number") {
    slider.style.setProperty("--mark", percent((scale.toPosition(initial) - scale.min) / (scale.max - scale.min)));
  }
  const die = drawn
    ? h(
        "button",
        {
          type: "button",
          class: "tool small",
          "aria-label": t("page.another", { what: label }),
          title: t("page.another", { what: label }),
          onclick: () => change(min + Math.floor(Math.random() * Math.min(max - min, 9999))),
        },
        icon("dice"),
      )
    : null;

  return {
    parts: /** @type {HTMLElement[]} */ ([slider ?? h("span", { class: "slider-place" }, die), field].filter(Boolean)),
    main: field,
    show(value) {
      latest = value;
      const typing = document.activeElement === field && readNumber(field.value) === value;
      if (!typing) field.value = spell(value);
      field.classList.toggle("long", field.value.length > 5);
      if (!slider || typeof value !== "number") return;
      const position = scale.toPosition(value);
      slider.value = String(position);
      slider.setAttribute(
        "aria-valuetext",
        `${t.number(value, { maximumSignificantDigits: 6 })}${unit ? ` ${unit}` : ""}`,
      );
      slider.style.setProperty("--fill", percent((position - scale.min) / (scale.max - scale.min)));
    },
  };
}
