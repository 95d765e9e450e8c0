/** The spectral radius of every block of W_hh as training moves it, against the line ρ = 1. */

import { mix } from "../../figure/colour.js";
import { frame, geometry, nth } from "../../figure/frame.js";
import { overIterations } from "../../figure/over_iterations.js";
import { layerText } from "../../figure/words.js";
import { drawn, listed } from "../evaluations.js";
import { dress, limitOf, timeAxis } from "../iteration_axis.js";
import { blocksShown, blockText, layerShown, shownName } from "../layers.js";
import { branches, labelRoom, nameLines, rightEnd, titleOf } from "../line_chart.js";
import { modelColour, modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** The axis is logarithmic and fixed: as far above 1 as below. Each unit is a doubling. */
const EDGES = /** @type {const} */ ([-2, 2]);
const TICKS = [-2, -1, 0, 1, 2];
const DASHES = ["solid", "7px,3px", "2px,3px", "9px,3px,2px,3px"];
/** Where the lines of all layers are drawn, those of a higher layer are thicker. */
const THICKNESS = [0.6, 1, 1.6];

/** Where a radius stands, as its logarithm to the base 2, held at the edges. @param {number | undefined} value */
function place(value) {
  if (value === undefined || Number.isNaN(value)) return null;
  return value <= 0 ? EDGES[0] : Math.min(EDGES[1], Math.max(EDGES[0], Math.log2(value)));
}

/** The line of one block. @param {TrainingRecord} record @param {number} m @param {string} key the block's */
function path({ evaluations, ends }, m, key) {
  const end = ends[m]?.iteration ?? Infinity;
  const values = evaluations.models[m].radius[key] ?? [];
  const indices = drawn(evaluations, (at) => at <= end);
  return {
    x: indices.map((i) => evaluations.iterations[i]),
    y: indices.map((i) => place(values[i])),
    values: indices.map((i) => values[i]),
  };
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t, theme, numbers, page, width } = context;
  const em = theme.font.size;
  const { models, evaluations } = record;
  const limit = limitOf(record);
  const newest = (/** @type {number} */ m, /** @type {string} */ key) =>
    evaluations.models[m].radius[key]?.findLast((value) => !Number.isNaN(value));
  const blocksOf = models.map((_, m) => blocksShown(record, m, page));
  const deepNames = models.map((_, m) => shownName(context, record, m));
  // where all layers are shown, each line says its own
  const isAll = models.map((_, m) => layerShown(record, m, page) === 0);
  /** What a line is called inside its model. @param {number} m @param {import("../layers.js").Block} block */
  const inModel = (m, block) => {
    if (!isAll[m]) return block.block;
    return models[m].blocks.length > 1 ? blockText(context, block) : layerText(context, block.layer);
  };
  /** What it is called beside other models' lines. @param {number} m @param {import("../layers.js").Block} block */
  const amongModels = (m, block) =>
    isAll[m] ? `${modelName(context, models[m])}, ${layerText(context, block.layer)}` : deepNames[m];
  /** @param {number} m @param {import("../layers.js").Block} block */
  const label = (m, block) => {
    const layered = isAll[m] ? amongModels(m, block) : deepNames[m];
    return models[m].blocks.length > 1 ? `${layered} ${block.block}` : layered;
  };
  // cells with a single block share a panel: there a line is a model
  const single = models.flatMap(({ blocks }, m) => (blocks.length === 1 ? [m] : []));
  const panels = [
    ...(single.length ? [single] : []),
    ...models.flatMap(({ blocks }, m) => (blocks.length === 1 ? [] : [[m]])),
  ];
  const columns = width <= 620 ? 1 : panels.length > 3 && width < 1100 ? 2 : panels.length;
  const lines = Math.ceil(panels.length / columns);
  const text = (/** @type {number} */ m, /** @type {string} */ key) => {
    const value = newest(m, key);
    if (value === undefined) return "";
    return value < 100 ? numbers.fixed(value) : numbers.value(value, 2);
  };
  const names = panels.map((list) => list.length > 1);
  const right = labelRoom(
    context,
    panels.flatMap((list, k) =>
      list.flatMap((m) =>
        blocksOf[m].map((block) => ({
          name: names[k] ? amongModels(m, block) : inModel(m, block),
          text: text(m, block.key),
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
            deepNames[list[0]],
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
      blocksOf[m].forEach((block) => {
        const colour = modelColour(context, models[m]);
        const b = models[m].blocks.indexOf(block.block);
        const dash = names[k] ? theme.dashes[models[m].name] : DASHES[b % DASHES.length];
        const thickness = (em / 6) * (isAll[m] ? THICKNESS[block.layer - 1] : 1);
        for (const { record: old } of record.ghosts) {
          if (!old.models[m]) continue;
          const { x, y } = path(old, m, block.key);
          data.push({
            ...axes,
            mode: "lines",
            x,
            y,
            line: { color: mix(colour, theme.surface, 0.5), width: 1, dash: "6px,4px" },
          });
        }
        const { x, y, values } = path(record, m, block.key);
        data.push({
          ...axes,
          mode: x.length === 1 ? "markers" : "lines",
          x,
          y,
          line: { color: colour, width: thickness, dash },
          marker: { color: colour, size: em / 2 },
          meta: { label: label(m, block), format: "value", values },
        });
        const last = rightEnd({ x, y });
        if (last)
          ends.push({
            name: names[k] ? amongModels(m, block) : inModel(m, block),
            text: text(m, block.key),
            colour,
            y: last.y,
          });
      });
    nameLines(context, layout, ends, {
      height: boxes[k].height,
      range: EDGES,
      limit,
      room: right,
      axis: nth(k),
      size: 0.93,
      isMany: list.some((m) => isAll[m]),
    });
  });
  data.push(...marks);
  const shown = listed(evaluations);
  const all = blocksOf.flatMap((blocks, m) => blocks.map((block) => ({ m, block })));
  return overIterations(context, built, {
    data,
    summary: [
      t("view.train_radius.summary"),
      ...blocksOf.map((blocks, m) => {
        const words = blocks.map((block) =>
          blocks.length > 1 ? `${inModel(m, block)} ${text(m, block.key)}` : text(m, block.key),
        );
        return text(m, blocks[0].key) ? `${deepNames[m]}: ${words.join(", ")}.` : "";
      }),
    ],
    at: shown.map((i) => evaluations.iterations[i]),
    columns: all.map(({ m, block }) => ({
      name: `${modelName(context, models[m])}, ${layerShown(record, m, page) === null ? block.block : blockText(context, block)}`,
      text: (k) => numbers.fixed(evaluations.models[m].radius[block.key]?.[shown[k]] ?? Number.NaN, 3),
    })),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const radius = { id: "train_radius", of: "training", hasLayers: true, figure };
