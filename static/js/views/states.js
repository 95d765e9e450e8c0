/** Hidden and cell states, units × steps, on one diverging scale centred on zero. */

import { diverging, largest, ownSpan } from "../figure/colour_scales.js";
import { heatmaps } from "../figure/heatmap.js";
import { layersAbreast, namesOf, networksOf, tightTitles } from "../figure/layers.js";
import { isRelative, roundUp } from "../figure/scale.js";
import { nameOf, panelTitle, runName, stepTable } from "../figure/words.js";
import { grid, norms } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, page, numbers } = context;
  const relative = isRelative(page);
  const abreast = layersAbreast(trace);
  const isTight = tightTitles(context, trace);
  const shown = networksOf(trace).flatMap(({ layers }) =>
    Object.keys(layers[0].states).flatMap((state) => layers.map((run) => ({ run, state, array: run.states[state] }))),
  );
  const most = largest(shown.map(({ array }) => array));
  // h is squashed and c is not: each kind of state has one scale, shared by all cells
  const kinds = [...new Set(shown.map(({ state }) => state))];
  const shades = kinds.map((kind) => {
    const edge = roundUp(largest(shown.filter(({ state }) => state === kind).map(({ array }) => array)), 0.1);
    return { ...diverging(context, edge), ...(kinds.length > 1 && { name: kind }) };
  });
  const signs = diverging(context, 1, ["−", "0", "+"]);
  const panels = shown.map(({ run, state, array }) => {
    const span = relative ? ownSpan(array) : undefined;
    const key = `figure.state_${state}`;
    const what = isTight ? state : t(t.has(key) ? key : "figure.state", { state, units: grid(array).columns });
    return {
      title: panelTitle(
        context,
        run,
        span ? `${what} ${t("figure.own_scale", { edge: numbers.value(span[1]) })}` : what,
      ),
      colour: theme.cells[nameOf(run)],
      label: `${runName(context, run)} ${state}`,
      grid: grid(array),
      shade: relative ? signs : shades[kinds.indexOf(state)],
      span,
      format: /** @type {const} */ ("value"),
    };
  });
  return {
    ...heatmaps(context, panels, trace.config.steps, abreast),
    summary: t("view.states.summary", {
      cells: namesOf(context, trace),
      edge: numbers.value(most),
    }),
    table: stepTable(
      context,
      trace.config.steps,
      shown
        .filter(({ run, state }) => run.norms?.state?.[state])
        .map(({ run, state }) => {
          const { log10 } = norms(run.norms.state[state]);
          return { name: `${runName(context, run)} ‖${state}‖`, text: (i) => numbers.norm(log10[i]) };
        }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const states = { id: "states", fields: ["states", "norms"], figure };
