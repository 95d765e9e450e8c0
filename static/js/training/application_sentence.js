/** A run of an application in words: its own measure on what it never trained on, beside the baseline. */

import { measureName, valueText } from "../applications/measure_text.js";
import { numbersIn } from "../base/numbers.js";
import { joined, place } from "../figure/sentence.js";
import { endText, modelName } from "./words.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../figure/sentence.js").Word} Word */
/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/**
 * The application of a run, and what its weights that ship have reached.
 * @param {Record<string, any>} config
 * @param {import("../base/types.js").Catalogue} catalogue
 */
export function applicationOf({ app, variant }, catalogue) {
  const entry = (catalogue.applications ?? []).find(({ name }) => name === app);
  const figures = entry?.figures[variant || entry.variants[0] || ""];
  return { entry, measured: figures?.[entry?.cell ?? ""] ?? Object.values(figures ?? {})[0] };
}

/** The value of the application's measure at the newest evaluation; undefined: there was none. @param {TrainingRecord} record @param {number} m */
const newestFigure = ({ evaluations }, m) => evaluations.models[m].figure?.at(-1);

/**
 * @param {State} state
 * @param {I18n} t
 * @returns {Word[]}
 */
export function applicationSentence({ training: record, live, config, catalogue }, t) {
  const { entry, measured } = applicationOf(config, catalogue);
  const title = t(`app.${config.app}.title`);
  if (!record || live?.phase === "none" || !entry) return [{ text: t("apps.says_before", { title }) }];
  const context = /** @type {any} */ ({ t, numbers: numbersIn(t.lang), catalogue });
  /** @param {string} key @param {number} m @param {Record<string, Word>} [words] */
  const clause = (key, m, words) =>
    place(t(key), {
      model: { text: modelName(context, record.models[m]), cell: record.models[m].name },
      n: { text: t.number(record.ends[m]?.iteration ?? 0) },
      what: { text: endText(context, record, m) },
      ...words,
    });
  const items = record.models.flatMap((_, m) => {
    const figure = record.ends[m] ? undefined : newestFigure(record, m);
    if (figure === undefined) return [];
    return [clause("apps.says_item", m, { value: { text: valueText(entry.measure, figure, t), strong: true } })];
  });
  const ended = record.models.flatMap((_, m) => (record.ends[m] ? [clause("trainsays.diverged.then", m)] : []));
  const ends = ended.length ? joined(ended, t) : [];
  const { iteration, evaluations } = record;
  if (!items.length && !ends.length) return [{ text: t("apps.says_first", { n: t.number(iteration) }) }];
  if (!items.length) return [{ text: t("trainsays.lead", { n: iteration }) }, { text: " " }, ...ends, { text: "." }];
  return [
    {
      text: t("apps.says_lead", {
        n: evaluations.iterations.at(-1) ?? 0,
        measure: measureName(entry, config.variant, t),
      }),
    },
    { text: " " },
    ...joined(items, t),
    {
      text: measured
        ? t("apps.says_baseline", {
            baseline: t(`appbaseline.${entry.baseline}`),
            value: valueText(entry.measure, measured.baseline, t),
          })
        : "",
    },
    ...(ends.length ? [{ text: "; " }, ...ends] : []),
    { text: "." },
  ];
}
