/**
 * The loss: of every batch as a pale line, of the held-out sequences as a strong one, on a logarithmic scale that does
 * not move, with what one reaches without remembering anything as a line to get below.
 */

import { powerOfTen } from "../../base/numbers.js";
import { mix } from "../../figure/colour.js";
import { frame, geometry } from "../../figure/frame.js";
import { overIterations } from "../../figure/over_iterations.js";
import { heights, peaks, smooth } from "../downsample.js";
import { drawn, level, listed, strong } from "../evaluations.js";
import { crosses, dress, limitOf, timeAxis } from "../iteration_axis.js";
import { branches, headline, labelRoom, logAt, nameLines, POINTS, rightEnd } from "../line_chart.js";
import { endText, modelColour, modelName, taskOf, validated } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** What the losses of the tasks span, in decades. */
const DECADES = { edges: [-4, 1], ticks: [-4, -3, -2, -1, 0, 1] };

/**
 * The ends of the scale and its ticks. An application's loss spans what it does from the untrained weights to those
 * that ship, which may be a fraction of a decade.
 * @param {TrainingRecord} record
 * @param {FigureContext} context
 * @returns {{ edges: readonly [number, number], ticks: number[] }}
 */
export function scaleOfLoss({ started }, { catalogue }) {
  const { app, variant } = started.config;
  const entry = catalogue.applications?.find(({ name }) => name === app);
  const figures = Object.values(entry?.figures[variant || entry.variants[0]] ?? {});
  const losses = figures.flatMap(({ losses = [] }) => losses ?? []);
  if (!losses.length) return /** @type {any} */ (DECADES);
  const low = Math.log10(Math.min(...losses)) - 0.15;
  const high = Math.log10(Math.max(...losses, started.baseline ?? 0)) + 0.08;
  const wide = high - low > 1.8;
  const ticks = Array.from({ length: 9 }, (_, i) => i - 5).flatMap((power) =>
    (wide ? [1] : [1, 2, 5]).map((times) => power + Math.log10(times)),
  );
  return { edges: [low, high], ticks: ticks.filter((tick) => tick > low + 0.02 && tick < high - 0.02) };
}

/**
 * The held-out measure as a line.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {readonly [number, number]} edges
 */
function measured({ evaluations, iteration }, m, edges) {
  const indices = drawn(evaluations, (at) => at <= iteration);
  return {
    x: indices.map((i) => evaluations.iterations[i]),
    y: indices.map((i) => logAt(evaluations.models[m].measure[i], edges)),
    values: indices.map((i) => evaluations.models[m].measure[i]),
  };
}

