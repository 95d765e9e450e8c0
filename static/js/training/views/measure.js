/**
 * An application's own measure on what it never trained on: a line for each model, the baseline that uses no memory as a
 * line to get past, and what the weights that ship have reached.
 */

import { measureName, valueText } from "../../applications/measure_text.js";
import { frame, geometry } from "../../figure/frame.js";
import { nothingOver, overIterations } from "../../figure/over_iterations.js";
import { applicationOf } from "../application_sentence.js";
import { drawn, level, listed, strong } from "../evaluations.js";
import { dress, limitOf, timeAxis } from "../iteration_axis.js";
import { branches, headline, labelRoom, nameLines, rightEnd } from "../line_chart.js";
import { endText, modelColour, modelName } from "../words.js";

/** @typedef {import("../../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").TrainingRecord} TrainingRecord */

/** Numbers at the axis. */
const TICKS = 5;

/** The measure of one model as a line. @param {TrainingRecord} record @param {number} m */
function measured({ evaluations, iteration }, m) {
  const values = evaluations.models[m].figure ?? [];
  const indices = drawn(evaluations, (at, i) => at <= iteration && Number.isFinite(values[i]));
  return { x: indices.map((i) => evaluations.iterations[i]), y: indices.map((i) => values[i]) };
}

/**
 * Round ends and ticks around all of some numbers; shares stay within 0 … 1.
 * @param {number[]} numbers
 */
function rangeOf(numbers) {
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (low >= 0 && high <= 1) return { range: /** @type {[number, number]} */ ([0, 1]), ticks: [0, 0.25, 0.5, 0.75, 1] };
  const rough = (high - low || Math.abs(high) || 1) / (TICKS - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((round) => round >= rough) ?? rough;
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => from + k * step);
  return { range: /** @type {[number, number]} */ ([from, to]), ticks };
}

/** @param {TrainingRecord} record @param {FigureContext} context */
function figure(record, context) {
  const { theme, catalogue } = context;
  const t = /** @type {import("../../base/i18n.js").I18n} */ (context.t);
  const em = theme.font.size;
  const { models, started, evaluations } = record;
  const limit = limitOf(record);
  const { entry, measured: shipped } = applicationOf(started.config, catalogue);
  const spell = (/** @type {number} */ value) => valueText(entry?.measure ?? "", value, t);
  const lines = models.map((_, m) => measured(record, m));
  const known = shipped
    ? [
        { value: shipped.baseline, text: `${t(`appbaseline.${entry?.baseline}`)} ${spell(shipped.baseline)}` },
        { value: shipped.value, text: t("apps.shipped", { value: spell(shipped.value) }) },
      ]
    : [];
  const labels = models.map((model, m) => ({
    name: modelName(context, model),
    text: lines[m].y.length ? spell(lines[m].y[lines[m].y.length - 1]) : "",
  }));
  const numbers = [...lines.flatMap(({ y }) => y), ...known.map(({ value }) => value)];
  const { range, ticks } = rangeOf(numbers.length ? numbers : [0, 1]);
  const room = labelRoom(context, [...labels, ...known.map(({ text }) => ({ name: "", text }))]);
  const built = frame(
    context,
    [
      {
        title: headline(context, [
          entry ? measureName(entry, started.config.variant, t) : "",
          branches(context, record),
        ]),
        colour: theme.muted,
        x: timeAxis(context, limit, context.width - em * (3.4 + room)),
        y: { range, showticklabels: true, showgrid: true, tickvals: ticks, ticktext: ticks.map(spell) },
      },
    ],
    { row: 15, left: 4, right: room },
  );
  const { layout } = built;
  if (!entry) {
    return nothingOver(context, built, t("train.no_measure"));
  }
  const marks = dress(context, built, record, { limit });
  const [box] = geometry(layout);
  layout.shapes.push(...known.map(({ value }, k) => level(context, value, k ? "2px,4px" : undefined)));
  nameLines(
    context,
    layout,
    [
      ...models.flatMap((model, m) => {
        const end = rightEnd(lines[m]);
        return end ? [{ ...labels[m], colour: modelColour(context, model), y: end.y }] : [];
      }),
      ...known.map(({ value, text }) => ({ name: "", text, colour: theme.muted, y: value })),
    ],
    { height: box.height, range, limit, room },
  );
  const shown = listed(evaluations);
  const evaluated = evaluations.iterations.at(-1);
  return overIterations(context, built, {
    data: [...marks, ...models.map((model, m) => strong(context, model, lines[m], lines[m].y))],
    summary: [
      evaluated === undefined
        ? ""
        : t("view.train_measure.summary", {
            n: t.number(evaluated),
            measure: measureName(entry, started.config.variant, t),
          }),
      ...labels.map(({ name }, m) => {
        if (record.ends[m]) return `${name}: ${endText(context, record, m)}.`;
        const value = evaluations.models[m].figure?.at(-1);
        return value === undefined ? "" : `${name}: ${spell(value)}.`;
      }),
      ...known.map(({ text }) => `${text}.`),
    ],
    at: shown.map((i) => evaluations.iterations[i]),
    columns: models.map((_, m) => ({
      name: labels[m].name,
      text: (/** @type {number} */ k) => spell(evaluations.models[m].figure?.[shown[k]] ?? Number.NaN),
    })),
  });
}

/** @type {import("../figure.js").TrainingView} */
export const measure = { id: "train_measure", of: "training", figure };
