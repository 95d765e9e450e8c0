/** What a link says that the page can not do as it stands: it is left out or replaced, and said. */

import { isNoApplication, kindOf, once, pageOf, parse, right } from "./address.js";
import { read } from "./address_values.js";
import { configRows } from "./config_kinds.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */

/**
 * What in an address the page can not do as it stands: names that no table knows, fields that do nothing here, and
 * values of the page's own that can not be and have been replaced.
 * @param {string} search
 * @param {Catalogue} catalogue
 * @param {Record<string, string[]>} [choices] of values of the page's own that the catalogue does not list
 * @returns {{ unknown: string[], idle: string[], replaced: string[] }}
 */
export function remarks(search, catalogue, choices = {}) {
  const query = new URLSearchParams(search);
  const names = [...new Set(query.keys())];
  const page = pageOf(query, catalogue);
  const { config, play } = kindOf(query, page, catalogue);
  const of = (/** @type {Property[][]} */ ...tables) => new Set(tables.flat().map(({ name }) => name));
  const { answer = [] } = catalogue;
  const all = of(configRows(catalogue), catalogue.page, answer, catalogue.play ?? []);
  const here = of(config, play, catalogue.page, answer);
  const { given, again } = once(query);
  const replaced = catalogue.page.filter((row) => {
    const text = given.get(row.name);
    if (text === undefined) return false;
    return !right(row, read(row, text, catalogue), catalogue) || choices[row.name]?.includes(text) === false;
  });
  /** Of units and sequences there are only so many: the page shows the last one in place of one beyond it. */
  const beyond = Object.entries(config.length ? counts(parse(search, catalogue).config) : {})
    .filter(([name, count]) => Number(given.get(name)) >= count)
    .map(([name]) => name);
  const app = play.length && isNoApplication(given.get("app"), catalogue) ? ["app"] : [];
  const twice = again.map(([name]) => name).filter((name) => catalogue.page.some((row) => row.name === name));
  return {
    unknown: names.filter((name) => !all.has(name)),
    idle: names.filter((name) => all.has(name) && !here.has(name) && !(name === "app" && !given.get("app"))),
    replaced: [...new Set([...replaced.map(({ name }) => name), ...beyond, ...twice, ...app])].map(
      (name) => `${name}=${given.get(name)}`,
    ),
  };
}

/** How many units and sequences a configuration has. @param {import("../base/types.js").Config} config */
const counts = ({ units, task, batch }) => ({ unit: units, sample: task === "sequence" ? 1 : batch });

/**
 * The same in words; empty where there is nothing to say.
 * @param {ReturnType<typeof remarks>} remarked
 * @param {import("../base/types.js").Translate} t
 */
export const sayable = (remarked, t) =>
  /** @type {const} */ (["unknown", "idle", "replaced"])
    .filter((kind) => remarked[kind].length)
    .map((kind) => t(`page.${kind}`, { names: remarked[kind].join(", ") }))
    .join(" ");
