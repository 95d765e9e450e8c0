/**
 * The gate that carries the gradient (forget gate, update gate): how its values over all steps, sequences and units are
 * distributed, iteration by iteration, and their mean as a line.
 */

import { gateName } from "../../base/i18n.js";
import { frame, geometry, nth } from "../../figure/frame.js";
import { colourBar, heatmap } from "../../figure/heatmap.js";
import { nothingOver, overIterations } from "../../figure/over_iterations.js";
import { some } from "../downsample.js";
import { listed } from "../evaluations.js";
import { dress, limitOf, timeAxis, widthOf } from "../iteration_axis.js";
import { gatesShown, shownName } from "../layers.js";
import { titleOf } from "../line_chart.js";
import { modelColour } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** Shares on the bar. The colour is that of their square root, so that a small share can be seen beside a large one. */
const SHARES = [0, 0.01, 0.1, 0.3, 0.6, 1];

/** Columns at most. */
const MOST = 400;

/** The mean of the values that a histogram over 0 … 1 counts. @param {ArrayLike<number>} bins */
export function meanOf(bins) {
  let sum = 0;
  let all = 0;
  for (let i = 0; i < bins.length; i++) {
    sum += bins[i] * ((i + 0.5) / bins.length);
    all += bins[i];
  }
  return all > 0 ? sum / all : Number.NaN;
}

/**
 * What stands beside a model's name: the gate, where there is room, and its mean.
 * @param {FigureContext} context
 * @param {import("../types.js").ModelInfo} model
 * @param {string} name
 * @param {number | undefined} mean
 * @param {number} room in pixels
 */
function titleParts(context, model, name, mean, room) {
  const { t, numbers, theme } = context;
  const gate = gateName(t, model.carry ?? "", [model.cell]);
  const value = mean === undefined ? "" : t("train.mean", { value: numbers.fixed(mean) });
  const size = theme.font.size;
  return widthOf(`${name}${gate}${value}`, size) + size * 3 > room ? [value] : [gate, value];
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { t, theme, numbers, page, width } = context;
  const em = theme.font.size;
  const { models, evaluations } = record;
  const limit = limitOf(record);
  const gated = models.flatMap((model, m) => (model.carry ? [{ model, m }] : []));
  const columns = width > 620 && gated.length > 1 ? (gated.length > 3 && width < 1100 ? 2 : gated.length) : 1;
  const lines = Math.ceil(gated.length / columns);
  const right = 5.2;
  const gap = 2.6;
  const panel = (width - em * (3 + right + gap * (columns - 1))) / columns;
  const ticks = [0, 0.5, 1];
  const drawn = gated.map(({ model, m }) => {
    const end = record.ends[m]?.iteration ?? Infinity;
    const gates = gatesShown(record, m, page) ?? [];
    const indices = some(
      evaluations.iterations.flatMap((at, i) => (at <= end && gates[i] && !Number.isNaN(gates[i][0]) ? [i] : [])),
      MOST,
    );
    const held = indices.map((i) => gates[i]);
    const at = indices.map((i) => evaluations.iterations[i]);
    return { model, name: shownName(context, record, m), at, gates, held, means: held.map(meanOf) };
  });
  const built = frame(
    context,
    drawn.length
      ? drawn.map(({ model, name, means }, k) => ({
          title: titleOf(
            context,
            name,
            titleParts(context, model, name, /** @type {number | undefined} */ (means.at(-1)), panel),
            panel + em * (k % columns === 0 ? 3 : 0) + gap * em - em / 2,
          ),
          colour: modelColour(context, model),
          x: timeAxis(context, limit, panel),
          y: {
            range: [0, 1],
            showticklabels: k % columns === 0,
            tickvals: ticks,
            ticktext: ticks.map((tick) => numbers.plain(tick)),
          },
        }))
      : [{ title: "", y: { range: [0, 1] } }],
    { columns, left: 3, right, gap, row: lines > 1 ? 9 : 13, stacked: false },
  );
  const { layout } = built;
  if (!drawn.length) {
    return nothingOver(context, built, t("train.no_gates"));
  }
  const marks = dress(context, built, record, { limit, columns });
  const shade = {
    zmin: 0,
    zmax: 1,
    colorscale: theme.sequential,
    tickvals: SHARES.map(Math.sqrt),
    ticktext: SHARES.map((share) => numbers.percent(share)),
  };
  const narrow = geometry(layout)[0].height < em * 7;
  if (narrow) {
    shade.tickvals = [0, Math.sqrt(0.1), 1];
    shade.ticktext = [0, 0.1, 1].map((share) => numbers.percent(share));
  }
  /** @type {any[]} */
  const data = drawn.map(({ name, at, held }, k) => {
    const bins = held[0]?.length ?? 1;
    return heatmap({
      x: at.length ? [Math.max(0, at[0] - (at.length > 1 ? at[1] - at[0] : at[0])), ...at] : [0, 1],
      y0: 0.5 / bins,
      dy: 1 / bins,
      z: Array.from({ length: bins }, (_, bin) =>
        held.length ? Float32Array.from(held, (histogram) => Math.sqrt(histogram[bin])) : [Number.NaN],
      ),
      shade,
      axis: nth(k),
      bar: k === 0 && colourBar(context, shade, lines),
      name,
    });
  });
  drawn.forEach(({ model, name, at, means }, k) => {
    const line = {
      type: "scatter",
      mode: at.length === 1 ? "markers" : "lines",
      x: at,
      y: means.map((mean) => (Number.isNaN(mean) ? null : mean)),
      hoverinfo: "skip",
      xaxis: `x${nth(k)}`,
      yaxis: `y${nth(k)}`,
    };
    data.push(
      { ...line, line: { color: theme.surface, width: em / 2.6 }, marker: { color: theme.surface, size: em / 1.4 } },
      {
        ...line,
        line: { color: modelColour(context, model), width: em / 5 },
        marker: { color: modelColour(context, model), size: em / 2 },
        meta: { label: t("figure.mean", { what: `${name} ${model.carry}` }), format: "value" },
      },
    );
  });
  data.push(...marks);
  const shown = listed(evaluations);
  return overIterations(context, built, {
    data,
    summary: [
      t("view.train_forget.summary"),
      ...drawn.map(({ model, name, at, means }) =>
        means.length
          ? t("view.train_forget.summary_model", {
              model: name,
              gate: model.carry,
              begin: numbers.fixed(means[0]),
              now: numbers.fixed(/** @type {number} */ (means.at(-1))),
              from: at[0],
              to: at[at.length - 1],
            })
          : "",
      ),
    ],
    at: shown.map((i) => evaluations.iterations[i]),
    columns: drawn.map(({ model, name, gates }) => ({
      name: t("figure.mean", { what: `${name} ${model.carry}` }),
      text: (k) => numbers.fixed(meanOf(gates[shown[k]] ?? []), 3),
    })),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const forget = { id: "train_forget", of: "training", hasLayers: true, figure };
