/**
 * From a play's answer to what the laboratory's own parts show. Its layers get names that a reader knows, its steps
 * their tokens, and what lies beyond the answer that is asked about is told from what vanished on the way back to it.
 */

import { BEYOND, norms, OK, ZERO } from "../state/decode.js";

/** @typedef {import("../base/types.js").Prediction} Prediction */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Trace} Trace */

const REVERSE = ".reverse";

/**
 * The names of a play's layers: `layer1` → lstm; `layer1`, `layer1.reverse` → lstm.1→, lstm.2←; `chain` → lstm.
 * @param {{ cell: string, name?: string }[]} runs
 */
export function layerNames(runs) {
  if (runs.length === 1) return [runs[0].cell];
  const both = runs.some(({ name }) => name?.endsWith(REVERSE));
  const deep = runs.filter(({ name }) => !name?.endsWith(REVERSE)).length > 1;
  return runs.map(({ cell, name = "" }, i) => {
    const way = both ? (name.endsWith(REVERSE) ? "←" : "→") : "";
    const layer = both && deep ? (/\d+/.exec(name)?.[0] ?? "") : "";
    return `${cell}.${i + 1}${way}${layer}`;
  });
}

/**
 * The last step that an encoder reads, where the network is an encoder and a decoder; else null.
 * @param {Prediction} body
 */
export function boundaryOf({ trace, answer, tokens }) {
  if (trace.runs[0]?.name !== "chain") return null;
  const after = tokens.length - (answer?.output?.length ?? 0);
  return after > 0 && after < tokens.length ? after : null;
}

/**
 * Norms of a gradient with the steps marked that it never had a way to.
 * @param {import("../base/types.js").Series} series
 * @param {number} focus
 * @param {boolean} reversed the layer reads from the end
 */
export function markBeyond(series, focus, reversed) {
  const { log10, status } = norms(series);
  const marked = Array.from(status);
  const from = reversed ? 0 : marked.length - 1;
  const step = reversed ? 1 : -1;
  for (let i = from; i !== focus - 1 && i >= 0 && i < marked.length && marked[i] === ZERO; i += step)
    marked[i] = BEYOND;
  return /** @type {any} */ ({ ...series, log10: Array.from(log10), status: marked });
}

/**
 * What becomes of the gradient between the answer and another step: the far end of the sequence where none is named.
 * @param {import("../base/types.js").Series} series
 * @param {number} focus
 * @param {boolean} reversed
 * @param {number} [to]
 */
export function gradientBetween(series, focus, reversed, to) {
  const { log10, status } = norms(series);
  const end = to === undefined ? (reversed ? status.length - 1 : 0) : to - 1;
  const lag = Math.abs(focus - 1 - end);
  const near = status[focus - 1] === OK ? log10[focus - 1] : Number.NaN;
  const far = status[end] === OK ? log10[end] : status[end] === ZERO ? Number.NEGATIVE_INFINITY : Number.NaN;
  return { lag, near, far, end: end + 1, change: far - near };
}

/**
 * A run with its name, and with the gradient where it can be.
 * @param {Run} run
 * @param {string} name
 * @param {number} focus
 */
function runOf(run, name, focus) {
  const reversed = Boolean(run.name?.endsWith(REVERSE));
  if (!run.norms) return { ...run, name };
  /** @type {Record<string, any>} */
  const gradients = { ...run.norms };
  for (const part of ["d_state", "d_state_local", "d_state_future"])
    if (gradients[part])
      gradients[part] = Object.fromEntries(
        Object.entries(gradients[part]).map(([state, series]) => [state, markBeyond(series, focus, reversed)]),
      );
  if (gradients.carry) gradients.carry = markBeyond(gradients.carry, focus, reversed);
  return { ...run, name, reversed, norms: gradients };
}

/**
 * The trace that the page's parts are drawn from.
 * @param {Prediction} body
 * @returns {Trace}
 */
export function traceOf(body) {
  const names = layerNames(body.trace.runs);
  return {
    ...body.trace,
    runs: body.trace.runs.map((run, i) => runOf(run, names[i], body.focus)),
    tokens: body.tokens,
    focus: body.focus,
    boundary: boundaryOf(body),
  };
}
