/**
 * The norm of the whole gradient before clipping, on the page's fixed logarithmic scale, with the threshold as it was in
 * force; below, a strip for each model that shows how much of the time it was clipped.
 */

import { mix } from "../../figure/colour.js";
import { frame, geometry } from "../../figure/frame.js";
import { heatmap } from "../../figure/heatmap.js";
import { overIterations } from "../../figure/over_iterations.js";
import { place, scaleOf } from "../../figure/scale.js";
import { sentences } from "../../figure/words.js";
import { OK } from "../../state/decode.js";
import { heights, peaks, smooth, some, stretches } from "../downsample.js";
import { crosses, dress, limitOf, timeAxis } from "../iteration_axis.js";
import { branches, headline, labelRoom, nameLines, POINTS, rightEnd } from "../line_chart.js";
import { clipping, effective } from "../settings.js";
import { endText, modelColour, modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** Whether the end of a model lies before an entry of its curves. @param {TrainingRecord} record @param {number} m @param {number} i */
const over = ({ ends }, m, i) => {
  const end = ends[m];
  return Boolean(end && i + 1 > end.iteration);
};

/** How many of the last iterations a reading of the clipped share looks at. */
const LATELY = 100;

/**
 * Where a norm is drawn, by the index of its iteration.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {{ floor: number, ceiling: number }} scale
 */
function reader(record, m, scale) {
  const { norm, status } = record.curves[m];
  return (/** @type {number} */ i) => {
    if (over(record, m, i) || (status[i] === OK && Number.isNaN(norm[i]))) return null;
    return place(norm[i], status[i], scale);
  };
}

/** The share of iterations from … to − 1 that were clipped; null where none is known. @param {number[]} factor @param {number} from @param {number} to */
function clipped(factor, from, to) {
  let known = 0;
  let cut = 0;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(factor[i])) continue;
    known += 1;
    if (factor[i] < 1) cut += 1;
  }
  return known ? cut / known : null;
}

