/**
 * A shared weight's gradient is a sum over the steps: the share of each step in it, each network on a scale of its own, and
 * what the last steps give together, all networks on one.
 */

import { columnsFor, frame, nth } from "../figure/frame.js";
import { labelEnds } from "../figure/labels.js";
import { endName, layerNote } from "../figure/layers.js";
import { normText } from "../figure/lines.js";
import { halfAfter, sharesFrom } from "../figure/shares.js";
import { isNarrow, nameOf, panelTitle, runName, sentences, stepTable } from "../figure/words.js";
import { norms, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

const RUNGS = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 100];

/**
 * A range for shares that moves rarely. Steps may also pull against the sum: then it reaches below zero.
 * @param {ArrayLike<number>} shares
 * @returns {[number, number]}
 */
export function rangeOf(shares) {
  let low = 0;
  let high = 0;
  for (let i = 0; i < shares.length; i++)
    if (Number.isFinite(shares[i])) {
      low = Math.min(low, shares[i]);
      high = Math.max(high, shares[i]);
    }
  const rung = (/** @type {number} */ size) => RUNGS.find((edge) => edge >= size * 0.9999) ?? size;
  const top = Math.max(rung(high), rung(-low) / 10);
  return [low < -top / 50 ? -Math.max(rung(-low), top / 10) : -top / 50, top];
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const count = trace.runs.length;
  const runs = trace.runs.map((run) => {
    const { share, running } = run.contributions.W_hh;
    const shares = values(share);
    const half = halfAfter(shares);
    return {
      name: runName(context, run),
      short: endName(context, run, trace),
      colour: theme.cells[nameOf(run)],
      shares,
      sums: sharesFrom(shares),
      half,
      halfText: half === null ? "–" : t("figure.half_steps", { n: half }),
      running: norms(running),
    };
  });
  const what = t("figure.share_title");
  const shareTitle = isNarrow(context) || count === 1 ? what : t("figure.own_scales", { what });
  const together = rangeOf(runs.flatMap(({ sums }) => sums));
  const { layout, height, cursor, plot } = frame(
    context,
    [
      ...trace.runs.map((run, i) => ({
        title: panelTitle(context, run, i === 0 ? shareTitle : ""),
        colour: runs[i].colour,
        y: shareAxis(context, rangeOf(runs[i].shares)),
      })),
      {
        title: t("figure.together_title") + layerNote(context, trace),
        weight: 1.5,
        y: { ...shareAxis(context, together, together[1] === 1 ? [0.5] : [1]), showgrid: true },
      },
    ],
    {
      steps,
      left: 4.2,
      row: 4.5,
      least: 1.6,
      gap: 5,
      before: em * 8,
      columns: columnsFor(context, count + 2, 4.5, 24),
    },
  );
  const bars = steps <= 80;
  /** @type {any[]} */
  const data = runs.map(({ shares, colour, name }, i) => ({
    ...(bars
      ? { type: "bar", marker: { color: colour, line: { width: 0 } } }
      : {
          type: "scatter",
          mode: "lines",
          line: { color: colour, width: 1, shape: "hvh" },
          fill: "tozeroy",
          fillcolor: colour,
        }),
    ...percents(shares, name, i),
  }));
  for (const { sums, colour, name, half } of runs) {
    const marked = half !== null && steps > 1 ? steps - half : -1;
    data.push({
      type: "scatter",
      mode: steps === 1 ? "markers" : "lines+markers",
      ...percents(sums, name, count),
      line: { color: colour, width: em / 5 },
      // where the last steps reach half of it
      marker: { color: colour, size: sums.map((_, i) => (i === marked || steps === 1 ? em * 0.65 : 0)) },
      cliponaxis: false,
    });
  }
  const ends = runs.map(({ short, colour, sums, halfText }) => ({
    name: short,
    text: halfText,
    colour,
    x: 1,
    y: Number.isFinite(sums[0]) ? sums[0] : 0,
  }));
  labelEnds(layout, ends, { em, height: plot.height, range: together, axis: nth(count), size: 0.93 });
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.contributions.summary"),
      ...runs.map(({ name, half, running }) =>
        t(half === null ? "view.contributions.summary_none" : "view.contributions.summary_cell", {
          cell: name,
          n: half ?? 0,
          value: normText(running, 0, context),
        }),
      ),
    ]),
    table: stepTable(
      context,
      steps,
      runs.flatMap(({ name, shares, sums, running }) => [
        { name: `${name}, ${t("figure.share")}`, text: (/** @type {number} */ k) => numbers.percent(shares[k]) },
        { name: `${name}, ${t("figure.together")}`, text: (/** @type {number} */ k) => numbers.percent(sums[k]) },
        { name: `${name}, ${t("figure.running")}`, text: (/** @type {number} */ k) => normText(running, k, context) },
      ]),
    ),
  };
}

/**
 * Shares over the steps, for a panel.
 * @param {ArrayLike<number>} shares
 * @param {string} label
 * @param {number} panel
 */
const percents = (shares, label, panel) => ({
  x: Array.from(shares, (_, step) => step + 1),
  y: shares,
  hoverinfo: "skip",
  xaxis: `x${nth(panel)}`,
  yaxis: `y${nth(panel)}`,
  meta: { label, format: "percent" },
});

/**
 * @param {FigureContext} context
 * @param {[number, number]} range
 * @param {number[]} [between]
 */
function shareAxis({ theme, numbers }, [low, high], between = []) {
  const ticks = [...(low < -high / 5 ? [low] : []), 0, ...between, high];
  return {
    range: [low, high],
    showticklabels: true,
    tickvals: ticks,
    ticktext: ticks.map((share) => numbers.percent(share)),
    zeroline: true,
    zerolinecolor: theme.line,
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const contributions = { id: "contributions", fields: ["contributions"], figure };
