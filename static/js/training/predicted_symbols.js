/** Predicted symbols where many steps are judged: what was due and what each model finds likeliest, side by side. */

import { mix } from "../figure/colour.js";
import { frame, stepTicks } from "../figure/frame.js";
import { heatmap } from "../figure/heatmap.js";
import { likeliest, symbolsOf } from "./predicted_classes.js";
import { lowered, modelColour, modelName } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./views/predictions.js").Shown} Shown */

/** Steps around the part in which something is asked for, in a long sequence of the same answer. */
const AROUND = 3;

/**
 * The steps at which something is asked for that is not the commonest answer, with a few around them.
 * @param {Shown} shown
 */
function windowOf({ steps, target }) {
  const classes = steps.map((_, n) => target(n, 0));
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const symbol of classes) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const [commonest, often] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const uncommon = classes.flatMap((symbol, n) => (symbol === commonest ? [] : [n]));
  if (often < steps.length / 2 || !uncommon.length) return { from: 0, to: steps.length };
  return {
    from: Math.max(0, uncommon[0] - AROUND),
    to: Math.min(steps.length, uncommon[uncommon.length - 1] + 1 + AROUND),
  };
}

/**
 * The symbols that were due and those that each model finds likeliest, one row each; wrong ones stand out.
 * @param {TrainingRecord} record
 * @param {FigureContext} context
 * @param {Shown} shown
 */
export function symbols(record, context, shown) {
  const { theme, numbers, t, width } = context;
  const em = theme.font.size;
  const { models } = record;
  const { steps, classes } = shown;
  const names = symbolsOf(context, record);
  const write = (/** @type {number} */ k) => (k < 0 ? "NaN" : (names[k] ?? String(k)));
  const { from, to } = windowOf(shown);
  const seen = steps.slice(from, to);
  const read = models.map((_, m) => {
    const outputs = shown.models[m];
    return outputs ? steps.map((_step, n) => likeliest(outputs, n, 0, classes)) : null;
  });
  const targets = steps.map((_, n) => shown.target(n, 0));
  const due = targets.slice(from, to);
  const rightOf = (/** @type {number} */ m) =>
    (read[m]?.slice(from, to).filter((k, i) => k === due[i]).length ?? 0) / (seen.length || 1);
  const left = Math.min(
    9,
    Math.max(t("train.target").length, ...models.map((m) => modelName(context, m).length)) * 0.56 + 1,
  );
  const inner = width - em * (left + 3.6);
  const cell = inner / (seen.length || 1);
  const lettered = cell > em * 0.9;
  const rows = models.length + 1;
  const first = seen[0] ?? 1;
  const marked = stepTicks(seen.length, Math.min(10, Math.floor(inner / (em * 4)))).map((tick) => tick + first - 1);
  const built = frame(
    context,
    [
      {
        title: t(lettered ? "train.symbols_title" : "train.symbols_title_short"),
        colour: theme.muted,
        x: {
          range: [first - 0.5, first + seen.length - 0.5],
          tickvals: marked,
          ticktext: marked.map((tick, i) => (i === 0 ? `t = ${tick}` : String(tick))),
        },
        y: {
          range: [rows - 0.5, -0.5],
          showticklabels: true,
          color: theme.ink,
          tickvals: [0],
          ticktext: [`<b>${t("train.target")}</b>`],
        },
      },
    ],
    { row: rows * 2.4, left, right: 3.6 },
  );
  const { layout, height, cursor } = built;
  const note = { xref: "x", yref: "y", showarrow: false };
  /** @type {any[]} */
  const data = [];
  const strip = (/** @type {number} */ row, /** @type {(number | null)[]} */ z, /** @type {any} */ colorscale) =>
    data.push(
      heatmap({
        x0: first,
        dx: 1,
        y: [row - 0.42, row + 0.42],
        z: [z],
        xgap: lettered ? 2 : 0,
        shade: { zmin: 0, zmax: 1, colorscale },
      }),
    );
  /** @param {number} row @param {number[]} list @param {(i: number) => string} colour */
  const letters = (row, list, colour) => {
    if (!lettered) return;
    list.forEach((k, i) => {
      layout.annotations.push({
        ...note,
        text: `<b>${write(k)}</b>`,
        x: first + i,
        y: row,
        font: { color: colour(i), size: em * Math.min(1, (cell / em) * 0.5 + 0.3) },
      });
    });
  };
  const commonest = from > 0 || to < steps.length ? targets[0] : -1;
  strip(
    0,
    due.map((k) => (lettered ? (k === commonest ? 0 : 1) : k / Math.max(1, classes - 1))),
    lettered
      ? [
          [0, theme.grid],
          [1, theme.line],
        ]
      : theme.sequential,
  );
  letters(0, due, () => theme.ink);
  models.forEach((model, m) => {
    const list = read[m]?.slice(from, to);
    const colour = modelColour(context, model);
    layout.annotations.push({
      ...note,
      text: `<b>${lowered(modelName(context, model))}</b>`,
      xref: "x domain",
      x: 0,
      y: m + 1,
      xanchor: "right",
      xshift: -6,
      font: { color: colour, size: em * 0.93 },
    });
    if (!list) return;
    const wrong = mix(theme.error, theme.surface, 0.12);
    strip(
      m + 1,
      list.map((k, i) => (k === due[i] ? 0 : 1)),
      [
        [0, mix(colour, theme.surface, lettered ? 0.78 : 0.45)],
        [1, lettered ? mix(theme.error, theme.surface, 0.15) : wrong],
      ],
    );
    letters(m + 1, list, (i) => (list[i] === due[i] ? theme.ink : theme.surface));
    layout.annotations.push({
      ...note,
      text: numbers.percent(rightOf(m)),
      xref: "x domain",
      x: 1,
      y: m + 1,
      xanchor: "left",
      xshift: em * 0.5,
      font: { color: colour, size: em * 0.93 },
    });
  });
  return {
    data,
    layout,
    height,
    cursor,
    over: /** @type {const} */ ("steps"),
    words: models.map((_, m) => (read[m] ? t("train.right", { share: numbers.percent(rightOf(m)) }) : "")),
    table: {
      columns: [t("figure.step"), t("train.target"), ...models.map((model) => modelName(context, model))],
      get rows() {
        return steps.map((step, n) => [step, write(targets[n]), ...read.map((list) => (list ? write(list[n]) : "–"))]);
      },
    },
  };
}
