/** What every figure over the iterations of a run ends with. */

import { sentences } from "./words.js";

/** @typedef {import("./types.js").FigureContext} FigureContext */

/**
 * A table over the iterations, written when someone looks at it.
 * @param {FigureContext} context
 * @param {number[]} iterations
 * @param {{ name: string, text: (index: number) => string | number }[]} columns
 */
const timeTable = ({ t }, iterations, columns) => ({
  columns: [t("train.iteration"), ...columns.map(({ name }) => name)],
  get rows() {
    return iterations.map((iteration, i) => [iteration, ...columns.map((column) => column.text(i))]);
  },
});

/**
 * The figure: what was drawn in its frame, in words, and as a table.
 * @param {FigureContext} context
 * @param {{ layout: Record<string, any>, height: number, cursor: string[] }} built by `frame`
 * @param {{ data: any[], summary: string[], at: number[], columns: { name: string, text: (index: number) => string | number }[] }} parts
 *   `at`: the iterations of the table's rows
 */
export const overIterations = (context, { layout, height, cursor }, { data, summary, at, columns }) => ({
  data,
  layout,
  height,
  cursor,
  over: /** @type {const} */ ("iterations"),
  summary: sentences(summary),
  table: timeTable(context, at, columns),
});

/**
 * The figure of a run that has nothing to show: a sentence in the place of a picture.
 * @param {FigureContext} context
 * @param {{ layout: Record<string, any>, height: number }} built by `frame`
 * @param {string} text
 */
export function nothingOver({ theme }, { layout, height }, text) {
  for (const key of Object.keys(layout))
    if (/^[xy]axis/.test(key)) Object.assign(layout[key], { visible: false, showticklabels: false, range: [0, 1] });
  layout.annotations = [
    {
      text,
      xref: "paper",
      yref: "paper",
      x: 0.5,
      y: 0.5,
      showarrow: false,
      align: "center",
      font: { color: theme.muted, size: theme.font.size },
    },
  ];
  return { data: [], layout, height, cursor: [], summary: text, table: { columns: [], rows: [] } };
}
