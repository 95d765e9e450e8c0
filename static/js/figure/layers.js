/**
 * Which runs of a trace a picture is drawn from. A network of several layers has a run for each of them in its trace,
 * the lowest first, and one for all of them together (`layer: 0`), which alone has what belongs to the network as a
 * whole (outputs, parameters, clipping) and lacks what only a layer has (states, gates).
 */

import { superscript } from "../base/numbers.js";
import { cellName, isNarrow, layerText, nameOf, runName, shortName } from "./words.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {Pick<import("./types.js").FigureContext, "t">} Words */
/** @typedef {{ name: string, layers: Run[], whole: Run | undefined }} Network */

/**
 * The networks of a trace, each with its layers, the lowest first. What has no run for all layers together is a network
 * of one layer; so is each of an application's layers, which have names of their own.
 * @param {Trace} trace
 * @returns {Network[]}
 */
export function networksOf({ runs }) {
  /** @type {Map<string, Network>} */
  const networks = new Map();
  for (const run of runs) {
    const network = networks.get(nameOf(run)) ?? { name: nameOf(run), layers: [], whole: undefined };
    networks.set(network.name, network);
    if (run.layer === 0) network.whole = run;
    else network.layers.push(run);
  }
  return [...networks.values()];
}

/** How many layers the deepest network of a trace has. @param {Trace | null} trace */
export const depthOf = (trace) =>
  Math.max(1, ...(trace ? networksOf(trace) : []).map(({ layers, whole }) => (whole ? layers.length : 1)));

/**
 * The layer that the page asks for, among those that there are: one above the highest is the highest. 0: all together.
 * @param {Record<string, any>} page
 * @param {number} depth
 */
export function layerOf({ layer = 1 }, depth) {
  const asked = Math.round(Number(layer));
  return Number.isNaN(asked) ? 1 : Math.min(depth, Math.max(0, asked));
}

/** The layer that a parameter is of, by its name: `layer2.W_hh`; null of one that only the network has. @param {string} param */
export function layerOfParam(param) {
  const [, layer] = /^layer(\d+)\./.exec(param) ?? [];
  return layer ? Number(layer) : null;
}

/** Whether a run has what a view reads; the sequence is the whole trace's. @param {Run | undefined} run @param {string[]} fields */
const has = (run, fields) => fields.every((field) => field === "sequence" || run?.[field] !== undefined);

/**
 * The runs of one network for a view: the layer that is asked for, or all layers together; where those lack what the
 * view reads, the others.
 * @param {Network} network
 * @param {Record<string, any>} page
 * @param {string[]} fields
 */
function runsOf({ layers, whole }, page, fields) {
  if (!whole) return layers;
  const layer = layerOf(page, layers.length);
  if (layer > 0) return has(layers[layer - 1], fields) || !has(whole, fields) ? [layers[layer - 1]] : [whole];
  return has(whole, fields) || !has(layers[0], fields) ? [whole] : layers;
}

/** @type {WeakMap<Trace, Map<string, Trace>>} */
const made = new WeakMap();

/**
 * The trace as a view sees it: the same one where no network has several layers, else with the runs that are shown,
 * each of which knows of how many layers it is one. The same arguments give the same object.
 * @param {Trace} trace
 * @param {Record<string, any>} page
 * @param {string[]} fields what the view reads
 * @returns {Trace}
 */
export function traceShown(trace, page, fields) {
  if (depthOf(trace) === 1) return trace;
  const known = made.get(trace) ?? new Map();
  made.set(trace, known);
  const key = [layerOf(page, depthOf(trace)), ...fields].join();
  if (!known.has(key)) {
    const runs = networksOf(trace).flatMap((network) =>
      runsOf(network, page, fields).map((run) => ({ ...run, depth: network.whole ? network.layers.length : 1 })),
    );
    known.set(key, { ...trace, runs });
  }
  return known.get(key);
}

/**
 * The layer that all shown runs of deep networks are of: its number, 0 for all together; null where there is none to
 * name or they are of several.
 * @param {Trace} trace as a view sees it
 */
export function commonLayer({ runs }) {
  const layers = new Set(runs.flatMap(({ layer = 1, depth = 1 }) => (depth > 1 ? [layer] : [])));
  const [layer] = layers;
  return layers.size === 1 ? layer : null;
}

/** The common layer after the title of a picture: ", layer 2"; empty where there is none. @param {Words} context @param {Trace} trace */
export function layerNote(context, trace) {
  const layer = commonLayer(trace);
  return layer === null ? "" : `, ${layerText(context, layer)}`;
}

/** The states of a layer as they are written: h⁽²⁾. @param {number} layer */
export const layerSign = (layer) => `h⁽${superscript(layer)}⁾`;

/**
 * A run's name at the end of its line: the title says the layer, where all have the same.
 * @param {Words} context
 * @param {Run} run
 * @param {Trace} trace
 */
export function endName(context, run, trace) {
  const name = shortName(context, nameOf(run));
  return commonLayer(trace) === null && (run.depth ?? 1) > 1 ? `${name} ${layerSign(run.layer ?? 1)}` : name;
}

/**
 * How many pictures belong beside each other: the layers of each network, where they are shown one by one.
 * @param {Trace} trace as a view sees it
 */
export function layersAbreast(trace) {
  const counts = new Set(networksOf(trace).map(({ layers }) => layers.length));
  const [count] = counts;
  return counts.size === 1 && count > 1 ? count : undefined;
}

/** Every shown network by name, and of which layers. @param {Words} context @param {Trace} trace as a view sees it */
export function namesOf(context, trace) {
  const abreast = layersAbreast(trace);
  const cells = [...new Set(trace.runs.map((run) => cellName(context, nameOf(run))))].join(", ");
  const listed = context.t.list(Array.from({ length: abreast ?? 0 }, (_, i) => String(i + 1)));
  if (abreast) return `${cells}, ${context.t("layer.each", { list: listed })}`;
  const isMixed = new Set(trace.runs.map(({ depth = 1 }) => depth > 1)).size > 1;
  return isMixed || commonLayer(trace) === null
    ? trace.runs.map((run) => runName(context, run)).join(", ")
    : cells + layerNote(context, trace);
}

/** A sentence that names the shown networks and their layers, where they have several. @param {Words} context @param {Trace} trace as a view sees it */
export const layersShown = (context, trace) =>
  trace.runs.some(({ depth = 1 }) => depth > 1) ? `${namesOf(context, trace)}.` : "";

/** Whether panels of layers are so narrow that their titles say no more than whose they are. @param {import("./types.js").FigureContext} context @param {Trace} trace as a view sees it */
export const tightTitles = (context, trace) =>
  (layersAbreast(trace) !== undefined && context.width < 1300) ||
  (isNarrow(context) && trace.runs.some(({ depth = 1 }) => depth > 1));
