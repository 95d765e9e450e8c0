/** What a check of the gradient found: a line for each cell, and every entry that was compared. */

import { h } from "../base/dom.js";
import { numberOf, numbersIn } from "../base/numbers.js";
import { layerOfParam } from "../figure/layers.js";
import { layerText } from "../figure/words.js";

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
  const layer = layerOfParam(run.param);
  const cell = t(`cell.${run.cell}`) + (layer ? `, ${layerText({ t }, layer)}` : "");
  if (run.agrees) return t("proof.agrees", { cell, error });
  return t(run.reason && t.has(`proof.${run.reason}`) ? `proof.${run.reason}` : "proof.differs", { cell, error });
}

/**
 * The runs of a check that belong to the layer that is shown, or to the network as a whole; 0: all of them.
 * @param {Check[]} runs
 * @param {number} layer
 */
export const checksOfLayer = (runs, layer) =>
  runs.filter(({ param }) => layer === 0 || [layer, null].includes(layerOfParam(param)));

/**
 * @param {Check[]} runs
 * @param {I18n} t
 * @returns {HTMLElement[]}
 */
export function checkResult(runs, t) {
  const { value } = numbersIn(t.lang);
  const write = (/** @type {Num} */ number) => value(numberOf(number));
  return [
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
  ];
}
