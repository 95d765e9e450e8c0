/** Heatmaps of units × steps: one panel each, the units downwards, all on one absolute scale with one bar beside. */

import { columnsFor, frame, nth } from "./frame.js";
import { isNarrow } from "./words.js";

/** @typedef {import("./types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").Reading} Reading */
/** @typedef {import("../state/decode.js").Grid} Grid */
/** @typedef {{ zmin: number, zmax: number, colorscale: any, tickvals: number[], ticktext: string[], name?: string }} Shade */
/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} [colour]
 * @property {string} label
 * @property {Grid} grid
 * @property {Shade} shade
 * @property {Reading["format"]} format
 * @property {[number, number]} [span] the ends of the scale, where the panel has its own
 * @property {(value: number) => number} [as] what of a value is shown (its logarithm, say)
 */

/** Room of a colour bar, in em. @param {{ width: number }} context @param {Shade} shade */
const barRoom = (context, { ticktext }) =>
  (isNarrow(context) ? 1.7 : 2.2) + 0.36 * Math.max(3, ...ticktext.map((text) => text.length));

/** Rows for Plotly: one per unit, one column per step. @param {Grid} grid @param {(value: number) => number} [as] */
export function byUnit(grid, as = (value) => value) {
  const rows = [];
  for (let unit = 0; unit < grid.columns; unit++) {
    const row = new Float32Array(grid.rows);
    for (let step = 0; step < grid.rows; step++) row[step] = as(grid.at(step, unit));
    rows.push(row);
  }
  return rows;
}

/** A number as a logarithm that a heatmap can hold: zero becomes a value below every scale. @param {number} value */
export const magnitude = (value) => (value === 0 ? -999 : Math.min(999, Math.log10(Math.abs(value))));

/** Whether some value has no colour: not a number, or beyond all numbers. @param {Float32Array[]} rows */
const hasGaps = (rows) => rows.some((row) => row.some((value) => !Number.isFinite(value)));

/**
 * One heatmap as Plotly draws it: flat rectangles, without readings of its own.
 * @param {{ z: ArrayLike<number | null>[], shade: Pick<Shade, "zmin" | "zmax" | "colorscale">, axis?: string,
 *   bar?: object | false } & Record<string, any>} what `axis`: the number of its panel; `bar`: a `colourBar`; all else
 *   (where it lies, how it is read) as Plotly takes it
 */
export const heatmap = ({ shade: { zmin, zmax, colorscale }, axis = "", bar = false, ...trace }) => ({
  type: "heatmap",
  zmin,
  zmax,
  colorscale,
  zsmooth: false,
  hoverinfo: "skip",
  hoverongaps: false,
  xaxis: `x${axis}`,
  yaxis: `y${axis}`,
  showscale: Boolean(bar),
  ...(bar && { colorbar: bar }),
  ...trace,
});

/**
 * @param {FigureContext} context
 * @param {Panel[]} panels
 * @param {number} steps
 * @param {number} [across] how many belong beside each other, where there is room
 */
export function heatmaps(context, panels, steps, across = panels.length > 3 ? 2 : 1) {
  const columns = context.width > 760 && across > 1 ? across : columnsFor(context, panels.length, 7);
  const lines = Math.ceil(panels.length / columns);
  const shades = [...new Set(panels.map((panel) => panel.shade))];
  const rooms = shades.map((shade) => barRoom(context, shade));
  const pictures = panels.map(({ grid, as }) => byUnit(grid, as));
  const built = frame(
    context,
    panels.map(({ title, colour, grid }, i) => ({
      title: hasGaps(pictures[i]) ? `${title}  ${context.t("figure.blank")}` : title,
      colour,
      y: { range: [grid.columns - 0.5, -0.5] },
    })),
    {
      steps,
      columns,
      left: 1.3,
      right: 0.6 + rooms.reduce((sum, room) => sum + room, 0),
      row: lines > 2 ? 7 : lines > 1 ? 7.5 : 12,
    },
  );
  // where titles are as wide as the chart, the bars stand beside the last panel only
  const [low, high] = built.layout[`yaxis${nth(panels.length - 1)}`]?.domain ?? [0, 1]; // none where there is no panel
  const title = (1.3 * context.theme.font.size) / (built.height - built.layout.margin.b);
  const beside = isNarrow(context) && lines > 1 ? { len: high - low - title } : {};
  const data = panels.map(({ shade, span, label, format }, i) => {
    const first = panels.findIndex((panel) => panel.shade === shade) === i;
    const index = shades.indexOf(shade);
    const before = rooms.slice(0, index).reduce((sum, room) => sum + room, 0);
    return heatmap({
      z: pictures[i],
      x0: 1,
      dx: 1,
      shade: { ...shade, ...(span && { zmin: span[0], zmax: span[1] }) },
      axis: nth(i),
      bar: first && { ...colourBar(context, shade, lines, before, span ? span[1] / shade.zmax : 1), ...beside },
      meta: { label, format },
    });
  });
  return { ...built, data };
}

/**
 * @param {FigureContext} context
 * @param {Shade} shade
 * @param {number} lines of panels
 * @param {number} [before] room that other bars take, in em
 * @param {number} [times] how much larger the panel's own scale is than the shade's
 */
export function colourBar({ theme }, shade, lines, before = 0, times = 1) {
  const em = theme.font.size;
  return {
    thickness: Math.round(em * 0.7),
    len: lines > 1 ? 0.7 : 0.8,
    y: 0,
    yanchor: "bottom",
    x: 1,
    xanchor: "left",
    xpad: em * (0.8 + before),
    ypad: 0,
    outlinewidth: 0,
    ...(shade.name && { title: { text: shade.name, side: "top", font: { color: theme.muted, size: em * 0.87 } } }),
    tickvals: shade.tickvals.map((value) => value * times),
    ticktext: shade.ticktext,
    ticks: "",
    tickfont: { color: theme.muted, size: em * 0.8 },
  };
}
