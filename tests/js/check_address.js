/** An address judged as the server judges it: what is wrong with it, by field and code, and its one spelling. */

import { once, pairs } from "../../static/js/state/address.js";
import { defaultOf } from "../../static/js/state/address_values.js";
import { checkTogether, configRows, rowsOf } from "../../static/js/state/config_kinds.js";
import { Fault, readValue } from "../../static/js/state/grammar.js";

/** @typedef {import("../../static/js/base/types.js").Catalogue} Catalogue */
/** @typedef {import("../../static/js/base/types.js").Property} Property */
/** @typedef {import("../../static/js/base/types.js").Config} Config */
/** @typedef {import("../../static/js/state/config_kinds.js").Kind} Kind */
/** @typedef {{ field: string, code: string }} Wrong */

/**
 * An address as the server's reader takes it: what is wrong with it, its values, and its one spelling.
 * @param {string} search
 * @param {"trace" | "train" | "play"} reader whose address it is
 * @param {Catalogue} catalogue
 * @returns {{ wrong: Wrong[], values: Config, address: string }}
 */
export function checkAddress(search, reader, catalogue) {
  const { given, again } = once(new URLSearchParams(search));
  /** @type {Wrong[]} */
  const wrong = again.map(([field]) => ({ field, code: "repeated" }));
  const app = given.get("app") ?? "";
  const applications = catalogue.applications ?? [];
  /** @type {Kind} */
  const kind =
    reader === "trace" ? "task" : reader === "play" ? "application" : app ? "application_training" : "task_training";
  const rows = rowsOf(kind, catalogue, app);
  const options = reader === "train" ? [] : (catalogue.answer ?? []);
  const play = reader === "train" && app ? rowsOf("application", catalogue, app) : [];
  const known = applications.some(({ name }) => name === app);
  if (reader === "train" && !app) given.delete("app");

  /** @param {Property[]} table */
  function take(table) {
    /** @type {Config} */
    const taken = {};
    for (const row of table) {
      const text = given.get(row.name);
      try {
        taken[row.name] = text === undefined ? defaultOf(row) : readValue(row, text, catalogue);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        wrong.push({ field: row.name, code: error.code });
      }
    }
    return taken;
  }

  const answer = take(options);
  if (reader === "play" && !known) {
    wrong.push({ field: "app", code: app ? "not_a_choice" : "empty" });
    return { wrong, values: {}, address: "" };
  }
  const before = wrong.length;
  const values = take(rows);
  if (wrong.length === before) {
    try {
      checkTogether(kind, values, catalogue);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      wrong.push({ field: error.field, code: error.code });
    }
  }
  // which input a run looks at: nothing of the run, and yet it has to be one
  take(known ? play.filter(({ name }) => !rows.some((row) => row.name === name)) : []);
  const mine = new Set([...rows, ...options, ...(known ? play : [])].map(({ name }) => name));
  const tables = [configRows(catalogue), catalogue.page, catalogue.answer ?? [], catalogue.play ?? []].flat();
  for (const name of given.keys()) {
    if (mine.has(name) || catalogue.page.some((row) => row.name === name)) continue;
    wrong.push({ field: name, code: tables.some((row) => row.name === name) ? "not_of_this_kind" : "unknown_field" });
  }
  if (reader === "trace" && !wrong.length) {
    const batch = values.task === "sequence" ? 1 : values.batch;
    if (answer.sample !== null && answer.sample >= batch) wrong.push({ field: "sample", code: "out_of_range" });
    if (answer.unit >= values.units) wrong.push({ field: "unit", code: "out_of_range" });
  }
  const address = wrong.length ? "" : pairs(rows, values, catalogue).join("&");
  return { wrong, values, address };
}
