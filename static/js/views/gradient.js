/**
 * The main picture: log₁₀ ‖∂L/∂h_t‖ against the step, every compared cell on one fixed scale. Each line is named at its
 * left end, where the gradient arrives after its way back through time.
 */

import { frame } from "../figure/frame.js";
import { labelEnds } from "../figure/labels.js";
import { endName, layerNote } from "../figure/layers.js";
import { cutSentence, cuts, events, leaving, leftEnd, line, normText } from "../figure/lines.js";
import { isRelative, place, SMALLEST, scaleOf } from "../figure/scale.js";
import { verdictText } from "../figure/sentence.js";
import { clampOf, nameOf, runName, sentences, stepTable } from "../figure/words.js";
import { BEYOND, norms, OK } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../figure/labels.js").End} End */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../state/decode.js").Norms} Norms */

/**
 * The lines of one cell, what stands at their ends, and what befalls the gradient on its way.
 * @param {Run} run
 * @param {Trace} trace
 * @param {FigureContext} context
 */
function curves(run, trace, context) {
  const { theme, t, page } = context;
  const em = theme.font.size;
  const { steps, loss_at } = trace.config;
  const scale = scaleOf(page);
  const breaks = cuts(trace, run);
  const colour = theme.cells[nameOf(run)];
  const name = runName(context, run);
  const short = endName(context, run, trace);
  const series = norms(run.norms.d_state.h);
  const source = (trace.focus ?? steps) - 1;
  const shift = isRelative(page) && series.status[source] === OK ? -series.log10[source] : 0;
  const common = { type: "scatter", mode: "lines", hoverinfo: "skip" };
  const path = line(series, scale, breaks, shift);
  /** @type {any[]} */
  const data = [
    {
      ...common,
      mode: steps === 1 || breaks.length > steps / 3 ? "lines+markers" : "lines",
      ...path,
      line: { color: colour, width: em / 5, dash: theme.dashes[nameOf(run)] },
      marker: { color: colour, size: em / 2.5 },
      meta: { label: name, format: "norm", values: series.log10 },
    },
  ];
  const first = series.status.indexOf(OK);
  const ended = breaks.length > 0 || first < 0 || series.status[0] === BEYOND ? first : 0;
  const text = first < 0 ? normText(series, 0, context) : normText(series, ended, context, shift);
  /** @type {End[]} */
  const ends = [{ ...leftEnd(path, scale.floor), name: short, colour, text }];
  if (loss_at === "every")
    data.push({
      ...common,
      ...line(norms(run.norms.d_h_last), scale, breaks, shift),
      line: { color: colour, width: em / 10, dash: "dash" },
    });
  const gate = context.catalogue.cells.find((cell) => cell.name === run.cell)?.carry;
  if (run.norms.carry && gate && (trace.runs.length === 1 || clampOf(trace, gate) !== undefined)) {
    const carry = norms(run.norms.carry);
    data.push({ ...common, ...line(carry, scale, [], shift), line: { color: colour, width: em / 10, dash: "dot" } });
    const y = place(carry.log10[0] + shift, carry.status[0], scale);
    if (y !== null) ends.push({ x: 1, y, name: short, colour, text: t("figure.direct_path", { gate }), quiet: true });
  }
  const happened = [
    ...leaving(series, scale.ceiling - shift).map((event) => ({ ...event, noted: false })), // its marks say it
    ...events(series, breaks.length > 0).map((event) => ({ ...event, noted: true })),
  ].map((event) => ({ ...event, colour, name }));
  for (const event of happened)
    if (event.step === ends[0].x - 1) {
      // the line ends where this happened: one label says both
      ends[0].text = t(event.key, { t: event.step });
      for (const near of happened) near.noted &&= Math.abs(near.step - event.step) > trace.config.steps * 0.3;
    }
  for (const { step, symbol, high, also } of happened)
    data.push({
      ...common,
      mode: "markers",
      x: [step, ...also],
      y: [step, ...also].map(() => (high ? scale.ceiling : scale.floor)),
      marker: { color: colour, symbol, size: em * 0.8 },
      cliponaxis: false,
    });
  return { data, ends, happened };
}

/**
 * What befell a gradient, beside its mark at the edge of the scale.
 * @param {Record<string, any>} layout
 * @param {ReturnType<typeof curves>["happened"]} happened
 * @param {FigureContext} context
 * @param {number} steps
 */
function noteEvents(layout, happened, { theme, t, page }, steps) {
  const em = theme.font.size;
  const { floor, ceiling } = scaleOf(page);
  const rows = { high: 0, low: 0 };
  for (const { step, key, high, colour, noted } of happened) {
    if (!noted) continue;
    const row = rows[high ? "high" : "low"]++;
    const rightwards = step < steps * 0.6;
    layout.annotations.push({
      text: t(key, { t: step }),
      x: step,
      y: high ? ceiling : floor,
      xanchor: rightwards ? "left" : "right",
      yanchor: high ? "top" : "bottom",
      xshift: rightwards ? em * 0.6 : -em * 0.6,
      yshift: (high ? -1 : 1) * em * (0.15 + 1.1 * row),
      showarrow: false,
      font: { color: colour, size: em * 0.87 },
    });
  }
}

