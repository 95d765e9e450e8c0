/** What a question is about: a quantity, and where it needs them the cell, and the step. */

import { h } from "../base/dom.js";
import { selectField } from "./maker_fields.js";
import { QUANTITIES } from "./quantities.js";

/** `kept:rnn`, `norm:rnn@50` in its parts. @param {string} of */
export function partsOf(of) {
  const [, name = "", cell = "", step = ""] = /^(\w+)(?::([\w.]+))?(?:@(\d+))?$/.exec(of) ?? [];
  return { name, cell, step };
}

/** @param {{ name: string, cell: string, step: string }} parts @param {import("./quantities.js").Quantity} quantity */
export const specOf = ({ name, cell, step }, quantity) =>
  name + (quantity.perCell && cell ? `:${cell}` : "") + (quantity.atStep && step ? `@${step}` : "");

/**
 * @param {object} wiring
 * @param {string} wiring.id
 * @param {string} wiring.of
 * @param {"number" | "curve" | "choice"} wiring.kind
 * @param {import("../base/types.js").Store} wiring.store
 * @param {import("../base/i18n.js").I18n} wiring.t
 * @param {(of: string) => void} wiring.change
 */
export function quantityMenu({ id, of, kind, store, t, change }) {
  const all = QUANTITIES;
  const fits = (/** @type {string} */ of) => (kind === "curve" ? of === "curve" : of !== "curve" && of !== "rate");
  const names = Object.keys(all).filter((name) => fits(all[name].kind));
  const cells = [store.get().config.cell].flat();
  const known = partsOf(of);
  let parts = { ...known, name: names.includes(known.name) ? known.name : names[0], cell: known.cell || cells[0] };
  const box = h("div", { class: "maker-quantity" });

  function say() {
    change(specOf(parts, all[parts.name]));
  }

  function show() {
    const quantity = all[parts.name];
    box.replaceChildren(
      selectField({
        id: `${id}-of`,
        label: t("maker.of"),
        value: parts.name,
        options: names.map((name) => [name, t(`quantity.${name}`)]),
        change(name) {
          parts = { ...parts, name };
          say();
          show();
          document.getElementById(`${id}-of`)?.focus();
        },
      }),
    );
    if (quantity.perCell)
      box.append(
        selectField({
          id: `${id}-cell`,
          label: t("maker.of_cell"),
          value: parts.cell,
          options: [...new Set([...cells, parts.cell])].map((cell) => [
            cell,
            t.has(`cell.${cell}`) ? t(`cell.${cell}`) : cell,
          ]),
          change(cell) {
            parts = { ...parts, cell };
            say();
          },
        }),
      );
    if (!quantity.atStep) return;
    const field = h("input", {
      id: `${id}-step`,
      class: "number",
      type: "number",
      min: 1,
      step: 1,
      value: parts.step,
      oninput() {
        parts = { ...parts, step: field.value.replace(/\D/g, "") };
        say();
      },
    });
    box.append(h("div", { class: "maker-field" }, h("label", { for: field.id }, t("maker.of_step")), field));
  }
  show();
  if (specOf(parts, all[parts.name]) !== of) say();
  return box;
}
