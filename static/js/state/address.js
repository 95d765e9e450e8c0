/**
 * The address. One table of properties (the catalogue's) says how each value is read and written, so the address, the
 * controls and the request can not disagree, and the server reads by the same (`app/wire/addresses.py`). Only what acts
 * and differs from its default is written, in the table's order. A value that can not be read stays as it was typed,
 * and the server names it at its control.
 */

import { defaultOf, read, same, write } from "./address_values.js";
import { acts, chosen, configRows, gatesOf, rangeOf, rowsOf } from "./config_kinds.js";
import { Fault, readValue } from "./grammar.js";

/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Page} Page */

/** The key under which a configuration keeps what its address said a second time: name → its text and the value. */
const TWICE = "twice";

/** As the server writes a query: what separates values is what people read, and a blank is a plus. */
const encode = (/** @type {string} */ text) =>
  encodeURIComponent(text)
    .replace(/[!'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(2C|3A|2A|3B|3D|7C)/g, (code) => decodeURIComponent(code))
    .replace(/%20/g, "+");

/**
 * Whether a value is one that its text gives again: what is wrong is said whatever acts, so that the server names it.
 * @param {Property} row
 * @param {any} value
 * @param {Catalogue} catalogue
 */
export function right(row, value, catalogue) {
  if (value === null || value === undefined) return true;
  try {
    readValue(row, write(value), catalogue);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/**
 * The pairs of a configuration's address.
 * @param {Property[]} rows of its kind
 * @param {Config} values
 * @param {Catalogue} catalogue
 * @param {{ idle?: boolean, keep?: (name: string) => boolean }} [how] `idle`: also what does not act
 */
export function pairs(rows, values, catalogue, { idle = false, keep = () => true } = {}) {
  /** @type {string[]} */
  const out = [];
  const trains = rows.some(({ name }) => name === "changes");
  const cells = chosen("cell", values, catalogue, trains);
  const held = new Set([...gatesOf({ cell: cells }, catalogue).keys()]);
  for (const row of rows) {
    const { name } = row;
    if (!keep(name) || !(name in values)) continue;
    const value = values[name];
    const wrong = !right(row, value, catalogue);
    /** What of a map acts; what is out of its range is said too. @param {Record<string, number>} map */
    const part = (map) =>
      row.kind !== "map" || idle || wrong || !map || typeof map !== "object"
        ? map
        : Object.fromEntries(
            Object.entries(map).filter(([gate, entry]) => {
              const [low, high] = rangeOf(name, gate, cells, catalogue);
              return held.has(gate) || !(low <= entry && entry <= high);
            }),
          );
    const acting = part(value);
    const usual = defaultOf(row);
    const strays = row.kind === "map" && !same(acting, relevant(acting, held));
    const said = (idle || wrong || strays || acts(row, rows, values, catalogue)) && !same(acting, part(usual));
    const twice = values[TWICE]?.[name];
    const again = twice && same(twice.value, value);
    if (said || again) out.push(`${name}=${encode(write(acting))}`);
    if (again) out.push(`${name}=${encode(twice.text)}`);
  }
  return out;
}

/** @param {any} map @param {Set<string>} gates */
const relevant = (map, gates) => Object.fromEntries(Object.entries(map ?? {}).filter(([name]) => gates.has(name)));

/**
 * The configuration alone: what the laboratory's server computes from.
 * @param {Config} config
 * @param {Catalogue} catalogue
 */
export const formatConfig = (config, catalogue) => pairs(rowsOf("task", catalogue), config, catalogue).join("&");

/**
 * The configuration of a training run, with its changes. What the socket's `start` takes says also what is `idle`: it
 * may act later in the run.
 * @param {Config} config
 * @param {Catalogue} catalogue
 * @param {{ idle?: boolean }} [how]
 */
export const formatTraining = (config, catalogue, how = {}) =>
  pairs(rowsOf(config.app ? "application_training" : "task_training", catalogue), config, catalogue, how).join("&");

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
  pairs(rowsOf("application", catalogue, play.app), play, catalogue, { keep }).join("&");

/** The fields of an application's input that its training run's address has room for. @param {Catalogue} catalogue */
const besideRun = (catalogue) => {
  const ofRun = new Set(configRows(catalogue).map(({ name }) => name));
  return (/** @type {string} */ name) => !ofRun.has(name);
};

/**
 * The whole address, without the question mark: what the mode's tables say, then the page itself.
 * @param {Config} config
 * @param {Page} page
 * @param {Catalogue} catalogue
 * @param {Config} [play]
 */
export function format(config, page, catalogue, play = {}) {
  const tables = tablesOf({ config, page, catalogue });
  const parts = [];
  if (tables.includes("training")) parts.push(formatTraining(config, catalogue));
  else if (tables.includes("config")) parts.push(formatConfig(config, catalogue));
  if (tables.includes("play") && tables.includes("config"))
    parts.push(formatPlay({ ...play, app: config.app }, catalogue, besideRun(catalogue)));
  else if (tables.includes("play")) parts.push(formatPlay(play, catalogue));
  const ofPage = pageRows(page, catalogue)
    .filter((row) => row.name in page && !same(page[row.name], defaultOf(row)))
    .map(({ name }) => `${name}=${encode(write(page[name]))}`);
  return [...parts, ...ofPage].filter(Boolean).join("&");
}

/**
 * Each name of a query once, with the last of its texts, and the names that came again with the text before it.
 * @param {URLSearchParams} query
 */
export function once(query) {
  /** @type {Map<string, string>} */
  const given = new Map();
  /** @type {[string, string][]} */
  const again = [];
  for (const [name, text] of query) {
    const before = given.get(name);
    if (before !== undefined) again.push([name, before]);
    given.set(name, text);
  }
  return { given, again };
}

/**
 * @param {Property[]} rows
 * @param {URLSearchParams} query
 * @param {Catalogue} catalogue
 * @returns {Config}
 */
function values(rows, query, catalogue) {
  const { given, again } = once(query);
  /** @type {Config} */
  const config = Object.fromEntries(
    rows.map((row) => {
      const text = given.get(row.name);
      return [row.name, text === undefined ? defaultOf(row) : read(row, text, catalogue)];
    }),
  );
  const twice = again.filter(([name]) => name in config).map(([name, text]) => [name, { text, value: config[name] }]);
  return twice.length ? { ...config, [TWICE]: Object.fromEntries(twice) } : config;
}

/**
 * A configuration with other values for some of its fields; what the address said a second time of these is forgotten.
 * @param {Config} config
 * @param {Config} patch
 * @returns {Config}
 */
export function withFields({ [TWICE]: twice, ...config }, patch) {
  const left = Object.entries(twice ?? {}).filter(([name]) => !(name in patch));
  return { ...config, ...patch, ...(left.length && { [TWICE]: Object.fromEntries(left) }) };
}

/** Of a query, the pairs of some rows. @param {URLSearchParams} query @param {Property[]} rows */
const only = (query, rows) => new URLSearchParams([...query].filter(([name]) => rows.some((row) => row.name === name)));

/**
 * What the page's address holds beside a configuration: a value that can not be is its default, and `remarks` says so.
 * @param {URLSearchParams} query
 * @param {Catalogue} catalogue
 */
export function pageOf(query, catalogue) {
  const { given } = once(query);
  return Object.fromEntries(
    catalogue.page.map((row) => {
      const text = given.get(row.name);
      const usual = defaultOf(row);
      if (text === undefined) return [row.name, usual];
      const value = read(row, text, catalogue);
      return [row.name, right(row, value, catalogue) ? value : usual];
    }),
  );
}

/**
 * The kind of configuration that an address holds, and the rows that are read of it.
 * @param {URLSearchParams} query
 * @param {Page} page
 * @param {Catalogue} catalogue
 */
export function kindOf(query, page, catalogue) {
  const app = once(query).given.get("app") ?? "";
  const tables = tablesOf({ config: { app }, page, catalogue });
  /** @type {import("./config_kinds.js").Kind} */
  const trained = app ? "application_training" : "task_training";
  const config = tables.includes("config") ? rowsOf(tables.includes("training") ? trained : "task", catalogue) : [];
  const play = tables.includes("play") ? rowsOf("application", catalogue, app) : [];
  return { config, play: config.length ? play.filter(({ name }) => besideRun(catalogue)(name)) : play };
}

/** Whether a name is none of the applications'. @param {string | undefined} app @param {Catalogue} catalogue */
export const isNoApplication = (app, { applications = [] }) =>
  Boolean(app && applications.length && !applications.some(({ name }) => name === app));

/**
 * @param {string} search
 * @param {Catalogue} catalogue
 * @param {Page} [there] what is so already, where the address is a piece of one
 * @returns {{config: Config, page: Page, play: Config}} an application's address says nothing of the laboratory
 */
export function parse(search, catalogue, there = {}) {
  const query = new URLSearchParams(search);
  const page = pageOf(query, catalogue);
  const rows = kindOf(query, query.has("mode") ? page : { ...page, ...there }, catalogue);
  const play = values(catalogue.play ?? [], only(query, rows.play), catalogue);
  return {
    config: values(configRows(catalogue), only(query, rows.config), catalogue),
    page,
    play: isNoApplication(play.app, catalogue) ? { ...play, app: "" } : play, // the cards say which there are
  };
}

/**
 * Apply a piece of an address, such as `rho=1.1&view=matrix`, on top of what is there. A leading `?` starts
 * from the defaults instead, keeping the reader's own choices of language, theme, size and what stands beside the view.
 * @param {string} piece
 * @param {{config: Config, page: Page, play?: Config}} state
 * @param {Catalogue} catalogue
 */
export function apply(piece, state, catalogue) {
  const whole = piece.startsWith("?");
  const fresh = parse(piece, catalogue, whole ? {} : { mode: state.page.mode });
  const named = new URLSearchParams(piece);
  const appearance = ["lang", "theme", "size", "hide", "embed", "side", "lesson", "stop"];
  /** @param {string} name */
  const taken = (name) => named.has(name) || (whole && !appearance.includes(name));
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
  return Object.keys(after).filter((name) => !same(before[name], after[name]));
}
