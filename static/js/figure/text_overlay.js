/**
 * The words of a chart (titles, labels at lines, ticks) as plain elements over the drawing. Plotly takes more than
 * half of a redraw to measure and set them; the layout says where they stand, so the page can set them itself. A
 * picture that is taken along is drawn by Plotly with all its words.
 */

import { h } from "../base/dom.js";
import { geometry } from "./frame.js";

/** @typedef {import("./types.js").Box} Box */
/** @typedef {{ text: string, x: number, y: number, ax: number, ay: number, colour: string, size: number, align: string }} Word */

const ANCHORS = { left: 0, center: -50, right: -100, top: 0, middle: -50, bottom: -100 };

/**
 * A figure without its words and colour bars, for drawing.
 * @param {{ data: any[], layout: Record<string, any> }} figure
 */
export function wordless({ data, layout }) {
  /** @type {Record<string, any>} */
  const bare = { ...layout, annotations: [] };
  for (const key of Object.keys(layout))
    if (/^[xy]axis/.test(key)) bare[key] = { ...layout[key], showticklabels: false };
  return { data: data.map((trace) => (trace.showscale ? { ...trace, showscale: false } : trace)), layout: bare };
}

/**
 * The colour bars of a figure, right of the plot, with the words beside them.
 * @param {{ data: any[], layout: Record<string, any> }} figure
 */
export function barsOf({ data, layout }) {
  const { r, t, b } = layout.margin;
  const room = layout.height - t - b;
  return data
    .filter((trace) => trace.showscale && trace.colorbar)
    .map(({ colorbar: bar, colorscale, zmin, zmax }) => {
      const height = Math.round(bar.len * room) - (bar.title ? bar.tickfont.size * 1.6 : 0);
      const x = layout.width - r + bar.xpad;
      const top = layout.height - b - height;
      const { size, color: colour } = bar.tickfont;
      /** @type {Word[]} */
      const words = bar.tickvals.map((/** @type {number} */ value, /** @type {number} */ i) => ({
        text: bar.ticktext[i],
        x: x + bar.thickness + 4,
        y: top + height * (1 - (value - zmin) / (zmax - zmin)),
        ax: 0,
        ay: -50,
        colour,
        size,
        align: "left",
      }));
      if (bar.title)
        words.push({
          text: bar.title.text,
          x: x + bar.thickness / 2,
          y: top - 6,
          ax: -50,
          ay: -100,
          colour,
          size,
          align: "left",
        });
      const stops = colorscale.map((/** @type {[number, string]} */ [at, tone]) => `${tone} ${at * 100}%`);
      const style = `translate:${x}px ${top}px;inline-size:${bar.thickness}px;block-size:${height}px;background:linear-gradient(to top,${stops.join()})`;
      return { style, words };
    });
}

/**
 * A position along one direction, in pixels.
 * @param {number} value
 * @param {string} ref `paper`, `x2`, `x2 domain`
 * @param {Box | undefined} box
 * @param {{ from: number, size: number }} paper
 * @param {boolean} upwards
 */
function along(value, ref, box, paper, upwards) {
  if (ref === "paper" || !box) return paper.from + (upwards ? 1 - value : value) * paper.size;
  const [from, size] = upwards ? [box.top, box.height] : [box.left, box.width];
  const [low, high] = upwards ? box.yRange : box.xRange;
  const share = ref.endsWith("domain") ? value : (value - low) / (high - low);
  return from + (upwards ? 1 - share : share) * size;
}

/**
 * Every word of a layout and its place.
 * @param {Record<string, any>} layout
 * @returns {Word[]}
 */
