/** What each application's gradient teaches: the fields of a play in which it is plain to see. */

/** @type {Record<string, import("../base/types.js").Config>} */
export const LESSONS = {
  // the last word of a long sentence, and where in the source its gradient goes
  translation: { text: "ahora estos gatos verdes trabajan cerca de mis ciudades" },
  // the last letter of a name, and how far back it looks
  text: { text: "Villanueva" },
  // forwards only: what the name is here is said by the words that follow
  entities: { variant: "forward" },
  // sixty words after the one that decides
  sentiment: { distance: 60 },
  // half a year ahead, from what was read a year before that
  forecast: { variant: "co2", horizon: 6 },
  // the instant at which a word is heard
  speech: { example: 3 },
  music: { length: 120 },
};

/**
 * What an application opens with from its card, where its own first input would say little, and in which language: a
 * name to go on with, a review that turns at "but", a name that is a place, a person and an organisation as one reads on,
 * a recording.
 * @type {Record<string, Record<string, import("../base/types.js").Config>>}
 */
const OPENINGS = {
  text: { en: { text: "Villan" }, es: { text: "Villan" } },
  sentiment: {
    en: { text: "the breakfast was awful but the hotel was good today" },
    es: { text: "la comida era mala pero la cena era perfecta hoy" },
  },
  entities: { en: { text: "Santiago opened an office" }, es: { text: "Santiago abrió una fábrica en Lima" } },
  speech: { en: { example: 7 } },
};

/** @param {string} app @param {string} lang */
export const openingOf = (app, lang) => OPENINGS[app]?.[lang] ?? {};
