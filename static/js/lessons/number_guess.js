/** Foreseeing a number: a field that takes what people write, a slider beside it, and quick answers where there are any. */

import { h } from "../base/dom.js";
import { numberAt, placeOf, readGuess, scaleFor } from "./guess_number.js";
import { plainWords } from "./lesson_text.js";
import { kindOf, say } from "./quantities.js";
import { readingOf } from "./verdict.js";

/** @param {import("./prediction.js").Asking} asking @returns {import("./prediction.js").Field} */
export function numberField({ predict, t, draft, keep }) {
  const kind = kindOf(predict.of ?? "");
  const units = t(t.has(`guess.unit_${kind}`) ? `guess.unit_${kind}` : "guess.unit_number");
  const scale = scaleFor(kind);
  const spell = (/** @type {number} */ value) => say(readingOf(value, kind), t);
  const field = h("input", {
    class: "number",
    type: "text",
    id: "note-number",
    inputmode: kind === "angle" || kind === "steps" ? "decimal" : "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "note-unit note-fault",
    oninput: typed,
  });
  const slider = h("input", {
    class: "slider",
    type: "range",
    min: scale.min,
    max: scale.max,
    step: scale.step,
    value: scale.start,
    "aria-label": t("guess.slider"),
    oninput: () => show(numberAt(scale, Number(slider.value), kind), true),
  });

  /** @param {number} value @param {boolean} written into the field */
  function show(value, written) {
    slider.value = String(placeOf(scale, value));
    slider.setAttribute("aria-valuetext", spell(value));
    if (written) field.value = spell(value);
    field.removeAttribute("aria-invalid");
    keep({ kind: "number", value });
  }

  function typed() {
    const read = readGuess(field.value, kind, t.lang);
    if ("value" in read) show(read.value, false);
  }

  slider.setAttribute("aria-valuetext", spell(numberAt(scale, scale.start, kind)));
  if (draft?.kind === "number") show(draft.value, true);
  const quick = (predict.options ?? []).filter(({ value }) => value !== undefined);
  const element = h(
    "div",
    { class: "note-number" },
    h("label", { for: "note-number", class: "unseen" }, t("guess.number")),
    field,
    h("span", { class: "note-unit", id: "note-unit" }, units),
    slider,
    quick.length > 0 &&
      h(
        "div",
        { class: "note-quick" },
        ...quick.map(({ text, value }) =>
          h("button", { type: "button", onclick: () => show(Number(value), true) }, plainWords(text, t.lang)),
        ),
      ),
  );
  return {
    element,
    read() {
      const read = readGuess(field.value, kind, t.lang);
      if ("value" in read) return { kind: "number", value: read.value };
      field.setAttribute("aria-invalid", "true");
      return t(`guess.fault_${read.fault}`, { value: field.value.trim(), units });
    },
    focus: () => field.focus(),
  };
}
