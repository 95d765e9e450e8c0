/**
 * The proof beside the gradient: on a click the server nudges weights by a little, watches the loss, and the
 * page sets that slope beside the gradient that backpropagation through time gave.
 */

import { h, icon } from "../base/dom.js";
import { numberOf, numbersIn } from "../base/numbers.js";
import { formatConfig } from "../state/address.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Num} Num */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * @typedef {object} Check
 * @property {string} cell
 * @property {string} param
 * @property {{index: number[], analytic: Num, numeric: Num}[]} entries
 * @property {Num} max_relative_error
 * @property {boolean} agrees
 * @property {string | null} reason
 */

/**
 * One run of the check in words.
 * @param {Check} run
 * @param {I18n} t
 */
export function proofText(run, t) {
  const error = numbersIn(t.lang).value(numberOf(run.max_relative_error));
  if (run.agrees) return t("proof.agrees", { cell: t(`cell.${run.cell}`), error });
  return t(run.reason && t.has(`proof.${run.reason}`) ? `proof.${run.reason}` : "proof.differs", {
    cell: t(`cell.${run.cell}`),
    error,
  });
}

/**
 * @param {HTMLElement} root
 * @param {{store: import("../base/types.js").Store, t: I18n, base: string, fetch: typeof globalThis.fetch}} wiring
 */
export function mountProof(root, { store, t, base, fetch }) {
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
      const response = await fetch(`${base}/api/check?${[query, `lang=${t.lang}`].filter(Boolean).join("&")}`);
      const body = await response.json();
      if (asked !== query) return;
      if (response.ok) show(body.runs);
      else result.replaceChildren(h("p", { class: "message" }, body.error?.message ?? t("page.away")));
    } catch {
      result.replaceChildren(h("p", { class: "message" }, t("page.away")));
    } finally {
      button.disabled = false;
    }
  }

  /** @param {Check[]} runs */
  function show(runs) {
    const { value } = numbersIn(t.lang);
    const write = (/** @type {Num} */ number) => value(numberOf(number));
    result.replaceChildren(
      h(
        "ul",
        { class: "proof-list" },
        ...runs.map((one) =>
          h(
            "li",
            { "data-agrees": String(one.agrees) },
            h("span", { class: "dot", "data-cell": one.cell }),
            proofText(one, t),
          ),
        ),
      ),
      h(
        "details",
        { class: "more" },
        h("summary", {}, t("proof.entries")),
        h(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": t("proof.entries") },
          h(
            "table",
            {},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ...["cell", "entry", "analytic", "numeric"].map((key) => h("th", { scope: "col" }, t(`proof.${key}`))),
              ),
            ),
            h(
              "tbody",
              {},
              ...runs.flatMap((one) =>
                one.entries.map((entry) =>
                  h(
                    "tr",
                    {},
                    h("th", { scope: "row" }, t(`cell.${one.cell}`)),
                    h("td", {}, `${one.param}[${entry.index.join(", ")}]`),
                    h("td", {}, write(entry.analytic)),
                    h("td", {}, write(entry.numeric)),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    );
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
