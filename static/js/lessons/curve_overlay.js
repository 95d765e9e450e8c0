/** A foreseen curve over the chart: drawn with pen, finger or mouse while the lesson asks, and still there beside the truth. */

import { h } from "../base/dom.js";
import { axesIn, gradientPlot, onDrawn } from "./chart_axes.js";
import { segments, stroke } from "./curve.js";

/** @typedef {import("./curve.js").Curve} Curve */
/** @typedef {import("./chart_axes.js").Axes} Axes */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes */
function element(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * @param {object} wiring
 * @param {() => Curve} wiring.curve
 * @param {((curve: Curve) => void) | null} wiring.draw null: the curve is only shown
 * @param {string} wiring.label what stands at the curve
 * @param {string} wiring.invitation what stands in the chart until something is drawn
 */
export function createOverlay({ curve, draw, label, invitation }) {
  const layer = element("svg", { class: draw ? "guess-layer drawing" : "guess-layer", "aria-hidden": "true" });
  const area = element("rect", { class: "guess-area" });
  const path = element("path", { class: "guess-path" });
  const name = element("text", { class: "guess-name" });
  name.textContent = label;
  layer.append(area, path, name);
  const words = h("p", { class: "guess-invitation", "aria-hidden": "true" }, invitation);
  /** @type {HTMLElement | null} */
  let plot = null;
  /** @type {() => void} */
  let deaf = () => {};
  /** @type {Axes | null} */
  let axes = null;
  /** @type {{ step: number, log10: number } | null} */
  let last = null;
  let gone = false;

  function paint() {
    axes = plot && axesIn(plot);
    layer.toggleAttribute("hidden", !axes);
    words.hidden = !axes || !draw || curve().some((value) => value !== null);
    if (!axes) return;
    const { left, top, width, height, place } = axes;
    for (const [key, value] of Object.entries({ x: left, y: top, width, height }))
      area.setAttribute(key, String(value));
    words.style.translate = `${left + width / 2}px ${top + height / 2}px`;
    const runs = segments(curve()).map((run) => run.map(({ step, log10 }) => place(step, log10)));
    path.setAttribute(
      "d",
      runs.map((run) => run.map(({ x, y }, i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")).join(""),
    );
    const at = runs[0]?.[Math.floor(runs[0].length * 0.3)];
    name.toggleAttribute("hidden", !at);
    if (!at) return;
    name.setAttribute("x", String(at.x + 6));
    name.setAttribute("y", String(Math.max(top + 14, at.y - 8)));
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = layer.getBoundingClientRect();
    return /** @type {Axes} */ (axes).read({ x: event.clientX - box.left, y: event.clientY - box.top });
  }
  area.addEventListener("pointerdown", (given) => {
    const event = /** @type {PointerEvent} */ (given);
    if (!axes || !draw) return;
    event.preventDefault();
    event.stopPropagation();
    area.setPointerCapture(event.pointerId);
    last = pointed(event);
    draw(stroke(curve(), last, last, axes));
  });
  area.addEventListener("pointermove", (given) => {
    const event = /** @type {PointerEvent} */ (given);
    event.stopPropagation(); // no readings while one draws
    if (!last || !axes || !draw) return;
    let drawn = curve();
    for (const move of event.getCoalescedEvents?.() ?? [event]) {
      const next = pointed(move);
      drawn = stroke(drawn, last, next, axes);
      last = next;
    }
    draw(drawn);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    area.addEventListener(end, () => {
      last = null;
    });

  return {
    paint,
    /** Onto the chart that is there now: another language or theme makes it anew. */
    attach() {
      if (gone) return;
      const now = gradientPlot();
      if (now !== plot || (now && !layer.isConnected)) {
        deaf();
        plot = now;
        plot?.append(layer, words);
        deaf = plot ? onDrawn(plot, paint) : () => {};
      }
      paint();
    },
    destroy() {
      gone = true;
      deaf();
      layer.remove();
      words.remove();
    },
  };
}
