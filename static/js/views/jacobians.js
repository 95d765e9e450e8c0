/**
 * The Jacobian of one step, ∂s_t/∂s_{t-1}, and the product of them all, with the numbers that people confuse: the
 * spectral radius of W_hh, its largest singular value, the growth that is measured, and what becomes of the one gradient.
 */

import { numberOf } from "../base/numbers.js";
import { largest } from "../figure/colour_scales.js";
import { frame } from "../figure/frame.js";
import { labelEnds } from "../figure/labels.js";
import { endName, layerNote } from "../figure/layers.js";
import { leftEnd, line, normText } from "../figure/lines.js";
import { axisOf, roundUp, scaleOf } from "../figure/scale.js";
import { isNarrow, nameOf, runName, sentences, stepTable } from "../figure/words.js";
import { norms, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */

/**
 * One number for a cell with several blocks: the common value, or the smallest and the largest.
 * @param {FigureContext} context
 * @param {Run} run
 * @param {"rho" | "sigma"} which
 */
function overBlocks({ numbers }, run, which) {
  const all = Object.values(run.jacobians.recurrent).map((/** @type {any} */ block) => numberOf(block[which]));
  const low = numbers.plain(Math.min(...all));
  const high = numbers.plain(Math.max(...all));
  return low === high ? low : `${low} … ${high}`;
}

/** A rate as a factor. @param {FigureContext} context @param {number} rate powers of ten for each step */
const factor = ({ numbers }, rate) => (Number.isFinite(rate) ? `× ${numbers.norm(rate, 3)}` : numbers.plain(rate));

/**
 * One cell's curves: σ and ρ of every step in the first panel, the norm of the product in the second.
 * @param {Run} run
 * @param {FigureContext} context
 * @param {Trace} trace
 * @param {number} top
 */
function curves(run, context, trace, top) {
  const { steps } = trace.config;
  const { theme, numbers, page } = context;
  const em = theme.font.size;
  const colour = theme.cells[nameOf(run)];
  const name = runName(context, run);
  const short = endName(context, run, trace);
  const scale = scaleOf(page);
  const common = {
    type: "scatter",
    mode: steps === 1 ? "markers" : "lines",
    marker: { color: colour, size: em / 2 },
    hoverinfo: "skip",
  };
  const x = Array.from({ length: steps }, (_, i) => i + 1);
  /** @type {any[]} */
  const data = [
    { which: "sigma", sign: "σ", width: em / 5, dash: "solid" },
    { which: "rho", sign: "ρ", width: em / 8, dash: "dot" },
  ].map(({ which, sign, width, dash }) => {
    const all = values(run.jacobians[which]);
    return {
      ...common,
      x,
      y: Array.from(all, (value) => (Number.isFinite(value) ? Math.min(value, top) : null)),
      line: { color: colour, width, dash },
      meta: { label: `${name} ${sign}`, format: "value", values: all },
    };
  });
  const [sigma] = values(run.jacobians.sigma);
  const product = norms(run.jacobians.product);
  const path = line(product, scale, []);
  data.push({
    ...common,
    ...path,
    line: { color: colour, width: em / 5 },
    xaxis: "x2",
    yaxis: "y2",
    meta: { label: name, format: "norm", values: product.log10 },
  });
  return {
    data,
    step: {
      name: short,
      colour,
      x: 1,
      y: Math.min(top, Number.isFinite(sigma) ? sigma : top),
      text: `σ ${numbers.plain(sigma, 2)}`,
    },
    all: { name: short, colour, ...leftEnd(path, scale.floor), text: normText(product, 0, context) },
  };
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const scale = scaleOf(page);
  const top = Math.min(1000, roundUp(largest(trace.runs.flatMap((run) => [run.jacobians.sigma])), 1.5));
  const ticks = top < 8 ? [0, 1, top] : [0, top];
  const columns = context.width > 760 ? 2 : 1;
  const note = layerNote(context, trace);
  const { layout, height, cursor, plot } = frame(
    context,
    [
      {
        title: t(context.width > 430 ? "figure.jacobian_title" : "figure.jacobian_title_short"),
        y: { range: [0, top], showticklabels: true, tickvals: ticks, ticktext: ticks.map((v) => numbers.plain(v)) },
      },
      {
        title: t("figure.product_title") + note,
        y: axisOf(scale),
      },
    ],
    {
      steps,
      columns,
      left: 4.2,
      row: 13,
      least: columns > 1 ? 6 : 3,
      gap: 6,
      before: em * 8.6,
      stacked: context.height !== undefined,
    },
  );
  if (plot.height < em * 6)
    for (const of of ["tickvals", "ticktext"])
      layout.yaxis2[of] = layout.yaxis2[of].filter((/** @type {unknown} */ _, /** @type {number} */ i) => i % 2 === 0);
  const diagonal = { x0: 1, x1: steps, y0: 1, y1: 1 };
  layout.shapes.push({ type: "line", ...diagonal, line: { color: theme.faint, width: 1.5 }, layer: "below" });
  const drawn = trace.runs.map((run) => curves(run, context, trace, top));
  const common = { em, height: plot.height, size: 0.93 };
  labelEnds(
    layout,
    drawn.map(({ step }) => step),
    { ...common, range: [0, top] },
  );
  labelEnds(
    layout,
    drawn.map(({ all }) => all),
    { ...common, range: [scale.floor, scale.ceiling], axis: "2" },
  );
  const facts = trace.runs.map((run) => ({
    cell: runName(context, run),
    rho: overBlocks(context, run, "rho"),
    sigma: overBlocks(context, run, "sigma"),
    growth: factor(context, numberOf(run.jacobians.growth)),
    rate: run.verdict.lag > 0 ? factor(context, numberOf(run.verdict.rate)) : "–",
  }));
  return {
    data: drawn.flatMap(({ data }) => data),
    layout,
    height,
    cursor,
    facts: {
      columns: [
        "",
        isNarrow(context) ? "ρ(W_hh)" : t("figure.rho_w"),
        isNarrow(context) ? "σ(W_hh)" : t("figure.sigma_w"),
        t("figure.growth"),
        t("figure.gradient_rate"),
      ],
      rows: facts.map((fact) => [fact.cell, fact.rho, fact.sigma, fact.growth, fact.rate]),
      note: t("figure.three_numbers"),
    },
    summary: sentences([t("view.jacobians.summary"), ...facts.map((fact) => t("view.jacobians.summary_cell", fact))]),
    table: stepTable(
      context,
      steps,
      trace.runs.flatMap((run) => {
        const name = runName(context, run);
        const product = norms(run.jacobians.product);
        return [
          { name: `${name} σ`, text: (/** @type {number} */ i) => numbers.value(values(run.jacobians.sigma)[i]) },
          { name: `${name} ρ`, text: (/** @type {number} */ i) => numbers.value(values(run.jacobians.rho)[i]) },
          { name: `${name} ‖∂s_T/∂s_t‖`, text: (/** @type {number} */ i) => normText(product, i, context) },
        ];
      }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const jacobians = { id: "jacobians", fields: ["jacobians"], figure };