/** A number that stands for the newest loss: held out where it was measured, else the batch's. @param {TrainingRecord} record @param {number} m */
function newest({ evaluations, curves, iteration }, m) {
  const held = evaluations.models[m].measure.findLast((value) => !Number.isNaN(value));
  return held ?? curves[m].loss.slice(0, iteration).findLast((value) => !Number.isNaN(value));
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { theme, numbers } = context;
  const t = /** @type {import("../../base/i18n.js").I18n} */ (context.t);
  const em = theme.font.size;
  const { models, curves, iteration, started, evaluations } = record;
  const limit = limitOf(record);
  const { edges, ticks } = scaleOfLoss(record, context);
  const [low, high] = edges;
  const baseline = logAt(started.baseline ?? undefined, edges);
  const tickText = (/** @type {number} */ tick) => {
    const text = Number.isInteger(tick) ? powerOfTen(tick) : numbers.value(10 ** tick);
    return tick === low ? `≤ ${text}` : tick === high ? `≥ ${text}` : text;
  };
  const guess =
    started.baseline === null
      ? ""
      : t(started.config.app ? "apps.guess" : `baseline.${taskOf(context.catalogue, started.config)?.baseline}`, {
          value: numbers.value(started.baseline),
        });
  const labels = models.map((model, m) => {
    const value = newest(record, m);
    return { name: modelName(context, model), text: value === undefined ? "" : numbers.value(value) };
  });
  const room = labelRoom(context, guess ? [...labels, { name: "", text: guess }] : labels);
  const built = frame(
    context,
    [
      {
        title: headline(context, [
          t("train.loss_title"),
          t(validated(record) ? "train.loss_lines_validation" : "train.loss_lines"),
          branches(context, record),
        ]),
        colour: theme.muted,
        x: timeAxis(context, limit, context.width - em * (3.4 + room)),
        y: {
          range: edges,
          showticklabels: true,
          showgrid: true,
          tickvals: ticks,
          ticktext: ticks.map(tickText),
        },
      },
    ],
    { row: 15, least: 3.4, left: 4, right: room },
  );
  const { layout } = built;
  const marks = dress(context, built, record, { limit });
  const [box] = geometry(layout);
  const common = { type: "scatter", mode: "lines", hoverinfo: "skip" };
  const batches = curves.map((curve) => heights(iteration, (i) => logAt(curve.loss[i], edges)));
  const pale = (/** @type {number} */ m, /** @type {number} */ share) =>
    mix(modelColour(context, models[m]), theme.surface, share);
  const lines = models.map((_, m) => measured(record, m, edges));
  const means = models.map((_, m) => smooth(batches[m], POINTS));
  /** @type {any[]} */
  const data = [
    ...models.map((_, m) => ({
      ...common,
      ...peaks(batches[m], POINTS),
      line: { color: pale(m, 0.78), width: 1 },
    })),
    ...models.map((_, m) => ({ ...common, ...means[m], line: { color: pale(m, 0.5), width: em / 12 } })),
    ...record.ghosts.flatMap((ghost) =>
      ghost.record.models.map((model, m) => {
        const { x, y } = measured(ghost.record, m, edges);
        const colour = mix(modelColour(context, model), theme.surface, 0.4);
        return { ...common, x, y, line: { color: colour, width: em / 12, dash: "6px,4px" } };
      }),
    ),
    ...marks,
    ...models.map((model, m) => strong(context, model, lines[m], lines[m].values)),
  ];
  if (baseline !== null) layout.shapes.push(level(context, baseline));
  const end = (/** @type {number} */ m) => rightEnd(lines[m]) ?? rightEnd(means[m]);
  nameLines(
    context,
    layout,
    [
      ...models.flatMap((model, m) => {
        const last = end(m);
        return last && !record.ends[m] ? [{ ...labels[m], colour: modelColour(context, model), y: last.y }] : [];
      }),
      ...(baseline === null ? [] : [{ name: "", text: guess, colour: theme.muted, y: baseline }]),
    ],
    { height: box.height, range: edges, limit, room },
  );
  data.push(
    ...crosses(context, layout, record, {
      limit,
      height: box.height,
      range: edges,
      y: (m) => rightEnd(means[m])?.y ?? high,
    }),
  );
  const shown = listed(evaluations);
  const evaluated = evaluations.iterations.at(-1);
  const part = evaluated === undefined ? "batch" : validated(record) ? "validation" : "held_out";
  return overIterations(context, built, {
    data,
    summary: [
      t("view.train_loss.summary", {
        part: t(`train.${part}`),
        n: t.number(evaluated ?? iteration),
        guess: guess && `; ${guess}`,
      }),
      ...models.map((_, m) => {
        if (record.ends[m]) return "";
        const accuracy = evaluations.models[m].accuracy?.at(-1);
        const { name } = labels[m];
        const value = evaluated === undefined ? curves[m].loss[iteration - 1] : evaluations.models[m].measure.at(-1);
        if (value === undefined) return "";
        const loss = numbers.value(value);
        return accuracy === undefined || Number.isNaN(accuracy)
          ? t("view.train_loss.summary_model", { model: name, loss })
          : t("view.train_loss.summary_classes", { model: name, loss, accuracy: numbers.percent(accuracy) });
      }),
      ...models.map((_, m) => (record.ends[m] ? `${labels[m].name}: ${endText(context, record, m)}.` : "")),
    ],
    at: shown.map((i) => evaluations.iterations[i]),
    columns: models.flatMap((_, m) => {
      const { measure, accuracy } = evaluations.models[m];
      const { name } = labels[m];
      return [
        {
          name: `${name}, ${t("train.batch")}`,
          text: (/** @type {number} */ k) =>
            numbers.value(curves[m].loss[evaluations.iterations[shown[k]] - 1] ?? Number.NaN),
        },
        {
          name: `${name}, ${t(validated(record) ? "train.validation" : "train.held_out")}`,
          text: (/** @type {number} */ k) => numbers.value(measure[shown[k]]),
        },
        ...(accuracy
          ? [
              {
                name: `${name}, ${t("train.accuracy")}`,
                text: (/** @type {number} */ k) => numbers.percent(accuracy[shown[k]]),
              },
            ]
          : []),
      ];
    }),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const loss = { id: "train_loss", of: "training", figure };
