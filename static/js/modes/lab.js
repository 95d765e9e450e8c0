/** The laboratory: one configuration, computed anew with every change, and a lecture beside it. */

/** @type {import("./types.js").Mode} */
export const lab = {
  id: "lab",
  sheets: [],
  parts: ["network", "charts", "controls", "check", "lecture", "answer"],
  address: { tables: () => ["config"] },
  shows: "views",
};
