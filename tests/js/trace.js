/** A small trace of made-up numbers in the shape of the API's, for tests of what draws it. */

/** @typedef {import("../../static/js/base/types.js").Trace} Trace */

const GATES = /** @type {Record<string, string[]>} */ ({ rnn: [], lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"] });

/** @param {number[]} log10 `-Infinity` is a zero, `Infinity` an overflow, NaN not a number */
export function series(log10) {
  const status = log10.map((v) => (Number.isNaN(v) ? 3 : v === Infinity ? 2 : v === -Infinity ? 1 : 0));
  return { log10, status, first: { zero: null, overflow: null, nan: null } };
}

/**
 * @template Item
 * @param {number} steps
 * @param {(step: number) => Item} f
 */
const over = (steps, f) => Array.from({ length: steps }, (_, i) => f(i + 1));

/**
 * @param {object} [options]
 * @param {number} [options.steps]
 * @param {number} [options.units]
 * @param {string[]} [options.cells]
 * @param {number} [options.layers]
 * @param {Record<string, any>} [options.config]
 * @param {(step: number) => number} [options.norm] log10 of every norm
 * @returns {Trace}
 */
export function makeTrace({
  steps = 6,
  units = 3,
  cells = ["rnn", "lstm", "gru"],
  layers = 1,
  config = {},
  norm,
} = {}) {
  const log10 = over(steps, norm ?? ((step) => (step - steps) / 2));
  const grid = over(steps, (step) => over(units, (unit) => Math.sin(step * unit)));
  const runs = cells.map((cell) => {
    const kinds = cell === "lstm" ? ["h", "c"] : ["h"];
    const each = (/** @type {() => any} */ make) => Object.fromEntries(kinds.map((kind) => [kind, make()]));
    const gates = GATES[cell];
    const blocks = gates.length ? gates : ["h"];
    const numbers = ["x0", "y0", ...kinds.flatMap((k) => [k, `${k}_prev`, `d_${k}`, `d_${k}_local`, `d_${k}_future`])];
    const unit = [...numbers, ...gates, ...blocks.map((gate) => `a_${gate}`), ...(cell === "gru" ? ["m"] : [])];
    const matrix = over(steps, (s) => over(steps, (t) => (t > s ? -Infinity : (t - s) / 2)));
    return {
      cell,
      verdict: /** @type {any} */ ({ kind: "vanishing", rate: -0.5, lag: steps - 1 }),
      loss: 1,
      norms: {
        state: each(() => series(log10)),
        d_state: each(() => series(log10)),
        d_state_local: each(() => series(over(steps, (step) => (step === steps ? 0 : -Infinity)))),
        d_state_future: each(() => series(over(steps, (step) => (step === steps ? -Infinity : log10[step - 1])))),
        d_h_last: series(log10),
        carry: cell === "rnn" ? null : series(log10),
        loss: over(steps, (step) => (step === steps ? 1 : 0)),
      },
      states: each(() => grid),
      gates: Object.fromEntries(gates.map((gate) => [gate, grid])),
      state_gradients: { total: each(() => grid), local: each(() => grid), future: each(() => grid) },
      outputs: over(steps, (step) => [step / 10]),
      unit: {
        index: 0,
        sequence: 0,
        series: Object.fromEntries(unit.map((name) => [name, over(steps, (s) => s / 8)])),
      },
      contributions: {
        W_hh: { norm: series(log10), running: series(log10), share: over(steps, () => 1 / steps) },
        W_xh: { norm: series(log10), running: series(log10), share: over(steps, () => 1 / steps) },
      },
      clipping: {
        mode: config.clip ?? "none",
        threshold: 1,
        before: { log10: 1, status: "ok" },
        after: { log10: 0, status: "ok" },
        factor: 0.1,
        clipped: 1,
        angle: config.clip === "value" ? 34.2 : 0,
        params: { W_hh: { before: { log10: "inf", status: "overflow" }, after: { log10: "-inf", status: "zero" } } },
      },
      jacobians: {
        sigma: over(steps, () => 0.8),
        rho: over(steps, () => 0.7),
        product: series(log10),
        growth: -0.1,
        recurrent: Object.fromEntries(blocks.map((block) => [block, { rho: 0.8, sigma: 1 }])),
      },
      matrix: { log10: matrix, status: matrix.map((row) => row.map((value) => (value === -Infinity ? 1 : 0))) },
      memory_curve: {
        full: over(steps, (t) => 400 * t + 40),
        truncated: over(steps, (t) => 400 * Math.min(t, config.truncate || t) + 40),
        checkpointed: over(steps, (t) => 400 * Math.ceil(Math.sqrt(t)) + 80),
        measured: [{ steps, full: 400 * steps + 40, truncated: 840, checkpointed: 1280 }],
        training_segment: 3,
      },
      memory: { total: 4000, per_step: 400, parts: { h: 4000 }, truncated: 800, checkpointed: 1200, segment: 3 },
    };
  });
  return /** @type {any} */ ({
    version: "0",
    address: "",
    config: {
      steps,
      units,
      layers,
      cell: cells,
      activation: "tanh",
      clamp: {},
      bias: {},
      truncate: 0,
      loss_at: "last",
      ...config,
    },
    sequence: {
      inputs: over(steps, (s) => [s / steps, s === 1 ? 1 : 0]),
      targets: over(steps, () => [1]),
      channels: ["value", "marker"],
    },
    runs: layers > 1 ? runs.flatMap((run) => inLayers(run, layers)) : runs,
  });
}

/** Parts that only the whole network has, and those that only its layers have. */
const OF_THE_NETWORK = ["clipping", "outputs"];
const OF_A_LAYER = ["states", "gates", "state_gradients", "unit"];

/**
 * The runs of a network of several layers, in the shape of the API's: one for each, then all of them together.
 * @param {any} run
 * @param {number} layers
 */
function inLayers(run, layers) {
  const without = (/** @type {string[]} */ parts) =>
    Object.fromEntries(Object.entries(run).filter(([part]) => !parts.includes(part)));
  const each = Array.from({ length: layers }, (_, i) => ({ ...without(OF_THE_NETWORK), name: run.cell, layer: i + 1 }));
  const { W_hh } = run.clipping.params;
  const params = Object.fromEntries(each.map(({ layer }) => [`layer${layer}.W_hh`, W_hh]));
  const whole = { ...without(OF_A_LAYER), name: run.cell, layer: 0, clipping: { ...run.clipping, params } };
  return [...each, whole];
}
