/** A small catalogue for the tests: every kind of property once. */

import { MODES } from "../../static/js/modes/index.js";

/** @type {import("../../static/js/equations/cells.js").Equations} */
export const EQUATIONS = {
  forward: [
    { formula: "h_t = tanh(a_t)", numbers: "tanh({a_h})", result: "{h}", when: { activation: "tanh" } },
    { formula: "h_t = a_t", result: "{h}", when: { activation: "identity" } },
  ],
  backward: [{ formula: "δh_t = ∂L_t/∂h_t + [t+1 → t]", numbers: "{d_h_local} + {d_h_future}", result: "{d_h}" }],
  open: "",
  closed: "",
};

/** @type {import("../../static/js/base/types.js").Catalogue} */
export const catalogue = {
  version: "0",
  modes: Object.fromEntries(MODES.map(({ id, address }) => [id, address])),
  languages: [
    { code: "en", name: "English" },
    { code: "es", name: "Español" },
  ],
  config: [
    { name: "task", group: "sequence", kind: "choice", default: "adding", choices: ["adding", "sequence"] },
    { name: "values", group: "sequence", kind: "numbers", default: "1,2,3", applies: { task: ["sequence"] } },
    { name: "steps", group: "sequence", kind: "int", default: 100, min: 1, max: 500, applies: { task: ["adding"] } },
    { name: "batch", group: "sequence", kind: "int", default: 1, min: 1, max: 64 },
    { name: "cell", group: "cell", kind: "list", default: ["rnn", "lstm"], choices: ["rnn", "lstm", "gru"] },
    { name: "units", group: "cell", kind: "int", default: 32, min: 1, max: 128 },
    { name: "bias", group: "cell", kind: "map", default: { f: 3, z: 3 }, applies: { cell: ["lstm", "gru"] } },
    { name: "clamp", group: "cell", kind: "map", default: {}, applies: { cell: ["lstm", "gru"] } },
    { name: "rho", group: "weights", kind: "float", default: 0.8, min: 0, max: 3, step: 0.01 },
    { name: "threshold", group: "gradient", kind: "float", default: 1, min: 1e-6, max: 1000, log: true },
  ],
  page: [
    { name: "lang", kind: "choice", default: "" },
    { name: "size", kind: "choice", default: "normal", choices: ["normal", "projector"] },
    { name: "view", kind: "text", default: "states" },
    { name: "t", kind: "int", default: 0 },
    { name: "sample", kind: "int", default: 0 },
    { name: "unit", kind: "int", default: 0 },
    { name: "hide", kind: "list", default: [] },
    { name: "embed", kind: "flag", default: 0 },
  ],
  cells: [
    { equations: EQUATIONS, name: "rnn", states: ["h"], gates: [], carry: null, options: ["activation"] },
    {
      equations: EQUATIONS,
      name: "lstm",
      states: ["h", "c"],
      gates: [
        { name: "f", activation: "sigmoid", min: 0, max: 1, carry: true },
        { name: "g", activation: "tanh", min: -1, max: 1, carry: false },
      ],
      carry: "f",
      options: [],
    },
    {
      equations: EQUATIONS,
      name: "gru",
      states: ["h"],
      gates: [{ name: "z", activation: "sigmoid", min: 0, max: 1, carry: true }],
      carry: "z",
      options: [],
    },
  ],
  tasks: [
    { name: "adding", inputs: ["value", "marker"], loss: "mse", classes: [], baseline: "mean", source: "" },
    {
      name: "order",
      inputs: [],
      loss: "cross_entropy",
      classes: ["XX", "XY", "YX", "YY"],
      baseline: "guess",
      source: "",
    },
    {
      name: "copying",
      inputs: [],
      loss: "cross_entropy",
      classes: [..."ABCDEFGH", "·"],
      baseline: "blanks",
      source: "",
    },
  ],
  own: ["cell", "bias", "optimiser"],
  optimisers: [
    { name: "sgd", epsilon: null },
    { name: "rmsprop", epsilon: 1e-8 },
    { name: "adam", epsilon: 1e-8 },
  ],
  precisions: [
    { name: "float64", smallest: 5e-324 },
    { name: "float32", smallest: 1.4e-45 },
    { name: "float16", smallest: 5.96e-8 },
  ],
  passes: {
    measured: "2026-11-27T22:00+00:00",
    load: [0.1, 0.9],
    busy: false,
    units: 32,
    batch: 16,
    window: 20,
    dtype: "float64",
    ratios: [
      { cell: "lstm", loss_at: "last", steps: 50, truncated: 0.75, checkpointed: 1.5 },
      { cell: "lstm", loss_at: "last", steps: 400, truncated: 0.7, checkpointed: 1.41 },
      { cell: "lstm", loss_at: "every", steps: 50, truncated: 0.98, checkpointed: 1.33 },
    ],
  },
  fields: [
    { name: "norms", cost: "cheap" },
    { name: "unit", cost: "cheap" },
    { name: "matrix", cost: "costly" },
  ],
  presets: [],
  limits: {},
};
