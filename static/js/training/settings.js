/** What holds for a model in an iteration: the run's configuration, the model's own fields, the changes until then. */

/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/**
 * @typedef {object} Settings
 * @property {"none" | "norm" | "value"} clip
 * @property {number} threshold
 * @property {number} rate
 * @property {Record<string, number>} clamp
 * @property {number} truncate
 */

/** A map as an address spells it: `f:1,i:0.5`. @param {any} value @returns {Record<string, number>} */
export function mapOf(value) {
  if (typeof value !== "string") return value ?? {};
  return Object.fromEntries(
    value
      .split(",")
      .filter((part) => part.trim())
      .map((part) => part.split(":"))
      .map(([name, text]) => [name.trim(), Number(text)]),
  );
}

/**
 * @param {TrainingRecord} record
 * @param {number} iteration counted from 1; a change made after n iterations holds from n + 1 on
 * @param {number} [model]
 * @returns {Settings}
 */
export function effective({ started, models, changes }, iteration, model = 0) {
  const passed = changes.filter((change) => change.iteration < iteration).map(({ field, value }) => [field, value]);
  const all = { ...started.config, ...models[model]?.own, ...Object.fromEntries(passed) };
  return {
    clip: all.clip ?? "none",
    threshold: Number(all.threshold ?? 1),
    rate: Number(all.rate),
    clamp: mapOf(all.clamp),
    truncate: Number(all.truncate ?? 0),
  };
}

/**
 * How many layers a model has: its own, else the run's. Those of an application are not told apart.
 * @param {Pick<TrainingRecord, "started" | "models">} record
 * @param {number} m
 */
export const layersOf = ({ started, models }, m) => Number(models[m].own.layers ?? started.config.layers ?? 1);

/** How many layers the deepest model of a run has. @param {TrainingRecord | null | undefined} record */
export const depthOfRun = (record) => (record ? Math.max(1, ...record.models.map((_, m) => layersOf(record, m))) : 1);

/** Where clipping is on, its threshold, else null. @param {TrainingRecord} record @param {number} iteration @param {number} [model] */
export function thresholdAt(record, iteration, model) {
  const { clip, threshold } = effective(record, iteration, model);
  return clip === "none" ? null : threshold;
}

/** @param {TrainingRecord} record @param {number} iteration @param {number} [model] */
export const clipModeAt = (record, iteration, model) => effective(record, iteration, model).clip;

/**
 * The stretches of a run in which clipping stays the same: the first iteration of each, and what holds there.
 * @param {TrainingRecord} record
 * @param {number} model
 */
export function clipping(record, model) {
  const starts = [1, ...record.changes.map(({ iteration }) => iteration + 1)].filter(
    (start, i) => i === 0 || start <= record.iteration + 1,
  );
  return [...new Set(starts)].sort((a, b) => a - b).map((from) => ({ from, ...effective(record, from, model) }));
}
