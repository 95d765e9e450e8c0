/**
 * A table that the reader brought, as it was read, before anything learns from it: its rows and dates, the column that is
 * forecast, the season and how sure it is, and what else may be said of it. Where its cells do not tell how numbers are
 * written, both readings are shown and the reader chooses.
 */

import { h, icon } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { spelled, trimmed } from "../base/numerals.js";
import { s } from "./pictures/svg.js";
import { withChoices } from "./table_choices.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./table_choices.js").Choices} Choices */

/**
 * What the server says of a table.
 * @typedef {object} About
 * @property {number} rows @property {number} gaps @property {string} column @property {string[]} columns
 * @property {[string, string]} ends @property {number} season @property {string[]} names @property {string[][]} first_rows
 * @property {{ steps: number, period: number, error: number, strength: number, chance: number }} found
 * @property {{ unit: string, every: number, irregular: number, first: string } | null} step
 * @property {boolean} newest_first @property {boolean} sorted @property {number} skipped @property {string} decimal @property {string} thousands
 * @property {string} unit @property {string} separator @property {string} encoding @property {string} suspect
 * @property {number} suspects @property {string[]} chosen @property {number[]} sparkline
 */

const SIGNS = /** @type {Record<string, string>} */ ({ ".": "point", ",": "comma" });
/** Every choice taken back. @type {Choices} */
const NOTHING = { column: "", decimal: "", separator: "", missing: "", season: "" };
const SPARK = { width: 240, height: 44 };

/** Whether what was uploaded is a table. @param {any} about @returns {about is About} */
export const isTable = (about) => Array.isArray(about?.first_rows);

/**
 * What was read, in sentences.
 * @param {About} about
 * @param {I18n} t
 * @returns {string[]}
 */
export function tableSentences(about, t) {
  const { rows, gaps, step, ends, skipped } = about;
  return [
    t("table.rows", { count: rows, from: ends[0], to: ends[1] }),
    gaps ? t("table.gaps", { count: gaps, share: numbersIn(t.lang).percent(gaps / rows) }) : t("table.no_gaps"),
    step?.unit
      ? t(`table.step.${step.unit}`, { count: step.every })
      : t(step ? "table.step.none" : "table.step.no_dates"),
    step?.irregular ? t("table.irregular", { count: step.irregular, first: step.first }) : "",
    about.newest_first ? t("table.newest_first") : "",
    about.sorted ? t("table.sorted") : "",
    skipped ? t("table.skipped", { count: skipped }) : "",
  ].filter(Boolean);
}

/**
 * The season that was found, how long to within which error, and what speaks for it.
 * @param {About} about
 * @param {I18n} t
 */
export function seasonSentence({ found, season }, t) {
  const numbers = numbersIn(t.lang);
  if (found.steps < 2) return t("table.season.none");
  const digits = found.error > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(2 * found.error)))) : 0;
  return t(season === found.steps ? "table.season.found" : "table.season.other", {
    count: found.steps,
    period: numbers.fixed(found.period, digits),
    error: numbers.plain(2 * found.error, 1),
    share: numbers.percent(found.strength),
    chance: found.chance > 1e-300 ? numbers.power(Math.log10(found.chance)) : numbers.power(-300),
  });
}

/** The text that a number has in both readings. @param {string} cell @param {string} code @param {I18n} t */
export function readings(cell, code, t) {
  const numbers = numbersIn(t.lang);
  const value = (/** @type {string} */ sign) => numbers.plain(spelled(trimmed(cell), sign) ?? Number.NaN, 15);
  if (code === "table_comma") {
    const both = cell.split(/[, ]/).map((part) => numbers.plain(Number(part), 15));
    return [
      { choices: { decimal: "," }, text: t("table.one_number", { value: value(",") }) },
      {
        choices: { separator: cell.includes(",") ? "," : "blank" },
        text: t("table.two_numbers", { value: t.list(both) }),
      },
    ];
  }
  return [".", ","].map((sign) => ({ choices: { decimal: sign }, text: value(sign) }));
}

/**
 * @param {HTMLElement} root
 * @param {{ t: I18n, about: (material: string) => { content: BodyInit, about: any, name: string } | undefined,
 *   take: (content: BodyInit, name: string) => Promise<unknown> }} wiring `take`: upload it, in place of what there is
 */
