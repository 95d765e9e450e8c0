/** What the drawing of the network needs, taken from a trace and put into places. No drawing is done here. */

import { largest } from "../figure/colour_scales.js";
import { cuts } from "../figure/lines.js";
import { roundUp, scaleOf } from "../figure/scale.js";
import { nameOf } from "../figure/words.js";
import { grid, norms, symbolsOf, values } from "../state/decode.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {import("../state/decode.js").Norms} Norms */
/** @typedef {{ name: string, norms: Norms, states: import("../state/decode.js").Grid, reversed: boolean }} Row */
/**
 * Measures in CSS pixels.
 * @typedef {object} Places
 * @property {number} left where the steps begin
 * @property {number} width what they have
 * @property {number} above height of the lane for outputs and losses
 * @property {number} strip height of a row's states
 * @property {number} lane height of a row's gradient
 * @property {number} row distance between rows
 * @property {number} first top of the first row
 * @property {number} inputs top of the lane for the inputs
 * @property {number} below its height
 * @property {number} height of all
 */

/**
 * @param {number} width
 * @param {number} height
 * @param {number} rows
 * @param {number} em
 * @returns {Places}
 */
export function places(width, height, rows, em) {
  const narrow = width < 520;
  const left = Math.round(em * (narrow ? 3.2 : 4));
  const right = Math.round(em * 6.4); // a value such as −1.8 × 10⁻¹⁰
  const tight = height < em * (4.6 + 2.6 * rows);
  const above = Math.round(em * (tight ? 1.4 : 1.7));
  const below = Math.round(em * (tight ? 2.5 : 2.95));
  const row = Math.min(em * (rows > 1 ? 6.4 : 9), Math.max(em * 1.7, (height - above - below) / rows));
  const lane = Math.round(row * 0.38);
  const gap = Math.max(em * 0.35, row * 0.12);
  const strip = Math.round(row - lane - gap - 3);
  const first = above + Math.max(0, (height - above - below - row * rows) / 2);
  const inputs = first + row * rows;
  return { left, width: width - left - right, above, strip, lane, row, first, inputs, below, height: inputs + below };
}

/**
 * The name of each step's symbol, in a task whose inputs are symbols.
 * @param {{ inputs: any, channels?: string[] }} sequence
 */
function symbolsIn({ inputs, channels }) {
  const symbols = channels ? symbolsOf(grid(inputs)) : null;
  return symbols && channels ? symbols.map((k) => channels[k]) : null;
}

/**
 * @param {Trace} trace
 * @param {Record<string, any>} page
 */
export function sceneOf(trace, page) {
  const steps = trace.config.steps;
  const losses = values(trace.runs[0].norms.loss);
  const every = trace.config.loss_at === "every";
  return {
    steps,
    scale: scaleOf(page),
    edge: roundUp(largest(trace.runs.map((run) => run.states.h)), 0.1),
    cuts: cuts(trace),
    inputs: trace.sequence ? grid(trace.sequence.inputs) : null,
    symbols: trace.sequence ? symbolsIn(trace.sequence) : null,
    largestInput: trace.sequence ? largest([trace.sequence.inputs]) || 1 : 1,
    tokens: trace.tokens ?? null,
    boundary: trace.boundary ?? null,
    hasLoss: (/** @type {number} */ t) =>
      trace.focus ? t === trace.focus : t === steps || (every && losses.length >= t),
    rows: trace.runs.map((run) => ({
      name: nameOf(run),
      norms: norms(run.norms.d_state.h),
      states: grid(run.states.h),
      reversed: Boolean(run.reversed), // it reads from the end
    })),
  };
}

/** @typedef {ReturnType<typeof sceneOf>} Scene */
