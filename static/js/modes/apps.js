/** The applications: their cards, and the workbench of the one that is open over the laboratory's own parts. */

import { hasApplication } from "../state/address.js";

/** @type {import("./types.js").Mode} */
export const apps = {
  id: "apps",
  sheets: ["apps"],
  parts: ["cards", "network", "charts", "controls", "lecture"],
  address: { tables: () => ["play"] },
  shows: "bench",
  own: hasApplication,
  turn: ({ play }) => ({ play }), // it begins with its cards
  asks: hasApplication,
  load: async () => (await import("../applications/applications.js")).createApplications,
};
