/** Norms over the steps as lines on the page's scale: where they are drawn, where they break, what befalls them. */

import { firstBack, NAN, OK, OVERFLOW, ZERO } from "../state/decode.js";
import { place } from "./scale.js";

/** @typedef {import("../state/decode.js").Norms} Norms */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {{ floor: number, ceiling: number }} Edges */

/**
 * Steps after which truncation stops the gradient, counted back from the end; of a layer that reads from the end, before
 * which, counted from the first.
 * @param {Trace} trace
 * @param {import("../base/types.js").Run} [run]
 */
export function cuts({ config: { steps, truncate } }, run) {
  const after = [];
  if (truncate > 0) for (let step = steps - truncate; step > 0; step -= truncate) after.push(step);
  return run?.reversed ? after.map((step) => steps - step) : after;
}

/**
 * How long the windows are, and from where they are counted; empty where nothing is cut.
 * @param {Trace} trace
 * @param {import("../base/types.js").Translate} t
 */
export function cutSentence(trace, t) {
  const { steps, truncate: k } = trace.config;
  if (!cuts(trace).length) return "";
  const first = steps % k;
  return first ? t("view.gradient.summary_cut_short", { k, first }) : t("view.gradient.summary_cut", { k });
}

/**
 * A line through the norms: held at the edges of the scale, broken where truncation cuts and where nothing arrives.
 * @param {Norms} series
 * @param {Edges} scale
 * @param {number[]} breaks
 * @param {number} [shift] added to every logarithm (a relative scale)
 */
export function line({ log10, status }, scale, breaks, shift = 0) {
  /** @type {number[]} */
  const x = [];
  /** @type {(number | null)[]} */
  const y = [];
  const broken = new Set(breaks);
  for (let i = 0; i < log10.length; i++) {
    const lost = breaks.length > 0 && status[i] === ZERO;
    x.push(i + 1);
    y.push(lost ? null : place(log10[i] + shift, status[i], scale));
    if (broken.has(i + 1)) {
      x.push(i + 1.5);
      y.push(null);
    }
  }
  return { x, y };
}

/** The left end of a line: its first point. @param {{ x: number[], y: (number | null)[] }} path @param {number} otherwise */
export function leftEnd({ x, y }, otherwise) {
  const i = y.findIndex((value) => value !== null);
  return i < 0 ? { x: 1, y: otherwise } : { x: x[i], y: /** @type {number} */ (y[i]) };
}

/**
 * A norm in words, whatever became of it.
 * @param {Norms} series
 * @param {number} i
 * @param {{ numbers: import("../base/numbers.js").Numbers, t: import("../base/i18n.js").I18n }} words
 * @param {number} [shift]
 */
export const normText = ({ log10, status }, i, { numbers, t }, shift = 0) =>
  status[i] === OK ? numbers.norm(log10[i] + shift) : t(`figure.status_${status[i]}`);

const EVENTS = /** @type {const} */ ([
  { code: OVERFLOW, key: "figure.overflow_at", symbol: "triangle-up", high: true },
  { code: NAN, key: "figure.nan_at", symbol: "x", high: true },
  { code: ZERO, key: "figure.zero_at", symbol: "triangle-down", high: false },
]);

/** How many marks stand along the edge where a line is above the scale. */
const MARKS = 20;

/**
 * Where a line is above the scale, counted back in time: the first such step, and a few of those after it, so that a line
 * that is held at the edge is not taken for one that stays there.
 * @param {Norms} series
 * @param {number} ceiling
 */
export function leaving({ log10, status }, ceiling) {
  /** @type {number[]} */
  const above = [];
  for (let step = log10.length; step >= 1; step--)
    if (status[step - 1] === OK && log10[step - 1] > ceiling) above.push(step);
  if (!above.length) return [];
  const every = Math.ceil(log10.length / MARKS);
  const also = above.filter((step) => (above[0] - step) % every === 0).slice(1);
  return [{ key: "figure.beyond_at", symbol: "triangle-up", high: true, step: above[0], also }];
}

/**
 * What befalls a gradient on its way back: it overflows, stops being a number, or underflows to nothing.
 * @param {Norms} series
 * @param {boolean} cut where truncation cuts, a zero is no event
 */
export const events = (series, cut) =>
  EVENTS.flatMap(({ code, ...event }) => {
    const step = cut && code === ZERO ? null : firstBack(series, code);
    return step === null ? [] : [{ ...event, step, also: /** @type {number[]} */ ([]) }];
  });
