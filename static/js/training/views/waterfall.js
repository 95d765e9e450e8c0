/**
 * The waterfall: log₁₀ ‖∂L/∂h_t‖ of the probe for every step (upwards) and iteration (to the right), one panel for each
 * model, all on the page's fixed scale. How far down the colour reaches is how far back the gradient reaches.
 */

import { sizes } from "../../figure/colour_scales.js";
import { frame, geometry, nth, stepTicks } from "../../figure/frame.js";
import { colourBar, heatmap } from "../../figure/heatmap.js";
import { overIterations } from "../../figure/over_iterations.js";
import { scaleOf } from "../../figure/scale.js";
import { NAN, OK, OVERFLOW, ZERO } from "../../state/decode.js";
import { some } from "../downsample.js";
import { crosses, dress, limitOf, timeAxis } from "../iteration_axis.js";
import { rowsShown, shownName } from "../layers.js";
import { titleOf } from "../line_chart.js";
import { endText, modelColour, modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */
/** @typedef {TrainingRecord["rows"]["models"][number][number]} Row */

/** The line that is drawn through the picture: where this much is left of the largest gradient, as a logarithm. */
const LEFT = -3;

/** A norm as a number that a heatmap can hold: nothing and too much lie beyond every scale. @param {number} log10 @param {number} status */
const held = (log10, status) =>
  status === OK ? log10 : status === ZERO ? -999 : status === OVERFLOW ? 999 : Number.NaN;

/**
 * The rows that are a model's own: until it ended.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {Row[]} shown of the layer that is shown
 */
function rowsOf({ rows, ends, iteration }, m, shown) {
  const last = Math.min(iteration, ends[m]?.iteration ?? Infinity);
  return rows.iterations.flatMap((at, k) => (at <= last && shown[k] ? [{ at, row: shown[k] }] : []));
}

/**
 * Columns for Plotly, each from the row before it to its own iteration; blank where rows are missing.
 * @param {ReturnType<typeof rowsOf>} rows
 * @param {number} stride
 */
function columnsOf(rows, stride) {
  /** @type {number[]} */
  const edges = [];
  /** @type {(Row | null)[]} */
  const columns = [];
  for (const { at, row } of rows) {
    const from = Math.max(0, at - stride);
    if (!edges.length) edges.push(from);
    else if (from > edges[edges.length - 1]) {
      columns.push(null);
      edges.push(from);
    }
    columns.push(row);
    edges.push(at);
  }
  return { edges, columns };
}

/** @param {(Row | null)[]} columns @param {number} steps */
function picture(columns, steps) {
  return Array.from({ length: steps }, (_, i) => {
    const line = new Float32Array(columns.length);
    columns.forEach((row, k) => {
      line[k] = row ? held(row.log10[i], row.status[i]) : Number.NaN;
    });
    return line;
  });
}

/** The earliest step at which `LEFT` of a row's largest gradient is left. @param {Row} row */
function earliestStep({ log10, status }) {
  let most = -Infinity;
  for (let i = 0; i < log10.length; i++) if (status[i] === OK && log10[i] > most) most = log10[i];
  for (let i = 0; i < log10.length; i++) if (status[i] === OK && log10[i] >= most + LEFT) return i + 1;
  return null;
}

/** The median of what is known of a few rows, less `off`: a line that does not jump with every row. @param {(number | null)[]} list @param {number} off */
function middleOf(list, off) {
  const known = list.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length ? known[known.length >> 1] - off : null;
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t, theme, numbers, page, width } = context;
  const em = theme.font.size;
  const { models, steps, rows } = record;
  const limit = limitOf(record);
  const { ticks, text } = scaleOf(page);
  const columns = width <= 620 ? 1 : models.length > 3 && width < 1100 ? 2 : models.length;
  const lines = Math.ceil(models.length / columns);
  const gap = 2.6;
  const right = 5.2;
  const panel = (width - em * (3.6 + right + gap * (columns - 1))) / columns;
  const stepsShown = stepTicks(steps, 5);
  const names = models.map((_, m) => shownName(context, record, m));
  const rowsOfModels = models.map((_, m) => rowsShown(record, m, page));
  const rowLists = models.map((_, m) => rowsOf(record, m, rowsOfModels[m]));
  const blank = rowLists.map((list) => list.some(({ row }) => Array.prototype.includes.call(row.status, NAN)));
  const traced = record.started.config.loss_at !== "every" && steps > 1;
  /** What is drawn, and what the line means; where there is little room, the line alone. @param {number} m */
  function titleOfPanel(m) {
    const room = panel + em * (m % columns === 0 ? 3.6 : 0) + gap * em - em / 2;
    const keys = traced ? ["train.waterfall_title", "train.waterfall_line"] : ["train.waterfall_title_every"];
    const titles = (m === 0 ? keys.map((key) => t(key)) : [""]).map((what) => ({
      what,
      title: titleOf(context, names[m], [blank[m] ? t("train.blank") : "", what], room),
    }));
    return (titles.find(({ what, title }) => title.endsWith(what)) ?? titles[0]).title;
  }
  const built = frame(
    context,
    models.map((model, m) => ({
      title: titleOfPanel(m),
      colour: modelColour(context, model),
      x: timeAxis(context, limit, panel),
      y: {
        range: [0.5, steps + 0.5],
        showticklabels: m % columns === 0,
        tickvals: stepsShown,
        ticktext: stepsShown.map((step, k) => (k === 0 ? `t = ${step}` : String(step))),
      },
    })),
    { columns, left: 3.6, right, gap, row: lines === 1 ? 17 : lines === 2 ? 11 : 8.5, least: 4, stacked: false },
  );
  const { layout } = built;
  const marks = dress(context, built, record, { limit, columns });
  const boxes = geometry(layout);
  const shade = { ...sizes(context), tickvals: ticks, ticktext: text };
  /** @type {any[]} */
  const data = models.map((_, m) => {
    const { edges, columns: shown } = columnsOf(rowLists[m], rows.stride);
    const empty = shown.length === 0;
    return heatmap({
      x: empty ? [0, 1] : edges,
      y0: 1,
      dy: 1,
      z: picture(empty ? [null] : shown, steps),
      shade,
      axis: nth(m),
      bar: m === 0 && colourBar(context, shade, lines),
      meta: { label: `${names[m]} t`, format: "norm", pair: true },
    });
  });
  if (traced)
    models.forEach((_, m) => {
      const earliest = rowLists[m].map(({ row }) => earliestStep(row));
      const line = {
        type: "scatter",
        mode: "lines",
        x: rowLists[m].map(({ at }) => at - rows.stride / 2),
        y: earliest.map((_, k) => middleOf(earliest.slice(Math.max(0, k - 3), k + 4), 0.5)),
        hoverinfo: "skip",
        xaxis: `x${nth(m)}`,
        yaxis: `y${nth(m)}`,
      };
      data.push(
        { ...line, line: { color: theme.surface, width: 4 } },
        { ...line, line: { color: theme.ink, width: 2 } },
      );
    });
  data.push(...marks);
  models.forEach((_, m) => {
    data.push(
      ...crosses(context, layout, record, {
        models: [m],
        limit,
        height: boxes[m].height,
        range: [0.5, steps + 0.5],
        axis: nth(m),
        y: () => record.ends[m]?.step ?? (steps + 1) / 2,
        named: false,
      }),
    );
  });
  const first = (/** @type {Row | undefined} */ row, i = 0) =>
    !row ? "–" : row.status[i] === OK ? numbers.norm(row.log10[i]) : t(`figure.status_${row.status[i]}`);
  const shown = some(
    rows.iterations.map((_, k) => k),
    200,
  );
  return overIterations(context, built, {
    data,
    summary: [
      t("view.train_waterfall.summary", { n: record.iteration, steps }),
      ...models.map((_, m) => {
        const begin = rowLists[m][0];
        const now = rowLists[m].at(-1);
        if (!begin || !now) return "";
        return t("view.train_waterfall.summary_model", {
          model: names[m],
          begin: first(begin.row),
          now: first(now.row),
          n: begin.at,
          to: now.at,
        });
      }),
      ...models.map((model, m) =>
        record.ends[m] ? `${modelName(context, model)}: ${endText(context, record, m)}.` : "",
      ),
    ],
    at: shown.map((k) => rows.iterations[k]),
    columns: models.flatMap((_, m) =>
      [1, Math.ceil(steps / 2), steps]
        .filter((step, k, all) => all.indexOf(step) === k)
        .map((step) => ({
          name: `${names[m]}, t = ${step}`,
          text: (/** @type {number} */ k) => first(rowsOfModels[m][shown[k]], step - 1),
        })),
    ),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const waterfall = { id: "train_waterfall", of: "training", hasLayers: true, figure };
