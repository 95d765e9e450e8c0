/**
 * The main picture: log₁₀ ‖∂L/∂h_t‖ against the step, every compared cell on one fixed scale. Each line is named at its
 * left end, where the gradient arrives after its way back through time.
 */

import { firstBack, norms, OK, OVERFLOW, ZERO } from "../decode.js";
import { frame } from "../figure/frame.js";
import { spread } from "../figure/labels.js";
import { isRelative, place, SMALLEST, scaleOf } from "../figure/scale.js";
import { cellName, clampOf, sentences, stepTable } from "../figure/words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../decode.js").Norms} Norms */

const CARRY = { lstm: "f", gru: "z" };

/** Steps after which truncation stops the gradient, counted back from the end. @param {Trace} trace */
export function cuts({ config: { steps, truncate } }) {
  const after = [];
  if (truncate > 0) for (let step = steps - truncate; step > 0; step -= truncate) after.push(step);
  return after;
}

/**
 * A line through the norms: held at the edges of the scale, broken where truncation cuts and where nothing arrives.
 * @param {Norms} series
 * @param {{ floor: number, ceiling: number }} scale
 * @param {number[]} breaks
 * @param {number} [shift] added to every logarithm (a relative scale)
 */
export function line({ log10, status }, scale, breaks, shift = 0) {
  /** @type {number[]} */
  const x = [];
  /** @type {(number | null)[]} */
  const y = [];
  const broken = new Set(breaks);
  for (let i = 0; i < log10.length; i++) {
    const lost = breaks.length > 0 && status[i] === ZERO;
    x.push(i + 1);
    y.push(lost ? null : place(log10[i] + shift, status[i], scale));
    if (broken.has(i + 1)) {
      x.push(i + 1.5);
      y.push(null);
    }
  }
  return { x, y };
}

/**
 * What stands at the left end of a line: its value at the first step that still has one.
 * @param {Norms} series
 * @param {FigureContext} context
 * @param {boolean} cut
 * @param {number} shift
 */
