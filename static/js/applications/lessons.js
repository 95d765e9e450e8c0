/** What each application's gradient teaches: the fields of a play in which it is plain to see. */

/** @type {Record<string, import("../types.js").Config>} */
export const LESSONS = {
  translation: {},
  text: {},
  entities: {},
  sentiment: { distance: 60 },
  forecast: {},
  speech: {},
  music: {},
};
