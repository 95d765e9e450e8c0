/** What the tape keeps so that the backward pass can run: all of it, a truncated window, or √T checkpoints. */

import { frame, nth } from "../figure/frame.js";
import { nameOf, panelTitle, runName, sentences } from "../figure/words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, width } = context;
  const em = theme.font.size;
  const k = trace.config.truncate;
  const kinds = ["total", ...(k > 0 ? ["truncated"] : []), "checkpointed"];
  const most = Math.max(...trace.runs.flatMap(({ memory }) => kinds.map((kind) => memory[kind])), 1);
  const { layout, height } = frame(
    context,
    trace.runs.map((run) => ({
      title: panelTitle(context, run, t("figure.per_step", { bytes: numbers.bytes(run.memory.per_step) })),
      colour: theme.cells[nameOf(run)],
      x: { range: [0, most * (width > 500 ? 1.12 : 1.35)], visible: false },
      y: {
        range: [kinds.length - 0.5, -0.5],
        showticklabels: true,
        tickvals: kinds.map((_, i) => i),
        ticktext: kinds.map((kind) => t(`figure.memory_${kind}`, { k, segment: run.memory.segment })),
        color: theme.ink,
      },
    })),
    { left: 11, right: 1, row: 1.75 * kinds.length },
  );
  return {
    data: trace.runs.map((run, i) => ({
      type: "bar",
      orientation: "h",
      x: kinds.map((kind) => run.memory[kind]),
      y: kinds.map((_, row) => row),
      text: kinds.map((kind) => numbers.bytes(run.memory[kind])),
      textposition: "outside",
      cliponaxis: false,
      textfont: { color: theme.ink, size: em * 0.93 },
      marker: {
        color: theme.cells[nameOf(run)],
        opacity: kinds.map((kind) => (kind === "total" ? 1 : 0.55)),
        line: { width: 0 },
      },
      hoverinfo: "skip",
      xaxis: `x${nth(i)}`,
      yaxis: `y${nth(i)}`,
    })),
    layout,
    height,
    summary: sentences([
      t("view.memory.summary", { steps: trace.config.steps }),
      ...trace.runs.map((run) =>
        t("view.memory.summary_cell", {
          cell: runName(context, run),
          total: numbers.bytes(run.memory.total),
          checkpointed: numbers.bytes(run.memory.checkpointed),
        }),
      ),
    ]),
    table: {
      columns: [t("figure.cell"), t("figure.kept"), t("figure.bytes")],
      rows: trace.runs.flatMap((run) => [
        ...kinds.map((kind) => [
          runName(context, run),
          t(`figure.memory_${kind}`, { k, segment: run.memory.segment }),
          run.memory[kind],
        ]),
        ...Object.entries(run.memory.parts).map(([part, bytes]) => [runName(context, run), part, bytes]),
      ]),
    },
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const memory = { id: "memory", fields: ["memory"], figure };
