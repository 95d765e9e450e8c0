/**
 * The drawing of the unrolled network: for each cell a row of steps whose boxes are filled with the states of their
 * units, below it the gradient on its way back; inputs beneath, outputs and losses above.
 */

import { OK } from "../state/decode.js";
import { paintRibbon } from "./gradient_ribbon.js";
import { paintStates } from "./state_boxes.js";
import { paintColumns, paintCursor, paintInputs, paintOutputs } from "./step_columns.js";
import { font } from "./step_layout.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Places} Places */
/** @typedef {import("../base/types.js").Theme} Theme */
/**
 * @typedef {object} Painting
 * @property {CanvasRenderingContext2D} ctx
 * @property {Scene} scene
 * @property {Places} places
 * @property {Float64Array} edges
 * @property {HTMLCanvasElement[]} strips
 * @property {Theme} theme
 * @property {number} t the cursor
 * @property {"rest" | "forward" | "backward"} phase
 * @property {(log10: number) => string} norm
 * @property {(status: number) => string} odd the word for a norm that is not a number
 * @property {(name: string) => string} name
 * @property {(channel: string) => string} sign of an input that is a symbol
 */

/** @param {Painting} painting */
export function paint(painting) {
  const { scene, places } = painting;
  const from = painting.phase === "backward" ? painting.t : 1;
  paintColumns(painting);
  scene.rows.forEach((row, i) => {
    const top = places.first + i * places.row;
    paintStates(painting, i, top);
    paintRibbonOf(painting, row, top, from);
    paintNames(painting, row, top);
  });
  paintOutputs(painting);
  paintInputs(painting);
  paintCursor(painting);
}

/**
 * @param {Painting} painting
 * @param {Scene["rows"][number]} row
 * @param {number} top
 * @param {number} from
 */
function paintRibbonOf(painting, row, top, from) {
  const { places, phase, ctx, edges, scene, theme } = painting;
  const middle = top + places.strip + 3 + places.lane / 2;
  if (phase !== "forward") return paintRibbon(painting, row, middle, from, phase === "backward" && from > 1);
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(edges[0], middle);
  ctx.lineTo(edges[scene.steps], middle);
  ctx.stroke();
}

/** The cell at the left, its gradient at the cursor at the right. @param {Painting} painting @param {Scene["rows"][number]} row @param {number} top */
function paintNames(painting, row, top) {
  const { ctx, places, edges, scene, theme, t, phase, norm, odd, name } = painting;
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.cells[row.name];
  ctx.textAlign = "left";
  ctx.font = font(painting, 1, "700");
  ctx.fillText(name(row.name), 0, top + places.strip / 2, places.left - 6);
  if (phase === "forward") return;
  const status = row.norms.status[t - 1];
  ctx.font = font(painting, 1, "600");
  ctx.fillText(
    status === OK ? norm(row.norms.log10[t - 1]) : odd(status),
    edges[scene.steps] + theme.font.size * 0.6,
    top + places.strip + 3 + places.lane / 2,
  );
}
