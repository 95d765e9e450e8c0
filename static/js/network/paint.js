/**
 * The drawing of the unrolled network: for each layer of each cell a row of steps whose boxes are filled with the states
 * of their units, below it the gradient on its way back; inputs beneath, outputs and losses above. The layers of a cell
 * stand above each other, the lowest at the bottom.
 */

import { OK } from "../state/decode.js";
import { paintRibbon } from "./gradient_ribbon.js";
import { font, laneOf, progress } from "./scene.js";
import { paintStates } from "./state_boxes.js";
import { paintColumns, paintCursor, paintInputs, paintOutputs } from "./step_columns.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Places} Places */
/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {typeof import("./layer_tags.js") & typeof import("./gradient_between_layers.js")} Deep */
/**
 * @typedef {object} Painting
 * @property {CanvasRenderingContext2D} ctx
 * @property {Scene} scene
 * @property {Places} places
 * @property {Float64Array} edges
 * @property {HTMLCanvasElement[]} strips
 * @property {Theme} theme
 * @property {number} t the cursor
 * @property {string} ask what the task asks, in a sentence; empty where nothing is
 * @property {"rest" | "forward" | "backward" | "veiled"} phase veiled: nothing of the backward pass
 * @property {number} part of the time of the step at the cursor, in a sweep
 * @property {number} layer the one that the page shows; 0: all together
 * @property {typeof import("./torn_edge.js") | null} torn what draws a band that leaves the scale, fetched where one does
 * @property {typeof import("./named_inputs.js") | null} inputs what draws inputs that are symbols or words, likewise
 * @property {Deep | null} deep what draws layers, fetched where a network has several
 * @property {(log10: number) => string} norm
 * @property {(status: number) => string} odd the word for a norm that is not a number
 * @property {(name: string) => string} name
 * @property {(channel: string) => string} sign of an input that is a symbol
 */

/** @param {Painting} painting */
export function paint(painting) {
  const { scene, places, phase, t, part, deep } = painting;
  const { steps } = scene;
  paintColumns(painting);
  deep?.paintBrackets(painting);
  paintNames(painting);
  scene.rows.forEach((row, i) => {
    const { filled, from } = progress(row, { phase, t, part, steps });
    // behind the states: it goes through the cell
    if (row.fromAbove && phase !== "forward") deep?.paintBetweenLayers(painting, row.fromAbove, i, from);
    paintStates(painting, i, places.tops[i], filled);
  });
  scene.rows.forEach((row, i) => {
    const { from } = progress(row, { phase, t, part, steps });
    paintRibbonOf(painting, row, laneOf(places, i), from);
    deep?.paintTag(painting, row, i);
    paintValue(painting, row, laneOf(places, i), from);
  });
  paintOutputs(painting);
  paintInputs(painting);
  paintCursor(painting);
}

/** Each network's name once, beside its row or in the middle of its rows. @param {Painting} painting */
function paintNames(painting) {
  const { ctx, scene, places, theme, name } = painting;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.font = font(painting, 1, "700");
  scene.rows.forEach((row, i) => {
    if (row.layer !== 1) return;
    const top = places.tops[i - row.depth + 1];
    const y = row.depth > 1 ? (top + laneOf(places, i) + places.lane / 2) / 2 : top + places.strip / 2;
    ctx.fillStyle = theme.cells[row.name];
    ctx.fillText(name(row.name), 0, y, places.names);
  });
}

/**
 * @param {Painting} painting
 * @param {Scene["rows"][number]} row
 * @param {number} middle
 * @param {number} from
 */
function paintRibbonOf(painting, row, middle, from) {
  const { phase, ctx, edges, scene, theme } = painting;
  if (from <= scene.steps) return paintRibbon(painting, row, middle, from, phase === "backward" && from > 1);
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(edges[0], middle);
  ctx.lineTo(edges[scene.steps], middle);
  ctx.stroke();
}

/** A row's gradient at the cursor, at the right. @param {Painting} painting @param {Scene["rows"][number]} row @param {number} middle @param {number} from */
function paintValue(painting, row, middle, from) {
  const { ctx, places, edges, scene, theme, t, phase, norm, odd, layer } = painting;
  if (phase === "forward" || from > t) return;
  const status = row.norms.status[t - 1];
  const size = Math.min(1, places.row / theme.font.size / 1.45);
  ctx.font = font(painting, size, row.depth === 1 || layer === 0 || layer === row.layer ? "600" : "400");
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.cells[row.name];
  ctx.fillText(
    status === OK ? norm(row.norms.log10[t - 1]) : odd(status),
    edges[scene.steps] + theme.font.size * 0.6,
    middle,
  );
}
