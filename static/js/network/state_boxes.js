/** The forward pass of one row: the states of every step, as boxes where there is room, and what each hands on. */

import { subscript } from "../base/numbers.js";
import { table } from "../figure/colour.js";
import { BOX, font, gapOf, LABEL, widthOf } from "./scene.js";

/** @typedef {import("./paint.js").Painting} Painting */

/** @param {Painting} painting @param {number} i @param {number} top @param {number} reached the last step whose states are there */
export function paintStates(painting, i, top, reached) {
  const { ctx, scene, places, edges, strips, theme, phase } = painting;
  const { steps } = scene;
  const colour = theme.cells[scene.rows[i].name];
  const units = strips[i].height;
  ctx.imageSmoothingEnabled = false;
  ctx.globalAlpha = phase === "backward" ? 0.45 : 1;
  for (let t = 1; t <= steps; ) {
    const width = widthOf(painting, t);
    if (width < BOX) {
      // a run of narrow steps of one width: one piece of the picture
      let last = t;
      const limit = t <= reached ? reached : steps;
      while (last < limit && widthOf(painting, last + 1) < BOX && Math.abs(widthOf(painting, last + 1) - width) < 0.01)
        last += 1;
      const x = edges[t - 1];
      if (t <= reached) ctx.drawImage(strips[i], t - 1, 0, last - t + 1, units, x, top, edges[last] - x, places.strip);
      else {
        ctx.fillStyle = theme.grid;
        ctx.fillRect(x, top, edges[last] - x, places.strip);
      }
      t = last + 1;
      continue;
    }
    paintBox(painting, strips[i], t, top, colour, t <= reached, scene.rows[i].reversed);
    t += 1;
  }
  ctx.globalAlpha = 1;
}

/**
 * @param {Painting} painting
 * @param {HTMLCanvasElement} strip
 * @param {number} t
 * @param {number} top
 * @param {string} colour
 * @param {boolean} filled
 * @param {boolean} reversed
 */
function paintBox(painting, strip, t, top, colour, filled, reversed) {
  const { ctx, scene, places, edges, theme } = painting;
  const width = widthOf(painting, t);
  const gap = gapOf(width);
  const x = edges[t - 1] + gap / 2;
  const inner = width - gap;
  const radius = Math.min(6, gap / 2);
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, top, inner, places.strip, radius);
  ctx.fillStyle = theme.surface;
  ctx.fill();
  if (filled) {
    ctx.clip();
    ctx.drawImage(strip, t - 1, 0, 1, strip.height, x, top, inner, places.strip);
  }
  ctx.restore();
  if (gap > 1) {
    ctx.strokeStyle = filled ? colour : theme.line;
    ctx.lineWidth = Math.min(2, gap / 5);
    ctx.stroke();
  }
  const next = t < scene.steps ? widthOf(painting, t + 1) : 0;
  const handed = filled && (painting.phase !== "forward" || t < painting.t);
  if (gap >= 9 && next > 1.6 * BOX)
    paintArrow(painting, x + inner, edges[t] + gapOf(next) / 2, top, handed ? colour : theme.line, reversed);
  if (width < LABEL || (t !== painting.t && scene.rows.length > 1)) return; // one name in a column says it
  const text = `h${subscript(t)}`;
  ctx.font = font(painting, 0.87, "600");
  if (ctx.measureText(text).width > inner - 4 || places.strip < theme.font.size) return;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = theme.surface;
  ctx.fillStyle = filled ? theme.ink : theme.faint;
  ctx.strokeText(text, x + inner / 2, top + places.strip / 2);
  ctx.fillText(text, x + inner / 2, top + places.strip / 2);
}

/**
 * What h_{t} hands to step t+1.
 * @param {Painting} painting
 * @param {number} from
 * @param {number} to
 * @param {number} top
 * @param {string} colour
 * @param {boolean} reversed h_{t+1} hands to step t
 */
function paintArrow({ ctx, places }, from, to, top, colour, reversed) {
  const y = top + places.strip / 2;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  const [tip, way] = reversed ? [from + 1, -1] : [to - 1, 1];
  ctx.moveTo(reversed ? from + 5 : from + 1, y);
  ctx.lineTo(reversed ? to - 1 : to - 5, y);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(tip, y);
  ctx.lineTo(tip - 6 * way, y - 4);
  ctx.lineTo(tip - 6 * way, y + 4);
  ctx.fill();
}

/**
 * The states of a cell as a picture of units × steps, one pixel each, from which the drawing cuts its steps.
 * @param {import("../state/decode.js").Grid} states
 * @param {number} edge the value at the ends of the scale
 * @param {import("../base/types.js").Colorscale} scale
 */
export function stripOf(states, edge, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = states.rows;
  canvas.height = states.columns;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const image = context.createImageData(states.rows, states.columns);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = table(scale);
  for (let step = 0; step < states.rows; step++)
    for (let unit = 0; unit < states.columns; unit++) {
      const value = states.at(step, unit);
      const place = Number.isNaN(value) ? 0.5 : Math.min(1, Math.max(0, 0.5 + value / edge / 2));
      pixels[unit * states.rows + step] = colours[Math.round(place * 255)];
    }
  context.putImageData(image, 0, 0);
  return canvas;
}
