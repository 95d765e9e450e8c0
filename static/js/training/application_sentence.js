/** A run of an application in words: its own measure on what it never trained on, beside the baseline. */

import { measureName, valueText } from "../applications/measure_text.js";
import { numbersIn } from "../base/numbers.js";
import { joined, place } from "../figure/sentence.js";
import { modelName } from "./words.js";

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

/** The newest value of the application's measure, and when it was measured. @param {TrainingRecord} record @param {number} m */
function newestFigure({ evaluations }, m) {
  const list = evaluations.models[m].figure ?? [];
  const at = list.findLastIndex((value) => Number.isFinite(value));
  return at < 0 ? null : { value: list[at], iteration: evaluations.iterations[at] };
}

/**
 * @param {State} state
 * @param {I18n} t
 * @returns {Word[]}
 */
export function applicationSentence({ training: record, live, config, catalogue }, t) {
  const { entry, measured } = applicationOf(config, catalogue);
  const title = t(`app.${config.app}.title`);
  if (!record || live?.phase === "none" || !entry) return [{ text: t("apps.says_before", { title }) }];
  const context = /** @type {any} */ ({ t, numbers: numbersIn(t.lang) });
  const items = record.models.flatMap((model, m) => {
    const figure = record.ends[m] ? null : newestFigure(record, m);
    if (!figure) return [];
    return [
      place(t("apps.says_item"), {
        model: { text: modelName(context, model), cell: model.name },
        value: { text: valueText(entry.measure, figure.value, t), strong: true },
      }),
    ];
  });
  const n = record.iteration;
  if (!items.length) return [{ text: t("apps.says_first", { n: t.number(n) }) }];
  return [
    { text: t("apps.says_lead", { n, measure: measureName(entry, config.variant, t) }) },
    { text: " " },
    ...joined(items, t),
    {
      text: measured
        ? t("apps.says_baseline", {
            baseline: t(`appbaseline.${entry.baseline}`),
            value: valueText(entry.measure, measured.baseline, t),
          })
        : ".",
    },
  ];
}
