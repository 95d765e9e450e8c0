/**
 * Addresses for the server: the question that the page asks (the configuration, and exactly the parts that the
 * visible views show), and where the same numbers are to be had for other tools.
 */

import { formatConfig, formatPlay, hasApplication, hasTraining, tablesOf } from "./address.js";
import { applies } from "./config_kinds.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * Names without repetition, in the catalogue's order, so that the same needs give the same address.
 * @param {string[]} wanted
 * @param {import("../base/types.js").Catalogue} catalogue
 */
export function orderedFields(wanted, catalogue) {
  const order = catalogue.fields.map(({ name }) => name);
  const rank = (/** @type {string} */ name) => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return [...new Set(wanted)].sort((a, b) => rank(a) - rank(b));
}

/**
 * An index that exists: a picture of unit 31 survives a drag to 16 units and back.
 * @param {unknown} value
 * @param {unknown} count
 */
export function within(value, count) {
  const last = (typeof count === "number" ? count : 1) - 1;
  return Math.max(0, Math.min(last, Math.round(Number(value) || 0)));
}

/**
 * @param {State} state
 * @param {string[]} fields
 * @param {string} lang
 */
export function traceQuery({ config, page, catalogue }, fields, lang) {
  const ordered = orderedFields(fields, catalogue);
  const parts = [formatConfig(config, catalogue), `fields=${ordered.join(",")}`, "encoding=display"];
  parts.push(`sample=${within(page.sample, batchOf(config, catalogue))}`);
  if (ordered.includes("unit")) parts.push(`unit=${within(page.unit, config.units)}`);
  parts.push(`lang=${lang}`);
  return parts.filter(Boolean).join("&");
}

/**
 * How many sequences there are: one, where a batch makes no sense (a typed sequence).
 * @param {import("../base/types.js").Config} config
 * @param {import("../base/types.js").Catalogue} catalogue
 */
export function batchOf(config, catalogue) {
  const batch = catalogue.config.find(({ name }) => name === "batch");
  return batch && applies(batch, config) ? config.batch : 1;
}

/**
 * What is played of the application on the page: a run in training says with its own fields what is looked at.
 * @param {State} state
 * @returns {import("../base/types.js").Config}
 */
export function playOf(state) {
  const { config, play = {} } = state;
  if (!tablesOf(state).includes("config")) return play;
  const { app, variant, material, truncate, clamp } = config;
  const { seed: _seed, ...input } = play; // the run's seed is another one
  return { ...input, app, variant, material, truncate, cell: config.cell[0], clamp };
}

/** Whether the page shows the trace of its training run, not one of its own. @param {State} state */
export const followsRun = (state) => hasTraining(state) && state.live?.phase === "here" && Boolean(state.training);

/** Parts of a trace that a play has: what it reads are tokens, not a task's inputs. @param {string[]} fields */
export const forPlay = (fields) => fields.filter((name) => name !== "sequence");

/**
 * Where the numbers of this configuration are, by kind; of an application all are in its answer.
 * @param {State} state
 * @param {string} root
 * @returns {Record<string, string | undefined>}
 */
export function takeaways(state, root) {
  const { config, catalogue } = state;
  if (hasApplication(state)) return { json: `${root}/api/play?${formatPlay(playOf(state), catalogue)}&encoding=list` };
  const query = formatConfig(config, catalogue);
  const at = (/** @type {string} */ path, /** @type {string} */ extra) =>
    `${root}${path}${[query, extra].some(Boolean) ? `?${[query, extra].filter(Boolean).join("&")}` : ""}`;
  return {
    json: at("/api/trace", "encoding=list"),
    npz: at("/api/trace.npz", ""),
    py: at("/api/trace.py", ""),
  };
}
