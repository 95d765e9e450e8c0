/**
 * The time axis of the training charts: iterations from 0 to a round number, which moves rarely and in plain sight; the
 * changes that were made on the way, as marks with their names above the panels; where a model ended, as a cross.
 */

import { geometry, nth } from "../figure/frame.js";
import { spread } from "../figure/labels.js";
import { roundStep } from "./downsample.js";
import { changeName, endText, lowered, modelColour, modelName } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./types.js").ChangeMark} ChangeMark */

/**
 * The end of the axis: a round number that holds the run and its branches, and no more than the run was asked for.
 * @param {TrainingRecord} record
 */
export function limitOf({ iteration, ghosts, started }) {
  const newest = Math.max(iteration, ...ghosts.map(({ record }) => record.iteration));
  const iterations = Number(started.config.iterations) || Infinity;
  return Math.max(newest, Math.min(iterations, roundStep(Math.max(100, newest))), 1);
}

/**
 * The horizontal axis of a panel. Its end is written by `dress`, in words.
 * @param {FigureContext} context
 * @param {number} limit
 * @param {number} width of the panel in pixels
 */
export function timeAxis({ theme, t }, limit, width) {
  const em = theme.font.size;
  const last = t("train.iteration_at", { n: limit }).length * 0.54 * em;
  const stride = roundStep(limit / Math.max(1, Math.min(10, Math.floor(width / (em * 4.5)))));
  /** @type {number[]} */
  const tickvals = [];
  for (let tick = 0; tick < limit; tick += stride)
    if ((1 - tick / limit) * width > last + em * (0.6 + 0.25 * String(tick).length)) tickvals.push(tick);
  return { range: [0, limit], tickvals, ticktext: tickvals.map(String) };
}

/**
 * About how wide a text is, in pixels, in a wide font: there is nothing to measure it with here.
 * @param {string} text
 * @param {number} size
 */