/** The thresholds of the models: those that are the same are drawn once. @param {TrainingRecord} record */
function thresholds(record) {
  /** @type {Map<string, { parts: ReturnType<typeof clipping>, models: number[] }>} */
  const groups = new Map();
  record.models.forEach((_, m) => {
    const parts = clipping(record, m);
    const key = JSON.stringify(parts.map(({ from, clip, threshold }) => [from, clip, clip === "none" || threshold]));
    if (parts.some(({ clip }) => clip !== "none"))
      groups.set(key, { parts, models: [...(groups.get(key)?.models ?? []), m] });
  });
  return [...groups.values()];
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const { models, curves, iteration } = record;
  const limit = limitOf(record);
  const scale = scaleOf(page);
  const range = /** @type {[number, number]} */ ([scale.floor, scale.ceiling]);
  const lines = thresholds(record);
  const isRoomy = (context.height ?? Number.POSITIVE_INFINITY) > em * 14;
  const strips = isRoomy && (lines.length > 0 || curves.some(({ factor }) => factor.some((value) => value < 1)));
  const text = (/** @type {number} */ m, /** @type {number} */ i) => {
    const { norm, status } = curves[m];
    if (i < 0 || i >= iteration || over(record, m, i) || (status[i] === OK && Number.isNaN(norm[i]))) return "–";
    return status[i] === OK ? numbers.norm(norm[i]) : t(`figure.status_${status[i]}`);
  };
  const lastOf = (/** @type {number} */ m) => (record.ends[m]?.iteration ?? iteration) - 1;
  const labels = models.map((model, m) => ({
    name: modelName(context, model),
    text: iteration ? text(m, lastOf(m)) : "",
  }));
  const limits = lines.flatMap(({ parts, models: held }) => {
    const last = parts[parts.length - 1];
    if (last.clip === "none") return [];
    return [
      {
        name: "",
        text: t(`train.threshold_${last.clip}`, { value: numbers.value(last.threshold) }),
        colour: held.length === models.length ? theme.warn : modelColour(context, models[held[0]]),
        y: Math.min(scale.ceiling, Math.max(scale.floor, Math.log10(last.threshold))),
      },
    ];
  });
  const room = labelRoom(context, [...labels, ...limits]);
  const x = timeAxis(context, limit, context.width - em * (4.2 + room));
  const built = frame(
    context,
    [
      {
        title: headline(context, [t("train.norm_title"), branches(context, record)]),
        colour: theme.muted,
        weight: 13,
        x,
        y: { range, showticklabels: true, tickvals: scale.ticks, ticktext: scale.text, showgrid: true },
      },
      ...(strips
        ? [
            {
              title: headline(context, [t("train.clipped_title"), t("train.clipped_last")]),
              colour: theme.muted,
              weight: models.length * 1.25,
              x,
              y: { range: [models.length - 0.5, -0.5], showticklabels: true, tickvals: [], ticktext: [] },
            },
          ]
        : []),
    ],
    { row: 1, least: 0.35, left: 4.2, right: room },
  );
  const { layout } = built;
  const marks = dress(context, built, record, { limit });
  const boxes = geometry(layout);
  const common = { type: "scatter", mode: "lines", hoverinfo: "skip" };
  const all = models.map((_, m) => heights(iteration, reader(record, m, scale)));
  const means = models.map((_, m) => smooth(all[m], POINTS, 1));
  /** @type {any[]} */
  const data = [
    ...models.map((model, m) => ({
      ...common,
      ...peaks(all[m], POINTS),
      line: { color: mix(modelColour(context, model), theme.surface, 0.7), width: 1 },
    })),
    ...record.ghosts.flatMap(({ record: old }) =>
      old.models.map((model, m) => ({
        ...common,
        ...smooth(heights(old.iteration, reader(old, m, scale)), POINTS / 2, 10),
        line: { color: mix(modelColour(context, model), theme.surface, 0.4), width: em / 12, dash: "6px,4px" },
      })),
    ),
    ...marks,
    ...models.map((model, m) => ({
      ...common,
      mode: iteration === 1 ? "markers" : "lines",
      ...means[m],
      line: { color: modelColour(context, model), width: em / 7, dash: theme.dashes[model.name] },
      marker: { color: modelColour(context, model), size: em / 2.5 },
      meta: { label: modelName(context, model), format: "norm" },
    })),
  ];
  drawThresholds(context, data, record, lines, limit);
  if (strips)
    models.forEach((model, m) => {
      const parts = stretches(iteration, Math.min(POINTS / 2, Math.max(40, boxes[1].width / 3)));
      const colour = modelColour(context, model);
      if (!parts.length) return;
      const colorscale = [
        [0, mix(colour, theme.surface, 0.9)],
        [1, colour],
      ];
      const strip = heatmap({
        x: [0, ...parts.map(({ to }) => to)],
        y: [m - 0.36, m + 0.36],
        z: [parts.map(({ from, to }) => clipped(curves[m].factor, from, to))],
        shade: { zmin: 0, zmax: 1, colorscale },
        axis: "2",
        meta: { label: `${modelName(context, model)}, ${t("train.clipped")}`, format: "percent" },
      });
      data.push(strip);
      const share = clipped(curves[m].factor, Math.max(0, lastOf(m) + 1 - LATELY), lastOf(m) + 1);
      layout.annotations.push({
        text: share === null ? "" : numbers.percent(share),
        xref: "x2",
        yref: "y2",
        x: limit,
        y: m,
        xanchor: "left",
        yanchor: "middle",
        xshift: em * 0.5,
        showarrow: false,
        font: { color: colour, size: em * 0.87 },
      });
    });
  nameLines(
    context,
    layout,
    [
      ...models.flatMap((model, m) => {
        const last = rightEnd(means[m]);
        return last && !record.ends[m] ? [{ ...labels[m], colour: modelColour(context, model), y: last.y }] : [];
      }),
      ...limits,
    ],
    { height: boxes[0].height, range, limit, room },
  );
  data.push(
    ...crosses(context, layout, record, {
      limit,
      height: boxes[0].height,
      range,
      y: (m) => rightEnd(means[m])?.y ?? scale.ceiling,
    }),
  );
  const now = lines[0]?.models[0];
  const held = now === undefined ? null : effective(record, iteration + 1, now);
  const shown = some(
    Array.from({ length: iteration }, (_, i) => i + 1),
    200,
  );
  return {
    ...overIterations(context, built, {
      data,
      summary: [
        t("view.train_norm.summary", { n: iteration }),
        held && held.clip !== "none"
          ? t(`view.train_norm.summary_${held.clip}`, { value: numbers.value(held.threshold) })
          : "",
        ...models.map((_, m) => {
          if (!iteration) return "";
          const share = clipped(curves[m].factor, 0, iteration);
          const { name, text: norm } = labels[m];
          const at = lastOf(m) + 1;
          const end = record.ends[m] ? `${name}: ${endText(context, record, m)}.` : "";
          return sentences([
            strips && share !== null
              ? t("view.train_norm.summary_clipped", { model: name, norm, at, share: numbers.percent(share) })
              : t("view.train_norm.summary_model", { model: name, norm, at }),
            end,
          ]);
        }),
      ],
      at: shown,
      columns: models.flatMap((_, m) => [
        { name: `${labels[m].name}, ${t("train.norm")}`, text: (/** @type {number} */ k) => text(m, shown[k] - 1) },
        {
          name: `${labels[m].name}, ${t("train.factor")}`,
          text: (/** @type {number} */ k) => numbers.value(curves[m].factor[shown[k] - 1] ?? Number.NaN),
        },
      ]),
    }),
    ...(held &&
      held.clip !== "none" && {
        handle: { axis: /** @type {const} */ ("y"), value: Math.log10(held.threshold), x: "x", y: "y" },
      }),
  };
}

/**
 * The thresholds as they were in force.
 * @param {FigureContext} context
 * @param {any[]} data
 * @param {TrainingRecord} record
 * @param {ReturnType<typeof thresholds>} lines
 * @param {number} limit
 */
function drawThresholds(context, data, record, lines, limit) {
  const { theme, page } = context;
  const { floor, ceiling } = scaleOf(page);
  const shared = lines.length === 1 && lines[0].models.length === record.models.length;
  lines.forEach(({ parts, models }) => {
    const colour = shared ? theme.warn : modelColour(context, record.models[models[0]]);
    /** @type {{ x: number[], y: (number | null)[] }} */
    const path = { x: [], y: [] };
    parts.forEach(({ from, clip, threshold }, k) => {
      const y = clip === "none" ? null : Math.min(ceiling, Math.max(floor, Math.log10(threshold)));
      path.x.push(from - 1, parts[k + 1] ? parts[k + 1].from - 1 : limit);
      path.y.push(y, y);
    });
    const last = parts[parts.length - 1];
    data.push({
      type: "scatter",
      mode: "lines",
      ...path,
      line: { color: colour, width: 2, dash: last.clip === "value" ? "2px,4px" : "6px,4px" },
      hoverinfo: "skip",
    });
  });
}

/** @type {import("../figure.js").TrainingView} */
export const norm = { id: "train_norm", of: "training", figure };
