/**
 * While a lesson asks, a picture keeps its axes and says nothing of its data: not to the eye, not under the pointer, not
 * to a screen reader, and not in its table.
 */

import { isRelative, scaleOf } from "../figure/scale.js";

/** @typedef {import("../training/figure.js").TrainingFigure} Figure */

/** Titles of panels and axes; labels stand at data. @param {Record<string, any>} note */
const isTitle = ({ xref, yref, text }) => xref === "paper" && yref === "paper" && !/\d/.test(text);

/**
 * @param {Figure} figure
 * @param {Record<string, any>} page
 * @param {string} summary what is said in place of the picture's own sentence
 * @returns {Figure}
 */
export function veiled({ layout, height, cursor, over }, page, summary) {
  const { ceiling } = scaleOf(page);
  const bare = { ...layout, annotations: layout.annotations.filter(isTitle), shapes: [] };
  // a scale that follows its data would tell of them
  for (const [name, axis] of Object.entries(layout))
    if (/^yaxis/.test(name) && (isRelative(page) || axis.range?.[1] !== ceiling))
      bare[name] = { ...axis, tickvals: [], ticktext: [] };
  const empty = { data: [], layout: bare, summary, table: { columns: [], rows: [] }, height };
  return { ...empty, ...(cursor && { cursor }), ...(over && { over }) };
}