export function widthOf(text, size) {
  const plain = text.replace(/<[^>]*>/g, "");
  const wide = plain.match(/[A-ZÑ%×≥≤━m]/g)?.length ?? 0;
  const narrow = plain.match(/[iljft.,:' ·]/g)?.length ?? 0;
  return (0.6 * plain.length + 0.15 * wide - 0.24 * narrow) * size;
}

/**
 * Names of changes over their marks. Those too close to stand side by side share one name.
 * @param {FigureContext} context
 * @param {ChangeMark[]} changes in the order of their iterations
 * @param {number} limit
 * @param {number} width in pixels
 * @returns {{ at: number, text: string }[]} the middle of each name, in pixels
 */
export function markNames(context, changes, limit, width) {
  const size = context.theme.font.size * 0.8;
  const longest = Math.min(width, size * 22);
  /** @param {ChangeMark[]} group */
  function named(group) {
    // of a slider that was dragged only where it came to rest is of interest
    const names = [...new Map(group.map((change) => [change.field, changeName(context, change)])).values()];
    const all = names.join(" · ");
    const text = widthOf(all, size) <= longest ? all : `${names[names.length - 1]} +${group.length - 1}`;
    const half = widthOf(text, size) / 2;
    const middle = (((group[0].iteration + group[group.length - 1].iteration) / 2) * width) / limit;
    return { group, text, half, at: Math.max(half, Math.min(width - half, middle)) };
  }
  let names = changes.map((change) => named([change]));
  for (let k = 1; k < names.length; ) {
    const [a, b] = [names[k - 1], names[k]];
    if (b.at - a.at >= a.half + b.half + size) k += 1;
    else {
      names = [...names.slice(0, k - 1), named([...a.group, ...b.group]), ...names.slice(k + 1)];
      k = Math.max(1, k - 1);
    }
  }
  return names.map(({ at, text }) => ({ at, text }));
}

/**
 * Add to a frame what all panels over the iterations have: the axis's words, the marks of changes.
 * @param {FigureContext} context
 * @param {{ layout: Record<string, any>, height: number }} built by `frame`, every panel with its `timeAxis`
 * @param {TrainingRecord} record
 * @param {{ limit: number, columns?: number, shift?: number }} options
 * @returns {any[]} what draws the marks; to be put behind or before the data
 */
export function dress(context, { layout, height }, record, { limit, columns = 1 }) {
  const { theme, t } = context;
  const em = theme.font.size;
  const changes = record.changes.filter(({ iteration }) => iteration <= limit);
  const count = geometry(layout).length;
  if (changes.length) {
    // the names stand in a line of their own, between the titles and the uppermost panels
    const room = (em * 1.15) / (height - layout.margin.b);
    for (let i = 0; i < Math.min(columns, count); i++) layout[`yaxis${nth(i)}`].domain[1] -= room;
  }
  const boxes = geometry(layout);
  boxes.forEach((box, i) => {
    const axis = nth(i);
    if (layout[`xaxis${axis}`].showticklabels)
      layout.annotations.push({
        text: t("train.iteration_at", { n: limit }),
        xref: `x${axis}`,
        yref: `y${axis} domain`,
        x: limit,
        y: 0,
        xanchor: "right",
        yanchor: "top",
        yshift: -4,
        showarrow: false,
        font: { color: theme.muted, size: layout.font.size },
      });
    if (i < columns && changes.length && box.width > em * 9)
      for (const { at, text } of markNames(context, changes, limit, box.width))
        layout.annotations.push({
          text,
          xref: `x${axis} domain`,
          yref: `y${axis} domain`,
          x: at / box.width,
          y: 1,
          xanchor: "center",
          yanchor: "bottom",
          yshift: 2,
          showarrow: false,
          font: { color: theme.ink, size: em * 0.8 },
        });
  });
  if (!changes.length) return [];
  const places = [...new Set(changes.map(({ iteration }) => iteration))];
  return boxes.flatMap((box) => {
    const [low, high] = box.yRange;
    const line = {
      type: "scatter",
      mode: "lines",
      x: places.flatMap((at) => [at, at, null]),
      y: places.flatMap(() => [low, high, null]),
      xaxis: box.x,
      yaxis: box.y,
      hoverinfo: "skip",
    };
    return [
      { ...line, line: { color: theme.surface, width: 2.5 }, opacity: 0.5 },
      { ...line, line: { color: theme.muted, width: 1 } },
    ];
  });
}

/**
 * Crosses where models ended, each with its name and why.
 * @param {FigureContext} context
 * @param {Record<string, any>} layout
 * @param {TrainingRecord} record
 * @param {{ models?: number[], limit: number, height: number, range: readonly [number, number], axis?: string,
 *   y: (model: number) => number, named?: boolean }} where
 */
export function crosses(context, layout, record, { models, limit, height, range, axis = "", y, named = true }) {
  const em = context.theme.font.size;
  const ended = (models ?? record.models.map((_, m) => m)).filter((m) => record.ends[m]);
  const perPixel = Math.abs(range[1] - range[0]) / height;
  const [low, high] = [Math.min(...range), Math.max(...range)];
  const edge = em * 0.6 * perPixel;
  const places = spread(ended.map(y), em * 1.2 * perPixel, [low + edge, high - edge]);
  return ended.map((m, k) => {
    const at = /** @type {import("./types.js").End} */ (record.ends[m]).iteration;
    const leftwards = at > limit * 0.55;
    const colour = modelColour(context, record.models[m]);
    const text = endText(context, record, m);
    layout.annotations.push({
      text: named ? `<b>${lowered(modelName(context, record.models[m]))}</b>  ${text}` : text,
      xref: `x${axis}`,
      yref: `y${axis}`,
      x: at,
      y: places[k],
      xanchor: leftwards ? "right" : "left",
      yanchor: "middle",
      xshift: leftwards ? -em * 0.7 : em * 0.7,
      showarrow: false,
      font: { color: colour, size: em * 0.87 },
    });
    return {
      type: "scatter",
      mode: "markers",
      x: [at],
      y: [y(m)],
      marker: { color: colour, symbol: "x", size: em * 0.7 },
      cliponaxis: false,
      hoverinfo: "skip",
      xaxis: `x${axis}`,
      yaxis: `y${axis}`,
    };
  });
}
