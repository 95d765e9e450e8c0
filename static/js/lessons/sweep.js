/** The true curve comes as the backward pass does: from the last step to the first, over the one that was foreseen. */

import { axesIn, gradientPlot } from "./chart_axes.js";

/** @typedef {ReturnType<typeof import("../network/player.js").createPlayer>} Player */

/** @param {number} left @param {number} top @param {number} width @param {number} height */
const box = (left, top, width, height) => `M${left} ${top}h${width}v${height}h${-width}Z`;

/**
 * The words that stand at curves: neither at an axis nor below it.
 * @param {HTMLElement} plot
 * @param {import("./chart_axes.js").Axes} axes
 */
function labelsOf(plot, { left, top, height }) {
  const from = plot.getBoundingClientRect();
  const labels = /** @type {HTMLElement[]} */ ([...plot.querySelectorAll(":scope > .lettering > *")]);
  return labels.filter((label) => {
    const at = label.getBoundingClientRect();
    return at.right - from.left > left && at.bottom - from.top < top + height && at.bottom - from.top > top;
  });
}

/**
 * Uncover the chart of the gradient while a pass plays; at its end, or when someone stops it, all of it is there.
 * @param {Pick<Player, "subscribe" | "state">} player
 */
export function sweep(player) {
  const plot = gradientPlot();
  const canvas = /** @type {HTMLElement | null} */ (plot?.querySelector(".view-canvas"));
  const start = plot && axesIn(plot);
  if (!plot || !canvas || !start || !player.state.playing) return;
  const labels = labelsOf(plot, start);
  for (const label of labels) label.style.visibility = "hidden";
  const cut = player.subscribe(({ playing, direction, t, part }) => {
    const axes = axesIn(plot);
    if (!playing || direction !== "backward" || !axes) {
      canvas.style.clipPath = "";
      for (const label of labels) label.style.visibility = "";
      cut();
      return;
    }
    const { left, top, height } = axes;
    const { x } = axes.place(t - part, 0);
    // the axes, and what the pass has reached
    const parts = [box(0, 0, left, 5000), box(0, top + height, 5000, 5000), box(x, 0, 5000, top + height)];
    canvas.style.clipPath = `path("${parts.join("")}")`;
  });
}
