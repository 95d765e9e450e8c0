/** Heatmaps of units × steps: one panel each, the units downwards, all on one absolute scale with one bar beside. */

import { frame, nth } from "./frame.js";

/** @typedef {import("./types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").Reading} Reading */
/** @typedef {import("../decode.js").Grid} Grid */
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

/** Room of a colour bar, in em. @param {{ width: number }} context */
const barRoom = ({ width }) => (width > 480 ? 3.6 : 2.7);

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

/**
 * @param {FigureContext} context
 * @param {Panel[]} panels
 * @param {number} steps
 */
export function heatmaps(context, panels, steps) {
  const columns = panels.length > 3 && context.width > 760 ? 2 : 1;
  const shades = [...new Set(panels.map((panel) => panel.shade))];
  const built = frame(
    context,
    panels.map(({ title, colour, grid }) => ({ title, colour, y: { range: [grid.columns - 0.5, -0.5] } })),
    { steps, columns, left: 1.3, right: 0.6 + barRoom(context) * shades.length, row: panels.length > 3 ? 6.5 : 7 },
  );
  const rows = Math.ceil(panels.length / columns);
  const data = panels.map(({ grid, shade, span, as, label, format }, i) => {
    const bar = panels.findIndex((panel) => panel.shade === shade) === i;
    return {
      type: "heatmap",
      z: byUnit(grid, as),
      x0: 1,
      dx: 1,
      zmin: span?.[0] ?? shade.zmin,
      zmax: span?.[1] ?? shade.zmax,
      colorscale: shade.colorscale,
      zsmooth: false,
      hoverinfo: "skip",
      xaxis: `x${nth(i)}`,
      yaxis: `y${nth(i)}`,
      meta: { label, format },
      showscale: bar,
      ...(bar && { colorbar: colourBar(context, shade, shades.indexOf(shade), rows) }),
    };
  });
  return { ...built, data };
}

/**
 * @param {FigureContext} context
 * @param {Shade} shade
 * @param {number} index
 * @param {number} rows
 */
export function colourBar({ theme, width }, shade, index, rows) {
  const em = theme.font.size;
  return {
    thickness: Math.round(em * 0.7),
    len: rows > 1 ? 0.7 : 0.78,
    y: 0,
    yanchor: "bottom",
    x: 1,
    xanchor: "left",
    xpad: em * 0.8 + index * em * barRoom({ width }),
    ypad: 0,
    outlinewidth: 0,
    ...(shade.name && { title: { text: shade.name, side: "top", font: { color: theme.muted, size: em * 0.87 } } }),
    tickvals: shade.tickvals,
    ticktext: shade.ticktext,
    ticks: "",
    tickfont: { color: theme.muted, size: em * 0.8 },
  };
}
