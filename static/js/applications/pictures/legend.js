/** What a drawing's marks mean: the colours of a surprise as a bar with its ends in bits, and how a line looks. */

import { h } from "../../base/dom.js";
import { MOST_BITS, surprised } from "./surprise_shade.js";
import { s } from "./svg.js";

/** @param {import("./types.js").Tools["t"]} t @param {import("../../base/types.js").Theme} theme */
export function surpriseLegend(t, theme) {
  const steps = Array.from({ length: MOST_BITS / 2 + 1 }, (_, i) => i * 2).map((bits) =>
    surprised(h("li", {}, bits === MOST_BITS ? `≥ ${bits}` : String(bits)), theme.sequential, bits),
  );
  return h("div", { class: "pic-legend" }, h("span", {}, t("picture.surprise")), h("ol", {}, ...steps));
}

/** @param {string} kind the class of the line */
export const swatch = (kind) =>
  s(
    "svg",
    { class: "pic-swatch", viewBox: "0 0 30 10", "aria-hidden": "true" },
    s("path", { class: `line ${kind}`, d: "M1 5H29" }),
  );
