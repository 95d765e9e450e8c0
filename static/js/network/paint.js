/**
 * The drawing of the unrolled network: for each cell a row of steps whose boxes are filled with the states of their
 * units, below it the gradient on its way back; inputs beneath, outputs and losses above.
 */

import { OK } from "../decode.js";
import { subscript } from "../numbers.js";
import { paintRibbon } from "./ribbon.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Places} Places */
/** @typedef {import("../types.js").Theme} Theme */
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
 * @property {(cell: string) => string} name
 */

/** Width from which a step is a box of its own, and from which it is labelled. */
const BOX = 12;
const LABEL = 30;

/** @param {Painting} painting @param {number} t */
const middleOf = ({ edges }, t) => (edges[t - 1] + edges[t]) / 2;
/** @param {Painting} painting @param {number} t */
const widthOf = ({ edges }, t) => edges[t] - edges[t - 1];
/** Room between a box and the next one. @param {number} width */
const gapOf = (width) => Math.max(0, Math.min(18, (width - BOX) * 0.36));

/** @param {Painting} painting @param {number} size in em @param {string} [weight] */
const font = ({ theme }, size, weight = "400") =>
  `${weight} ${(theme.font.size * size).toFixed(1)}px ${theme.font.family}`;

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

/** The same step in every row, from its input to its output. @param {Painting} painting */
function paintColumns(painting) {
  const { ctx, scene, places, theme } = painting;
  ctx.strokeStyle = theme.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let t = 1; t <= scene.steps; t++) {
    if (widthOf(painting, t) < LABEL && t !== scene.steps) continue;
    const x = Math.round(middleOf(painting, t)) + 0.5;
    ctx.moveTo(x, places.first - 3);
    ctx.lineTo(x, places.inputs + 2);
  }
  ctx.stroke();
  ctx.fillStyle = theme.faint;
  ctx.beginPath();
  for (let t = 1; t <= scene.steps; t++) {
    if (widthOf(painting, t) < LABEL) continue;
    const x = middleOf(painting, t);
    for (const tip of [places.first - 7, places.inputs - 5]) {
      ctx.moveTo(x, tip);
      ctx.lineTo(x - 3.5, tip + 5);
      ctx.lineTo(x + 3.5, tip + 5);
    }
  }
  ctx.fill();
  if (!scene.cuts.length || scene.cuts.length > 40) return;
  ctx.strokeStyle = theme.warn;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([2, 4]);
  ctx.beginPath();
  for (const cut of scene.cuts) {
    ctx.moveTo(painting.edges[cut], places.first - 2);
    ctx.lineTo(painting.edges[cut], places.inputs);
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @param {Painting} painting @param {number} i @param {number} top */
function paintStates(painting, i, top) {
  const { ctx, scene, places, edges, strips, theme, phase, t: cursor } = painting;
  const { steps } = scene;
  const reached = phase === "forward" ? cursor : steps;
  const colour = theme.cells[scene.rows[i].cell];
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
    paintBox(painting, strips[i], t, top, colour, t <= reached);
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
 */
function paintBox(painting, strip, t, top, colour, filled) {
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
    paintArrow(painting, x + inner, edges[t] + gapOf(next) / 2, top, handed ? colour : theme.line);
  if (width < LABEL || (t !== painting.t && scene.rows.length > 1)) return; // one name in a column says it
  const text = `h${subscript(t)}`;
  ctx.font = font(painting, 0.87, "600");
  if (ctx.measureText(text).width > inner - 4) return;
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
 */
function paintArrow({ ctx, places }, from, to, top, colour) {
  const y = top + places.strip / 2;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(from + 1, y);
  ctx.lineTo(to - 5, y);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(to - 1, y);
  ctx.lineTo(to - 7, y - 4);
  ctx.lineTo(to - 7, y + 4);
  ctx.fill();
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
  ctx.fillStyle = theme.cells[row.cell];
  ctx.textAlign = "left";
  ctx.font = font(painting, 1, "700");
  ctx.fillText(name(row.cell), 0, top + places.strip / 2);
  if (phase === "forward") return;
  const status = row.norms.status[t - 1];
  ctx.font = font(painting, 1, "600");
  ctx.fillText(
    status === OK ? norm(row.norms.log10[t - 1]) : odd(status),
    edges[scene.steps] + theme.font.size * 0.6,
    top + places.strip + 3 + places.lane / 2,
  );
}

/** @param {Painting} painting */
function paintOutputs(painting) {
  const { ctx, scene, places, edges, theme, t: cursor, phase } = painting;
  const y = places.first - theme.font.size * 0.9;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  for (let t = 1; t <= scene.steps; t++) {
    const loss = scene.hasLoss(t);
    const x = middleOf(painting, t);
    const labelled = widthOf(painting, t) >= LABEL;
    const reached = phase !== "forward" || t <= cursor;
    if (labelled) {
      ctx.font = font(painting, 0.87, loss ? "700" : "400");
      ctx.fillStyle = reached ? (loss ? theme.ink : theme.muted) : theme.faint;
      ctx.fillText(`${loss ? "L" : "y"}${subscript(t)}`, x, y);
    } else if (t === scene.steps) {
      ctx.font = font(painting, 0.87, "700");
      ctx.fillStyle = reached ? theme.ink : theme.faint;
      ctx.textAlign = "right";
      ctx.fillText(`L${subscript(t)}`, edges[scene.steps], y);
      ctx.textAlign = "center";
    } else if (loss && edges[scene.steps] - x > theme.font.size * 2.6) {
      ctx.fillStyle = reached ? theme.muted : theme.line;
      ctx.fillRect(x - 0.75, y + 2, 1.5, 5);
    }
  }
  if (phase === "forward") return;
  ctx.font = font(painting, 0.87);
  ctx.textAlign = "left";
  ctx.fillStyle = theme.muted;
  ctx.fillText(`‖∂L/∂h${subscript(cursor)}‖`, edges[scene.steps] + theme.font.size * 0.6, y);
}

/** @param {Painting} painting */
function paintInputs(painting) {
  const { ctx, scene, places, theme, t: cursor, phase } = painting;
  const em = theme.font.size;
  const room = places.below - em * 1.75;
  const base = places.inputs + room + 3;
  const { inputs, reach } = scene;
  if (!inputs) return;
  let signed = false;
  for (let t = 0; t < scene.steps && !signed; t++) signed = inputs.at(t, 0) < 0;
  const zero = signed ? base - room / 2 : base;
  const unit = (signed ? room / 2 : room) / reach;
  ctx.fillStyle = theme.line;
  ctx.fillRect(painting.edges[0], zero, painting.edges[scene.steps] - painting.edges[0], 1);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  for (let t = 1; t <= scene.steps; t++) {
    const width = widthOf(painting, t);
    const x = middleOf(painting, t);
    const thick = Math.max(1, Math.min(14, width * 0.55));
    const value = inputs.at(t - 1, 0) * unit;
    const marked = inputs.columns > 1 && inputs.at(t - 1, 1) !== 0;
    const reached = phase !== "forward" || t <= cursor;
    ctx.fillStyle = !reached ? theme.line : marked ? theme.ink : theme.faint;
    ctx.fillRect(x - thick / 2, zero - Math.max(0, value), thick, Math.abs(value));
    if (marked) {
      const size = Math.min(5, Math.max(3, thick / 2));
      const tip = zero - Math.max(0, value) - 3;
      ctx.beginPath();
      ctx.moveTo(x, tip);
      ctx.lineTo(x - size, tip - size * 1.2);
      ctx.lineTo(x + size, tip - size * 1.2);
      ctx.fill();
    }
    if (width < LABEL || t === cursor) continue;
    ctx.font = font(painting, 0.87);
    ctx.fillStyle = theme.muted;
    ctx.fillText(`x${subscript(t)}`, x, places.height - em * 0.4);
  }
  ctx.textAlign = "left";
  ctx.font = font(painting, 0.87);
  ctx.fillStyle = theme.muted;
  ctx.textBaseline = "middle";
  ctx.fillText("x", 0, base - room / 2);
}

/** @param {Painting} painting */
function paintCursor(painting) {
  const { ctx, scene, places, edges, theme, t } = painting;
  const em = theme.font.size;
  const width = widthOf(painting, t);
  const gap = Math.max(0, gapOf(width) - 6);
  const x = edges[t - 1] + gap / 2;
  const inner = Math.max(3, width - gap);
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(x, places.first - 4, inner, places.row * scene.rows.length + 2, 5);
  ctx.stroke();
  const text = `t = ${t}`;
  ctx.font = font(painting, 0.87, "600");
  const wide = ctx.measureText(text).width + em * 0.8;
  const middle = Math.min(edges[scene.steps] - wide / 2, Math.max(edges[0] + wide / 2, middleOf(painting, t)));
  const y = places.height - em * 1.4;
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.roundRect(middle - wide / 2, y, wide, em * 1.3, 4);
  ctx.fill();
  ctx.fillStyle = theme.surface;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, middle, y + em * 0.68);
}
