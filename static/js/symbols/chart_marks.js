/** Marks on a chart's data explain themselves as symbols do: a place over each, to rest on, to tap and to focus. */

import { h } from "../base/dom.js";
import { geometry } from "../figure/frame.js";

/** @typedef {{ symbol: string, from: number, to: number, y: number, detail: string }} Mark in its panel's units */

/** About a mark, in pixels. */
const SIZE = 24;

/** What each chart's places were made from. @type {WeakMap<Element, unknown>} */
const made = new WeakMap();

/**
 * Where the marks of a figure lie, in pixels.
 * @param {{ data: any[], layout: Record<string, any> }} figure
 */
export function placesOf({ data, layout }) {
  const boxes = geometry(layout);
  return data.flatMap(({ xaxis = "x", yaxis = "y", meta }) => {
    const box = boxes.find(({ x, y }) => x === xaxis && y === yaxis);
    if (!box) return [];
    const { left, top, width, height, xRange, yRange } = box;
    const across = (/** @type {number} */ x) => left + ((x - xRange[0]) / (xRange[1] - xRange[0])) * width;
    const down = (/** @type {number} */ y) => top + ((yRange[1] - y) / (yRange[1] - yRange[0])) * height;
    return /** @type {Mark[]} */ (meta?.marks ?? []).map(({ symbol, from, to, y, detail }, i) => ({
      symbol,
      detail,
      first: i === 0,
      left: across(from) - SIZE / 2,
      top: down(y) - SIZE / 2,
      width: across(to) - across(from) + SIZE,
    }));
  });
}

/** @param {ParentNode} root */
export function markCharts(root) {
  for (const plot of root.querySelectorAll(".js-plotly-plot")) {
    const { data, layout } = /** @type {any} */ (plot);
    if (!data || !layout || made.get(plot) === data) continue;
    made.set(plot, data);
    plot.parentElement?.querySelector(".chart-marks")?.remove();
    const places = placesOf({ data, layout });
    if (!places.length) continue;
    const marks = places.map(({ symbol, detail, first, left, top, width }) => {
      const mark = h("span", {
        role: "img",
        "aria-label": detail,
        "data-symbol": symbol,
        "data-detail": detail,
        tabindex: first ? "0" : "-1",
      });
      Object.assign(mark.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${SIZE}px` });
      return mark;
    });
    plot.after(h("div", { class: "chart-marks" }, ...marks));
  }
}
