/** Where the gradient at a step comes from: its own loss (dots) and what arrives from the step after it (line). */

import { columnsFor, frame, nth } from "../figure/frame.js";
import { layersShown } from "../figure/layers.js";
import { cuts, line, normText } from "../figure/lines.js";
import { place, scaleOf } from "../figure/scale.js";
import { nameOf, panelTitle, runName, sentences, stepTable } from "../figure/words.js";
import { norms, ZERO } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/**
 * What reaches a step from within the step, as the end of a text's key: its own loss; below the highest layer what comes
 * down from the one above; of all layers together both.
 * @param {import("../base/types.js").Run} run
 */
const sourceOf = ({ layer = 1, depth = 1 }) => (depth === 1 || layer === depth ? "" : layer ? "_below" : "_all");

/** The same with whence the rest arrives: in a layer that reads from the end it is the step before. @param {import("../base/types.js").Run} run */
const wayOf = (run) => sourceOf(run) || (run.reversed ? "_reverse" : "");

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const scale = scaleOf(page);
  const every = scale.ticks.filter((_, i) => i % 2 === 0);
  /** @typedef {import("../base/types.js").Run} Run */
  const within = (/** @type {Run} */ run) => t(`figure.own_loss${sourceOf(run)}`, { above: (run.layer ?? 1) + 1 });
  const arrives = (/** @type {Run} */ run) => t(run.reversed ? "figure.arrives_reverse" : "figure.arrives");
  const title = (/** @type {Run} */ run) =>
    t(`figure.split_title${wayOf(run)}${context.width > 430 ? "" : "_short"}`, { above: (run.layer ?? 1) + 1 });
  const { layout, height, cursor } = frame(
    context,
    trace.runs.map((run, i) => ({
      title: panelTitle(context, run, i === 0 || wayOf(run) !== wayOf(trace.runs[0]) ? title(run) : ""),
      colour: theme.cells[nameOf(run)],
      y: {
        range: [scale.floor, scale.ceiling],
        showticklabels: true,
        showgrid: true,
        tickvals: every,
        ticktext: every.map((tick) => scale.text[scale.ticks.indexOf(tick)]),
      },
    })),
    { steps, left: 4.2, row: 7, gap: 5, columns: columnsFor(context, trace.runs.length, 7) },
  );
  const source = sourceOf(trace.runs[0]);
  const { layer = 1 } = trace.runs[0];
  const data = trace.runs.flatMap((run, i) => {
    const axes = { xaxis: `x${nth(i)}`, yaxis: `y${nth(i)}`, hoverinfo: "skip", cliponaxis: false };
    const colour = theme.cells[nameOf(run)];
    const future = norms(run.norms.d_state_future.h);
    const local = norms(run.norms.d_state_local.h);
    const name = runName(context, run);
    // nothing arrives at the last step, and where nothing arrives nothing is drawn
    const arriving = line(future, scale, [trace.focus ?? steps, ...cuts(trace, run)]);
    /** @type {number[]} */
    const x = [];
    /** @type {(number | null)[]} */
    const y = [];
    local.log10.forEach((log10, step) => {
      if (local.status[step] === ZERO) return;
      x.push(step + 1);
      y.push(place(log10, local.status[step], scale));
    });
    return [
      {
        type: "scatter",
        mode: "lines",
        ...arriving,
        line: { color: colour, width: em / 5 },
        meta: { label: `${name}, ${arrives(run)}`, format: "norm", values: future.log10 },
        ...axes,
      },
      {
        type: "scatter",
        mode: "markers",
        x,
        y,
        marker: {
          color: theme.surface,
          size: em * (x.length > 60 ? 0.35 : 0.55),
          line: { color: colour, width: em / 8 },
        },
        meta: { label: `${name}, ${within(run)}`, format: "norm", values: local.log10 },
        ...axes,
      },
    ];
  });
  const text = (/** @type {any} */ series, /** @type {number} */ i) => normText(norms(series), i, context);
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t(`view.split.summary${source}`, { layer, above: layer + 1 }),
      t(trace.config.loss_at === "every" ? "view.split.summary_every" : `view.split.summary_last${source && "_deep"}`, {
        steps: trace.focus ?? steps,
      }),
      trace.runs.some((run) => run.reversed) ? t("view.split.summary_reverse") : "",
      layersShown(context, trace),
    ]),
    table: stepTable(
      context,
      steps,
      trace.runs.flatMap((run) => [
        {
          name: `${runName(context, run)}, ${within(run)}`,
          text: (/** @type {number} */ i) => text(run.norms.d_state_local.h, i),
        },
        {
          name: `${runName(context, run)}, ${arrives(run)}`,
          text: (/** @type {number} */ i) => text(run.norms.d_state_future.h, i),
        },
      ]),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const split = { id: "split", fields: ["norms"], figure };
