/** Where each step's loss sends its gradient: log₁₀ ‖∂L_s/∂h_t‖ for every pair of steps, one square per cell. */

import { sizes } from "../figure/colour_scales.js";
import { frame, nth, stepTicks } from "../figure/frame.js";
import { colourBar, heatmap } from "../figure/heatmap.js";
import { layersShown } from "../figure/layers.js";
import { cutSentence } from "../figure/lines.js";
import { scaleOf } from "../figure/scale.js";
import { nameOf, panelTitle, runName, sentences } from "../figure/words.js";
import { OK, unpack } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** The side of a square in which pairs are still told apart, in em. */
const LEAST = 11;

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, page } = context;
  const em = theme.font.size;
  const steps = trace.config.steps;
  const { floor, ceiling } = scaleOf(page);
  const roomOf = (/** @type {number} */ count) => (context.width - em * (9.5 + 3.5 * (count - 1))) / count / em;
  const abreast = trace.runs.length;
  const columns = context.width > 620 || roomOf(abreast) >= LEAST ? abreast : 1;
  const room = roomOf(columns);
  const side = Math.min(26, room, Math.max(LEAST, (context.height ?? Infinity) / em - 5)); // a square, that is seen whole
  const ticks = stepTicks(steps, 4);
  const { layout, height, cursor } = frame(
    context,
    trace.runs.map((run, i) => ({
      title: panelTitle(context, run, i === 0 || columns === 1 ? "log₁₀ ‖∂L<sub>s</sub>/∂h<sub>t</sub>‖" : ""),
      colour: theme.cells[nameOf(run)],
      y: {
        range: [0.5, steps + 0.5],
        showticklabels: i % columns === 0,
        tickvals: ticks,
        ticktext: ticks.map((tick, k) => (k === 0 ? `s = ${tick}` : String(tick))),
      },
    })),
    {
      steps,
      columns,
      left: 4,
      right: context.width / em - 4 - columns * side - 3.5 * (columns - 1),
      row: side,
      least: LEAST,
      gap: 3.5,
      stacked: false,
    },
  );
  const shade = sizes(context);
  const pairs = trace.runs.map((run) => {
    const { data } = unpack(run.matrix.log10);
    const status = unpack(run.matrix.status).data;
    const rows = [];
    for (let s = 0; s < steps; s++) {
      const row = new Float32Array(steps).fill(Number.NaN);
      for (let step = 0; step <= s; step++) {
        const code = status[s * steps + step];
        row[step] =
          code === OK ? data[s * steps + step] : code === 1 ? floor - 1 : code === 2 ? ceiling + 1 : Number.NaN;
      }
      rows.push(row);
    }
    return rows;
  });
  const rows = Math.ceil(trace.runs.length / columns);
  return {
    data: trace.runs.map((run, i) =>
      heatmap({
        z: pairs[i],
        x0: 1,
        dx: 1,
        y0: 1,
        dy: 1,
        shade,
        axis: nth(i),
        bar: i === 0 && colourBar(context, shade, rows),
        meta: { label: `${runName(context, run)} s`, format: "norm", pair: true },
      }),
    ),
    layout,
    height,
    cursor,
    summary: sentences([t("view.matrix.summary"), layersShown(context, trace), cutSentence(trace, t)]),
    table: {
      columns: [t("figure.lag"), ...trace.runs.map((run) => runName(context, run))],
      rows: stepTicks(steps, 10).map((lag) => [
        lag - 1,
        ...pairs.map((matrix) => numbers.norm(matrix[steps - 1][steps - lag])),
      ]),
    },
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const matrix = { id: "matrix", fields: ["matrix"], figure };