export function wordsOf(layout) {
  const boxes = geometry(layout);
  const { l, r, t, b } = layout.margin;
  const across = { from: l, size: layout.width - l - r };
  const down = { from: t, size: layout.height - t - b };
  const size = layout.font.size;
  /** @type {Word[]} */
  const words = [];
  for (const box of boxes) {
    const xaxis = layout[`xaxis${box.x.slice(1)}`];
    const yaxis = layout[`yaxis${box.y.slice(1)}`];
    const common = { size, align: "left" };
    if (xaxis.showticklabels !== false && xaxis.visible !== false)
      (xaxis.tickvals ?? []).forEach((/** @type {number} */ value, /** @type {number} */ i) => {
        const x = along(value, box.x, box, across, false);
        words.push({
          ...common,
          text: xaxis.ticktext[i],
          x,
          y: box.top + box.height + 4,
          ax: -50,
          ay: 0,
          colour: xaxis.color,
        });
      });
    if (yaxis.showticklabels)
      (yaxis.tickvals ?? []).forEach((/** @type {number} */ value, /** @type {number} */ i) => {
        const y = along(value, box.y, box, down, true);
        words.push({ ...common, text: yaxis.ticktext[i], x: box.left - 6, y, ax: -100, ay: -50, colour: yaxis.color });
      });
  }
  for (const note of layout.annotations) {
    const { xref = "x", yref = "y", xanchor = "center", yanchor = "middle", xshift = 0, yshift = 0 } = note;
    const boxX = boxes.find((box) => box.x === xref.split(" ")[0]);
    const boxY = boxes.find((box) => box.y === yref.split(" ")[0]);
    words.push({
      text: note.text,
      x: along(note.x, xref, boxX, across, false) + xshift,
      y: along(note.y, yref, boxY, down, true) - yshift,
      ax: ANCHORS[/** @type {keyof typeof ANCHORS} */ (xanchor)],
      ay: ANCHORS[/** @type {keyof typeof ANCHORS} */ (yanchor)],
      colour: note.font?.color ?? layout.font.color,
      size: note.font?.size ?? size,
      align: note.align ?? "left",
    });
  }
  return words;
}

/** `<b>`, `<sub>` and `<br>` as elements; everything else is text. @param {string} text @returns {(Node | string)[]} */
function rich(text) {
  return text
    .split(/(<b>.*?<\/b>|<sub>.*?<\/sub>|<br>)/)
    .filter(Boolean)
    .map((part) => {
      const [, tag, inside] = /^<(b|sub|br)>(?:(.*)<\/\1>)?$/.exec(part) ?? [];
      if (tag === "br") return h("br");
      return tag ? h(/** @type {"b" | "sub"} */ (tag), {}, ...rich(inside ?? "")) : part;
    });
}

/** @param {HTMLElement} root */
export function createTextOverlay(root) {
  const layer = h("div", { class: "lettering", "aria-hidden": "true" });
  root.append(layer);
  /** @type {{ element: HTMLElement, text: string, style: string }[]} */
  const pool = [];
  /** @type {HTMLElement[]} */
  let drawn = [];
  return {
    /** @param {{ data: any[], layout: Record<string, any> }} figure */
    show(figure) {
      const bars = barsOf(figure);
      const words = [...wordsOf(figure.layout), ...bars.flatMap((bar) => bar.words)];
      for (const bar of drawn) bar.remove();
      drawn = bars.map(({ style }) => {
        const bar = layer.appendChild(h("div"));
        bar.style.cssText = style;
        return bar;
      });
      words.forEach(({ text, x, y, ax, ay, colour, size, align }, i) => {
        pool[i] ??= { element: layer.appendChild(h("span")), text: "", style: "" };
        const slot = pool[i];
        const style = `translate:${x.toFixed(1)}px ${y.toFixed(1)}px;transform:translate(${ax}%,${ay}%);color:${colour};font-size:${size.toFixed(1)}px;text-align:${align}`;
        if (slot.style !== style) slot.element.style.cssText = style;
        if (slot.text !== text) slot.element.replaceChildren(...rich(text));
        slot.style = style;
        slot.text = text;
      });
      for (const { element } of pool.splice(words.length)) element.remove();
    },
  };
}
