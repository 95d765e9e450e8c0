/** Predicted numbers: as points against their targets where one step is judged, as lines over the steps where many are. */

import { frame, geometry, nth, stepTicks } from "../figure/frame.js";
import { roundStep } from "./downsample.js";
import { labelRoom, nameLines, rightEnd, titleOf } from "./line_chart.js";
import { modelColour, modelName } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./views/predictions.js").Shown} Shown */

/**
 * A range around the targets, which stay the same while a run lasts: so the scale does too. And round ticks inside.
 * @param {Shown} shown
 * @param {number} sequences how many of them
 * @returns {{ range: [number, number], ticks: number[] }}
 */
function scaleOfTargets({ steps, target }, sequences) {
  let low = Infinity;
  let high = -Infinity;
  for (let n = 0; n < steps.length; n++)
    for (let s = 0; s < sequences; s++) {
      const value = target(n, s);
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (!(low <= high)) [low, high] = [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.14;
  const range = /** @type {[number, number]} */ ([low - air, high + air]);
  const stride = fine((range[1] - range[0]) / 4);
  const ticks = [];
  for (let k = Math.ceil(range[0] / stride); k * stride <= range[1]; k++)
    ticks.push(Number((k * stride).toPrecision(10)));
  return { range, ticks };
}

/** 0.1, 0.2, 0.5, 1 …: the first that is at least `size`. @param {number} size */
function fine(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return Number((roundStep(size / power) * power).toPrecision(10));
}

/** A number inside a range; not a number nowhere. @param {number} value @param {readonly [number, number]} range */
const inside = (value, [low, high]) => (Number.isNaN(value) ? null : Math.min(high, Math.max(low, value)));

/** Numbers of the judged steps in the places of their steps, as the cursor looks them up. @param {number[]} steps @param {(n: number) => number} at */
function byStep(steps, at) {
  /** @type {(number | null)[]} */
  const list = new Array(steps[steps.length - 1] ?? 0).fill(null);
  steps.forEach((step, n) => {
    list[step - 1] = at(n);
  });
  return list;
}

/** Root of the mean squared distance, in words. @param {FigureContext} context @param {number[]} differences */
function distance({ t, numbers }, differences) {
  const mean = differences.reduce((sum, difference) => sum + difference * difference, 0) / (differences.length || 1);
  return t("train.distance", { value: numbers.value(Math.sqrt(mean), 2) });
}

/**
 * Prediction (upwards) against target (to the right): on the diagonal it is right.
 * @param {TrainingRecord} record
 * @param {FigureContext} context
 * @param {Shown} shown
 */
export function points(record, context, shown) {
  const { theme, numbers, width, t } = context;
  const em = theme.font.size;
  const { models } = record;
  const { sequences } = shown;
  const { range, ticks } = scaleOfTargets(shown, sequences);
  const columns = width > 620 ? (models.length > 3 && width < 1100 ? 2 : models.length) : Math.min(2, models.length);
  const gap = 2.6;
  const panel = (width - em * (5 + gap * (columns - 1))) / columns;
  const each = Array.from({ length: sequences }, (_, s) => s);
  const baseline = each.map((s) => shown.baseline(0, s));
  const constant = baseline.every((value) => Math.abs(value - baseline[0]) < 1e-9);
  const axis = { tickvals: ticks, ticktext: ticks.map((tick) => numbers.plain(tick)) };
  const crowded = panel < em * 12;
  const few = {
    tickvals: [ticks[0], ticks[ticks.length - 1]],
    ticktext: [axis.ticktext[0], String(axis.ticktext.at(-1))],
  };
  const words = models.map((_, m) => {
    const read = shown.models[m];
    return read
      ? distance(
          context,
          each.map((s) => read(0, s) - shown.target(0, s)),
        )
      : "";
  });
  const built = frame(
    context,
    models.map((model, m) => ({
      title: titleOf(context, modelName(context, model), [words[m]], panel + gap * em),
      colour: modelColour(context, model),
      x: { range, ...(crowded ? few : axis) },
      y: { range, showticklabels: m % columns === 0, showgrid: true, ...axis },
    })),
    { columns, left: 3.4, right: 1.6, gap, row: Math.min(22, panel / em), stacked: false },
  );
  const { layout, height } = built;
  const data = models.map((model, m) => {
    const read = shown.models[m];
    return {
      type: "scatter",
      mode: "markers",
      x: read ? each.map((s) => inside(shown.target(0, s), range)) : [],
      y: read ? each.map((s) => inside(read(0, s), range)) : [],
      marker: {
        color: modelColour(context, model),
        size: em / 2.1,
        opacity: 0.75,
        // what lies outside is held at the edge, and points to where it is
        symbol: read
          ? each.map((s) =>
              read(0, s) > range[1] ? "triangle-up" : read(0, s) < range[0] ? "triangle-down" : "circle",
            )
          : [],
      },
      cliponaxis: false,
      hoverinfo: "skip",
      xaxis: `x${nth(m)}`,
      yaxis: `y${nth(m)}`,
    };
  });
  models.forEach((_, m) => {
    const axes = { xref: `x${nth(m)}`, yref: `y${nth(m)}`, type: "line", layer: "below" };
    const [low, high] = range;
    layout.shapes.push({ ...axes, x0: low, x1: high, y0: low, y1: high, line: { color: theme.muted, width: 1.5 } });
    if (constant)
      layout.shapes.push({
        ...axes,
        x0: low,
        x1: high,
        y0: baseline[0],
        y1: baseline[0],
        line: { color: theme.muted, width: 1.5, dash: "6px,5px" },
      });
    if (m > 0) return;
    layout.annotations.push(
      ...[
        { text: t("train.target"), y: 0, yanchor: "bottom", x: 1, xanchor: "right", xshift: -3, yshift: 2 },
        { text: t("train.prediction"), y: 1, yanchor: "top", x: 0, xanchor: "left", xshift: 5, yshift: -2 },
      ].map((note) => ({
        ...note,
        xref: "x domain",
        yref: "y domain",
        showarrow: false,
        font: { color: theme.muted, size: em * 0.8 },
      })),
    );
  });
  return {
    data,
    layout,
    height,
    cursor: [],
    words,
    table: {
      columns: [t("train.sequence"), t("train.target"), ...models.map((model) => modelName(context, model))],
      get rows() {
        return each.map((s) => [
          s + 1,
          numbers.value(shown.target(0, s)),
          ...shown.models.map((read) => (read ? numbers.value(read(0, s)) : "–")),
        ]);
      },
    },
  };
}

/**
 * One sequence over its judged steps: targets as rings, every model as a line.
 * @param {TrainingRecord} record
 * @param {FigureContext} context
 * @param {Shown} shown
 */
export function lines(record, context, shown) {
  const { theme, numbers, width, t } = context;
  const em = theme.font.size;
  const { models } = record;
  const { steps } = shown;
  const { range, ticks } = scaleOfTargets(shown, 1);
  const words = models.map((_, m) => {
    const read = shown.models[m];
    return read
      ? distance(
          context,
          steps.map((_step, n) => read(n, 0) - shown.target(n, 0)),
        )
      : "";
  });
  const labels = models.map((model) => ({ name: modelName(context, model), text: "" }));
  const room = labelRoom(context, [...labels, { name: "", text: t("train.target") }]);
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const shift = first - 1; // the judged steps may be the end of a sequence
  const inner = width - em * (3.4 + room);
  const marked = stepTicks(last - shift, Math.min(10, Math.floor(inner / (em * 4)))).map((tick) => tick + shift);
  const built = frame(
    context,
    [
      {
        title: t("train.outputs_title"),
        colour: theme.muted,
        x: {
          range: [first - 0.5, last + 0.5],
          tickvals: marked,
          ticktext: marked.map((tick, i) => (i === 0 ? `t = ${tick}` : String(tick))),
        },
        y: {
          range,
          showticklabels: true,
          showgrid: true,
          tickvals: ticks,
          ticktext: ticks.map((v) => numbers.plain(v)),
        },
      },
    ],
    { row: 15, left: 3.4, right: room },
  );
  const { layout, height, cursor } = built;
  const [box] = geometry(layout);
  const common = { type: "scatter", hoverinfo: "skip" };
  const dense = steps.length > box.width / em;
  /** @type {any[]} */
  const data = [
    {
      ...common,
      mode: dense ? "lines" : "lines+markers",
      x: steps,
      y: steps.map((_, n) => inside(shown.target(n, 0), range)),
      line: { color: dense ? theme.ink : theme.line, width: dense ? em / 8 : 1 },
      marker: { color: theme.surface, size: em * 0.5, line: { color: theme.ink, width: em / 9 } },
      meta: { label: t("train.target"), format: "value" },
    },
    {
      ...common,
      mode: "lines",
      x: steps,
      y: steps.map((_, n) => inside(shown.baseline(n, 0), range)),
      line: { color: theme.faint, width: 1.2, dash: "3px,3px" },
      meta: { label: t("train.baseline"), format: "value" },
    },
  ];
  const target = rightEnd({ x: steps, y: data[0].y });
  const ends = target ? [{ name: "", text: t("train.target"), colour: theme.ink, y: target.y }] : [];
  models.forEach((model, m) => {
    const read = shown.models[m];
    if (!read) return;
    const colour = modelColour(context, model);
    const y = steps.map((_, n) => inside(read(n, 0), range));
    data.push({
      ...common,
      mode: "lines",
      x: steps,
      y,
      line: { color: colour, width: em / 6, dash: theme.dashes[model.name] },
      meta: { label: modelName(context, model), format: "value", values: byStep(steps, (n) => read(n, 0)) },
    });
    const end = rightEnd({ x: steps, y });
    if (end) ends.push({ name: labels[m].name, text: "", colour, y: end.y });
  });
  nameLines(context, layout, ends, { height: box.height, range, limit: last + 0.5, room });
  return {
    data,
    layout,
    height,
    cursor,
    over: /** @type {const} */ ("steps"),
    words,
    table: {
      columns: [
        t("figure.step"),
        t("train.target"),
        t("train.baseline"),
        ...models.map((model) => modelName(context, model)),
      ],
      get rows() {
        return steps.map((step, n) => [
          step,
          numbers.value(shown.target(n, 0)),
          numbers.value(shown.baseline(n, 0)),
          ...shown.models.map((read) => (read ? numbers.value(read(n, 0)) : "–")),
        ]);
      },
    },
  };
}