export function mountTablePreview(root, { t, about, take }) {
  /** @type {unknown} */
  let shown = null;
  let open = true;

  /** @param {string} label @param {string} id @param {{ value: string, text: string }[]} options @param {string} value @param {(value: string) => void} change */
  const menu = (label, id, options, value, change) => {
    const select = h(
      "select",
      { id, class: "select", onchange: () => change(select.value) },
      ...options.map((option) => h("option", { value: option.value, selected: option.value === value }, option.text)),
    );
    return h("div", { class: "table-choice" }, h("label", { for: id }, label), select);
  };

  /** @param {{ content: BodyInit, about: About, name: string }} upload */
  function draw({ content, about: table, name }) {
    const choose = async (/** @type {Choices} */ patch) => take(await withChoices(content, patch), name);
    const index = table.names.indexOf(table.column);
    const season = h("input", {
      id: "table-season",
      class: "number",
      type: "number",
      min: 1,
      max: Math.floor(table.rows / 3),
      value: table.season,
      "aria-describedby": "table-season-note",
      onchange: () => season.value && void choose({ season: season.value }),
    });
    const back =
      table.chosen.length > 0 &&
      h(
        "button",
        { type: "button", class: "action quiet", onclick: () => void choose(NOTHING) },
        icon("reset"),
        t("table.as_found"),
      );
    const details = h(
      "details",
      { class: "table-preview", open, ontoggle: () => (open = details.open) },
      h("summary", {}, t("table.title")),
      h(
        "div",
        { class: "table-read" },
        h("p", { class: "table-says" }, tableSentences(table, t).join(" ")),
        sparkline(table, t),
        rowsOf(table, index, t),
        h(
          "div",
          { class: "table-choices" },
          table.columns.length > 1 &&
            menu(
              t("table.column"),
              "table-column",
              table.columns.map((column) => ({ value: column, text: column })),
              table.column,
              (column) => void choose({ column }),
            ),
          table.decimal &&
            menu(
              t("table.decimal"),
              "table-decimal",
              [".", ","].map((sign) => ({ value: sign, text: t(`table.decimal.${SIGNS[sign]}`) })),
              table.decimal,
              (decimal) => void choose({ decimal }),
            ),
          h("div", { class: "table-choice" }, h("label", { for: "table-season" }, t("table.season")), season),
          back,
        ),
        h("p", { class: "hint", id: "table-season-note" }, seasonSentence(table, t)),
        table.columns.length > 1 &&
          !table.chosen.includes("column") &&
          h("p", { class: "hint" }, t("table.likeliest", { column: table.column })),
        table.suspect &&
          h(
            "p",
            { class: "table-suspect" },
            t("table.suspect", { value: numbersIn(t.lang).plain(Number(table.suspect), 15), count: table.suspects }),
            " ",
            h(
              "button",
              { type: "button", class: "action quiet", onclick: () => void choose({ missing: table.suspect }) },
              t("table.suspect.missing"),
            ),
          ),
      ),
    );
    root.replaceChildren(details);
  }

  return {
    /** @param {string} material */
    show(material) {
      const upload = material ? about(material) : undefined;
      const next = upload && isTable(upload.about) ? upload : null;
      if (next === shown) return;
      shown = next;
      if (next) draw(next);
      else root.replaceChildren();
    },
    /**
     * Ask what the cells do not tell; whether that is what the error is about.
     * @param {import("../base/types.js").ErrorBody | null} error
     * @param {BodyInit} content
     * @param {string} name
     */
    ask(error, content, name) {
      const fault = error?.details.find(({ code }) => code === "table_decimal" || code === "table_comma");
      if (!fault) return false;
      const cell = String(fault.value);
      root.replaceChildren(
        h(
          "div",
          { class: "table-ask", role: "group", "aria-labelledby": "table-ask" },
          h("p", { id: "table-ask" }, t(`table.ask.${fault.code === "table_comma" ? "columns" : "decimal"}`, { cell })),
          h(
            "div",
            { class: "bring-line" },
            ...readings(cell, String(fault.code), t).map(({ choices, text }) =>
              h(
                "button",
                {
                  type: "button",
                  class: "action",
                  onclick: async () => take(await withChoices(content, choices), name),
                },
                text,
              ),
            ),
          ),
        ),
      );
      shown = fault;
      root.querySelector("button")?.focus();
      return true;
    },
  };
}

/** The first rows as they are written, the column that is forecast marked. @param {About} table @param {number} chosen @param {I18n} t */
function rowsOf({ names, first_rows: rows }, chosen, t) {
  const width = rows[0]?.length ?? 0;
  const mark = (/** @type {number} */ k) => (k === chosen ? "is-chosen" : null);
  return h(
    "div",
    { class: "table-rows", tabindex: 0, role: "region", "aria-label": t("table.first_rows") },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, ...names.slice(0, width).map((name, k) => h("th", { scope: "col", class: mark(k) }, name))),
      ),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, k) => h("td", { class: mark(k) }, cell))))),
    ),
  );
}

/** The values as one small line. @param {About} table @param {I18n} t */
function sparkline({ sparkline: values, column, unit }, t) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const { width, height } = SPARK;
  const x = (/** @type {number} */ k) => (width * k) / Math.max(1, values.length - 1);
  const y = (/** @type {number} */ value) => height - 2 - ((height - 4) * (value - low)) / (high - low || 1);
  const numbers = numbersIn(t.lang);
  const range = { column, low: numbers.value(low, 4), high: numbers.value(high, 4), unit };
  return h(
    "figure",
    { class: "table-spark" },
    s(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": t("table.spark", range),
        preserveAspectRatio: "none",
      },
      s("polyline", { points: values.map((value, k) => `${x(k).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }),
    ),
    h("figcaption", {}, t("table.spark", range)),
  );
}
