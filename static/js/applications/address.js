/** What the page asks of an application: the address of a play, and the addresses that its links lead to. */

import { apply, format, formatPlay, parse } from "../state/address.js";
import { forPlay, orderedFields, playOf } from "../state/request.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").ApplicationEntry} ApplicationEntry */

/**
 * The application that the page shows; undefined on the page of cards.
 * @param {State} state
 * @returns {ApplicationEntry | undefined}
 */
export const entryOf = (state) => {
  const { app } = playOf(state);
  return (state.catalogue.applications ?? []).find(({ name }) => name === app);
};

/** The variant in force: the first one where none is named. @param {ApplicationEntry} entry @param {Config} play */
export const variantOf = (entry, play) => play.variant || entry.variants[0] || "";

/**
 * @param {State} state
 * @param {string[]} fields parts of the trace
 * @param {string} lang
 */
export function playQuery(state, fields, lang) {
  const { catalogue, page } = state;
  const parts = [
    formatPlay(playOf(state), catalogue),
    `fields=${orderedFields(forPlay(fields), catalogue).join(",")}`,
    "encoding=display",
  ];
  if (fields.includes("unit")) parts.push(`unit=${Number(page.unit) || 0}`);
  parts.push(`lang=${lang}`);
  return parts.join("&");
}

/** What a `playQuery` asks, without how the answer should look. @param {string} query */
export const questionOf = (query) => query.split("&fields=")[0];

/** The values that a play has when nothing is said, with the application's own cell. @param {State} state @param {ApplicationEntry} entry */
export function freshPlay({ catalogue }, entry) {
  return { ...parse("", catalogue).play, app: entry.name, cell: entry.cell };
}

/**
 * The state in which an application opens with the weights that ship.
 * @param {State} state
 * @param {ApplicationEntry} entry
 * @param {Config} [patch]
 */
export const opened = (state, entry, patch = {}) => ({
  page: { ...state.page, mode: "apps", t: 0 },
  play: { ...freshPlay(state, entry), ...patch },
});

/** The page of cards: nothing of the input that was open stays in its address. @param {State} state */
export const allCards = ({ page, catalogue }) => ({
  page: { ...page, mode: "apps" },
  play: parse("", catalogue).play,
});

/**
 * The fields in which it speaks the reader's language, where it takes one. The language of examples is not the page's:
 * where there are none in the reader's, it speaks one of its own.
 * @param {ApplicationEntry} entry
 * @param {string} lang
 * @param {import("../base/types.js").Catalogue} catalogue
 */
export function spokenIn({ fields }, lang, catalogue) {
  const spoken = catalogue.play?.find(({ name }) => name === "language")?.choices ?? [];
  return fields.includes("language") && spoken.includes(lang) ? { language: lang } : {};
}

/**
 * The state in which its run stands ready: the recipe, with the cell, variant and material that are on the screen.
 * @param {State} state
 * @param {ApplicationEntry} entry
 * @returns {{ page: Config, config: Config, play: Config }}
 */
export function trained(state, entry) {
  const { play = {}, page, catalogue } = state;
  const recipe = entry.recipes[variantOf(entry, play)] ?? "";
  const shown = new URLSearchParams({
    app: entry.name,
    variant: play.variant,
    material: play.material,
    cell: play.cell,
  });
  const next = apply(`?mode=train&${recipe}&${shown}`, { config: {}, page, play }, catalogue);
  const clamp = play.clamp ?? {};
  return { page: next.page, config: { ...next.config, clamp }, play };
}

/**
 * Back from a run to the weights that ship.
 * @param {State} state
 * @param {ApplicationEntry} entry
 * @returns {{ page: Config, play: Config }}
 */
export function shipped(state, entry) {
  const { app: _app, ...input } = playOf(state);
  const { seed } = state.play ?? {};
  // a voice is taught to the network that ships: back to that one, which knows nothing of the recordings
  const untaught = entry.variants[0] === "" && input.variant === "own" ? { variant: "", material: "", sound: "" } : {};
  return { page: { ...state.page, mode: "apps" }, play: { ...freshPlay(state, entry), ...input, seed, ...untaught } };
}

/** @param {State} state @param {Partial<State>} patch */
export function hrefOf(state, patch) {
  const { config, page, catalogue, play } = { ...state, ...patch };
  return `?${format(config, page, catalogue, play)}`;
}
