/**
 * The address. One table of properties (the catalogue's) says how each value is read and written, so the
 * address, the controls and the request can not disagree. Only values that differ from their default are
 * written, in the table's order. A value that can not be read stays as it was typed: the server names it.
 */

import { defaultOf, read, write } from "./values.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Page} Page */

/**
 * Whether a property means anything under this configuration.
 * @param {Property} property
 * @param {Config} config
 */
export function applies(property, config) {
  return Object.entries(property.applies ?? {}).every(([name, values]) => {
    const chosen = config[name];
    return Array.isArray(chosen) ? chosen.some((one) => values.includes(one)) : values.includes(chosen);
  });
}

/**
 * The gates of the chosen cells by name, each with the cells that have it. The address calls a gate by its letter alone,
 * so one value holds for every cell that has the letter: what may be said of it is what all of them allow.
 * @param {Config} config
 * @param {Catalogue} catalogue
 * @returns {Map<string, {gate: import("../base/types.js").Gate, cells: string[]}>}
 */
export function gatesOf(config, catalogue) {
  /** @type {Map<string, {gate: import("../base/types.js").Gate, cells: string[]}>} */
  const gates = new Map();
  for (const cell of catalogue.cells) {
    if (!config.cell?.includes?.(cell.name)) continue;
    for (const gate of cell.gates) {
      const known = gates.get(gate.name);
      gates.set(gate.name, {
        gate: known
          ? {
              ...known.gate,
              min: Math.max(known.gate.min, gate.min),
              max: Math.min(known.gate.max, gate.max),
              carry: known.gate.carry || gate.carry,
            }
          : gate,
        cells: [...(known?.cells ?? []), cell.name],
      });
    }
  }
  return gates;
}

/**
 * What a map says about gates that a chosen cell has; a gate kept from a cell now absent is not sent.
 * @param {Record<string, number>} map
 * @param {Map<string, unknown>} gates
 */
function relevant(map, gates) {
  return Object.fromEntries(Object.entries(map).filter(([name]) => gates.has(name)));
}

/** What separates values is legal in a query and is what people read; the server's own addresses leave it too. */
const encode = (/** @type {string} */ text) =>
  encodeURIComponent(text).replace(/%(2C|3A|2A|2F|3B|3D|7C)/g, (code) => decodeURIComponent(code));

/**
 * @param {Property[]} table
 * @param {Record<string, any>} values
 * @param {(property: Property) => boolean} keep
 * @param {(property: Property, value: any) => any} [shape]
 */
function pairs(table, values, keep, shape = (_, value) => value) {
  /** @type {string[]} */
  const out = [];
  for (const property of table) {
    if (!keep(property) || !(property.name in values)) continue;
    const text = write(shape(property, values[property.name]));
    if (text !== write(shape(property, defaultOf(property)))) out.push(`${property.name}=${encode(text)}`);
  }
  return out;
}

/**
 * The configuration alone: what the laboratory's server computes from.
 * @param {Config} config
 * @param {Catalogue} catalogue
 */
export function formatConfig(config, catalogue) {
  const gates = gatesOf(config, catalogue);
  return pairs(
    catalogue.config,
    config,
    (property) => applies(property, config),
    (property, value) =>
      property.kind === "map" && value && typeof value === "object" ? relevant(value, gates) : value,
  ).join("&");
}

/**
 * The configuration of a training run, with its changes: what the socket's `start` takes.
 * @param {Config} config
 * @param {Catalogue} catalogue
 */
export function formatTraining(config, catalogue) {
  const added = pairs(catalogue.training ?? [], config, () => true);
  return [formatConfig(config, catalogue), ...added].filter(Boolean).join("&");
}

/** An address that speaks of the configuration and nothing else. @type {import("../base/types.js").AddressPart} */
const PLAIN = { tables: () => ["config"] };

/**
 * The tables of the catalogue that the page's address speaks of, as the mode has declared them.
 * @param {{ config: Config, page: Page, catalogue: Catalogue }} state
 */
export const tablesOf = ({ config, page, catalogue }) => (catalogue.modes?.[page.mode] ?? PLAIN).tables(config);

/** Whether the page shows an application, trained or in training. @param {{ config: Config, page: Page, catalogue: Catalogue }} state */
export const hasApplication = (state) => tablesOf(state).includes("play");

/** Whether the page trains. @param {{ config: Config, page: Page, catalogue: Catalogue }} state */
export const hasTraining = (state) => tablesOf(state).includes("training");

