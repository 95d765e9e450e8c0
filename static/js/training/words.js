/** Words of the training charts: what a model, a change, an end is called. */

import { subscript } from "../base/numbers.js";
import { cellName } from "../figure/words.js";
import { dividedByZero } from "./epsilon.js";
import { layersOf, mapOf } from "./settings.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").ModelInfo} ModelInfo */
/** @typedef {import("./types.js").ChangeMark} ChangeMark */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/**
 * The task of a run, as the catalogue has it; undefined for an application's.
 * @param {import("../base/types.js").Catalogue} catalogue
 * @param {Record<string, any>} config
 */
export const taskOf = ({ tasks }, { task }) => tasks?.find(({ name }) => name === task);

/** Whether a run is evaluated on validation data, as an application's is, not on fresh held-out sequences. @param {TrainingRecord} record */
export const validated = ({ started }) => started.part === "validation";

/** A number as the language writes it; what is none stays as it is. @param {FigureContext} context @param {string} text */
const written = ({ numbers }, text) =>
  text.trim() && Number.isFinite(Number(text)) ? numbers.value(Number(text)) : text;

/**
 * A field and its value in a few words.
 * @param {FigureContext} context
 * @param {string} field
 * @param {string} text as an address spells it
 */
function setting(context, field, text) {
  const { t } = context;
  const pairs = Object.entries(mapOf(text)).map(([gate, value]) => ({ gate, value: written(context, String(value)) }));
  switch (field) {
    case "bias":
      return pairs.map(({ gate, value }) => `b_${gate} ${value}`).join(" ");
    case "clamp":
      return pairs.map(({ gate, value }) => `${gate} = ${value}`).join(", ") || t("train.set_free");
    case "bias_init":
      return text === "chrono" ? "chrono" : "";
    case "clip":
      return text === "none" ? t("train.set_clip_none") : t("train.set_clip", { how: t(`config.clip.${text}`) });
    case "truncate":
      return Number(text) === 0 ? t("train.set_whole") : t("train.set_truncate", { k: text });
    case "checkpoint":
      return Number(text) ? "√T" : "";
    case "activation":
    case "init":
      return t(`config.${field}.${text}`);
    case "optimiser":
      return text.toUpperCase() === "SGD" ? "SGD" : text[0].toUpperCase() + text.slice(1);
    case "layers":
      return t("train.set_layers", { value: Number(text) });
    case "norm":
      return t(`train.set_norm_${text}`);
    case "reset":
      return t("train.set_reset", { when: t(`config.reset.${text}`) });
    case "threshold":
      return `θ ${written(context, text)}`;
    case "rho":
      return `ρ ${written(context, text)}`;
    default:
      return t(`train.set_${field}`, { value: written(context, text) });
  }
}

/**
 * What a model is called: by its cell, and where several have that cell also by what it has of its own.
 * @param {FigureContext} context
 * @param {Pick<ModelInfo, "name" | "cell" | "own">} model
 */
export function modelName(context, { name, cell, own }) {
  const cellWord = cellName(context, cell);
  if (name === cell) return cellWord;
  const words = Object.entries(own)
    .filter(([field]) => field !== "cell")
    .map(([field, text]) => setting(context, field, text));
  return [cellWord, ...words].filter(Boolean).join(" ");
}

/** A name with its subscripts, as it stands in a chart: `b_f` → b with a lowered f. @param {string} name */
export const lowered = (name) => name.replace(/_(\w+)/g, "<sub>$1</sub>");

/** Models keep one colour in every chart. @param {FigureContext} context @param {ModelInfo} model */
export const modelColour = ({ theme }, { name }) => theme.cells[name];

/**
 * What was changed, as it stands at its mark: `clip: norm`, `f clamped to 0`, `rate 0.01`.
 * @param {FigureContext} context
 * @param {ChangeMark} change
 */
export function changeName(context, { field, value }) {
  const { t } = context;
  if (field === "clip") return t("train.change_clip", { how: t(`config.clip.${value}`) });
  if (field === "clamp") {
    const gates = Object.entries(mapOf(value));
    if (!gates.length) return t("train.change_clamp_none");
    return gates
      .map(([gate, held]) => t("train.change_clamp", { gate, value: written(context, String(held)) }))
      .join(", ");
  }
  if (field === "threshold") return t("train.threshold_norm", { value: written(context, value) });
  return setting(context, field, value);
}

/** The sign of what was not finite: `d_h` at step 12 → ∂L/∂h₁₂. @param {string} quantity @param {number | null} step */
export function sign(quantity, step) {
  const derivative = quantity.startsWith("d_");
  const name = derivative ? quantity.slice(2) : quantity;
  return `${derivative ? "∂L/∂" : ""}${name}${step === null ? "" : subscript(step)}`;
}

/**
 * How a model ended, where it has: `RNN: ∂L/∂h₁₂ overflowed`.
 * @param {Pick<FigureContext, "t" | "catalogue">} context
 * @param {TrainingRecord} record
 * @param {number} m
 */
export function endText(context, record, m) {
  const end = record.ends[m];
  if (!end) return "";
  const row = record.rows.models[m]?.[record.rows.iterations.indexOf(end.iteration)];
  // the lowest layer's, after those of all layers together
  const before = layersOf(record, m) > 1 ? record.steps : 0;
  const code = end.quantity === "d_h" && end.step !== null ? row?.status[before + end.step - 1] : undefined;
  const divided = dividedByZero(context.catalogue, record, m);
  const how = divided ? "epsilon" : code === 2 ? "overflow" : code === 3 ? "nan" : "infinite";
  return context.t(`train.end_${how}`, { what: sign(end.quantity, end.step) });
}
