/** The table of shortcuts, made from the same rows that the handler runs. */

import { h } from "../base/dom.js";
import { label } from "./keys.js";

/**
 * @param {HTMLElement} body
 * @param {{table: import("./keys.js").Shortcut[], t: import("../base/types.js").Translate, letters: ReturnType<typeof import("./keys.js").createSwitch>}} wiring
 */
export function mountHelp(body, { table, t, letters }) {
  const box = h("input", {
    type: "checkbox",
    id: "letters",
    checked: letters.on,
    onchange: () => letters.set(box.checked),
  });
  body.replaceChildren(
    h(
      "dl",
      { class: "keys" },
      ...table.map(({ id, keys, values }) =>
        h(
          "div",
          {},
          h("dt", {}, ...keys.map((key) => h("kbd", {}, label(key, t)))),
          h("dd", {}, t(`keys.${id}`, values)),
        ),
      ),
    ),
    h("p", { class: "check" }, box, h("label", { for: "letters" }, t("keys.letters"))),
  );
}
