/** Clipping: the gradient of every parameter before (ring) and after (dot), with the threshold and how far it turned. */

import { numberOf, powerOfTen } from "../base/numbers.js";
import { frame, nth } from "../figure/frame.js";
import { layerOfParam } from "../figure/layers.js";
import { nameOf, panelTitle, runName, sentences } from "../figure/words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Norm} Norm */

const LOW = -12;
const HIGH = 12;
/** Where the angle stands, in rows: above the first. */
const ABOVE = -0.75;

/** @param {Norm} norm */
const at = ({ log10, status }) =>
  status === "nan"
    ? null
    : status === "overflow"
      ? HIGH
      : status === "zero"
        ? LOW
        : Math.min(HIGH, Math.max(LOW, numberOf(log10)));

/** The angle between the gradient before and after, NaN where there is none. @param {Run} run */
const angleOf = ({ clipping }) => numberOf(clipping.angle);

/**
 * The angle above the row of all parameters, from that end of its line on which there is room for it.
 * @param {FigureContext} context
 * @param {Run} run
 * @param {number} i
 * @param {number[]} range
 */
function angleNote({ t, theme, numbers }, run, i, range) {
  const points = [at(run.clipping.before), at(run.clipping.after)].filter((v) => v !== null);
  const rightwards = Math.min(...points) < (range[0] + range[1]) / 2;
  return {
    text: t("figure.turned", { angle: numbers.value(angleOf(run)) }),
    xref: `x${nth(i)}`,
    yref: `y${nth(i)}`,
    x: rightwards ? Math.min(...points) : Math.max(...points),
    y: ABOVE,
    xanchor: rightwards ? "left" : "right",
    yanchor: "middle",
    showarrow: false,
    font: { color: theme.ink, size: theme.font.size * 0.87 },
  };
}

