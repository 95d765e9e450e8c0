/** Training, live: a run on the server, its charts above, and the laboratory's parts below for any of its iterations. */

import { changed, parse } from "../state/address.js";
import { followsRun } from "../state/request.js";

/** @type {import("./types.js").Mode} */
export const train = {
  id: "train",
  sheets: ["training"],
  parts: ["training", "network", "charts", "controls", "lecture"],
  companions: { app: "apps" }, // a run of an application shows its workbench too
  address: {
    tables: ({ app }) => (app ? ["config", "training", "play"] : ["config", "training"]),
    page: ["chart", "n"],
  },
  // from a laboratory that was left as it was, it opens on a run that learns within a minute
  turn: ({ config }, left, catalogue) =>
    changed(left, config).length
      ? {}
      : { config: parse((catalogue.training_presets ?? [])[0].address, catalogue).config },
  shows: "train-bar",
  own: () => true,
  asks: followsRun,
  keys: (part) => [
    { id: "train", keys: [" "], run: () => part()?.session.toggle() },
    { id: "iterate", keys: ["n"], run: () => part()?.session.step(1) },
    { id: "older", keys: [","], run: () => part()?.session.shift(-1) },
    { id: "newer", keys: ["."], run: () => part()?.session.shift(1) },
    { id: "recover", keys: ["g"], run: () => part()?.session.recover() },
  ],
  load: async () => (await import("../training/training.js")).createTraining,
};
