/** What goes through all rows: the columns of the steps, outputs and losses above, inputs beneath, the cursor. */

import { subscript } from "../base/numbers.js";
import { font, gapOf, LABEL, middleOf, widthOf } from "./scene.js";

/** @typedef {import("./paint.js").Painting} Painting */

/** The same step in every row, from its input to its output. @param {Painting} painting */
export function paintColumns(painting) {
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
  paintBoundary(painting);
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

/** Where the encoder ends and the decoder begins. @param {Painting} painting */
function paintBoundary({ ctx, scene, places, edges, theme }) {
  if (!scene.boundary) return;
  const x = Math.round(edges[scene.boundary]) + 0.5;
  ctx.strokeStyle = theme.muted;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, 0);
  ctx.lineTo(x, places.height - theme.font.size * 1.5);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @param {Painting} painting */
export function paintOutputs(painting) {
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
    } else if (t === scene.steps && loss) {
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
export function paintInputs(painting) {
  const { ctx, scene, places, theme, t: cursor, phase } = painting;
  const em = theme.font.size;
  const room = places.below - em * 1.75;
  const base = places.inputs + room + 3;
  const { inputs, largestInput } = scene;
  if (scene.tokens) {
    painting.inputs?.paintTokens(painting, scene.tokens, base - room / 2);
    return;
  }
  if (!inputs) return;
  if (scene.symbols) {
    painting.inputs?.paintSymbols(painting, scene.symbols, base - room / 2);
    paintInputNames(painting, base - room / 2);
    return;
  }
  let signed = false;
  for (let t = 0; t < scene.steps && !signed; t++) signed = inputs.at(t, 0) < 0;
  const zero = signed ? base - room / 2 : base;
  const unit = (signed ? room / 2 : room) / largestInput;
  ctx.fillStyle = theme.line;
  ctx.fillRect(painting.edges[0], zero, painting.edges[scene.steps] - painting.edges[0], 1);
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
  }
  paintInputNames(painting, base - room / 2);
}

/**
 * Each input's name under its step, where there is room beside the cursor's tag, and that of the row.
 * @param {Painting} painting
 * @param {number} middle
 */
function paintInputNames(painting, middle) {
  const { ctx, scene, places, theme } = painting;
  const tag = cursorTag(painting);
  ctx.font = font(painting, 0.87);
  ctx.fillStyle = theme.muted;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const question = paintQuestion(painting, tag);
  ctx.font = font(painting, 0.87);
  ctx.textAlign = "center";
  const apart = theme.font.size / 2;
  const taken = [[tag.middle - tag.width / 2, tag.middle + tag.width / 2], ...(question ? [question] : [])];
  for (let t = 1; t <= scene.steps; t++) {
    if (widthOf(painting, t) < LABEL) continue;
    const x = middleOf(painting, t);
    const name = `x${subscript(t)}`;
    const half = ctx.measureText(name).width / 2 + apart;
    if (!taken.some(([from, to]) => x + half > from && x - half < to))
      ctx.fillText(name, x, places.height - theme.font.size * 0.4);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText("x", 0, middle);
}

/** Width of a drawing below which what is asked stands under it, not in it. */
const NARROW = 520;

/**
 * Where a text stands in the line below the inputs, beside the cursor's tag: at the end of the steps or at their begin, or
 * where that is too little up to the edges of the drawing.
 * @param {number} width of the text
 * @param {{ steps: [number, number], all: [number, number], tag: [number, number] }} line
 * @returns {[number, number] | null}
 */
export function besideTag(width, { steps, all, tag }) {
  for (const [begin, end] of [steps, all]) {
    if (end - tag[1] >= width) return [end - width, end];
    if (tag[0] - begin >= width) return [begin, begin + width];
  }
  return null;
}

/**
 * What the task asks of these inputs. It is more than the names of the steps, which give way to it.
 * @param {Painting} painting
 * @param {{ middle: number, width: number }} tag
 */
function paintQuestion(painting, { middle, width }) {
  const { ctx, scene, places, edges, theme, ask } = painting;
  if (!ask || places.across < NARROW) return null;
  ctx.font = font(painting, 0.8);
  const room = width / 2 + theme.font.size * 0.6;
  const place = besideTag(ctx.measureText(ask).width, {
    steps: [edges[0], edges[scene.steps]],
    all: [0, places.across],
    tag: [middle - room, middle + room],
  });
  ctx.textAlign = "left";
  if (place) ctx.fillText(ask, place[0], places.height - theme.font.size * 0.4);
  return place;
}

/** @param {Painting} painting */
export function paintCursor(painting) {
  const { ctx, places, edges, theme, t } = painting;
  const em = theme.font.size;
  const width = widthOf(painting, t);
  const gap = Math.max(0, gapOf(width) - 6);
  const x = edges[t - 1] + gap / 2;
  const inner = Math.max(3, width - gap);
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(x, places.first - 4, inner, places.inputs - places.first + 2, 5);
  ctx.stroke();
  const tag = cursorTag(painting);
  const y = places.height - em * 1.4;
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.roundRect(tag.middle - tag.width / 2, y, tag.width, em * 1.3, 4);
  ctx.fill();
  ctx.fillStyle = theme.surface;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = font(painting, 0.87, "600");
  ctx.fillText(tag.text, tag.middle, y + em * 0.68);
}

/** The cursor's tag below: what it says, and where it stands, which is within the steps. @param {Painting} painting */
function cursorTag(painting) {
  const { ctx, scene, edges, theme, t } = painting;
  const text = `t = ${t}`;
  ctx.font = font(painting, 0.87, "600");
  const width = ctx.measureText(text).width + theme.font.size * 0.8;
  const middle = Math.min(edges[scene.steps] - width / 2, Math.max(edges[0] + width / 2, middleOf(painting, t)));
  return { text, width, middle };
}
