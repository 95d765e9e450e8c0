/**
 * The sentence at the top while the page trains: what each model has reached, against what one reaches without
 * remembering anything. Nothing is said to be impossible: who has not got there is slower here.
 */

import { numbersIn } from "../base/numbers.js";
import { joined, place } from "../figure/sentence.js";
import { applicationSentence } from "./application_sentence.js";
import { endText, modelName, taskOf } from "./words.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../figure/sentence.js").Word} Word */
/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/** Better than guessing by this factor counts as learned; worse than that, as not even there. */
const BELOW = 0.8;
const ABOVE = 1.25;

/** The newest finite number of a list. @param {number[]} list */
const newest = (list) => list.findLast((value) => !Number.isNaN(value));

/** How a model stands: its kind, its held-out measure. @param {TrainingRecord} record @param {number} m */
export function standing(record, m) {
  if (record.ends[m]) return { kind: /** @type {const} */ ("diverged"), value: Number.NaN };
  const value = newest(record.evaluations.models[m]?.measure ?? []);
  if (value === undefined) return { kind: /** @type {const} */ ("unknown"), value: Number.NaN };
  const { baseline } = record.started;
  if (baseline === null) return { kind: /** @type {const} */ ("at"), value };
  const ratio = value / baseline;
  const kind = ratio < BELOW ? "below" : ratio > ABOVE ? "above" : "at";
  return { kind: /** @type {"below" | "above" | "at"} */ (kind), value };
}

/**
 * @param {State} state
 * @param {I18n} t
 * @returns {Word[]}
 */
export function trainingSentence(state, t) {
  const { training: record, live, config } = state;
  if (config.app) return applicationSentence(state, t);
  if (!record || live?.phase === "none")
    return [{ text: `${t("trainsays.before")} ${t(`task.${config.task}.about`)}` }];
  const numbers = numbersIn(t.lang);
  const context = /** @type {any} */ ({ t, numbers, catalogue: state.catalogue });
  const models = record.models.map((model, m) => ({ model, m, ...standing(record, m) }));
  const measured = record.evaluations.iterations.at(-1);
  /** @param {number} m @returns {Word} */
  const name = (m) => ({ text: modelName(context, record.models[m]), cell: record.models[m].name });
  if (measured === undefined && !models.some(({ kind }) => kind === "diverged"))
    return [{ text: t("trainsays.first", { n: t.number(record.iteration) }) }];
  const order = { below: 0, at: 1, above: 2, unknown: 3, diverged: 4 };
  const sorted = [...models].sort((a, b) => order[a.kind] - order[b.kind] || a.value - b.value);
  /** @type {Word[][]} */
  const parts = [];
  for (const kind of /** @type {const} */ (["below", "at", "above", "diverged"])) {
    const group = sorted.filter((model) => model.kind === kind);
    if (!group.length) continue;
    const repeats = taskOf(state.catalogue, config)?.baseline === "repeat";
    const guess = { text: t(repeats ? "trainsays.repeat" : "trainsays.guess") };
    /** @param {string} key @param {(typeof group)[number]} model */
    const clause = (key, { m, value }) =>
      place(t(`trainsays.${key}`), {
        model: name(m),
        value: { text: numbers.value(value, 2), strong: true },
        times: { text: times((record.started.baseline ?? Number.NaN) / value, t), strong: true },
        n: { text: t.number(record.ends[m]?.iteration ?? 0) },
        what: { text: endText(context, record, m) },
        guess,
      });
    if (kind === "at" || kind === "above") {
      const models = joined(
        group.map((model) => clause("item", model)),
        t,
      );
      const text = t(`trainsays.${kind}.${parts.length ? "then" : "first"}`, { count: group.length });
      parts.push(place(text, { models, guess }));
      continue;
    }
    const items = group.map((model, index) =>
      clause(`${kind}.${index ? "next" : parts.length ? "then" : "first"}`, model),
    );
    parts.push(joined(items, t));
  }
  const words = parts.flatMap((part, index) => [{ text: index ? "; " : " " }, ...part]);
  return [{ text: t("trainsays.lead", { n: measured ?? record.iteration }) }, ...words, { text: "." }];
}

/** How many times smaller. @param {number} ratio @param {I18n} t */
function times(ratio, t) {
  if (ratio < 1.95) return t.number(ratio, { maximumFractionDigits: 1 });
  return t.number(ratio, { maximumSignificantDigits: ratio < 100 ? 2 : 1 });
}

/**
 * The finer print: the newest numbers of each model.
 * @param {State} state
 * @param {I18n} t
 * @returns {{ cell: string, name: string, kind: string, text: string, detail: string }[]}
 */
export function trainingRemarks({ training: record, live }, t) {
  if (!record || live?.phase === "none" || !record.iteration) return [];
  const numbers = numbersIn(t.lang);
  const context = /** @type {any} */ ({ t, numbers });
  return record.models.map((model, m) => {
    const { kind } = standing(record, m);
    const i = Math.min(record.iteration, record.curves[m].loss.length) - 1;
    const accuracy = newest(record.evaluations.models[m]?.accuracy ?? []);
    const loss = record.curves[m].loss[i];
    return {
      cell: model.name,
      name: modelName(context, model),
      kind,
      text: (record.ends[m]
        ? [t("trainsays.ended", { n: t.number(record.ends[m].iteration) })]
        : [
            t("trainsays.loss", { value: loss === undefined ? "…" : numbers.value(loss, 2) }),
            accuracy === undefined ? "" : t("trainsays.accuracy", { value: numbers.percent(accuracy) }),
            record.bytes[m] ? t("trainsays.tape", { bytes: numbers.bytes(record.bytes[m]) }) : "",
          ]
      )
        .filter(Boolean)
        .join(" · "),
      detail: "",
    };
  });
}
