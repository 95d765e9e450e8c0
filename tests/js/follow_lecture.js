/**
 * The lecture's phrases as the page follows them, for a test that asks the server for what they lead to: JSON in, JSON
 * out. `follow`: the address after each phrase of a walk, and what its view needs; `draw`: what that view then shows.
 */

import { readFileSync } from "node:fs";
import { createI18n } from "../../static/js/base/i18n.js";
import { CHAPTERS, paragraphs } from "../../static/js/lessons/lecture.js";
import { MODES } from "../../static/js/modes/index.js";
import { apply, format, parse } from "../../static/js/state/address.js";
import { fetchView, views } from "../../static/js/views/index.js";
import { context } from "./context.js";
import { wordsOf } from "./words.js";

const { job, catalogue, languages, walks, pictures } = JSON.parse(readFileSync(0, "utf-8"));

catalogue.modes = Object.fromEntries(MODES.map(({ id, address }) => [id, address]));
await Promise.all(views.map(fetchView));

/** @param {string} id */
const viewOf = (id) => views.find((view) => view.id === id);

/** The pieces that the phrases of a language apply, in the order of the text. @param {string} language @returns {string[]} */
function phrases(language) {
  const t = createI18n(wordsOf(language), language);
  const pieces = CHAPTERS.flatMap((id) => paragraphs(id, t)).flat();
  return pieces.flatMap((piece) => (piece.kind === "action" ? [piece.patch] : []));
}

/** Each walk starts at an address and takes phrases in its order, which is given as numbers from 0 up to 1. */
function follow() {
  return walks.map((/** @type {{ language: string, start: string, order: number[] }} */ { language, start, order }) => {
    const pieces = phrases(language);
    /** @type {any} */
    let state = parse(start, catalogue);
    return order.map((place) => {
      const piece = pieces[Math.floor(place * pieces.length)];
      state = apply(piece, state, catalogue);
      const { config, page, play } = state;
      return { piece, address: format(config, page, catalogue, play), fields: viewOf(page.view)?.fields ?? null };
    });
  });
}

/** Of each picture the rows of its view's table, and its sentence. */
function draw() {
  return pictures.map((/** @type {{ address: string, trace: any }} */ { address, trace }) => {
    const { config, page } = parse(address, catalogue);
    const figure = viewOf(page.view)?.figure(trace, context({ catalogue, config, page }, languages[0]));
    return { rows: figure?.table?.rows.length ?? 0, summary: figure?.summary ?? "" };
  });
}

process.stdout.write(JSON.stringify(job === "follow" ? { phrases: languages.map(phrases), walks: follow() } : draw()));
