/** The gates of one cell, units × steps: 0 … 1 for sigmoid gates, -1 … 1 for those with tanh. */

import { gateName } from "../base/i18n.js";
import { diverging } from "../figure/colour_scales.js";
import { heatmaps } from "../figure/heatmap.js";
import { layersAbreast, networksOf } from "../figure/layers.js";
import { clampOf, layerText, nameOf, runName, sentences, stepTable } from "../figure/words.js";
import { grid, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** @param {import("../base/types.js").Run} run */
const hasGates = (run) => run.gates && Object.keys(run.gates).length > 0;

/** Without a catalogue entry a gate counts as sigmoid. @param {FigureContext} context @param {string} cell @param {string} gate */
const isTanh = ({ catalogue }, cell, gate) =>
  catalogue?.cells?.find(({ name }) => name === cell)?.gates.find(({ name }) => name === gate)?.activation === "tanh";

/** @param {any} array */
function mean(array) {
  const all = values(array);
  let sum = 0;
  for (const value of all) sum += value;
  return sum / (all.length || 1);
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, numbers, choice } = context;
  const gated = networksOf(trace).filter(({ layers }) => layers.some(hasGates));
  const network = gated.find(({ name }) => name === choice) ?? gated[0];
  const steps = trace.config.steps;
  if (!network) {
    const empty = heatmaps(context, [], steps);
    empty.layout.annotations.push({
      text: t("figure.no_gates"),
      xref: "paper",
      yref: "paper",
      x: 0.5,
      y: 0.5,
      showarrow: false,
      font: { color: theme.muted, size: theme.font.size },
    });
    const hidden = { visible: false };
    Object.assign(empty.layout, { xaxis: hidden, yaxis: hidden });
    return { ...empty, cursor: [], summary: t("figure.no_gates"), table: { columns: [], rows: [] } };
  }
  const { layers } = network;
  const [{ cell }] = layers;
  const sigmoid = {
    zmin: 0,
    zmax: 1,
    colorscale: theme.sequential,
    tickvals: [0, 0.5, 1],
    ticktext: [0, 0.5, 1].map((v) => numbers.plain(v)),
  };
  const tanh = diverging(context, 1);
  const shown = Object.keys(layers[0].gates).flatMap((gate) =>
    layers.map((run) => ({ run, gate, array: run.gates[gate], held: clampOf(trace, gate) })),
  );
  const label = (/** @type {string} */ gate) => gateName(t, gate, [cell]);
  /** Which layer, where there are several. @param {import("../base/types.js").Run} run */
  const note = (run) => ((run.depth ?? 1) > 1 ? `, ${layerText(context, run.layer ?? 1)}` : "");
  const panels = shown.map(({ run, gate, array, held }) => ({
    title:
      `<b>${gate}<sub>t</sub></b>  ${label(gate)}${note(run)}  ${held === undefined ? "" : t("figure.clamped", { value: numbers.plain(held) })}`.trimEnd(),
    label: `${runName(context, run)} ${gate}`,
    grid: grid(array),
    shade: isTanh(context, cell, gate) ? tanh : sigmoid,
    format: /** @type {const} */ ("value"),
  }));
  return {
    ...heatmaps(context, panels, steps, layersAbreast({ ...trace, runs: layers })),
    summary: sentences(
      layers.flatMap((run) => [
        t("view.gates.summary", { cell: runName(context, run) }),
        ...shown
          .filter((one) => one.run === run)
          .map(({ gate, array }) =>
            t("view.gates.summary_gate", { gate: label(gate), value: numbers.fixed(mean(array)) }),
          ),
      ]),
    ),
    table: stepTable(
      context,
      steps,
      shown.map(({ run, gate, array }) => {
        const units = grid(array);
        return {
          name: t("figure.mean", { what: `${gate}${note(run)}` }),
          text: (i) => {
            let sum = 0;
            for (let unit = 0; unit < units.columns; unit++) sum += units.at(i, unit);
            return numbers.fixed(sum / units.columns);
          },
        };
      }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const gates = {
  id: "gates",
  fields: ["gates"],
  choices: (trace) => [...new Set(trace.runs.filter(hasGates).map(nameOf))],
  figure,
};
