/** Lessons that are an address: what trains, and what the gradient of each application teaches. */

import { hrefOf, opened, spokenIn } from "../applications/address.js";
import { LESSONS } from "../applications/lesson_inputs.js";
import { lessonValues } from "../applications/measure_text.js";
import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { modelName } from "../training/words.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../base/types.js").Preset} Preset */

/**
 * How often each model learned, over seeds, with the interval that so many runs leave open.
 * @param {import("../base/api.js").TrainingPreset["measured"]} measured
 * @param {I18n} t
 */
export function ratesOf(measured, t) {
  const percent = (/** @type {number} */ share) => t.number(share, { style: "percent", maximumFractionDigits: 0 });
  const context = /** @type {any} */ ({ t, numbers: numbersIn(t.lang) });
  const models = measured.map((model) =>
    t(model.diverged ? "lessons.learned_lost" : "lessons.learned", {
      model: modelName(context, model),
      count: t.number(model.learned),
      diverged: t.number(model.diverged),
      low: percent(model.learned_interval[0]),
      high: percent(model.learned_interval[1]),
    }),
  );
  return t("lessons.measured", { runs: t.number(measured[0].runs), models: t.list(models) });
}

/**
 * @param {{ store: Store, t: I18n, open: (address: string, label: string) => void }} wiring
 * @returns {{ title: string, items: HTMLElement[] }[]}
 */
export function otherLessons({ store, t, open }) {
  const { catalogue } = store.get();
  /** @param {string} title @param {string} about @param {() => void} run @param {string} [small] */
  const card = (title, about, run, small) =>
    h(
      "button",
      { type: "button", class: "lesson", onclick: run },
      h("strong", {}, title),
      h("span", {}, about),
      small && h("small", {}, small),
    );
  const training = (catalogue.training_presets ?? []).map((/** @type {Preset} */ { name, address, measured = [] }) => {
    const title = t(`preset.${name}.label`);
    const run = () => open(`?${address.replace(/^\?/, "")}`, title);
    return card(title, t(`preset.${name}.about`), run, measured.length ? ratesOf(measured, t) : "");
  });
  const known = (catalogue.applications ?? []).filter(({ name }) => LESSONS[name] && t.has(`app.${name}.title`));
  const applications = known.map((entry) => {
    const { page, play } = opened(store.get(), entry, {
      ...LESSONS[entry.name],
      ...spokenIn(entry, t.lang, catalogue),
    });
    const title = t(`app.${entry.name}.title`);
    const run = () => open(hrefOf(store.get(), { page, play }), title);
    return card(title, t(`app.${entry.name}.lesson`, lessonValues(null, play)), run);
  });
  return [
    { title: t("lessons.training"), items: training },
    { title: t("page.mode.apps"), items: applications },
  ];
}
