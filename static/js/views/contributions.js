/** A shared weight's gradient is a sum over the steps: the share of each step in it, and the sum as it grows from T back. */

import { columnsFor, frame, nth } from "../figure/frame.js";
import { labelEnds } from "../figure/labels.js";
import { endName, layerNote } from "../figure/layers.js";
import { leftEnd, line, normText } from "../figure/lines.js";
import { axisOf, isRelative, scaleOf } from "../figure/scale.js";
import { nameOf, panelTitle, runName, sentences, stepTable } from "../figure/words.js";
import { norms, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

const RUNGS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100];

/**
 * A range for shares that moves rarely. Steps may also pull against the sum: then it reaches below zero.
 * @param {any[]} arrays
 * @returns {[number, number]}
 */
export function rangeOf(arrays) {
  let low = 0;
  let high = 0;
  for (const array of arrays)
    for (const share of values(array)) {
      if (Number.isFinite(share)) low = Math.min(low, share);
      if (Number.isFinite(share)) high = Math.max(high, share);
    }
  const rung = (/** @type {number} */ size) => RUNGS.find((edge) => edge >= size) ?? size;
  const top = Math.max(rung(high), rung(-low) / 10);
  return [low < -top / 50 ? -Math.max(rung(-low), top / 10) : -top / 50, top];
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const scale = scaleOf(page);
  const parts = trace.runs.map((run) => run.contributions.W_hh);
  const relative = isRelative(page);
  const shared = rangeOf(parts.map((part) => part.share));
  const ranges = parts.map((part) => (relative ? rangeOf([part.share]) : shared));
  const count = trace.runs.length;
  const { layout, height, cursor, plot } = frame(
    context,
    [
      ...trace.runs.map((run, i) => ({
        title: panelTitle(context, run, i === 0 ? t("figure.share_title") : ""),
        colour: theme.cells[nameOf(run)],
        y: {
          range: ranges[i],
          showticklabels: true,
          tickvals: shareTicks(ranges[i]),
          ticktext: shareTicks(ranges[i]).map((share) => numbers.percent(share)),
          zeroline: true,
          zerolinecolor: theme.line,
        },
      })),
      {
        title: t("figure.running_title") + layerNote(context, trace),
        weight: 2,
        y: axisOf(scale),
      },
    ],
    {
      steps,
      left: 4.2,
      row: 4.5,
      gap: 5,
      before: em * 8,
      columns: columnsFor(context, trace.runs.length + 2, 4.5, 24),
    },
  );
  const bars = steps <= 80;
  /** @type {any[]} */
  const data = trace.runs.map((run, i) => {
    const share = values(parts[i].share);
    const colour = theme.cells[nameOf(run)];
    return {
      ...(bars
        ? { type: "bar", marker: { color: colour, line: { width: 0 } } }
        : {
            type: "scatter",
            mode: "lines",
            line: { color: colour, width: 1, shape: "hvh" },
            fill: "tozeroy",
            fillcolor: colour,
          }),
      x: Array.from(share, (_, step) => step + 1),
      y: share,
      hoverinfo: "skip",
      xaxis: `x${nth(i)}`,
      yaxis: `y${nth(i)}`,
      meta: { label: runName(context, run), format: "percent" },
    };
  });
  const range = /** @type {const} */ ([scale.floor, scale.ceiling]);
  const totals = trace.runs.map((run, i) => {
    const running = norms(parts[i].running);
    const colour = theme.cells[nameOf(run)];
    const name = runName(context, run);
    const path = line(running, scale, []);
    data.push({
      type: "scatter",
      mode: steps === 1 ? "markers" : "lines",
      ...path,
      line: { color: colour, width: em / 5 },
      marker: { color: colour, size: em / 2 },
      hoverinfo: "skip",
      xaxis: `x${nth(count)}`,
      yaxis: `y${nth(count)}`,
      meta: { label: name, format: "norm", values: running.log10 },
    });
    return {
      ...leftEnd(path, scale.floor),
      name,
      short: endName(context, run, trace),
      colour,
      running,
      text: normText(running, 0, context),
    };
  });
  const ends = totals.map(({ short, ...end }) => ({ ...end, name: short }));
  labelEnds(layout, ends, { em, height: plot.height, range, axis: nth(count), size: 0.93 });
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.contributions.summary"),
      ...totals.map(({ name, text }) => t("view.contributions.summary_cell", { cell: name, value: text })),
    ]),
    table: stepTable(
      context,
      steps,
      trace.runs.flatMap((run, i) => {
        const name = runName(context, run);
        return [
          {
            name: `${name}, ${t("figure.share")}`,
            text: (/** @type {number} */ k) => numbers.percent(values(parts[i].share)[k]),
          },
          {
            name: `${name}, ${t("figure.running")}`,
            text: (/** @type {number} */ k) => normText(totals[i].running, k, context),
          },
        ];
      }),
    ),
  };
}

/** @param {[number, number]} range */
const shareTicks = ([low, high]) => (low < -high / 5 ? [low, 0, high] : [0, high]);

/** @type {import("../figure/types.js").ChartView} */
export const contributions = { id: "contributions", fields: ["contributions"], figure };
