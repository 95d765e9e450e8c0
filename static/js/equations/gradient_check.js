/**
 * The proof beside the gradient: on a click the server nudges weights by a little, watches the loss, and the
 * page sets that slope beside the gradient that backpropagation through time gave.
 */

import { h, icon } from "../base/dom.js";
import { formatConfig } from "../state/address.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * @param {HTMLElement} root
 * @param {{store: import("../base/types.js").Store, words: () => I18n, learn: () => Promise<void>, base: string,
 *   fetch: typeof globalThis.fetch}} wiring `learn`: the words of the result, which the page begins without
 */
export function mountProof(root, { store, words, learn, base, fetch }) {
  const t = words();
  const result = h("div", { class: "proof-result", role: "status" });
  const button = h(
    "button",
    { type: "button", class: "action quiet", onclick: () => void run() },
    icon("check"),
    h("span", {}, t("proof.button")),
  );
  let asked = "";
  root.replaceChildren(button, result);

  /** @param {State} state */
  const addressOf = ({ config, catalogue }) => formatConfig(config, catalogue);

  async function run() {
    const query = addressOf(store.get());
    asked = query;
    button.disabled = true;
    result.replaceChildren(t("proof.running"));
    try {
      const [response, { checkResult }] = await Promise.all([
        fetch(`${base}/api/check?${[query, `lang=${t.lang}`].filter(Boolean).join("&")}`),
        import("./check_result.js"),
        learn(),
      ]);
      const body = await response.json();
      if (asked !== query) return;
      if (response.ok) result.replaceChildren(...checkResult(body.runs, words()));
      else result.replaceChildren(h("p", { class: "message" }, body.error?.message ?? t("page.away")));
    } catch {
      result.replaceChildren(h("p", { class: "message" }, t("page.away")));
    } finally {
      button.disabled = false;
    }
  }

  return {
    /** A proof of another picture is no proof. @param {State} state */
    update(state) {
      if (asked && addressOf(state) !== asked) {
        asked = "";
        result.replaceChildren();
      }
    },
  };
}
