/** What goes in and what comes out: inputs, outputs beside their targets, and the loss of every step. */

import { columnsFor, frame, nth } from "../figure/frame.js";
import { isMarked, nameOf, runName, sentences, stepTable } from "../figure/words.js";
import { grid, symbolsOf, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** Smallest and largest finite value with some air. @param {any[]} arrays @returns {[number, number]} */
function rangeOf(arrays) {
  let low = 0;
  let high = 0;
  for (const array of arrays)
    for (const value of values(array)) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  const air = (high - low || 1) * 0.08;
  return [low < 0 ? low - air : -air / 2, high + air];
}

/**
 * Zero and one round number on each side where there is room.
 * @param {[number, number]} range
 * @param {import("../base/numbers.js").Numbers} numbers
 */
function ticksOf([low, high], numbers) {
  const round = (/** @type {number} */ size) => {
    const power = 10 ** Math.floor(Math.log10(size));
    return ([5, 2, 1].find((step) => step * power <= size) ?? 1) * power;
  };
  const tickvals = [0];
  if (high > 0 && round(high) > -0.3 * low) tickvals.push(round(high));
  if (low < 0 && round(-low) > 0.3 * high) tickvals.unshift(-round(-low));
  return { tickvals, ticktext: tickvals.map((value) => numbers.plain(value)) };
}

/**
 * One panel for channels of which one is on at every step: a row for each symbol, a mark where it comes.
 * @param {number[]} symbols
 * @param {string[]} words
 * @param {boolean[]} marked
 * @param {FigureContext} context
 */
function symbolPanel(symbols, words, marked, { t, theme }) {
  const of = (/** @type {boolean} */ strong) => symbols.flatMap((symbol, i) => (marked[symbol] === strong ? [i] : []));
  const size = theme.font.size * 0.55;
  return {
    panel: {
      title: t("figure.input_symbols"),
      weight: Math.max(1, words.length / 7),
      y: {
        range: [words.length - 0.5, -0.5],
        showticklabels: true,
        showgrid: true,
        tickvals: words.map((_, k) => k),
        ticktext: words,
      },
    },
    data: [false, true].map((strong) => ({
      type: "scatter",
      mode: "markers",
      x: of(strong).map((i) => i + 1),
      y: of(strong).map((i) => symbols[i]),
      marker: { color: strong ? theme.ink : theme.faint, size, symbol: "square" },
      cliponaxis: false,
    })),
  };
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const { inputs, targets, channels } = trace.sequence;
  const input = grid(inputs);
  const target = grid(targets);
  const x = Array.from({ length: steps }, (_, i) => i + 1);
  const names = channels ?? Array.from({ length: input.columns }, (_, k) => `x${k}`);
  const label = (/** @type {string} */ channel) => {
    const key = `figure.channel_${channel}`;
    const word = t(key);
    return word === key ? channel : word; // a task that this file has no word for
  };
  const losses = trace.runs.map((run) => values(run.norms.loss));
  const every = trace.config.loss_at === "every";
  const classes = target.columns < (trace.runs[0].outputs ? grid(trace.runs[0].outputs).columns : 1);
  const judged = x.filter((step) => every || step === steps);
  const axis = (/** @type {[number, number]} */ range) => ({
    range,
    showticklabels: true,
    ...ticksOf(range, numbers),
    zeroline: true,
    zerolinecolor: theme.line,
  });
  const symbols = symbolsOf(input);
  const strip = symbols && symbolPanel(symbols, names.map(label), names.map(isMarked), context);
  const outputs = rangeOf([...trace.runs.map((run) => run.outputs), ...(classes ? [] : [targets])]);
  const { layout, height, cursor } = frame(
    context,
    [
      ...(strip
        ? [strip.panel]
        : names.map((/** @type {string} */ channel) => ({
            title: t("figure.input", { channel: label(channel) }),
            y: axis(rangeOf([inputs])),
          }))),
      { title: t(classes ? "figure.outputs_classes" : "figure.outputs"), y: axis(outputs) },
      { title: t("figure.loss"), y: axis(rangeOf(trace.runs.map((run) => run.norms.loss))) },
    ],
    { steps, left: 3.6, right: 1, row: 5.5, gap: 5, columns: columnsFor(context, (strip ? 1 : names.length) + 2, 5.5) },
  );
  const at = (/** @type {number} */ i) => ({ xaxis: `x${nth(i)}`, yaxis: `y${nth(i)}`, hoverinfo: "skip" });
  const count = strip ? 1 : names.length;
  /** @type {any[]} */
  const data = strip
    ? strip.data.map((marks) => ({ ...marks, ...at(0) }))
    : names.map((/** @type {string} */ channel, /** @type {number} */ k) => ({
        type: "bar",
        x,
        y: x.map((_, i) => input.at(i, k)),
        marker: { color: theme.muted, line: { width: 0 } },
        meta: { label: label(channel), format: "value" },
        ...at(k),
      }));
  for (const run of trace.runs) {
    const out = grid(run.outputs);
    for (let k = 0; k < Math.min(out.columns, 3); k++)
      data.push({
        type: "scatter",
        mode: steps === 1 ? "markers" : "lines",
        x,
        y: x.map((_, i) => out.at(i, k)),
        line: { color: theme.cells[nameOf(run)], width: em / 7, dash: ["solid", "dash", "dot"][k] },
        marker: { color: theme.cells[nameOf(run)] },
        meta: { label: runName(context, run) + (out.columns > 1 ? ` ${k}` : ""), format: "value" },
        ...at(count),
      });
  }
  if (!classes)
    data.push({
      type: "scatter",
      mode: "markers",
      x: judged,
      y: judged.map((step) => target.at(step - 1, 0)),
      marker: { color: theme.surface, size: em * 0.6, line: { color: theme.ink, width: em / 8 } },
      cliponaxis: false,
      meta: { label: t("figure.target"), format: "value" },
      ...at(count),
    });
  trace.runs.forEach((run, i) => {
    const mine = losses[i];
    data.push({
      type: "scatter",
      mode: every ? "lines" : "markers",
      x: judged,
      y: judged.map((step) => (Number.isFinite(mine[step - 1]) ? mine[step - 1] : null)),
      line: { color: theme.cells[nameOf(run)], width: em / 7 },
      marker: { color: theme.cells[nameOf(run)], size: em * 0.6 },
      cliponaxis: false,
      meta: { label: runName(context, run), format: "value" },
      ...at(count + 1),
    });
  });
  return {
    data,
    layout,
    height,
    cursor,
    summary: sentences([
      t("view.sequence.summary", { channels: names.map(label).join(", ") }),
      ...trace.runs.map((run, i) =>
        t("view.sequence.summary_cell", {
          cell: runName(context, run),
          loss: numbers.value(losses[i][steps - 1]),
        }),
      ),
    ]),
    table: stepTable(context, steps, [
      ...(symbols
        ? [{ name: t("figure.channel_symbol"), text: (/** @type {number} */ i) => label(names[symbols[i]]) }]
        : names.map((/** @type {string} */ channel, /** @type {number} */ k) => ({
            name: label(channel),
            text: (/** @type {number} */ i) => numbers.value(input.at(i, k)),
          }))),
      ...trace.runs.map((run, k) => ({
        name: `${runName(context, run)} L`,
        text: (/** @type {number} */ i) => numbers.value(losses[k][i]),
      })),
    ]),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const sequence = { id: "sequence", onlyTasks: true, fields: ["sequence", "outputs", "norms"], figure };
