/**
 * The newest predictions against what was asked for, on held-out sequences: points, lines, probabilities or symbols, as
 * the task has it.
 */

import { sentences } from "../../figure/words.js";
import { unpack } from "../../state/decode.js";
import { probabilities } from "../predicted_classes.js";
import { lines, points } from "../predicted_numbers.js";
import { symbols } from "../predicted_symbols.js";
import { modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */
/**
 * @typedef {object} Shown what the pictures of predictions are made from
 * @property {number[]} steps the judged steps
 * @property {number} sequences
 * @property {number} classes K
 * @property {(n: number, s: number) => number} target a number, or a class
 * @property {(n: number, s: number) => number} baseline
 * @property {(((n: number, s: number, k?: number) => number) | null)[]} models
 */

/** @param {TrainingRecord} record @returns {Shown} */
function shownOf({ started, predictions }) {
  if (!started.held_out) throw new Error("an application's play shows what it does");
  const { steps, targets, baseline } = started.held_out;
  /** @param {import("../../base/types.js").Packed} array */
  const reader = (array) => {
    const { data, shape } = unpack(array);
    const [, sequences = 1, width = 1] = shape;
    return (/** @type {number} */ n, /** @type {number} */ s, k = 0) => data[(n * sequences + s) * width + k];
  };
  const { shape } = unpack(targets);
  const first = predictions.find(Boolean);
  const outputs = unpack(first ?? baseline).shape;
  return {
    steps,
    sequences: shape[1] ?? 1,
    classes: outputs[2] ?? 1,
    target: reader(targets),
    baseline: reader(baseline),
    models: predictions.map((array) => (array ? reader(array) : null)),
  };
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t } = context;
  const shown = shownOf(record);
  const classes = Boolean(record.started.held_out?.classes);
  const last = shown.steps.length === 1;
  const draw = classes ? (last ? probabilities : symbols) : last ? points : lines;
  const { words, ...drawn } = draw(record, context, shown);
  return {
    ...drawn,
    summary: sentences([
      t(`view.train_predictions.summary_${classes ? "class" : "number"}_${last ? "last" : "steps"}`),
      ...(shown.models.some(Boolean)
        ? record.models.map((model, m) => (words[m] ? `${modelName(context, model)}: ${words[m]}.` : ""))
        : [t("train.no_predictions")]),
    ]),
  };
}

/** @type {import("../figure.js").TrainingView} */
export const predictions = { id: "train_predictions", of: "training", figure };
