/**
 * The cursor over a chart: a line at the step (or, in a chart of a training run, at the iteration), a dot on every curve,
 * its number below. It is made of plain elements over the drawing, so that moving it costs nothing and never redraws a
 * chart.
 */

import { h } from "../base/dom.js";
import { geometry } from "./frame.js";

/** @typedef {import("./types.js").Box} Box */
/** @typedef {import("../training/figure.js").TrainingFigure} ChartFigure */
/** @typedef {import("./types.js").Reading} Reading */
/** @typedef {{ step: number, unit: number | null, box: Box }} Point */

/** @param {Box} box @param {number} x */
const across = (box, x) => box.left + ((x - box.xRange[0]) / (box.xRange[1] - box.xRange[0])) * box.width;

/** @param {Box} box @param {number} y */
const down = (box, y) => box.top + (1 - (y - box.yRange[0]) / (box.yRange[1] - box.yRange[0])) * box.height;

/** @param {any} trace @param {Box} box */
const belongs = (trace, box) => (trace.xaxis ?? "x") === box.x && (trace.yaxis ?? "y") === box.y;

/**
 * The value of a trace at a step, as drawn and as it is.
 * @param {any} trace
 * @param {number} step
 * @param {number | null} unit
 */
function valueAt(trace, step, unit) {
  /** @type {Reading} */
  const { values } = trace.meta;
  if (trace.type === "heatmap") {
    const row = trace.meta.pair ? (unit ?? 0) - 1 : unit;
    return { drawn: null, value: row === null ? null : (trace.z[row]?.[step - 1] ?? null) };
  }
  const place = trace.x[step - 1] === step ? step - 1 : trace.x.indexOf(step);
  const drawn = place < 0 ? null : (trace.y[place] ?? null);
  return { drawn, value: values && drawn !== null ? values[step - 1] : drawn };
}

/**
 * Where in a trace over the iterations one of them is: the nearest point of a line, the column of a heatmap, whose x are
 * the edges of its columns.
 * @param {any} trace
 * @param {number} iteration
 */
export function placeOf({ x, type }, iteration) {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const half = (low + high) >> 1;
    if (x[half] < iteration) low = half + 1;
    else high = half;
  }
  if (type === "heatmap") return low - 1;
  return low > 0 && iteration - x[low - 1] <= x[low] - iteration ? low - 1 : low;
}

/**
 * The same over the iterations.
 * @param {any} trace
 * @param {number} iteration
 * @param {number | null} row of a heatmap, from 0
 */
function valueDuring(trace, iteration, row) {
  const place = placeOf(trace, iteration);
  if (trace.type === "heatmap") {
    const line = trace.z[trace.meta.pair ? (row ?? 0) - 1 : 0];
    return { drawn: null, value: line?.[place] ?? null };
  }
  const drawn = trace.y[place] ?? null;
  return { drawn, value: trace.meta.values && drawn !== null ? trace.meta.values[place] : drawn };
}

/**
 * @param {HTMLElement} root the box that holds the drawing
 */
