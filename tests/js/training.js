/** A small training run of made-up numbers in the shape of the socket's messages, for tests of what keeps and draws it. */

/** @typedef {import("../../static/js/training/types.js").Started} Started */
/** @typedef {import("../../static/js/training/types.js").Frame} Frame */

const BLOCKS = /** @type {Record<string, string[]>} */ ({
  rnn: ["h"],
  lstm: ["i", "f", "g", "o"],
  gru: ["r", "z", "n"],
});
const CARRY = /** @type {Record<string, string>} */ ({ lstm: "f", gru: "z" });
const BINS = 24;

/** @param {number[]} numbers @param {number[]} [shape] @param {"f4" | "u1" | "i4"} [dtype] */
export function packed(numbers, shape, dtype = "f4") {
  const data =
    dtype === "f4" ? Float32Array.from(numbers) : dtype === "u1" ? Uint8Array.from(numbers) : Int32Array.from(numbers);
  return { dtype, bdata: Buffer.from(data.buffer).toString("base64"), ...(shape && { shape: shape.join(", ") }) };
}

/** @param {number[]} log10 */
const codes = (log10) => log10.map((v) => (Number.isNaN(v) ? 3 : v === Infinity ? 2 : v === -Infinity ? 1 : 0));

/** @template Item @param {number} count @param {(i: number) => Item} make */
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/**
 * @param {object} [options]
 * @param {(string | Record<string, string>)[]} [options.models] a cell, or what a model has of its own
 * @param {number} [options.steps]
 * @param {number[]} [options.judged] steps
 * @param {number} [options.classes] K; 0: numbers are predicted
 * @param {Record<string, any>} [options.config]
 * @returns {Started}
 */
export function makeStarted({
  models = ["rnn", "lstm", "gru"],
  steps = 6,
  judged = [steps],
  classes = 0,
  config = {},
} = {}) {
  const owns = models.map((model) => (typeof model === "string" ? { cell: model } : model));
  const cells = owns.map(({ cell }) => cell);
  const shown = judged.length === 1 ? 8 : 2;
  const count = judged.length * shown;
  return {
    type: "started",
    run: "run",
    address: "",
    config: {
      task: classes > 4 ? "copying" : classes ? "order" : "adding",
      steps,
      loss_at: judged.length > 1 ? "every" : "last",
      clip: "none",
      threshold: 1,
      rate: 0.01,
      clamp: {},
      truncate: 0,
      iterations: 5000,
      changes: [],
      ...config,
    },
    models: owns.map((own, m) => ({
      name:
        cells.filter((cell) => cell === own.cell).length > 1
          ? `${own.cell}.${cells.slice(0, m + 1).filter((cell) => cell === own.cell).length}`
          : own.cell,
      cell: own.cell,
      own,
      carry: CARRY[own.cell] ?? null,
      blocks: BLOCKS[own.cell],
    })),
    baseline: 1 / 6,
    part: "held out",
    held_out: {
      steps: judged,
      inputs: packed(
        times(steps * shown, (i) => i),
        [steps, shown, 1],
      ),
      targets: classes
        ? packed(
            times(count, (i) => (i * 3) % classes),
            [judged.length, shown],
            "i4",
          )
        : packed(
            times(count, (i) => 2 * Math.abs(Math.sin(i))),
            [judged.length, shown, 1],
          ),
      baseline: packed(
        times(count * (classes || 1), () => 1),
        [judged.length, shown, classes || 1],
      ),
      classes: classes > 0,
    },
    iteration: 0,
    keep_seconds: 600,
  };
}

/** Parts of what a model has of its layers: all together and each, where it has several. @param {Started} started @param {number} m */
function partsOf(started, m) {
  const layers = Number(started.models[m].own.layers ?? started.config.layers ?? 1);
  return layers > 1 ? 1 + layers : 1;
}

