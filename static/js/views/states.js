/** Hidden and cell states, units × steps, on one diverging scale centred on zero. */

import { heatmaps } from "../figure/heatmap.js";
import { isRelative, roundUp } from "../figure/scale.js";
import { cellName, nameOf, panelTitle, stepTable } from "../figure/words.js";
import { grid, norms, values } from "../state/decode.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Trace} Trace */

/** The largest finite size in some arrays. @param {any[]} arrays */
export function largest(arrays) {
  let most = 0;
  for (const array of arrays)
    for (const value of values(array)) if (Math.abs(value) > most && Math.abs(value) < Infinity) most = Math.abs(value);
  return most;
}

/**
 * A diverging scale from -edge to edge.
 * @param {FigureContext} context
 * @param {number} edge
 * @param {string[]} [text]
 */
export const diverging = ({ theme, numbers }, edge, text) => ({
  zmin: -edge,
  zmax: edge,
  colorscale: theme.diverging,
  tickvals: [-edge, 0, edge],
  ticktext: text ?? [-edge, 0, edge].map((value) => numbers.value(value)),
});

/** The ends of a panel's own scale. @param {any} array @returns {[number, number]} */
export function own(array) {
  const edge = largest([array]) || 1;
  return [-edge, edge];
}

/** @param {Trace} trace @param {FigureContext} context */
function figure(trace, context) {
  const { t, theme, page, numbers } = context;
  const relative = isRelative(page);
  const shown = trace.runs.flatMap((run) =>
    ["h", "c"].filter((state) => run.states[state]).map((state) => ({ run, state, array: run.states[state] })),
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
    const span = relative ? own(array) : undefined;
    const what = t(`figure.state_${state}`, { units: grid(array).columns });
    return {
      title: panelTitle(
        context,
        nameOf(run),
        span ? `${what} ${t("figure.own_scale", { edge: numbers.value(span[1]) })}` : what,
      ),
      colour: theme.cells[nameOf(run)],
      label: `${cellName(context, nameOf(run))} ${state}`,
      grid: grid(array),
      shade: relative ? signs : shades[kinds.indexOf(state)],
      span,
      format: /** @type {const} */ ("value"),
    };
  });
  return {
    ...heatmaps(context, panels, trace.config.steps),
    summary: t("view.states.summary", {
      cells: trace.runs.map((run) => cellName(context, nameOf(run))).join(", "),
      edge: numbers.value(most),
    }),
    table: stepTable(
      context,
      trace.config.steps,
      shown
        .filter(({ run, state }) => run.norms?.state?.[state])
        .map(({ run, state }) => {
          const { log10 } = norms(run.norms.state[state]);
          return { name: `${cellName(context, nameOf(run))} ‖${state}‖`, text: (i) => numbers.norm(log10[i]) };
        }),
    ),
  };
}

/** @type {import("../figure/types.js").ChartView} */
export const states = { id: "states", fields: ["states", "norms"], figure };
