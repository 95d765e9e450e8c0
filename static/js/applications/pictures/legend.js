/** What the colour of a surprise means: a bar with its ends in bits, and the share of answers that they stand for. */

import { h } from "../../dom.js";
import { MOST_BITS, surpriseShade } from "./shade.js";

/** @param {import("./types.js").Tools["t"]} t @param {import("../../types.js").Theme} theme */
export function surpriseLegend(t, theme) {
  const steps = Array.from({ length: MOST_BITS / 2 + 1 }, (_, i) => i * 2).map((bits) => {
    const { background, ink } = surpriseShade(theme.sequential, bits);
    const cell = h("li", {}, bits === MOST_BITS ? `≥ ${bits}` : String(bits));
    cell.style.background = background;
    cell.style.color = ink;
    return cell;
  });
  return h("div", { class: "pic-legend" }, h("span", {}, t("picture.surprise")), h("ol", {}, ...steps));
}
