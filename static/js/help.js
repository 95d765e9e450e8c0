/** The table of shortcuts, made from the same rows that the handler runs. */

import { h } from "./dom.js";
import { label } from "./keys.js";

const KEPT = "unroll.keys";

/** Whether single-letter shortcuts act: a reader who dictates or tires of them turns them off. */
export function createSwitch() {
  let on = true;
  try {
    on = localStorage.getItem(KEPT) !== "off";
  } catch {
    // A browser without storage for this page: the choice lasts as long as the page.
  }
  return {
    get on() {
      return on;
    },
    /** @param {boolean} value */
    set(value) {
      on = value;
      try {
        localStorage.setItem(KEPT, value ? "on" : "off");
      } catch {
        // As above.
      }
    },
  };
}

/**
 * @param {HTMLElement} body
 * @param {{table: import("./keys.js").Shortcut[], t: import("./types.js").Translate, letters: ReturnType<typeof createSwitch>}} wiring
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
