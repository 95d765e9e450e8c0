/**
 * The Jacobian of one step, ∂s_t/∂s_{t-1}, and the product of them all, with the three numbers that people confuse:
 * the spectral radius of W_hh, its largest singular value, and the growth that is measured.
 */

import { norms, OK, values } from "../decode.js";
import { frame, nth } from "../figure/frame.js";
import { spread } from "../figure/labels.js";
import { roundUp, scaleOf } from "../figure/scale.js";
import { cellName, sentences, stepTable } from "../figure/words.js";
import { numberOf } from "../numbers.js";
import { line } from "./gradient.js";
import { largest } from "./states.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Run} Run */

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

/** @param {FigureContext} context @param {Run} run */
const growth = ({ numbers }, run) => {
  const rate = numberOf(run.jacobians.growth);
  return Number.isFinite(rate) ? `× ${numbers.plain(10 ** rate)}` : numbers.plain(rate);
};

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const scale = scaleOf(page);
  const top = Math.min(1000, roundUp(largest(trace.runs.flatMap((run) => [run.jacobians.sigma])), 1.5));
  const columns = context.width > 760 ? 2 : 1;
  const { layout, height, cursor, plot } = frame(
    context,
    [
      {
        title: t("figure.jacobian_title"),
        y: {
          range: [0, top],
          showticklabels: true,
          showgrid: false,
          tickvals: [0, 1, top],
          ticktext: [0, 1, top].map((v) => numbers.plain(v)),
        },
      },
      {
        title: t("figure.product_title"),
        y: {
          range: [scale.floor, scale.ceiling],
          showticklabels: true,
          showgrid: true,
          tickvals: scale.ticks,
          ticktext: scale.text,
        },
      },
    ],
    { steps, columns, left: 4.2, row: 13, gap: 6, before: em * 8, stacked: false },
  );
  layout.shapes.push({
    type: "line",
    x0: 1,
    x1: steps,
    y0: 1,
    y1: 1,
    line: { color: theme.faint, width: 1.5 },
    layer: "below",
  });
  /** @type {any[]} */
  const data = [];
  /** @type {{ axis: number, y: number, text: string, colour: string }[]} */
  const labels = [];
  for (const run of trace.runs) {
    const colour = theme.cells[run.cell];
    const name = cellName(context, run.cell);
    const x = Array.from({ length: steps }, (_, i) => i + 1);
    for (const [which, width, dash] of /** @type {const} */ ([
      ["sigma", em / 5, "solid"],
      ["rho", em / 8, "dot"],
    ])) {
      const y = values(run.jacobians[which]);
      data.push({
        type: "scatter",
        mode: steps === 1 ? "markers" : "lines",
        x,
        y: Array.from(y, (v) => (Number.isFinite(v) ? Math.min(v, top) : null)),
        line: { color: colour, width, dash },
        marker: { color: colour },
        hoverinfo: "skip",
        meta: { label: `${name} ${which === "sigma" ? "σ" : "ρ"}`, format: "value", values: y },
      });
    }
    const sigma = values(run.jacobians.sigma);
    const early = Number.isFinite(sigma[0]) ? Math.min(sigma[0], top) : top;
    labels.push({ axis: 0, y: early, text: `<b>${name}</b>  σ ${numbers.plain(sigma[0], 2)}`, colour });
    const product = norms(run.jacobians.product);
    const path = line(product, scale, []);
    data.push({
      type: "scatter",
      mode: steps === 1 ? "markers" : "lines",
      ...path,
      line: { color: colour, width: em / 5 },
      marker: { color: colour },
      hoverinfo: "skip",
      xaxis: `x${nth(1)}`,
      yaxis: `y${nth(1)}`,
      meta: { label: name, format: "norm", values: product.log10 },
    });
    const text = product.status[0] === OK ? numbers.norm(product.log10[0]) : t(`figure.status_${product.status[0]}`);
    labels.push({ axis: 1, y: path.y[0] ?? scale.floor, text: `<b>${name}</b>  ${text}`, colour });
  }
  for (const axis of [0, 1]) {
    const mine = labels.filter((label) => label.axis === axis);
    const [low, high] = axis === 0 ? [0, top] : [scale.floor, scale.ceiling];
    const perPixel = (high - low) / plot.height;
    const places = spread(
      mine.map(({ y }) => y),
      em * 1.3 * perPixel,
      [low + em * 0.6 * perPixel, high - em * 0.6 * perPixel],
    );
    mine.forEach(({ text, colour }, i) => {
      layout.annotations.push({
        text,
        x: 1,
        y: places[i],
        xref: `x${nth(axis)}`,
        yref: `y${nth(axis)}`,
        xanchor: "right",
        xshift: -em * 0.4,
        showarrow: false,
        font: { color: colour, size: em * 0.93 },
      });
    });
  }
  return {
    data,
    layout,
    height,
    cursor,
    facts: {
      columns: ["", t("figure.rho_w"), t("figure.sigma_w"), t("figure.growth")],
      rows: trace.runs.map((run) => [
        cellName(context, run.cell),
        overBlocks(context, run, "rho"),
        overBlocks(context, run, "sigma"),
        growth(context, run),
      ]),
      note: t("figure.three_numbers"),
    },
    summary: sentences([
      t("view.jacobians.summary"),
      ...trace.runs.map((run) =>
        t("view.jacobians.summary_cell", {
          cell: cellName(context, run.cell),
          rho: overBlocks(context, run, "rho"),
          sigma: overBlocks(context, run, "sigma"),
          growth: growth(context, run),
        }),
      ),
    ]),
    table: stepTable(
      context,
      steps,
      trace.runs.flatMap((run) => {
        const name = cellName(context, run.cell);
        const product = norms(run.jacobians.product);
        return [
          { name: `${name} σ`, text: (/** @type {number} */ i) => numbers.value(values(run.jacobians.sigma)[i]) },
          { name: `${name} ρ`, text: (/** @type {number} */ i) => numbers.value(values(run.jacobians.rho)[i]) },
          { name: `${name} ‖∂s_T/∂s_t‖`, text: (/** @type {number} */ i) => numbers.norm(product.log10[i]) },
        ];
      }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const jacobians = { id: "jacobians", fields: ["jacobians"], figure };
