/** What the drawing of the network needs, taken from a trace and put into places. No drawing is done here. */

import { largest } from "../figure/colour_scales.js";
import { networksOf } from "../figure/layers.js";
import { cuts } from "../figure/lines.js";
import { roundUp, scaleOf } from "../figure/scale.js";
import { grid, norms, symbolsOf, values } from "../state/decode.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {import("../state/decode.js").Norms} Norms */
/** @typedef {import("./paint.js").Painting} Painting */
/**
 * One layer of one network. `fromAbove`: what of its gradient comes down from the row above it, which is the next layer of
 * the same network.
 * @typedef {object} Row
 * @property {string} name
 * @property {number} group which network
 * @property {number} layer
 * @property {number} depth layers of its network
 * @property {Norms} norms
 * @property {Norms | null} fromAbove
 * @property {import("../state/decode.js").Grid} states
 * @property {boolean} reversed it reads from the end
 */
/**
 * Measures in CSS pixels.
 * @typedef {object} Places
 * @property {number} left where the steps begin
 * @property {number} width what they have
 * @property {number} across the width of all
 * @property {number} above height of the lane for outputs and losses
 * @property {number} strip height of a row's states
 * @property {number} lane height of a row's gradient
 * @property {number} row distance between the rows of a network
 * @property {number[]} tops of the rows
 * @property {number} names where the names of the networks end
 * @property {number} slack between a row's states and its gradient
 * @property {number} first top of the first row
 * @property {number} inputs top of the lane for the inputs
 * @property {number} below its height
 * @property {number} height of all
 */

/**
 * @param {number} width
 * @param {number} height
 * @param {number[]} groups how many rows each network has
 * @param {number} em
 * @param {number} [longest] width of the longest name
 * @returns {Places}
 */
export function places(width, height, groups, em, longest = 0) {
  const rows = groups.reduce((sum, count) => sum + count, 0);
  const deep = rows > groups.length;
  const narrow = width < 520;
  const names = Math.max(deep ? 0 : Math.round(em * (narrow ? 3.2 : 4)) - 6, Math.ceil(longest));
  const left = names + (deep ? Math.round(em * 2.9) : 6);
  const right = Math.round(em * (deep && narrow ? 5.6 : 6.4)); // a value such as −1.8 × 10⁻¹⁰
  const apart = deep ? Math.round(em * 0.7) * (groups.length - 1) : 0;
  const tight = height < em * (4.6 + (deep ? 1.8 : 2.6) * rows);
  const above = Math.round(em * (tight ? 1.4 : 1.7));
  const below = Math.round(em * (tight ? 2.5 : 2.95));
  const room = height - above - below - apart;
  const row = Math.min(em * (rows > 1 ? 6.4 : 9), Math.max(em * (deep ? 1.55 : 1.7), room / rows));
  const lane = Math.round(row * (deep ? 0.34 : 0.38));
  const gap = deep ? Math.max(em * 0.3, row * 0.16) : Math.max(em * 0.35, row * 0.12);
  const slack = deep ? Math.max(3, Math.round(row * 0.1)) : 3;
  const strip = Math.round(row - lane - gap - slack);
  const first = above + Math.max(0, (room - row * rows) / 2);
  const tops = groups.flatMap((count, group) => {
    const before = groups.slice(0, group).reduce((sum, other) => sum + other, 0);
    const lead = group * (apart / Math.max(1, groups.length - 1));
    return Array.from({ length: count }, (_, i) => first + lead + (before + i) * row);
  });
  const inputs = first + row * rows + apart;
  const measures = {
    left,
    across: width,
    width: width - left - right,
    above,
    strip,
    lane,
    row,
    tops,
    names,
    slack,
    first,
  };
  return { ...measures, inputs, below, height: inputs + below };
}

/** The middle of the lane in which a row's gradient runs. @param {Places} places @param {number} i */
export const laneOf = ({ tops, strip, slack, lane }, i) => tops[i] + strip + slack + lane / 2;

/**
 * The row under a point, if there is one.
 * @param {Places} places
 * @param {number} y
 */
export function rowAt({ tops, row }, y) {
  const at = tops.findIndex((top) => y >= top - row * 0.1 && y < top + row * 0.9);
  return at < 0 ? null : at;
}

/**
 * How far a sweep has come in a row: within a step the layers follow each other, upwards on the way forward and downwards
 * on the way back.
 * @param {Pick<Row, "layer" | "depth">} row
 * @param {{ phase: "rest" | "forward" | "backward" | "veiled", t: number, part: number, steps: number }} sweep `part`: of the step's time
 * @returns {{ filled: number, from: number }} the last step whose states are there, the first whose gradient is
 */
export function progress({ layer, depth }, { phase, t, part, steps }) {
  if (phase === "forward") return { filled: part * depth >= layer - 1 ? t : t - 1, from: steps + 1 };
  if (phase === "backward") return { filled: steps, from: part * depth >= depth - layer ? t : t + 1 };
  return { filled: steps, from: phase === "veiled" ? steps + 1 : 1 };
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
  const networks = networksOf(trace);
  const every = trace.config.loss_at === "every";
  return {
    steps,
    scale: scaleOf(page),
    edge: roundUp(largest(networks.flatMap(({ layers }) => layers.map((run) => run.states.h))), 0.1),
    cuts: cuts(trace),
    inputs: trace.sequence ? grid(trace.sequence.inputs) : null,
    symbols: trace.sequence ? symbolsIn(trace.sequence) : null,
    largestInput: trace.sequence ? largest([trace.sequence.inputs]) || 1 : 1,
    tokens: trace.tokens ?? null,
    boundary: trace.boundary ?? null,
    focus: trace.focus ?? null,
    hasLoss: (/** @type {number} */ t) =>
      trace.focus ? t === trace.focus : t === steps || (every && losses.length >= t),
    groups: networks.map(({ layers }) => layers.length),
    rows: networks.flatMap(({ name, layers }, group) =>
      layers.map((run, i) => rowOf(run, { name, group, layer: i + 1, depth: layers.length })).reverse(),
    ),
  };
}

/**
 * @param {import("../base/types.js").Run} run
 * @param {Pick<Row, "name" | "group" | "layer" | "depth">} place
 * @returns {Row}
 */
const rowOf = (run, place) => ({
  ...place,
  norms: norms(run.norms.d_state.h),
  fromAbove: place.layer < place.depth ? norms(run.norms.d_state_local.h) : null,
  states: grid(run.states.h),
  reversed: Boolean(run.reversed),
});

/** @typedef {ReturnType<typeof sceneOf>} Scene */

/** Width from which a step is a box of its own, and from which it is labelled. */
export const BOX = 12;
export const LABEL = 30;

/** @param {Painting} painting @param {number} t */
export const middleOf = ({ edges }, t) => (edges[t - 1] + edges[t]) / 2;
/** @param {Painting} painting @param {number} t */
export const widthOf = ({ edges }, t) => edges[t] - edges[t - 1];
/** Room between a box and the next one. @param {number} width */
export const gapOf = (width) => Math.max(0, Math.min(18, (width - BOX) * 0.36));

/** @param {Painting} painting @param {number} size in em @param {string} [weight] */
export const font = ({ theme }, size, weight = "400") =>
  `${weight} ${(theme.font.size * size).toFixed(1)}px ${theme.font.family}`;
