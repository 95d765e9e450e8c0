/**
 * The proof beside the gradient: on a click the server nudges weights by a little, watches the loss, and the
 * page sets that slope beside the gradient that backpropagation through time gave.
 */

import { h, icon } from "../base/dom.js";
import { layerOf } from "../figure/layers.js";
import { formatConfig } from "../state/address.js";
import { exists } from "./cells.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./check_result.js").Check} Check */

/** The parameter that is checked where none is chosen, as the server has it. */
const USUAL = "W_hh";

/**
 * The parameters that some of the chosen cells have under the chosen options, each once.
 * @param {Config} config
 * @param {Pick<import("../base/types.js").Catalogue, "cells">} catalogue
 */
export function paramsOf(config, { cells }) {
  const compared = cells.filter(({ name }) => config.cell?.includes?.(name));
  const all = compared.flatMap(({ params = [] }) => params.filter((param) => exists(param, config)));
  return [...new Set(all.map(({ name }) => name))];
}

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
  const param = h("select", { class: "select", "aria-label": t("proof.param"), onchange: () => update(store.get()) });
  let offered = "";
  let asked = "";
  /** What the server found, and how it is written. @type {{ runs: Check[], show: (runs: Check[]) => HTMLElement[] } | null} */
  let found = null;
  let layerShown = -1;
  root.replaceChildren(button, param, result);

  /** @param {State} state */
  function addressOf({ config, catalogue }) {
    const chosen = param.value && param.value !== USUAL ? `param=${param.value}` : "";
    return [formatConfig(config, catalogue), chosen].filter(Boolean).join("&");
  }

  /** @param {State} state */
  const layerIn = ({ page, config }) => layerOf(page, config.layers ?? 1);

  /** What was found of the layer that the page shows. */
  async function show() {
    if (!found) return;
    const { checksOfLayer } = await import("./check_result.js");
    layerShown = layerIn(store.get());
    if (found) result.replaceChildren(...found.show(checksOfLayer(found.runs, layerShown)));
  }

  async function run() {
    const query = addressOf(store.get());
    asked = query;
    found = null;
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
      if (response.ok) {
        found = { runs: body.runs, show: (runs) => checkResult(runs, words()) };
        await show();
      } else result.replaceChildren(h("p", { class: "message" }, body.error?.message ?? t("page.away")));
    } catch {
      result.replaceChildren(h("p", { class: "message" }, t("page.away")));
    } finally {
      button.disabled = false;
    }
  }

  /** @param {State} state */
  function offer({ config, catalogue }) {
    const names = paramsOf(config, catalogue);
    if (names.join() === offered) return;
    offered = names.join();
    const { value } = param;
    param.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    param.value = names.includes(value) ? value : USUAL;
  }

  /** A proof of another picture is no proof. @param {State} state */
  function update(state) {
    offer(state);
    if (asked && addressOf(state) !== asked) {
      asked = "";
      found = null;
      result.replaceChildren();
    } else if (found && layerIn(state) !== layerShown) void show();
  }

  update(store.get());
  return { update };
}
