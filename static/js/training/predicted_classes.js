/** Predicted classes: the probability of the right one where one step is judged, the symbols themselves where many are. */

import { frame, geometry, stepTicks } from "../figure/frame.js";
import { labelRoom, nameLines } from "./line_chart.js";
import { modelColour, modelName, taskOf } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./views/predictions.js").Shown} Shown */

/** What the classes of a run's task are called; where it does not say, by their numbers. @param {FigureContext} context @param {TrainingRecord} record */
export const symbolsOf = ({ catalogue }, { started }) => taskOf(catalogue, started.config)?.classes ?? [];

/** The most probable class. @param {NonNullable<Shown["models"][number]>} read @param {number} n @param {number} s @param {number} count */
export function likeliest(read, n, s, count) {
  let best = 0;
  for (let k = 1; k < count; k++) if (read(n, s, k) > read(n, s, best)) best = k;
  return Number.isNaN(read(n, s, best)) ? -1 : best;
}

/**
 * For every sequence the probability of the right class, the best first; a ring where another class was likelier.
 * @param {TrainingRecord} record
 * @param {FigureContext} context
 * @param {Shown} shown
 */
export function probabilities(record, context, shown) {
  const { theme, numbers, t, width } = context;
  const em = theme.font.size;
  const { models } = record;
  const { sequences, classes } = shown;
  const range = /** @type {const} */ ([-0.03, 1.03]);
  const sorted = shown.models.map((read) =>
    read
      ? Array.from({ length: sequences }, (_, s) => {
          const target = shown.target(0, s);
          return { s, p: read(0, s, target), right: likeliest(read, 0, s, classes) === target };
        }).sort((a, b) => (Number.isNaN(a.p) ? 1 : Number.isNaN(b.p) ? -1 : b.p - a.p))
      : null,
  );
  const rightOf = (/** @type {number} */ m) => (sorted[m]?.filter(({ right }) => right).length ?? 0) / (sequences || 1);
  const labels = models.map((model, m) => ({
    name: modelName(context, model),
    text: sorted[m] ? numbers.percent(rightOf(m)) : "",
  }));
  const chance = { name: "", text: t("train.chance", { value: `1/${classes}` }), colour: theme.muted, y: 1 / classes };
  const room = labelRoom(context, [...labels, chance]);
  const ticks = stepTicks(sequences, Math.min(10, Math.floor(width / (em * 5))));
  const built = frame(
    context,
    [
      {
        title: t(width > 620 ? "train.classes_title" : "train.classes_title_short"),
        colour: theme.muted,
        x: { range: [0.5, sequences + 0.5], tickvals: ticks, ticktext: ticks.map(String) },
        y: {
          range,
          showticklabels: true,
          showgrid: true,
          tickvals: [0, 0.5, 1],
          ticktext: [0, 0.5, 1].map((p) => numbers.percent(p)),
        },
      },
    ],
    { row: 15, left: 3.6, right: room },
  );
  const { layout, height } = built;
  const [box] = geometry(layout);
  layout.shapes.push({
    type: "line",
    xref: "x domain",
    x0: 0,
    x1: 1,
    y0: 1 / classes,
    y1: 1 / classes,
    line: { color: theme.muted, width: 1.5, dash: "6px,5px" },
    layer: "below",
  });
  /** @type {any[]} */
  const data = [];
  models.forEach((model, m) => {
    const list = sorted[m];
    if (!list) return;
    const colour = modelColour(context, model);
    data.push({
      type: "scatter",
      mode: "lines+markers",
      x: list.map((_, i) => i + 1),
      y: list.map(({ p }) => (Number.isNaN(p) ? null : p)),
      line: { color: colour, width: em / 9 },
      marker: {
        color: list.map(({ right }) => (right ? colour : theme.surface)),
        size: em * 0.5,
        line: { color: colour, width: em / 9 },
      },
      cliponaxis: false,
      hoverinfo: "skip",
      name: modelName(context, model),
    });
  });
  nameLines(
    context,
    layout,
    [
      ...models.flatMap((model, m) => {
        const last = sorted[m]?.findLast(({ p }) => !Number.isNaN(p));
        return last ? [{ ...labels[m], colour: modelColour(context, model), y: last.p }] : [];
      }),
      chance,
    ],
    { height: box.height, range, limit: sequences + 0.5, room },
  );
  const names = symbolsOf(context, record);
  return {
    data,
    layout,
    height,
    cursor: [],
    words: models.map((_, m) => (sorted[m] ? t("train.right", { share: numbers.percent(rightOf(m)) }) : "")),
    table: {
      columns: [t("train.sequence"), t("train.target"), ...models.map((model) => modelName(context, model))],
      get rows() {
        return Array.from({ length: sequences }, (_, s) => {
          const target = shown.target(0, s);
          return [
            s + 1,
            names[target] ?? target,
            ...shown.models.map((read) => (read ? numbers.percent(read(0, s, target)) : "–")),
          ];
        });
      },
    },
  };
}
