/**
 * Which layer of each model a chart shows. Of a model of L > 1 layers the messages bring 1 + L parts in a row: all layers
 * together, then each, the lowest first; so a part's number is that of the page's choice. A model that has fewer layers
 * than the choice says shows its highest; one that has a single layer has nothing to choose.
 */

import { layerOf } from "../figure/layers.js";
import { layerText } from "../figure/words.js";
import { layersOf } from "./settings.js";
import { modelName } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {TrainingRecord["rows"]["models"][number][number]} Row */
/** @typedef {{ key: string, block: string, layer: number }} Block a row block of W_hh, under its name in the messages */

/**
 * The layer of a model that is shown: its number, 0 for all together; null where it has only one.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {Record<string, any>} page
 */
export function layerShown(record, m, page) {
  const depth = layersOf(record, m);
  return depth > 1 ? layerOf(page, depth) : null;
}

/**
 * What an array has of the shown layer.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {Record<string, any>} page
 * @returns {(array: ArrayLike<number>) => ArrayLike<number>}
 */
function partOf(record, m, page) {
  const layer = layerShown(record, m, page);
  const parts = layersOf(record, m) + 1;
  if (layer === null) return (array) => array;
  return (array) => {
    const size = array.length / parts;
    return Array.prototype.slice.call(array, layer * size, (layer + 1) * size);
  };
}

/** The waterfall's rows of the shown layer. @param {TrainingRecord} record @param {number} m @param {Record<string, any>} page @returns {Row[]} */
export function rowsShown(record, m, page) {
  const part = partOf(record, m, page);
  return record.rows.models[m].map(({ log10, status }) => ({ log10: part(log10), status: part(status) }));
}

/** The histograms of the shown layer; null without a gate. @param {TrainingRecord} record @param {number} m @param {Record<string, any>} page */
export const gatesShown = (record, m, page) => record.evaluations.models[m].gates?.map(partOf(record, m, page)) ?? null;

/**
 * The row blocks of W_hh of the shown layer, of all of them layer by layer.
 * @param {TrainingRecord} record
 * @param {number} m
 * @param {Record<string, any>} page
 * @returns {Block[]}
 */
export function blocksShown(record, m, page) {
  const { blocks } = record.models[m];
  const layer = layerShown(record, m, page);
  if (layer === null) return blocks.map((block) => ({ key: block, block, layer: 1 }));
  const layers = layer ? [layer] : Array.from({ length: layersOf(record, m) }, (_, i) => i + 1);
  return layers.flatMap((k) => blocks.map((block) => ({ key: `layer${k}.${block}`, block, layer: k })));
}

/** A block with its layer: "layer 2 f". @param {Pick<FigureContext, "t">} context @param {Block} block */
export const blockText = (context, { block, layer }) => `${layerText(context, layer)} ${block}`;

/**
 * What a model is called in a chart of layers: its name, and of a deep one which layer is shown.
 * @param {FigureContext} context
 * @param {TrainingRecord} record
 * @param {number} m
 */
export function shownName(context, record, m) {
  const name = modelName(context, record.models[m]);
  const layer = layerShown(record, m, context.page);
  return layer === null ? name : `${name}, ${layerText(context, layer)}`;
}
