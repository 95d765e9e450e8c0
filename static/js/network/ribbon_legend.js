/**
 * What the bands say: their width is a logarithm, hollow means less than 1 % of what began, and floating-point types end
 * where they are marked. Where a gradient leaves the scale, the wider one is a press away.
 */

import { h } from "../base/dom.js";
import { SMALLEST, scaleOf } from "../figure/scale.js";
import { norms, OK, OVERFLOW } from "../state/decode.js";

/** @typedef {import("../base/types.js").Trace} Trace */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 130;
const HEIGHT = 32;
const MIDDLE = 16;
const HALF = 4.5;
/** Decades below what began, from which on a band is hollow. */
export const HOLLOW = -2;

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function svg(tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(text);
  return element;
}

/** The scale after this one. @type {Record<string, string>} */
const WIDER = { normal: "wide", wide: "full" };

/** Whether a norm lies above the scale. @param {Trace} trace @param {number} ceiling */
export const leaves = (trace, ceiling) =>
  trace.runs.some((run) => {
    const { log10, status } = norms(run.norms?.d_state.h);
    return log10.some((value, i) => status[i] === OVERFLOW || value > ceiling);
  });

/** The largest norm from which a gradient sets out, as a logarithm; 1 where there is none. @param {Trace | null} trace */
export function largestBegin(trace) {
  const begins = (trace?.runs ?? []).flatMap((run) => {
    const { log10, status } = norms(run.norms?.d_state.h);
    const i = (trace?.focus ?? (run.reversed ? 1 : log10.length)) - 1;
    return status[i] === OK ? [log10[i]] : [];
  });
  return begins.length ? Math.max(...begins) : 0;
}

/** The wedge on a scale. @param {{ floor: number, ceiling: number }} scale @param {number} began */
function wedge({ floor, ceiling }, began) {
  const x = (/** @type {number} */ log10) => ((log10 - floor) / (ceiling - floor)) * WIDTH;
  const half = (/** @type {number} */ at) => (at / WIDTH) * HALF;
  const cut = Math.min(WIDTH, Math.max(0, x(began + HOLLOW)));
  const outline = `M0 ${MIDDLE}L${WIDTH} ${MIDDLE - HALF}V${MIDDLE + HALF}Z`;
  const full = `M${cut} ${MIDDLE - half(cut)}L${WIDTH} ${MIDDLE - HALF}V${MIDDLE + HALF}L${cut} ${MIDDLE + half(cut)}Z`;
  const marks = Object.entries(SMALLEST).filter(([, at]) => at > floor + 1);
  const picture = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    "aria-hidden": "true",
  });
  picture.append(
    svg("path", { d: outline, class: "outline" }),
    svg("path", { d: full }),
    svg("text", { x: Math.min(WIDTH - 10, Math.max(10, cut)), y: 9, "text-anchor": "middle" }, "1 %"),
    ...marks.flatMap(([type, at]) => [
      svg("path", { d: `M${x(at)} ${MIDDLE - 6}v12`, class: "mark" }),
      svg("text", { x: Math.max(20, x(at)), y: HEIGHT - 1, "text-anchor": "middle" }, type),
    ]),
  );
  return picture;
}

/**
 * @param {{ t: import("../base/i18n.js").I18n, store: import("../base/types.js").Store }} tools
 */
export function createLegend({ t, store }) {
  const picture = h("span", {});
  const beyond = h(
    "button",
    {
      type: "button",
      class: "action quiet beyond",
      hidden: true,
      onclick() {
        const { page } = store.get();
        store.set({ page: { ...page, scale: WIDER[page.scale] ?? "wide" } }, { history: "push" });
      },
    },
    t("network.beyond"),
  );
  const asks = h("p", { class: "asks" });
  const element = h("div", { class: "ribbon-legend" }, h("small", {}, t("network.legend")), picture, beyond, asks);
  let drawn = "";
  return {
    element,
    /** @param {import("../base/types.js").State} state */
    update({ page, trace, veil }) {
      const scale = scaleOf(page);
      const began = Math.round(largestBegin(trace ?? null));
      const key = `${scale.floor} ${scale.ceiling} ${began}`;
      if (key !== drawn) picture.replaceChildren(wedge(scale, began));
      drawn = key;
      const question = `task.${trace?.config.task}.asks`;
      asks.textContent = !trace?.tokens && t.has(question) ? t(question) : "";
      beyond.hidden = Boolean(veil) || !trace || !WIDER[page.scale] || !leaves(trace, scale.ceiling);
    },
  };
}
