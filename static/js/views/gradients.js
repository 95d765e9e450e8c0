/** The gradient of every unit, units × steps: its size on the shared logarithmic scale, or signed on a scale of its own. */

import { diverging, ownSpan, sizes } from "../figure/colour_scales.js";
import { columnsFor } from "../figure/frame.js";
import { heatmaps, magnitude } from "../figure/heatmap.js";
import { layersAbreast, namesOf, tightTitles } from "../figure/layers.js";
import { isRelative } from "../figure/scale.js";
import { nameOf, panelTitle, runName, stepTable } from "../figure/words.js";
import { grid, norms } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, page, numbers } = context;
  const relative = isRelative(page);
  const abreast = layersAbreast(trace);
  const isTight = tightTitles(context, trace) || (relative && columnsFor(context, trace.runs.length, 7) > 1);
  const shade = relative ? diverging(context, 1, ["−", "0", "+"]) : sizes(context);
  const panels = trace.runs.map((run, i) => {
    const array = run.state_gradients.total.h;
    const span = relative ? ownSpan(array) : undefined;
    return {
      title: panelTitle(
        context,
        run,
        span
          ? `${isTight ? "∂L/∂h<sub>t</sub>" : t("figure.unit_gradient_signed")} ${t("figure.own_scale", { edge: numbers.value(span[1]) })}`
          : isTight
            ? "∂L/∂h<sub>t</sub>"
            : i
              ? "" // the first panel says it for all
              : t("figure.unit_gradient"),
      ),
      colour: theme.cells[nameOf(run)],
      label: runName(context, run),
      grid: grid(array),
      shade,
      span,
      as: relative ? undefined : magnitude,
      format: /** @type {"value" | "norm"} */ (relative ? "value" : "norm"),
    };
  });
  return {
    ...heatmaps(context, panels, trace.config.steps, abreast),
    summary: t(relative ? "view.gradients.summary_signed" : "view.gradients.summary", {
      cells: namesOf(context, trace),
    }),
    table: stepTable(
      context,
      trace.config.steps,
      trace.runs
        .filter((run) => run.norms?.d_state)
        .map((run) => {
          const { log10 } = norms(run.norms.d_state.h);
          return { name: `${runName(context, run)} ‖∂L/∂h‖`, text: (i) => numbers.norm(log10[i]) };
        }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const gradients = { id: "gradients", fields: ["state_gradients", "norms"], figure };