/**
 * The frame that brings the iterations first … last.
 * @param {Started} started
 * @param {number} first
 * @param {number} last
 * @param {object} [options]
 * @param {(iteration: number, model: number) => number} [options.loss]
 * @param {(iteration: number, model: number) => number} [options.norm] log10
 * @param {(iteration: number, model: number) => number} [options.factor]
 * @param {(step: number, iteration: number, model: number, layer: number) => number} [options.gradient] log10
 * @param {(iteration: number, model: number) => number} [options.measure]
 * @param {number} [options.stride]
 * @param {number} [options.lookStride]
 * @param {number} [options.every] iterations between two looks
 * @param {number} [options.output] all predictions
 * @param {Partial<Frame>} [options.patch]
 * @returns {Frame}
 */
export function makeFrame(started, first, last, options = {}) {
  const {
    loss = (n, m) => 1 / (n + m),
    norm = (n, m) => Math.sin(n) - m,
    factor = () => 1,
    gradient = (step, _n, m, layer) => ((step - started.config.steps) * (3 - m)) / 4 - layer,
    measure = loss,
    stride = 1,
    lookStride = 1,
    every = 5,
    output = 0.5,
    patch = {},
  } = options;
  const steps = started.config.steps;
  const iterations = times(Math.max(0, last - first + 1), (i) => first + i);
  const rows = iterations.filter((n) => n % stride === 0);
  const looks = iterations.filter((n) => n % every === 0);
  const classes = started.held_out?.classes;
  const shape = String(started.held_out?.baseline.shape).split(", ").map(Number);
  return {
    type: "frame",
    number: 1,
    iteration: last,
    state: "running",
    per_second: 100,
    changes: [],
    first,
    curves: started.models.map((_, m) => {
      const norms = iterations.map((n) => norm(n, m));
      return {
        loss: packed(iterations.map((n) => loss(n, m))),
        norm: packed(norms),
        status: packed(codes(norms), undefined, "u1"),
        factor: packed(iterations.map((n) => factor(n, m))),
      };
    }),
    ends: started.models.map(() => null),
    bytes: started.models.map(() => 1000),
    rows: {
      iterations: rows,
      stride,
      models: started.models.map((_, m) => {
        const parts = partsOf(started, m);
        const all = rows.flatMap((n) => times(parts * steps, (i) => gradient((i % steps) + 1, n, m, (i / steps) | 0)));
        const levels = parts > 1 ? [parts] : [];
        return {
          log10: packed(all, [rows.length, ...levels, steps]),
          status: packed(codes(all), [rows.length, ...levels, steps], "u1"),
        };
      }),
    },
    looks: {
      iterations: looks,
      stride: lookStride,
      models: started.models.map(({ carry, blocks }, m) => ({
        measure: packed(looks.map((n) => measure(n, m))),
        accuracy: classes ? packed(looks.map(() => 0.75)) : null,
        figure: null,
        gates: carry
          ? packed(
              looks.flatMap(() =>
                times(partsOf(started, m) * BINS, (i) => (i % BINS === 20 - ((i / BINS) | 0) ? 1 : 0)),
              ),
              [looks.length, ...(partsOf(started, m) > 1 ? [partsOf(started, m)] : []), BINS],
            )
          : null,
        radius: Object.fromEntries(
          times(Math.max(1, partsOf(started, m) - 1), (i) => i).flatMap((i) =>
            blocks.map((block, b) => [
              partsOf(started, m) > 1 ? `layer${i + 1}.${block}` : block,
              packed(looks.map((n) => 0.8 + b / 4 + i / 10 + n / 1e4)),
            ]),
          ),
        ),
      })),
    },
    predictions: started.models.map(() =>
      looks.length
        ? packed(
            times(
              shape.reduce((a, b) => a * b, 1),
              (i) => output + (i % 7) / 20,
            ),
            shape,
          )
        : null,
    ),
    snapshots: [],
    trace: null,
    ...patch,
  };
}