/**
 * Where numbers end: the smallest that each type can hold, the configuration's own marked.
 * @param {Record<string, any>} layout
 * @param {FigureContext} context
 * @param {string} dtype
 * @param {number} height
 */
function drawFloors(layout, { theme, t, page, numbers }, dtype, height) {
  const em = theme.font.size;
  const { floor, ceiling } = scaleOf(page);
  const distance = ((ceiling - floor) / height) * em * 1.2;
  let above = Infinity;
  for (const [type, at] of Object.entries(SMALLEST)) {
    if (at <= floor || at >= ceiling || above - at < distance) continue;
    above = at;
    const isOurs = type === dtype;
    layout.shapes.push({
      type: "line",
      xref: "x domain",
      x0: 0,
      x1: 1,
      y0: at,
      y1: at,
      line: { color: isOurs ? theme.warn : theme.faint, width: 1.5, dash: "6px,5px" },
      layer: "below",
    });
    layout.annotations.push({
      text: t("figure.smallest", { type, value: numbers.power(at) }),
      xref: "x domain",
      x: 1,
      xshift: -em * 0.9, // clear of the cursor at the last step
      y: at,
      xanchor: "right",
      yanchor: (at - floor) * 1.6 < distance * 2 ? "bottom" : "top",
      yshift: -1,
      showarrow: false,
      font: { color: isOurs ? theme.warn : theme.muted, size: em * 0.8 },
    });
  }
}

/**
 * Where truncation stops the gradient.
 * @param {Record<string, any>} layout
 * @param {FigureContext} context
 * @param {Trace} trace
 */
function drawCuts(layout, { theme, t }, trace) {
  const em = theme.font.size;
  const { steps, truncate } = trace.config;
  const breaks = cuts(trace);
  if (breaks.length > 20) return;
  for (const after of breaks)
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
  if (!breaks.length) return;
  const leftwards = breaks[0] > steps * 0.4;
  layout.annotations.push({
    text: t("figure.cut", { k: truncate }),
    x: breaks[0] + 0.5,
    yref: "y domain",
    y: 0.02,
    xanchor: leftwards ? "right" : "left",
    xshift: leftwards ? -5 : 5,
    yanchor: "bottom",
    showarrow: false,
    font: { color: theme.warn, size: em * 0.87 },
  });
}

/** Where truncation stops the gradient of one answer: its window is the one that it stands in. @param {Trace} trace @param {FigureContext} context */
const cutOfAnswer = ({ runs }, context) =>
  sentences(
    runs.map((run) => {
      const { cut } = run.verdict;
      return cut === null ? "" : `${runName(context, run)}: ${context.t("verdict.cut", { step: cut })}.`;
    }),
  );

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, page, width } = context;
  const em = theme.font.size;
  const { steps, loss_at, dtype } = trace.config;
  const scale = scaleOf(page);
  const wide = width > 430;
  const relative = isRelative(page);
  /** @type {[number, number]} */
  const range = [scale.floor - 0.015 * (scale.ceiling - scale.floor), scale.ceiling];
  const title =
    t(relative ? "figure.norm_h_relative" : "figure.norm_h", { step: trace.focus ?? steps }) +
    layerNote(context, trace);
  const { layout, height, cursor, plot } = frame(
    context,
    [
      {
        title: loss_at === "every" ? `${title}   ${t("figure.last_only")}` : title,
        colour: theme.muted,
        y: { range, showticklabels: true, tickvals: scale.ticks, ticktext: scale.text, showgrid: true },
      },
    ],
    {
      steps,
      row: 15,
      left: 4.2,
      right: 1,
      before: em * (wide ? (trace.runs.length > 1 && trace.tokens ? 10 : 8.6) : 5.2),
    },
  );
  const drawn = trace.runs.map((run) => curves(run, trace, context));
  labelEnds(
    layout,
    drawn.flatMap(({ ends }) => ends),
    { em, height: plot.height, range, wrap: !wide },
  );
  if (!relative) drawFloors(layout, context, dtype, plot.height); // divided by its own end, a line has no floor
  drawCuts(layout, context, trace);
  noteEvents(
    layout,
    drawn.flatMap(({ happened }) => happened),
    context,
    steps,
  );
  const value = (/** @type {Run} */ run, /** @type {number} */ i) => normText(norms(run.norms.d_state.h), i, context);
  /** The gradient where it begins, and at the far end of what the layer reads. @param {Run} run */
  const between = (run) => {
    const [from, to] = [trace.focus ?? steps, run.reversed ? steps : 1];
    return { from, to, last: value(run, from - 1), first: value(run, to - 1) };
  };
  return {
    data: drawn.flatMap(({ data }) => data),
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.gradient.summary"),
      ...trace.runs.map((run) =>
        t("view.gradient.summary_cell", {
          cell: runName(context, run),
          ...between(run),
          verdict: verdictText(run.verdict, t),
        }),
      ),
      loss_at === "every" ? t("view.gradient.summary_every") : "",
      ...drawn.flatMap(({ happened }) => happened.map(({ name, key, step }) => `${name}: ${t(key, { t: step })}.`)),
      trace.focus === undefined ? cutSentence(trace, t) : cutOfAnswer(trace, context),
    ]),
    table: stepTable(
      context,
      steps,
      trace.runs.map((run) => ({ name: runName(context, run), text: (i) => value(run, i) })),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const gradient = { id: "gradient", fields: ["norms"], figure };
