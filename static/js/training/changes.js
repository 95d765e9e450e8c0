/** A run's changes as an address spells them, `200:clip=norm;400:clamp=f:0`, and what they make of a configuration. */

import { formatTraining } from "../state/address.js";
import { defaultOf, read, write } from "../state/address_values.js";
import { effective } from "./settings.js";

/** @typedef {import("./types.js").ChangeMark} ChangeMark */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Catalogue} Catalogue */

/** @param {ChangeMark[]} changes */
export const spell = (changes) =>
  changes.map(({ iteration, field, value }) => `${iteration}:${field}=${value}`).join(";");

/** Of the changes that were asked for, those that the run has not made yet. @param {Record<string, string>} pending @param {ChangeMark[]} changes */
export const unanswered = (pending, changes) =>
  Object.fromEntries(
    Object.entries(pending).filter(
      ([field, value]) => changes.findLast((change) => change.field === field)?.value !== value,
    ),
  );

/** What a run begins with, as an address: everything but its changes. @param {Config} config @param {Catalogue} catalogue */
export const beginning = (config, catalogue) => formatTraining({ ...config, changes: "" }, catalogue);

/**
 * The address of a run as it is now: what it began with, and all that was changed since.
 * @param {TrainingRecord} record
 */
export function addressOf({ started, changes }) {
  const parts = started.address.split("&").filter((part) => part && !part.startsWith("changes="));
  const spelled = spell(changes);
  return [...parts, ...(spelled ? [`changes=${encodeURI(spelled)}`] : [])].join("&");
}

/** Whether the settings on the page are other than those of the run on the screen. @param {State} state */
export function isStale({ config, catalogue, training, live }) {
  if (!training || !live || live.phase !== "here") return false;
  return live.began !== beginning(config, catalogue) || config.changes !== spell(training.changes);
}

/** Whether a change of a live field would reach the run. @param {State} state */
export const isOpen = (state) =>
  state.live?.phase === "here" &&
  ["running", "paused", "hidden"].includes(state.training?.state ?? "") &&
  !isStale(state);

/**
 * The configuration as the controls show it: what holds for the next iteration, where a run is under way.
 * @param {State} state
 * @returns {Config}
 */
export function inForce(state) {
  const { config, catalogue, training, live } = state;
  if (!training || !live || !isOpen(state)) return config;
  const now = /** @type {Record<string, any>} */ (effective(training, training.iteration + 1));
  const shown = { ...config };
  for (const name of catalogue.live ?? []) {
    const row = [...catalogue.config, ...(catalogue.training ?? [])].find((property) => property.name === name);
    if (!row) continue;
    if (name in live.pending) shown[name] = read(row, live.pending[name], catalogue);
    else if (training.changes.some(({ field }) => field === name)) shown[name] = now[name] ?? defaultOf(row);
  }
  return shown;
}

/**
 * Of a change at the controls, what can act at once: `{field: text}`, or null where the run has to begin anew. A gate
 * that is held or let go acts; its bias is only where a run starts, and stays as it is.
 * @param {State} state
 * @param {Config} patch
 */
export function atOnce(state, patch) {
  if (!isOpen(state)) return null;
  const shown = inForce(state);
  const live = state.catalogue.live ?? [];
  const differs = (/** @type {string} */ name) => write(patch[name]) !== write(shown[name]);
  if (Object.keys(patch).some((name) => differs(name) && !live.includes(name) && name !== "bias")) return null;
  const acting = Object.keys(patch).filter((name) => live.includes(name) && differs(name));
  if (!acting.length && "bias" in patch && differs("bias")) return null;
  return Object.fromEntries(acting.map((name) => [name, write(patch[name])]));
}
