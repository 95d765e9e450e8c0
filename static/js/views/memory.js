/**
 * What is kept so that the backward pass can run, over the length of the sequence: the full tape, a truncated window of
 * it, or √T checkpoints; and what the remedies cost in time.
 */

import { columnsFor, frame, nth } from "../figure/frame.js";
import { spread } from "../figure/labels.js";
import { roundUp } from "../figure/scale.js";
import { nameOf, panelTitle, runName, sentences } from "../figure/words.js";
import { values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {{ steps: number, full: number, truncated: number, checkpointed: number }} Measured */

const KINDS = /** @type {const} */ (["full", "truncated", "checkpointed"]);
const DASHES = { full: "solid", truncated: "dash", checkpointed: "dot" };

/** A time is told of lengths up to so many times the one that was measured, or down to so small a part of it. */
const NEAR = 4;

/** The ways that mean something here: a window only where there is one. @param {Trace} trace */
const kindsOf = ({ config }) => KINDS.filter((kind) => kind !== "truncated" || config.truncate > 0);

/**
 * The measured time of a cell's pass, at the length nearest to this one; undefined where none near it was measured.
 * @param {FigureContext} context
 * @param {Trace} trace
 * @param {string} cell
 */
function timeOf({ catalogue }, { config: { steps, loss_at } }, cell) {
  const far = (/** @type {number} */ other) => Math.abs(Math.log(other / steps));
  return (catalogue.passes?.ratios ?? [])
    .filter((timed) => timed.cell === cell && timed.loss_at === loss_at && far(timed.steps) <= Math.log(NEAR) + 1e-9)
    .sort((a, b) => far(a.steps) - far(b.steps))[0];
}

/**
 * What a way costs in time, in times of a full pass; empty where it was not measured.
 * @param {FigureContext} context
 * @param {Trace} trace
 * @param {string} cell
 * @param {typeof KINDS[number]} kind
 */
function priceOf(context, trace, cell, kind) {
  const timed = timeOf(context, trace, cell);
  if (!timed) return "";
  return kind === "full" ? "1" : context.numbers.fixed(timed[kind], 2);
}

/**
 * What a cell keeps in each way, and where it was measured at what price in time.
 * @param {FigureContext} context
 * @param {Trace} trace
 * @param {Run} run
 */
function cellSentence(context, trace, run) {
  const { t, numbers } = context;
  const last = (/** @type {string} */ kind) => numbers.bytes(values(run.memory_curve[kind])[trace.config.steps - 1]);
  const window = trace.config.truncate > 0 ? "_window" : "";
  const time = timeOf(context, trace, run.cell) ? "_time" : "";
  return t(`view.memory.summary_cell${window}${time}`, {
    cell: runName(context, run),
    total: last("full"),
    truncated: last("truncated"),
    truncated_time: priceOf(context, trace, run.cell, "truncated"),
    checkpointed: last("checkpointed"),
    checkpointed_time: priceOf(context, trace, run.cell, "checkpointed"),
  });
}

/** With what the times were measured. @param {FigureContext} context @param {Trace} trace @param {Run[]} runs */
function timeSentence(context, trace, runs) {
  const { t, catalogue } = context;
  const { passes } = catalogue;
  const timed = runs.map((run) => timeOf(context, trace, run.cell)).find(Boolean);
  if (!timed || !passes) return "";
  const conditions = [
    `T = ${timed.steps}`,
    `H = ${passes.units}`,
    `B = ${passes.batch}`,
    passes.dtype,
    t(`view.memory.time_${timed.loss_at}`),
    ...(trace.config.truncate > 0 ? [t("view.memory.time_window", { k: passes.window })] : []),
    ...(passes.busy ? [t("view.memory.time_busy", { load: context.numbers.value(passes.load[0], 2) })] : []),
  ];
  return t("view.memory.time", { conditions: t.list(conditions) });
}

/** Where training makes longer segments than the curve has. @param {FigureContext} context @param {Run[]} runs */
function segmentSentence(context, runs) {
  const longer = runs.filter((run) => run.memory_curve.training_segment > run.memory.segment);
  if (!longer.length) return "";
  const segments = longer.map((run) => `${runName(context, run)} ${run.memory_curve.training_segment}`);
  return context.t("view.memory.segments", { segment: runs[0].memory.segment, segments: segments.join(", ") });
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, width } = context;
  const em = theme.font.size;
  const { steps, truncate: k } = trace.config;
  const kinds = kindsOf(trace);
  const runs = trace.runs.filter((run) => run.memory && run.memory_curve);
  const curve = (/** @type {Run} */ run, /** @type {string} */ kind) => values(run.memory_curve[kind]);
  const most = Math.max(...runs.flatMap((run) => kinds.map((kind) => curve(run, kind)[steps - 1])), 1);
  const top = roundUp(most, 1000);
  const wide = width > 500;
  const name = (/** @type {string} */ kind) => t(`figure.memory_${kind}`, { k });
  const { layout, height, cursor, plot } = frame(
    context,
    runs.map((run, i) => ({
      title: panelTitle(
        context,
        run,
        t(i ? "figure.per_step" : "figure.kept_over_length", { bytes: numbers.bytes(run.memory.per_step) }),
      ),
      colour: theme.cells[nameOf(run)],
      y: {
        range: [0, top],
        showticklabels: true,
        showgrid: true,
        tickvals: [0, top / 2, top],
        ticktext: [0, top / 2, top].map((bytes) => numbers.bytes(bytes)),
      },
    })),
    {
      steps,
      left: 4.6,
      right: wide ? 13 : 9.5,
      row: 7.5,
      least: 2.5 * kinds.length,
      gap: 18,
      columns: columnsFor(context, runs.length, 7.5, 28),
    },
  );
  runs.forEach((run, i) => {
    const perPixel = top / plot.height;
    const places = spread(
      kinds.map((kind) => curve(run, kind)[steps - 1]),
      em * 2.3 * perPixel,
      [em * perPixel, top - em * perPixel],
    );
    kinds.forEach((kind, row) => {
      const price = priceOf(context, trace, run.cell, kind);
      const bytes = numbers.bytes(curve(run, kind)[steps - 1]);
      layout.annotations.push({
        text: `<b>${t(wide ? `figure.memory_${kind}` : `figure.memory_${kind}_short`, { k })}</b><br>${price ? t(wide ? "figure.bytes_time" : "figure.bytes_times", { bytes, price }) : bytes}`,
        x: 1,
        xref: `x${nth(i)} domain`,
        y: places[row],
        yref: `y${nth(i)}`,
        xanchor: "left",
        yanchor: "middle",
        xshift: em * 0.6,
        align: "left",
        showarrow: false,
        font: { color: theme.cells[nameOf(run)], size: em * 0.87 },
      });
    });
  });
  const lengths = Array.from({ length: steps }, (_, i) => i + 1);
  const data = runs.flatMap((run, i) => {
    const colour = theme.cells[nameOf(run)];
    const axes = { xaxis: `x${nth(i)}`, yaxis: `y${nth(i)}`, type: "scatter", hoverinfo: "skip", cliponaxis: false };
    const measured = /** @type {Measured[]} */ (run.memory_curve.measured);
    return [
      ...kinds.map((kind) => ({
        ...axes,
        mode: steps === 1 ? "markers" : "lines",
        x: lengths,
        y: curve(run, kind),
        line: { color: colour, width: kind === "full" ? em / 5 : em / 7, dash: DASHES[kind] },
        marker: { color: colour, size: em / 2 },
        meta: { label: `${runName(context, run)}, ${name(kind)}`, format: "bytes" },
      })),
      {
        ...axes,
        mode: "markers",
        x: kinds.flatMap(() => measured.map((at) => at.steps)),
        y: kinds.flatMap((kind) => measured.map((at) => at[kind])),
        marker: { color: theme.surface, size: em * 0.55, line: { color: colour, width: em / 8 } },
      },
    ];
  });
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.memory.summary", { steps }),
      ...runs.map((run) => cellSentence(context, trace, run)),
      segmentSentence(context, runs),
      timeSentence(context, trace, runs),
    ]),
    table: tableOf(trace, runs, context),
  };
}

