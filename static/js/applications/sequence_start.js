/**
 * What a sequence begins with, by name: the country of a city, the metre of a tune. A language model that takes an
 * `example` counts it through its starts, which it tells of in every answer.
 */

import { h } from "../base/dom.js";
import { controlRow, FIELDS } from "../controls/control_row.js";
import { renamed } from "./measure_text.js";

/** @typedef {import("../base/types.js").Property} Property */
/** @typedef {import("../base/types.js").Config} Config */

/** Starts that are languages: those are chosen by `language`. */
const LANGUAGE = /^[a-z]{2}$/;

/**
 * What a start is called: a country by its name, anything else as it is written.
 * @param {string} start
 * @param {string} lang
 */
const startName = (start, lang) =>
  /^[A-Z]{2}$/.test(start) ? (new Intl.DisplayNames([lang], { type: "region" }).of(start) ?? start) : start;

/**
 * The places of the starts, in the order of their names.
 * @param {string[]} names
 * @param {string} lang
 */
const inOrder = (names, lang) =>
  names.map((_, place) => place).sort((a, b) => names[a].localeCompare(names[b], lang, { numeric: true }));

/**
 * @param {{ t: import("../base/i18n.js").I18n, entry: import("../base/types.js").ApplicationEntry, property: Property | undefined,
 *   change: (patch: Config, name: string) => void }} wiring
 */
export function mountStarts({ t, entry, property, change }) {
  const element = h("div", { class: "bench-variant" });
  /** @type {Record<string, string>} */
  const keys = { "config.example.label": `app.${entry.name}.starts`, "config.example.help": "apps.starts_help" };
  /** @type {ReturnType<typeof controlRow> | null} */
  let row = null;
  /** @type {string[] | null} */
  let all = null;

  /** @param {string[]} starts */
  function offer(starts) {
    all = starts;
    row = null;
    element.replaceChildren();
    if (starts.length < 2 || !property || starts.every((start) => LANGUAGE.test(start))) return;
    const names = starts.map((start) => startName(start, t.lang));
    const named = renamed(
      t,
      (key) => keys[key] ?? key,
      (key) => names[Number(/^config\.example\.(\d+)$/.exec(key)?.[1])],
    );
    row = controlRow(
      { ...property, kind: "choice", choices: inOrder(names, t.lang).map(String) },
      {
        t: named,
        kinds: FIELDS,
        prefix: "play",
        // another beginning of what was typed, not another example in its place
        change: ({ example }) => change({ example: Number(example) }, "start"),
      },
    );
    element.append(row.element);
  }

  return {
    element,
    /**
     * @param {import("../base/types.js").Prediction | null | undefined} prediction
     * @param {number} example
     * @returns {boolean | undefined} whether the starts are languages; undefined until they are known
     */
    update(prediction, example) {
      const starts = prediction?.app === entry.name ? prediction.answer?.starts : null;
      if (starts && starts.join() !== all?.join()) offer(starts);
      if (all?.length) row?.put(example % all.length);
      return all ? all.length > 0 && all.every((start) => LANGUAGE.test(start)) : undefined;
    },
  };
}
