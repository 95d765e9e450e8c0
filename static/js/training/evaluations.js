/** What is measured now and then in a run, as lines: which evaluations are drawn and listed, and how a model's line looks. */

import { some } from "./downsample.js";
import { POINTS } from "./line_chart.js";
import { modelColour, modelName } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/** Rows of a table at most. */
const ROWS = 200;

/**
 * The evaluations that a line goes through.
 * @param {TrainingRecord["evaluations"]} evaluations
 * @param {(iteration: number, evaluation: number) => boolean} keep
 */
export const drawn = ({ iterations }, keep) =>
  some(
    iterations.flatMap((at, i) => (keep(at, i) ? [i] : [])),
    POINTS,
  );

/** The evaluations that a table lists. @param {TrainingRecord["evaluations"]} evaluations */
export const listed = ({ iterations }) =>
  some(
    iterations.map((_, i) => i),
    ROWS,
  );

/**
 * A model's line as Plotly draws it.
 * @param {FigureContext} context
 * @param {TrainingRecord["models"][number]} model
 * @param {{ x: number[], y: (number | null)[] }} line
 * @param {number[]} values what a reader is told of its points
 */
export const strong = (context, model, { x, y }, values) => ({
  type: "scatter",
  mode: x.length > 60 ? "lines" : "lines+markers",
  hoverinfo: "skip",
  x,
  y,
  line: {
    color: modelColour(context, model),
    width: context.theme.font.size / 5,
    dash: context.theme.dashes[model.name],
  },
  marker: { color: modelColour(context, model), size: context.theme.font.size / 2.8 },
  meta: { label: modelName(context, model), format: "value", values },
});

/** A level to get past, across the whole chart. @param {FigureContext} context @param {number} y @param {string} [dash] */
export const level = ({ theme }, y, dash = "6px,5px") => ({
  type: "line",
  xref: "x domain",
  x0: 0,
  x1: 1,
  y0: y,
  y1: y,
  line: { color: theme.muted, width: 1.5, dash },
  layer: "below",
});
