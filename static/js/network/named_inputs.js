/** Inputs that are symbols, words or letters, in the line below the network. Fetched where a picture has such. */

import { isMarked } from "../figure/words.js";
import { font, middleOf, widthOf } from "./scene.js";

/** @typedef {import("./paint.js").Painting} Painting */

/**
 * Inputs that are symbols: each one's letter where there is room, else a tick, dark where it is one to remember.
 * @param {Painting} painting
 * @param {string[]} symbols
 * @param {number} middle
 */
export function paintSymbols(painting, symbols, middle) {
  const { ctx, scene, theme, t: cursor, phase, sign } = painting;
  const em = theme.font.size;
  ctx.textAlign = "center";
  for (let t = 1; t <= scene.steps; t++) {
    const width = widthOf(painting, t);
    const x = middleOf(painting, t);
    const marked = isMarked(symbols[t - 1]);
    const reached = phase !== "forward" || t <= cursor;
    ctx.fillStyle = !reached ? theme.line : marked ? theme.ink : theme.faint;
    if (width >= em * 0.62) {
      ctx.textBaseline = "middle";
      ctx.font = font(painting, 0.87, marked ? "700" : "400");
      ctx.fillText(sign(symbols[t - 1]), x, middle);
    } else {
      const half = em * (marked ? 0.55 : 0.15);
      ctx.fillRect(x - Math.max(1, width * 0.3), middle - half, Math.max(2, width * 0.6), 2 * half);
    }
  }
}

/**
 * Inputs that are words or letters, as far as they fit under their steps.
 * @param {Painting} painting
 * @param {string[]} tokens
 * @param {number} middle
 */
export function paintTokens(painting, tokens, middle) {
  const { ctx, scene, theme, t: cursor, phase } = painting;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (let t = 1; t <= scene.steps; t++) {
    const reached = phase !== "forward" || t <= cursor;
    const room = widthOf(painting, t) - 3;
    ctx.font = font(painting, 0.87, t === cursor ? "600" : "400");
    ctx.fillStyle = !reached ? theme.faint : t === cursor ? theme.accent : theme.ink;
    let text = tokens[t - 1];
    if (ctx.measureText(text).width > room) {
      if (room < theme.font.size * 2) continue;
      while (text && ctx.measureText(`${text}…`).width > room) text = text.slice(0, -1);
      text += "…";
    }
    ctx.fillText(text, middleOf(painting, t), middle);
  }
}
