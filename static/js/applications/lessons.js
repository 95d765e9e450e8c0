/** What each application's gradient teaches: the fields of a play in which it is plain to see. */

/** @type {Record<string, import("../types.js").Config>} */
export const LESSONS = {
  // an adjective that stands before its noun in one language and behind it in the other
  translation: { text: "ahora estos gatos verdes trabajan cerca de mis ciudades", focus: 11 },
  // the last letter of a name, and how far back it looks
  text: { text: "Villanueva" },
  // forwards only: what Valencia is here is said by the words that follow
  entities: { variant: "forward" },
  // sixty words after the one that decides
  sentiment: { distance: 60 },
  // two years ahead in a rhythm of eleven
  forecast: { variant: "sunspots", horizon: 24 },
  // the instant at which a word is heard
  speech: { example: 3 },
  music: { length: 120 },
};
