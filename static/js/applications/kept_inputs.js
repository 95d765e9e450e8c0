/**
 * What the reader has typed and brought for each application, so that no way through the page loses it: over the cards
 * and back, to another variant and back.
 */

import { recall, remember } from "../base/tab_memory.js";

/** Applications whose variants read different things: each variant keeps a text of its own. */
const APART = ["music"];

const NAME = "inputs";

/** @param {string} app @param {string} variant */
const keyOf = (app, variant) => (APART.includes(app) ? `${app} ${variant}` : app);

/** @returns {{ texts: Record<string, string>, materials: Record<string, string> }} */
const all = () => ({ texts: {}, materials: {}, ...recall(NAME) });

/** @param {string} app @param {string} variant */
export const keptText = (app, variant) => all().texts[keyOf(app, variant)] ?? "";

/** @param {string} app @param {string} variant @param {string} text empty: an example was asked for in its place */
export function keepText(app, variant, text) {
  const kept = all();
  remember(NAME, { ...kept, texts: { ...kept.texts, [keyOf(app, variant)]: text } });
}

/** The last upload for an application, by its digest. @param {string} app */
export const keptMaterial = (app) => all().materials[app] ?? "";

/** @param {string} app @param {string} material empty: it was put away */
export function keepMaterial(app, material) {
  const kept = all();
  remember(NAME, { ...kept, materials: { ...kept.materials, [app]: material } });
}

/**
 * The text for another variant: what was typed stays, where that variant reads the same kind of thing.
 * @param {string} app
 * @param {string} variant the other one
 * @param {string} text that is there now
 */
export const textFor = (app, variant, text) => (APART.includes(app) ? keptText(app, variant) : text);
