/** A link that can be taken along: a field to select by hand, and a button where the browser lets us copy. */

import { h } from "../base/dom.js";

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {{id: string, label: string, t: import("../base/types.js").Translate}} options
 */
export function linkField({ id, label, t }) {
  const field = h("input", {
    id,
    class: "link-field",
    type: "text",
    readonly: true,
    spellcheck: "false",
    onfocus: () => field.select(),
  });
  const said = h("span", { class: "said", role: "status" });
  const button = h("button", { type: "button", class: "action", onclick: () => void copy() }, t("share.copy"));

  async function copy() {
    const done = await copyText(field.value);
    said.textContent = t(done ? "share.copied" : "share.select");
    if (!done) field.focus();
    return done;
  }

  return {
    element: h(
      "div",
      { class: "link" },
      h("label", { for: id }, label),
      h("div", { class: "link-row" }, field, button),
      said,
    ),
    copy,
    /** @param {string} value */
    show(value) {
      if (field.value !== value) said.textContent = "";
      field.value = value;
    },
  };
}
