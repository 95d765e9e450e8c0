/**
 * The kinds of configuration (a task's run, a task's or an application's training run, an application's input): which
 * fields each has, which of them act, and the rules that several fields have together. All of it is the catalogue's,
 * and the same as the server's (`app/config`, `app/training/config.py`, `app/applications/config.py`).
 */

import { Fault, readChanges, readModels, readValue } from "./grammar.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {"task" | "task_training" | "application_training" | "application"} Kind */

/** The variant that is trained on what the reader uploaded. */
const OWN = "own";
const DIGEST = /^[0-9a-f]{64}$/;

/** Every row of the one flat configuration: the laboratory's, then what training adds. @param {Catalogue} catalogue */
export const configRows = (catalogue) => [...catalogue.config, ...(catalogue.training ?? [])];

/**
 * The rows of a kind, in the order of an address.
 * @param {Kind} kind
 * @param {Catalogue} catalogue
 * @param {string} [app] whose input it is
 */
export function rowsOf(kind, catalogue, app = "") {
  const all = kind === "application" ? (catalogue.play ?? []) : configRows(catalogue);
  const names = catalogue.kinds?.[kind];
  if (!names) return kind === "task" ? catalogue.config : all;
  const entry = catalogue.applications?.find(({ name }) => name === app);
  if (kind === "application" && !entry) return all;
  return all.filter(({ name }) => names.includes(name) || (kind === "application" && entry?.fields.includes(name)));
}

/**
 * The models and changes of a training run as they can be read; none of what can not.
 * @param {Config} values
 * @param {Catalogue} catalogue
 */
function modelsAndChanges(values, catalogue) {
  try {
    const models = readModels(String(values.models ?? ""), catalogue);
    return { models, changes: readChanges(String(values.changes ?? ""), catalogue) };
  } catch {
    return { models: [], changes: [] };
  }
}

/** @param {any} value */
const listOf = (value) => (Array.isArray(value) ? value : [value]);

/**
 * Every value that a field has in the run: of a model, and after a change.
 * @param {string} name
 * @param {Config} values
 * @param {Catalogue} catalogue
 * @param {boolean} trains
 */
export function chosen(name, values, catalogue, trains = false) {
  const usual = listOf(values[name]);
  if (!trains) return usual;
  const { models, changes } = modelsAndChanges(values, catalogue);
  const perModel = models.length ? models.map((model) => model[name] ?? usual[0]) : usual;
  return [...perModel, ...changes.filter(({ field }) => field === name).map(({ value }) => value)];
}

/**
 * Whether a row's conditions are met: each of the fields they name has one of the values that they allow.
 * @param {Property} row
 * @param {(name: string) => any[] | undefined} valuesOf a field that is not there puts no condition
 */
const conditionsMet = (row, valuesOf) =>
  Object.entries(row.applies ?? {}).every(
    ([name, allowed]) => valuesOf(name)?.some((value) => allowed.includes(value)) ?? true,
  );

/**
 * Whether a field means anything under this configuration of a task or of an application's input.
 * @param {Property} row
 * @param {Config} config
 */
export const applies = (row, config) =>
  conditionsMet(row, (name) => (config[name] === undefined ? undefined : listOf(config[name])));

/**
 * Whether a field acts; a condition on a field that this kind does not have is none.
 * @param {Property} row
 * @param {Property[]} rows of the kind
 * @param {Config} values
 * @param {Catalogue} catalogue
 */
export function acts(row, rows, values, catalogue) {
  const trains = rows.some(({ name }) => name === "changes");
  return conditionsMet(row, (name) =>
    rows.some((other) => other.name === name) ? chosen(name, values, catalogue, trains) : undefined,
  );
}

/**
 * What a gate may be biased by or held at: what each of the cells that has it allows. A gate that none of them has
 * waits for its cell: what any cell allows.
 * @param {string} field
 * @param {string} gate
 * @param {string[]} cells
 * @param {Catalogue} catalogue
 * @returns {[number, number]}
 */