export function createCursor(root) {
  const layer = h("div", { class: "cursor", "aria-hidden": "true" });
  root.append(layer);
  /** @type {{ box: Box, line: HTMLElement, tag: HTMLElement | null, dots: { trace: any, dot: HTMLElement }[] }[]} */
  let parts = [];
  /** @type {Box[]} */
  let boxes = [];
  let steps = 1;
  /** @type {ChartFigure | null} */
  let figure = null;

  const timed = () => figure?.over === "iterations";
  /** @param {any} trace @param {number} at @param {number | null} row */
  const valueHere = (trace, at, row) => (timed() ? valueDuring : valueAt)(trace, at, row);

  /** @param {Record<string, any>} page */
  function move(page) {
    const at = timed() ? page.n : page.t;
    layer.hidden = timed() && !at; // no iteration is under the cursor
    if (layer.hidden) return;
    const step = Math.min(steps, Math.max(1, Math.round(at || 1)));
    for (const { box, line, tag, dots } of parts) {
      const x = across(box, step);
      line.style.transform = `translateX(${x.toFixed(1)}px)`;
      if (tag) {
        tag.textContent = `${timed() ? "n" : "t"} = ${step}`;
        // the first and the last step's stay inside the drawing
        tag.style.transform = `translateX(clamp(0px, ${x.toFixed(1)}px - 50%, ${figure?.layout.width}px - 100%))`;
      }
      for (const { trace, dot } of dots) {
        const { drawn } = valueHere(trace, step, null);
        dot.hidden = drawn === null;
        if (drawn !== null) dot.style.transform = `translate(${x.toFixed(1)}px, ${down(box, drawn).toFixed(1)}px)`;
      }
    }
  }

  return {
    move,
    /** What x is: `t`, the step, or `n`, the iteration. @returns {"t" | "n"} */
    get along() {
      return timed() ? "n" : "t";
    },

    /** A new picture: where its panels lie and what can be read in them. @param {ChartFigure} next @param {number} count */
    show(next, count) {
      figure = next;
      steps = count;
      const axes = new Set(next.cursor ?? []);
      boxes = geometry(next.layout).filter((box) => axes.has(box.x));
      const lowest = Math.max(...boxes.map((box) => box.top + box.height));
      parts = boxes.map((box) => {
        const line = h("div", { class: "cursor-line" });
        line.style.top = `${box.top}px`;
        line.style.height = `${box.height}px`;
        const labelled =
          next.layout[`xaxis${box.x.slice(1)}`].showticklabels !== false || box.top + box.height > lowest - 2;
        const tag = labelled ? h("div", { class: "cursor-tag" }) : null;
        if (tag) tag.style.top = `${box.top + box.height + 2}px`;
        const dots = next.data
          .filter((trace) => trace.type === "scatter" && trace.meta && belongs(trace, box))
          .map((trace) => {
            const dot = h("div", { class: "cursor-dot" });
            dot.style.backgroundColor = trace.line?.color ?? trace.marker?.line?.color ?? trace.marker?.color;
            return { trace, dot };
          });
        return { box, line, tag, dots };
      });
      layer.replaceChildren(
        ...parts.flatMap(({ line, tag, dots }) => [line, ...(tag ? [tag] : []), ...dots.map(({ dot }) => dot)]),
      );
    },

    /**
     * What lies under a point of the drawing.
     * @param {number} x
     * @param {number} y
     * @returns {Point | null}
     */
    at(x, y) {
      const near = (/** @type {Box} */ box) =>
        x >= box.left - 12 && x <= box.left + box.width + 12 && y >= box.top - 24 && y <= box.top + box.height + 24;
      const inside = (/** @type {Box} */ box) =>
        y >= box.top && y <= box.top + box.height && x >= box.left && x <= box.left + box.width;
      const box = boxes.find(inside) ?? boxes.find(near);
      if (!box) return null;
      const [from, to] = box.xRange;
      const step = Math.round(from + ((x - box.left) / box.width) * (to - from));
      const [low, high] = box.yRange;
      const at = Math.round(low + (1 - (y - box.top) / box.height) * (high - low));
      const drawn = figure?.data.find((trace) => trace.type === "heatmap" && belongs(trace, box));
      const first = drawn?.meta?.pair ? 1 : 0;
      const unit = drawn ? Math.min(drawn.z.length - 1 + first, Math.max(first, at)) : null;
      return { step: Math.min(steps, Math.max(1, step)), unit, box };
    },

    /**
     * The readings at a point, in words left to the caller.
     * @param {Point} point
     * @returns {{ label: string, colour: string | null, value: number | null, format: Reading["format"], unit: number | null, pair: boolean }[]}
     */
    read({ step, unit, box }) {
      return (figure?.data ?? [])
        .filter((trace) => trace.meta && belongs(trace, box))
        .map((trace) => ({
          label: trace.meta.label,
          colour: trace.line?.color ?? trace.marker?.color ?? null,
          value: valueHere(trace, step, unit).value,
          format: trace.meta.format,
          unit: trace.type === "heatmap" && (!timed() || trace.meta.pair) ? unit : null,
          pair: Boolean(trace.meta.pair),
        }));
    },

    clear() {
      parts = [];
      boxes = [];
      layer.replaceChildren();
    },
  };
}
