/**
 * The run of this tab, by its token on the server: a reload, or the way over another mode, goes on with it where it is.
 * Each application's run, and the laboratory's, is remembered for itself.
 */

import { recall, remember } from "../base/tab_memory.js";
import { formatTraining } from "../state/address.js";
import { beginning } from "./changes.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {{ run: string, query: string, first: string, began: string, speed: number | null, branches: { run: string, label: string }[] }} KeptRun
 *   query, first: what the page was set to, with and without changes; began: what the run began with */

/** @param {string | undefined} app */
const nameOf = (app) => `run ${app ?? ""}`;

/** Remember the run that is on the page, with the settings beside it. @param {State} state */
export function keepRun({ config, catalogue, training, live }) {
  const { app = "" } = training?.started.config ?? {};
  if (!training || live?.phase !== "here" || app !== (config.app ?? "")) return;
  /** @type {KeptRun} */
  const kept = {
    run: training.started.run,
    query: formatTraining(config, catalogue),
    first: beginning(config, catalogue),
    began: live.began,
    speed: live.speed,
    branches: live.branches,
  };
  remember(nameOf(app), kept);
}

/** @param {State} state */
export const forgetRun = ({ config }) => remember(nameOf(config.app), null);

/**
 * The run that belongs to what the page is set to; another link is another run.
 * @param {State} state
 * @param {boolean} reloaded a change may be younger than the address that the reload has read
 * @returns {KeptRun | null}
 */
export function keptRun({ config, catalogue }, reloaded) {
  /** @type {KeptRun | null} */
  const kept = recall(nameOf(config.app));
  if (!kept) return null;
  const same = kept.query === formatTraining(config, catalogue);
  return same || (reloaded && kept.first === beginning(config, catalogue)) ? kept : null;
}
