/** The state that an encoder hands on, as a tile of small squares: one for each unit, the sign as its colour. */

import { mix } from "../../figure/colour.js";
import { roundUp } from "../../figure/scale.js";
import { grid } from "../../state/decode.js";
import { s } from "./svg.js";

/** @typedef {import("../../base/types.js").Trace} Trace */
/** @typedef {import("../../base/types.js").Colorscale} Colorscale */

/**
 * The states of the step `step` (from 1) of the first run: h, and those beside it that the cell has.
 * @param {Trace | null} trace
 * @param {number} step
 * @returns {{ name: string, values: number[], edge: number }[]}
 */
export function statesAt(trace, step) {
  const states = trace?.runs?.[0]?.states;
  if (!states) return [];
  return Object.entries(states).map(([name, array]) => {
    const { columns, rows, at } = grid(array);
    const row = Math.min(rows, step) - 1;
    const values = Array.from({ length: columns }, (_, unit) => at(row, unit));
    return { name, values, edge: roundUp(Math.max(...values.map(Math.abs), 0), 0.1) };
  });
}

/** Columns of a tile that is about as wide as it is tall. @param {number} units */
export const columnsFor = (units) => Math.max(1, Math.ceil(Math.sqrt(units)));

/** @param {number[]} values @param {number} edge @param {Colorscale} scale diverging */
export function tile(values, edge, scale) {
  const columns = columnsFor(values.length);
  const rows = Math.ceil(values.length / columns);
  const [low, middle, high] = [scale[0][1], scale[Math.floor(scale.length / 2)][1], scale[scale.length - 1][1]];
  return s(
    "svg",
    { class: "pic-tile", viewBox: `0 0 ${columns * 10} ${rows * 10}`, "aria-hidden": "true" },
    ...values.map((value, unit) =>
      s("rect", {
        x: (unit % columns) * 10 + 0.75,
        y: Math.floor(unit / columns) * 10 + 0.75,
        width: 8.5,
        height: 8.5,
        rx: 1.5,
        fill: mix(middle, value < 0 ? low : high, Math.abs(value) / edge),
      }),
    ),
  );
}