/** What became of the gradient's direction. @param {Trace} trace @param {FigureContext} context */
function directionOf({ runs }, context) {
  const { t, numbers } = context;
  if (runs[0].clipping.mode === "none") return "";
  const cell = (/** @type {Run} */ run) => runName(context, run);
  const known = runs.filter((run) => !Number.isNaN(angleOf(run)));
  const turned = known.some((run) => angleOf(run) > 0);
  const angles = known.map((run) =>
    t("view.clipping.direction_cell", { cell: cell(run), angle: numbers.value(angleOf(run)) }),
  );
  return sentences([
    turned ? t("view.clipping.direction_turned", { angles: t.list(angles) }) : "",
    known.length && !turned ? t("view.clipping.direction_kept") : "",
    ...runs
      .filter((run) => Number.isNaN(angleOf(run)))
      .map((run) => t(`view.clipping.direction_${run.clipping.angle === null ? "zero" : "nan"}`, { cell: cell(run) })),
  ]);
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers } = context;
  const em = theme.font.size;
  const columns = context.width > 760 ? trace.runs.length : 1;
  // one line for each parameter that any of the cells has, so that the same ones stand beside each other
  const named = new Set(trace.runs.flatMap(({ clipping }) => Object.keys(clipping.params)));
  const names = [...named].sort((a, b) => rank(a) - rank(b));
  const lists = trace.runs.map(({ clipping }) => [
    { name: t("figure.all_parameters"), row: 0, before: clipping.before, after: clipping.after },
    ...Object.entries(clipping.params).map(([name, norms]) => ({ name, row: 1 + names.indexOf(name), ...norms })),
  ]);
  const logarithms = lists
    .flat()
    .flatMap(({ before, after }) => [at(before), at(after)])
    .filter((v) => v !== null);
  const range = [
    Math.min(-4, Math.floor(Math.min(...logarithms))) - 0.3,
    Math.max(2, Math.ceil(Math.max(...logarithms))) + 0.3,
  ];
  const stride = range[1] - range[0] > 9 ? 4 : 2;
  /** @type {number[]} */
  const ticks = [];
  for (let tick = Math.ceil(range[0] / stride) * stride; tick <= range[1]; tick += stride) ticks.push(tick);
  const { mode, threshold } = trace.runs[0].clipping;
  const { layout, height } = frame(
    context,
    trace.runs.map((run, i) => ({
      title: panelTitle(
        context,
        run,
        mode === "none"
          ? ""
          : mode === "norm"
            ? t("figure.clip_factor", { factor: numbers.value(numberOf(run.clipping.factor)) })
            : t("figure.clip_entries", { share: numbers.percent(numberOf(run.clipping.clipped)) }),
      ),
      colour: theme.cells[nameOf(run)],
      x: { range, tickvals: ticks, ticktext: ticks.map(powerOfTen), showgrid: true, gridcolor: theme.grid },
      y: {
        range: [names.length + 0.5, mode === "none" ? -0.5 : ABOVE - 0.4],
        showticklabels: i % columns === 0,
        tickvals: [0, ...names.map((_, k) => k + 1)],
        ticktext: [`<b>${t("figure.all_parameters")}</b>`, ...names.map(subscripted)],
        color: theme.ink,
      },
    })),
    {
      columns,
      left: 7.5,
      right: 2,
      row: Math.max(mode === "none" ? 11 : 12, 1.25 * (names.length + 1)),
      gap: 2,
      stacked: false,
    },
  );
  const line = Math.log10(threshold);
  if (mode !== "none")
    trace.runs.forEach((run, i) => {
      if (!Number.isNaN(angleOf(run))) layout.annotations.push(angleNote(context, run, i, range));
      layout.shapes.push({
        type: "line",
        xref: `x${nth(i)}`,
        yref: `y${nth(i)}`,
        x0: line,
        x1: line,
        y0: names.length + 0.5,
        y1: -0.4,
        line: { color: theme.warn, width: 2, dash: "6px,4px" },
      });
      if (i === 0)
        layout.annotations.push({
          text: t("figure.threshold", { value: numbers.value(threshold) }),
          xref: "x",
          yref: "y domain",
          x: line,
          y: 0,
          xanchor: "left",
          yanchor: "bottom",
          xshift: 4,
          showarrow: false,
          font: { color: theme.warn, size: em * 0.87 },
        });
    });
  const text = (/** @type {Norm} */ norm) =>
    norm.status === "ok"
      ? numbers.norm(numberOf(norm.log10))
      : t(`figure.status_${["ok", "zero", "overflow", "nan"].indexOf(norm.status)}`);
  const data = trace.runs.flatMap((run, i) => {
    const colour = theme.cells[nameOf(run)];
    const axes = { xaxis: `x${nth(i)}`, yaxis: `y${nth(i)}`, type: "scatter", hoverinfo: "skip", cliponaxis: false };
    const rows = lists[i].map(({ row }) => row);
    return [
      {
        ...axes,
        mode: "lines",
        x: lists[i].flatMap(({ before, after }) => [at(before), at(after), null]),
        y: rows.flatMap((k) => [k, k, null]),
        line: { color: colour, width: em / 7 },
        // what explains itself: ring and dot of each line
        meta: {
          marks: lists[i].flatMap(({ name, row, before, after }) => {
            const ends = [at(before), at(after)].filter((v) => v !== null);
            const detail = `${name}: ${t("figure.before")} ${text(before)}, ${t("figure.after")} ${text(after)}`;
            return ends.length
              ? [{ symbol: "clipped", from: Math.min(...ends), to: Math.max(...ends), y: row, detail }]
              : [];
          }),
        },
      },
      {
        ...axes,
        mode: "markers",
        x: lists[i].map(({ before }) => at(before)),
        y: rows,
        marker: { color: theme.surface, size: em * 0.75, line: { color: colour, width: em / 7 } },
      },
      {
        ...axes,
        mode: "markers",
        x: lists[i].map(({ after }) => at(after)),
        y: rows,
        marker: { color: colour, size: em * 0.6 },
      },
    ];
  });
  return {
    data,
    layout,
    height,
    summary: sentences([
      t(`view.clipping.summary_${mode}`, { value: numbers.value(threshold) }),
      ...trace.runs.map((run) =>
        t("view.clipping.summary_cell", {
          cell: runName(context, run),
          before: text(run.clipping.before),
          after: text(run.clipping.after),
        }),
      ),
      directionOf(trace, context),
    ]),
    table: {
      columns: [t("figure.cell"), t("figure.parameter"), t("figure.before"), t("figure.after"), t("figure.angle")],
      rows: trace.runs.flatMap((run, i) =>
        lists[i].map(({ name, row, before, after }) => [
          runName(context, run),
          name,
          text(before),
          text(after),
          row === 0 && run.clipping.angle !== null ? numbers.value(angleOf(run)) : "",
        ]),
      ),
    },
  };
}

/** Layer by layer, and what only the network has at the end. @param {string} name `layer2.W_xh` */
const rank = (name) => layerOfParam(name) ?? Number.MAX_VALUE;

/** @param {string} name `W_xh` → W with a subscript */
const subscripted = (name) => name.replace(/_(\w+)/, "<sub>$1</sub>");

/** @type {import("../figure/types.js").ChartView} */
export const clipping = { id: "clipping", fields: ["clipping"], figure };