function ending(series, { t, numbers }, cut, shift) {
  const overflow = firstBack(series, OVERFLOW);
  if (overflow) return t("figure.overflow_at", { t: overflow });
  const zero = firstBack(series, ZERO);
  if (zero && !cut) return t("figure.zero_at", { t: zero });
  const first = series.status.indexOf(OK);
  return first < 0 ? "NaN" : numbers.norm(series.log10[first] + shift);
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const scale = scaleOf(page);
  const breaks = cuts(trace);
  const every = trace.config.loss_at === "every";
  const relative = isRelative(page);
  const wide = context.width > 430;
  const title = t(relative ? "figure.norm_h_relative" : "figure.norm_h") + (every ? `   ${t("figure.last_only")}` : "");
  const { layout, height, cursor, plot } = frame(
    context,
    [{ title, y: { range: [scale.floor - 0.015 * (scale.ceiling - scale.floor), scale.ceiling] } }],
    { steps, row: 15, left: 4.2, right: 1, before: wide ? em * 8.6 : em * 5.2 },
  );
  Object.assign(layout.yaxis, {
    showticklabels: true,
    tickvals: scale.ticks,
    ticktext: scale.text,
    showgrid: true,
    gridwidth: 1,
  });
  Object.assign(layout.annotations[0].font, { color: theme.muted });

  /** @type {any[]} */
  const data = [];
  const ends = [];
  for (const run of trace.runs) {
    const colour = theme.cells[run.cell];
    const series = norms(run.norms.d_state.h);
    const shiftOf = (/** @type {Norms} */ s) => (relative && s.status[steps - 1] === OK ? -s.log10[steps - 1] : 0);
    const shift = shiftOf(series);
    const path = line(series, scale, breaks, shift);
    const sparse = steps === 1 || breaks.length > steps / 3;
    data.push({
      type: "scatter",
      mode: sparse ? "lines+markers" : "lines",
      ...path,
      line: { color: colour, width: em / 5, dash: theme.dashes[run.cell] },
      marker: { color: colour, size: em / 2.5 },
      hoverinfo: "skip",
      meta: { label: cellName(context, run.cell), format: "norm", values: series.log10 },
    });
    const first = path.y.find((y) => y !== null) ?? scale.floor;
    const at = path.x[path.y.findIndex((y) => y !== null)] ?? 1;
    ends.push({ run, colour, at, y: first, text: ending(series, context, breaks.length > 0, shift) });
    if (every) {
      const last = norms(run.norms.d_h_last);
      data.push({
        type: "scatter",
        mode: "lines",
        ...line(last, scale, breaks, shift),
        line: { color: colour, width: em / 10, dash: "dash" },
        hoverinfo: "skip",
      });
    }
    const gate = CARRY[/** @type {"lstm" | "gru"} */ (run.cell)];
    if (run.norms.carry && (trace.runs.length === 1 || clampOf(trace, gate) !== undefined)) {
      const carry = norms(run.norms.carry);
      data.push({
        type: "scatter",
        mode: "lines",
        ...line(carry, scale, [], shift),
        line: { color: colour, width: em / 10, dash: "dot" },
        hoverinfo: "skip",
      });
      const y = place(carry.log10[0] + shift, carry.status[0], scale);
      if (y !== null) ends.push({ run, colour, at: 1, y, text: t("figure.direct_path", { gate }), quiet: true });
    }
    const overflow = firstBack(series, OVERFLOW);
    if (overflow) data.push(mark(overflow, scale.ceiling, colour, "triangle-up", em));
    const zero = breaks.length ? null : firstBack(series, ZERO);
    if (zero) data.push(mark(zero, scale.floor, colour, "triangle-down", em));
  }

  const perPixel = (scale.ceiling - scale.floor) / plot.height;
  const places = spread(
    ends.map(({ y }) => y),
    em * (wide ? 1.35 : 2.3) * perPixel,
    [scale.floor + em * 0.6 * perPixel, scale.ceiling - em * 0.6 * perPixel],
  );
  ends.forEach(({ run, colour, at, text, quiet }, i) => {
    const name = quiet ? "" : `<b>${cellName(context, run.cell)}</b>${wide ? "  " : "<br>"}`;
    layout.annotations.push({
      text: name + text,
      x: at,
      y: places[i],
      xanchor: "right",
      yanchor: "middle",
      xshift: -em * 0.5,
      align: "right",
      showarrow: false,
      font: { color: colour, size: quiet ? em * 0.8 : em },
    });
  });
  for (const [type, at] of Object.entries(SMALLEST)) {
    if (relative || at <= scale.floor || at >= scale.ceiling) continue; // divided by its end, a line has no floor
    layout.shapes.push({
      type: "line",
      xref: "x domain",
      x0: 0,
      x1: 1,
      y0: at,
      y1: at,
      line: { color: theme.faint, width: 1.5, dash: "6px,5px" },
      layer: "below",
    });
    layout.annotations.push({
      text: t("figure.smallest", { type, value: numbers.power(at) }),
      xref: "x domain",
      x: 1,
      y: at,
      xanchor: "right",
      yanchor: "top",
      showarrow: false,
      font: { color: theme.muted, size: em * 0.8 },
    });
  }
  if (breaks.length && breaks.length <= 20)
    breaks.forEach((after, i) => {
      layout.shapes.push({
        type: "line",
        x0: after + 0.5,
        x1: after + 0.5,
        yref: "y domain",
        y0: 0,
        y1: 1,
        line: { color: theme.warn, width: 1.5, dash: "dot" },
        layer: "below",
      });
      if (i === 0)
        layout.annotations.push({
          text: t("figure.cut", { k: trace.config.truncate }),
          x: after + 0.5,
          yref: "y domain",
          y: 0.02,
          xanchor: after > steps * 0.4 ? "right" : "left",
          xshift: after > steps * 0.4 ? -4 : 4,
          yanchor: "bottom",
          showarrow: false,
          font: { color: theme.warn, size: em * 0.87 },
        });
    });

  const value = (/** @type {Run} */ run, /** @type {number} */ i) => {
    const { log10, status } = norms(run.norms.d_state.h);
    return status[i] === OK ? numbers.norm(log10[i]) : t(`figure.status_${status[i]}`);
  };
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.gradient.summary"),
      ...trace.runs.map((run) =>
        t("view.gradient.summary_cell", {
          cell: cellName(context, run.cell),
          first: value(run, 0),
          last: value(run, steps - 1),
          verdict: run.verdict ? t(`figure.kind_${run.verdict.kind}`) : "",
        }),
      ),
      breaks.length ? t("view.gradient.summary_cut", { k: trace.config.truncate }) : "",
    ]),
    table: stepTable(
      context,
      steps,
      trace.runs.map((run) => ({ name: cellName(context, run.cell), text: (i) => value(run, i) })),
    ),
  };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} symbol
 * @param {number} em
 */
const mark = (x, y, color, symbol, em) => ({
  type: "scatter",
  mode: "markers",
  x: [x],
  y: [y],
  marker: { color, symbol, size: em * 0.8 },
  cliponaxis: false,
  hoverinfo: "skip",
});

/** @type {import("../figure/types.js").ChartView} */
export const gradient = { id: "gradient", fields: ["norms"], figure };