/** The rows of the page's own table that an address has: those that another mode keeps for itself are left out. @param {Page} page @param {Catalogue} catalogue */
function pageRows({ mode }, { page, modes = {} }) {
  const others = Object.entries(modes).flatMap(([id, part]) => (id === mode ? [] : (part.page ?? [])));
  return page.filter(({ name }) => !others.includes(name));
}

/**
 * What is played of an application. In training the run's own fields say a part of it.
 * @param {Config} play
 * @param {Catalogue} catalogue
 * @param {(name: string) => boolean} [keep]
 */
export const formatPlay = (play, catalogue, keep = () => true) =>
  pairs(
    catalogue.play ?? [],
    play,
    ({ name }) => keep(name),
    ({ kind }, value) => (kind === "map" && value ? relevant(value, gatesOf(play, catalogue)) : value),
  ).join("&");

/**
 * The whole address, without the question mark: what the mode's tables say, then the page itself.
 * @param {Config} config
 * @param {Page} page
 * @param {Catalogue} catalogue
 * @param {Config} [play]
 */
export function format(config, page, catalogue, play = {}) {
  const tables = tablesOf({ config, page, catalogue });
  const said = new Set(tables.includes("config") ? configRows(catalogue).map(({ name }) => name) : []);
  const parts = {
    config: () => formatConfig(config, catalogue),
    training: () => pairs(catalogue.training ?? [], config, () => true).join("&"),
    play: () => formatPlay(play, catalogue, (name) => !said.has(name)),
  };
  return [...tables.map((name) => parts[name]()), ...pairs(pageRows(page, catalogue), page, () => true)]
    .filter(Boolean)
    .join("&");
}

/** Every row of the one flat configuration: the laboratory's, then what training adds. @param {Catalogue} catalogue */
export const configRows = (catalogue) => [...catalogue.config, ...(catalogue.training ?? [])];

/**
 * @param {Property[]} table
 * @param {URLSearchParams} query
 */
function values(table, query) {
  return Object.fromEntries(
    table.map((property) => {
      const text = query.get(property.name);
      return [property.name, text === null ? defaultOf(property) : read(property, text)];
    }),
  );
}

/** An address that says nothing. */
const NOTHING = new URLSearchParams();

/**
 * @param {string} search
 * @param {Catalogue} catalogue
 * @returns {{config: Config, page: Page, play: Config}} what the mode's tables do not name has its default
 */
export function parse(search, catalogue) {
  const query = new URLSearchParams(search);
  const page = values(catalogue.page, query);
  for (const property of catalogue.page) {
    const { name, choices } = property;
    const number = property.kind === "int" || property.kind === "float";
    const unknown = choices && !Array.isArray(page[name]) && !choices.includes(page[name]);
    if (unknown || (number && typeof page[name] === "string")) page[name] = defaultOf(property);
  }
  const named = tablesOf({ config: {}, page, catalogue });
  const config = values(configRows(catalogue), named.includes("config") ? query : NOTHING);
  const plays = hasApplication({ config, page, catalogue });
  return { config, page, play: values(catalogue.play ?? [], plays ? query : NOTHING) };
}

/**
 * The names in an address that no table knows: a link that says more than the picture shows.
 * @param {string} search
 * @param {Catalogue} catalogue
 */
export function unknownNames(search, catalogue) {
  const rows = [...configRows(catalogue), ...catalogue.page, ...(catalogue.answer ?? []), ...(catalogue.play ?? [])];
  const known = new Set(rows.map(({ name }) => name));
  return [...new Set(new URLSearchParams(search).keys())].filter((name) => !known.has(name));
}

/**
 * Apply a piece of an address, such as `rho=1.1&view=matrix`, on top of what is there. A leading `?` starts
 * from the defaults instead, keeping the reader's own choices of language, theme and size.
 * @param {string} piece
 * @param {{config: Config, page: Page, play?: Config}} state
 * @param {Catalogue} catalogue
 */
export function apply(piece, state, catalogue) {
  const fresh = parse(piece, catalogue);
  const named = new URLSearchParams(piece);
  const kept = ["lang", "theme", "size", "hide", "embed"];
  /** @param {string} name */
  const taken = (name) => named.has(name) || (piece.startsWith("?") && !kept.includes(name));
  /** @param {"config" | "page" | "play"} part @param {Property[]} rows */
  const merge = (part, rows) =>
    Object.fromEntries(rows.map(({ name }) => [name, taken(name) ? fresh[part][name] : state[part]?.[name]]));
  return {
    config: merge("config", configRows(catalogue)),
    page: merge("page", catalogue.page),
    play: merge("play", catalogue.play ?? []),
  };
}

/**
 * The names whose values differ.
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 */
export function changed(before, after) {
  return Object.keys(after).filter((name) => write(before[name]) !== write(after[name]));
}
