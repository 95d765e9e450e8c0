/**
 * Examples at one click each, in the reader's language: sentences and beginnings that show what the network can do and
 * what it can not. They stand in the locales as `app.<name>.chips` or `app.<name>.chips.<variant>`, with "|" between
 * them; where it is no text that is chosen, as `label => fields of an address`.
 */

import { h } from "../base/dom.js";
import { parse } from "../state/address.js";

/** @typedef {{ label: string, patch: import("../base/types.js").Config }} Chip */

/**
 * @param {string} text
 * @param {string} app
 * @param {import("../base/types.js").Catalogue} catalogue
 * @returns {Chip[]}
 */
export function readChips(text, app, catalogue) {
  return text.split("|").map((part) => {
    const [label, piece] = part.split("=>").map((side) => side.trim());
    if (piece === undefined) return { label, patch: { text: label } };
    const { play } = parse(`?mode=apps&app=${app}&${piece}`, catalogue);
    const names = [...new URLSearchParams(piece).keys()];
    return { label, patch: Object.fromEntries(names.map((name) => [name, play[name]])) };
  });
}

/**
 * @param {HTMLElement} root
 * @param {{ t: import("../base/i18n.js").I18n, app: string, catalogue: import("../base/types.js").Catalogue, choose: (patch: import("../base/types.js").Config) => void }} wiring
 */
export function mountChips(root, { t, app, catalogue, choose }) {
  /** @type {string | null} */
  let shown = null;
  return {
    /** @param {string} variant */
    update(variant) {
      const key = [`app.${app}.chips.${variant}`, `app.${app}.chips`].find((key) => t.has(key)) ?? "";
      if (key === shown) return;
      shown = key;
      root.hidden = !key;
      if (!key) return root.replaceChildren();
      root.replaceChildren(
        h("span", { class: "chips-label", id: "chips-label" }, t("apps.try")),
        h(
          "div",
          { class: "chips", role: "group", "aria-labelledby": "chips-label" },
          ...readChips(t(key), app, catalogue).map(({ label, patch }) =>
            h("button", { type: "button", class: "chip", onclick: () => choose(patch) }, label),
          ),
        ),
      );
    },
  };
}