/**
 * The curve at a few lengths and at those that were measured, what the tape is made of, and the time of a whole pass.
 * @param {Trace} trace
 * @param {Run[]} runs
 * @param {FigureContext} context
 */
function tableOf(trace, runs, context) {
  const { t } = context;
  const { steps, truncate: k } = trace.config;
  return {
    columns: ["cell", "kept", "length", "bytes", "measured", "time"].map((name) => t(`figure.${name}`)),
    rows: runs.flatMap((run) => {
      const cell = runName(context, run);
      const passes = /** @type {Measured[]} */ (run.memory_curve.measured);
      const measured = new Map(passes.map((at) => [at.steps, at]));
      const lengths = [
        ...new Set([...Array.from({ length: 10 }, (_, i) => Math.ceil((steps * (i + 1)) / 10)), ...measured.keys()]),
      ];
      return [
        ...kindsOf(trace).flatMap((kind) =>
          lengths
            .sort((a, b) => a - b)
            .map((length) => [
              cell,
              t(`figure.memory_${kind}`, { k }),
              length,
              values(run.memory_curve[kind])[length - 1],
              measured.get(length)?.[kind] ?? "",
              length === steps ? priceOf(context, trace, run.cell, kind) : "",
            ]),
        ),
        ...Object.entries(run.memory.parts).map(([part, bytes]) => [cell, part, steps, bytes, "", ""]),
      ];
    }),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const memory = { id: "memory", fields: ["memory", "memory_curve"], figure };
