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

/** How a model can stand, in the order in which it is told. */
const KINDS = /** @type {const} */ (["below", "at", "above", "lost", "diverged"]);
/** Those of which one clause tells all models. */
const TOGETHER = ["at", "above", "lost"];

/**
 * How a model stands at the newest evaluation: its kind, its held-out loss.
 * @param {TrainingRecord} record
 * @param {number} m
 * @returns {{ kind: typeof KINDS[number] | "unknown", value: number }}
 */
export function standing(record, m) {
  if (record.ends[m]) return { kind: "diverged", value: Number.NaN };
  const value = record.evaluations.models[m]?.measure.at(-1);
  if (value === undefined) return { kind: "unknown", value: Number.NaN };
  if (!Number.isFinite(value)) return { kind: "lost", value };
  const { baseline } = record.started;
  if (baseline === null) return { kind: "at", value };
  if (value < BELOW * baseline) return { kind: "below", value };
  return { kind: value > ABOVE * baseline ? "above" : "at", value };
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
  const isEvaluated = models.some(({ kind }) => kind !== "unknown" && kind !== "diverged");
  const ended = Math.max(...record.ends.map((end) => end?.iteration ?? 0));
  // what is told is as old as the newest evaluation; that a model has ended is told with its own iteration
  const n = isEvaluated ? (record.evaluations.iterations.at(-1) ?? 0) : ended || record.iteration;
  if (models.every(({ kind }) => kind === "unknown")) return [{ text: t("trainsays.first", { n: t.number(n) }) }];
  const repeats = taskOf(state.catalogue, config)?.baseline === "repeat";
  const guess = { text: t(repeats ? "trainsays.repeat" : "trainsays.guess") };
  const sorted = [...models].sort((a, b) => a.value - b.value);
  /** @param {string} key @param {(typeof models)[number]} model */
  const clause = (key, { model, m, value }) =>
    place(t(`trainsays.${key}`), {
      model: { text: modelName(context, model), cell: model.name },
      value: { text: numbers.value(value, 2), strong: true },
      times: { text: times((record.started.baseline ?? Number.NaN) / value, t), strong: true },
      n: { text: t.number(record.ends[m]?.iteration ?? 0) },
      what: { text: endText(context, record, m) },
      guess,
    });
  /** @type {Word[][]} */
  const parts = [];
  for (const kind of KINDS) {
    const group = sorted.filter((model) => model.kind === kind);
    if (!group.length) continue;
    const position = parts.length ? "then" : "first";
    if (TOGETHER.includes(kind)) {
      const item = kind === "lost" ? "name" : "item";
      const all = joined(
        group.map((model) => clause(item, model)),
        t,
      );
      parts.push(place(t(`trainsays.${kind}`, { count: group.length }), { models: all, guess }));
      continue;
    }
    const items = group.map((model, index) => clause(`${kind}.${index ? "next" : position}`, model));
    parts.push(joined(items, t));
  }
  const words = parts.flatMap((part, index) => [{ text: index ? "; " : " " }, ...part]);
  return [{ text: t("trainsays.lead", { n }) }, ...words, { text: "." }];
}

/** How many times smaller. @param {number} ratio @param {I18n} t */
function times(ratio, t) {
  if (ratio < 1.95) return t.number(ratio, { maximumFractionDigits: 1 });
  return t.number(ratio, { maximumSignificantDigits: 2 });
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
    // an application's own measure is told above: its batch's accuracy is of other examples
    const accuracy = record.started.config.app ? undefined : record.evaluations.models[m]?.accuracy?.at(-1);
    const loss = record.curves[m].loss[i];
    return {
      cell: model.name,
      name: modelName(context, model),
      kind,
      text: (record.ends[m]
        ? [t("trainsays.ended", { n: t.number(record.ends[m].iteration) })]
        : [
            t("trainsays.loss", { value: loss === undefined || Number.isNaN(loss) ? "…" : numbers.value(loss, 2) }),
            accuracy === undefined || Number.isNaN(accuracy)
              ? ""
              : t("trainsays.accuracy", { value: numbers.percent(accuracy) }),
            record.bytes[m] ? t("trainsays.tape", { bytes: numbers.bytes(record.bytes[m]) }) : "",
          ]
      )
        .filter(Boolean)
        .join(" · "),
      detail: "",
    };
  });
}