export function rangeOf(field, gate, cells, catalogue) {
  const row = catalogue.config.find(({ name }) => name === field);
  if (field === "bias") return [row?.min ?? -Infinity, row?.max ?? Infinity];
  const called = (/** @type {string[] | null} */ among) =>
    catalogue.cells
      .filter(({ name }) => !among || among.includes(name))
      .flatMap(({ gates }) => gates.filter(({ name }) => name === gate));
  const mine = called(cells);
  if (mine.length) return [Math.max(...mine.map(({ min }) => min)), Math.min(...mine.map(({ max }) => max))];
  const others = called(null);
  return [Math.min(...others.map(({ min }) => min)), Math.max(...others.map(({ max }) => max))];
}

/**
 * The gates of the chosen cells by name, each with the cells that have it, and with what all of these allow.
 * @param {Config} config
 * @param {Catalogue} catalogue
 * @returns {Map<string, {gate: import("../base/types.js").Gate, cells: string[]}>}
 */
export function gatesOf(config, catalogue) {
  const gates = new Map();
  for (const cell of catalogue.cells) {
    if (!config.cell?.includes?.(cell.name)) continue;
    for (const gate of cell.gates) {
      const known = gates.get(gate.name);
      if (!known) gates.set(gate.name, { gate, cells: [cell.name] });
      else {
        known.cells.push(cell.name);
        const [min, max] = rangeOf("clamp", gate.name, known.cells, catalogue);
        known.gate = { ...known.gate, min, max, carry: known.gate.carry || gate.carry };
      }
    }
  }
  return gates;
}

/** @param {string} field @param {Config} values @param {Catalogue} catalogue */
function checkGates(field, values, catalogue) {
  for (const [gate, value] of Object.entries(values[field] ?? {})) {
    const [low, high] = rangeOf(field, gate, listOf(values.cell), catalogue);
    if (!(low <= value && value <= high)) throw new Fault("out_of_range", field);
  }
}

/** @param {Config} values @param {Catalogue} catalogue */
function checkUpload({ app, variant, material, sound }, catalogue) {
  const variants = catalogue.applications?.find(({ name }) => name === app)?.variants ?? [];
  if (variant && !variants.includes(variant)) throw new Fault("not_a_choice", "variant");
  if (variant === OWN && !material) throw new Fault("empty", "material");
  if (material && !DIGEST.test(material)) throw new Fault("not_a_choice", "material");
  if (sound && !DIGEST.test(sound)) throw new Fault("not_a_choice", "sound");
}

/**
 * Each model, at first and after every change, is held to the same rules.
 * @param {Config} values
 * @param {Property[]} rows
 * @param {Catalogue} catalogue
 */
function checkModelsAndChanges(values, rows, catalogue) {
  const { models, changes } = modelsAndChanges(values, catalogue);
  if (!models.length && !changes.length) return;
  const [first] = values.cell;
  const every = models.length ? models : values.cell.map((/** @type {string} */ cell) => ({ cell }));
  for (const iteration of [0, ...changes.map((change) => change.iteration + 1)]) {
    const past = changes.filter((change) => change.iteration < iteration);
    const changed = Object.fromEntries(past.map(({ field, value }) => [field, value]));
    for (const settings of every) {
      /** @type {Record<string, string>} */
      const texts = { cell: first, ...settings, ...changed };
      const model = { ...values };
      for (const row of rows) {
        if (!Object.hasOwn(texts, row.name)) continue;
        inside(row.name, changed, () => {
          model[row.name] = readValue(row, texts[row.name], catalogue);
        });
      }
      for (const field of ["bias", "clamp"]) inside(field, changed, () => checkGates(field, model, catalogue));
    }
  }
}

/**
 * A fault in a model or a change is one of the field that it came in.
 * @param {string} name
 * @param {Record<string, string>} changed
 * @param {() => void} check
 */
function inside(name, changed, check) {
  try {
    check();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault("inside", Object.hasOwn(changed, name) ? "changes" : "models");
  }
}

/**
 * The rules that fields have together, once each of them is right; throws the first `Fault`.
 * @param {Kind} kind
 * @param {Config} values
 * @param {Catalogue} catalogue
 */
export function checkTogether(kind, values, catalogue) {
  if (kind === "application_training") checkUpload(values, catalogue);
  for (const field of ["bias", "clamp"]) checkGates(field, values, catalogue);
  if (kind === "application") checkUpload(values, catalogue);
  if (kind.endsWith("_training")) checkModelsAndChanges(values, rowsOf(kind, catalogue), catalogue);
}
