/** The spectral radius of every block of W_hh as training moves it, against the line ρ = 1. */

import { mix } from "../../figure/colour.js";
import { frame, geometry, nth } from "../../figure/frame.js";
import { overIterations } from "../../figure/over_iterations.js";
import { drawn, listed } from "../evaluations.js";
import { dress, limitOf, timeAxis } from "../iteration_axis.js";
import { branches, labelRoom, nameLines, rightEnd, titleOf } from "../line_chart.js";
import { modelColour, modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** The axis is logarithmic and fixed: as far above 1 as below. Each unit is a doubling. */
const EDGES = /** @type {const} */ ([-2, 2]);
const TICKS = [-2, -1, 0, 1, 2];
const DASHES = ["solid", "7px,3px", "2px,3px", "9px,3px,2px,3px"];

/** Where a radius stands, as its logarithm to the base 2, held at the edges. @param {number | undefined} value */
function place(value) {
  if (value === undefined || Number.isNaN(value)) return null;
  return value <= 0 ? EDGES[0] : Math.min(EDGES[1], Math.max(EDGES[0], Math.log2(value)));
}

/** The line of one block. @param {TrainingRecord} record @param {number} m @param {string} block */
function path({ evaluations, ends }, m, block) {
  const end = ends[m]?.iteration ?? Infinity;
  const values = evaluations.models[m].radius[block] ?? [];
  const indices = drawn(evaluations, (at) => at <= end);
  return {
    x: indices.map((i) => evaluations.iterations[i]),
    y: indices.map((i) => place(values[i])),
    values: indices.map((i) => values[i]),
  };
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t, theme, numbers, width } = context;
  const em = theme.font.size;
  const { models, evaluations } = record;
  const limit = limitOf(record);
  const newest = (/** @type {number} */ m, /** @type {string} */ block) =>
    evaluations.models[m].radius[block]?.findLast((value) => !Number.isNaN(value));
  // cells with a single block share a panel: there a line is a model
  const single = models.flatMap(({ blocks }, m) => (blocks.length === 1 ? [m] : []));
  const panels = [
    ...(single.length ? [single] : []),
    ...models.flatMap(({ blocks }, m) => (blocks.length === 1 ? [] : [[m]])),
  ];
  const columns = width <= 620 ? 1 : panels.length > 3 && width < 1100 ? 2 : panels.length;
  const lines = Math.ceil(panels.length / columns);
  const text = (/** @type {number} */ m, /** @type {string} */ block) => {
    const value = newest(m, block);
    if (value === undefined) return "";
    return value < 100 ? numbers.fixed(value) : numbers.value(value, 2);
  };
  const names = panels.map((list) => list.length > 1);
  const right = labelRoom(
    context,
    panels.flatMap((list, k) =>
      list.flatMap((m) =>
        models[m].blocks.map((block) => ({
          name: names[k] ? modelName(context, models[m]) : block,
          text: text(m, block),
        })),
      ),
    ),
  );
  const gap = right + 2.4;
  const panel = (width - em * (3.4 + right + gap * (columns - 1))) / columns;
  const built = frame(
    context,
    panels.map((list, k) => ({
      title: names[k]
        ? `<b>${t("train.radius_title")}</b>  ${branches(context, record)}`
        : titleOf(
            context,
            modelName(context, models[list[0]]),
            k === 0 ? [t("train.radius_title"), branches(context, record)] : [],
            panel + gap * em,
          ),
      colour: names[k] ? theme.ink : modelColour(context, models[list[0]]),
      x: timeAxis(context, limit, panel),
      y: {
        range: [...EDGES],
        showticklabels: true,
        showgrid: true,
        tickvals: TICKS,
        ticktext: TICKS.map((tick) => {
          const value = numbers.plain(2 ** tick);
          return tick === EDGES[0] ? `≤ ${value}` : tick === EDGES[1] ? `≥ ${value}` : value;
        }),
      },
    })),
    { columns, left: 3.4, right, gap, row: lines > 1 ? 8 : 13, stacked: false },
  );
  const { layout } = built;
  const marks = dress(context, built, record, { limit, columns });
  const boxes = geometry(layout);
  /** @type {any[]} */
  const data = [];
  panels.forEach((list, k) => {
    const axes = { xaxis: `x${nth(k)}`, yaxis: `y${nth(k)}`, type: "scatter", hoverinfo: "skip" };
    layout.shapes.push({
      type: "line",
      xref: `x${nth(k)} domain`,
      yref: `y${nth(k)}`,
      x0: 0,
      x1: 1,
      y0: 0,
      y1: 0,
      line: { color: theme.warn, width: 1.5, dash: "6px,5px" },
    });
    /** @type {import("../line_chart.js").Label[]} */
    const ends = [];
    for (const m of list)
      models[m].blocks.forEach((block, b) => {
        const colour = modelColour(context, models[m]);
        const dash = names[k] ? theme.dashes[models[m].name] : DASHES[b % DASHES.length];
        for (const { record: old } of record.ghosts) {
          if (!old.models[m]) continue;
          const { x, y } = path(old, m, block);
          data.push({
            ...axes,
            mode: "lines",
            x,
            y,
            line: { color: mix(colour, theme.surface, 0.5), width: 1, dash: "6px,4px" },
          });
        }
        const { x, y, values } = path(record, m, block);
        const name = modelName(context, models[m]);
        data.push({
          ...axes,
          mode: x.length === 1 ? "markers" : "lines",
          x,
          y,
          line: { color: colour, width: em / 6, dash },
          marker: { color: colour, size: em / 2 },
          meta: { label: models[m].blocks.length > 1 ? `${name} ${block}` : name, format: "value", values },
        });
        const last = rightEnd({ x, y });
        if (last) ends.push({ name: names[k] ? name : block, text: text(m, block), colour, y: last.y });
      });
    nameLines(context, layout, ends, {
      height: boxes[k].height,
      range: EDGES,
      limit,
      room: right,
      axis: nth(k),
      size: 0.93,
    });
  });
  data.push(...marks);
  const shown = listed(evaluations);
  const all = models.flatMap((model, m) => model.blocks.map((block) => ({ model, m, block })));
  return overIterations(context, built, {
    data,
    summary: [
      t("view.train_radius.summary"),
      ...models.map((model, m) => {
        const words = model.blocks.map((block) =>
          model.blocks.length > 1 ? `${block} ${text(m, block)}` : text(m, block),
        );
        return text(m, model.blocks[0]) ? `${modelName(context, model)}: ${words.join(", ")}.` : "";
      }),
    ],
    at: shown.map((i) => evaluations.iterations[i]),
    columns: all.map(({ model, m, block }) => ({
      name: `${modelName(context, model)}, ${block}`,
      text: (k) => numbers.fixed(evaluations.models[m].radius[block]?.[shown[k]] ?? Number.NaN, 3),
    })),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const radius = { id: "train_radius", of: "training", figure };
