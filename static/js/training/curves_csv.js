/** The curves of a run as a file: one line for each iteration and model, written as programs read numbers. */

import { modelName, validated } from "./words.js";

/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

const STATUS = ["", "-inf", "inf", "nan"];

/** @param {number | undefined} value */
const written = (value) => (value === undefined || Number.isNaN(value) ? "" : String(Number(value.toPrecision(7))));

/** The columns of the file; their names are those of the messages, in every language. @param {TrainingRecord} record */
export const columns = (record) => [
  ...["iteration", "model", "loss", "log10_norm", "factor"],
  validated(record) ? "validation" : "held_out",
];

/** @param {TrainingRecord} record */
export function curvesCsv(record) {
  const evaluationAt = new Map(record.evaluations.iterations.map((iteration, i) => [iteration, i]));
  const lines = [columns(record).join(",")];
  for (let i = 0; i < record.iteration; i++)
    record.models.forEach((model, m) => {
      const { loss, norm, status, factor } = record.curves[m];
      const end = record.ends[m];
      if (loss[i] === undefined || (end && i + 1 > end.iteration)) return;
      const at = evaluationAt.get(i + 1);
      const measure = at === undefined ? undefined : record.evaluations.models[m].measure[at];
      const size = STATUS[status[i]] || written(norm[i]);
      lines.push([i + 1, model.name, written(loss[i]), size, written(factor[i]), written(measure)].join(","));
    });
  return lines.join("\n");
}

/**
 * What of a run can be taken along.
 * @param {TrainingRecord} record
 * @param {{ t: import("../base/i18n.js").I18n, base: string, at: number | null, save: (name: string, text: string) => void }} tools
 */
export function takesOf(record, { t, base, at, save }) {
  const iteration = at ?? record.iteration;
  return [
    {
      title: t("trainbar.take_curves"),
      about: t(validated(record) ? "trainbar.take_curves.about_validation" : "trainbar.take_curves.about", {
        models: t.list(
          record.models.map((model) => modelName(/** @type {any} */ ({ t, numbers: { value: String } }), model)),
        ),
      }),
      run: () => save("unroll-training.csv", curvesCsv(record)),
    },
    {
      title: t("trainbar.take_snapshot"),
      about: t("trainbar.take_snapshot.about", { n: t.number(iteration) }),
      href: `${base}/api/live/${encodeURIComponent(record.started.run)}/snapshot.npz?iteration=${iteration}`,
      name: `unroll-${iteration}.npz`,
    },
  ];
}
