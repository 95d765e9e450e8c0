/** Lessons: the catalogue's ready ones, and a small form that makes a lesson of what is on the screen. */

import { hrefOf, opened, spokenIn } from "../applications/address.js";
import { LESSONS } from "../applications/lesson_inputs.js";
import { lessonValues } from "../applications/measure_text.js";
import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { linkField } from "../controls/copy_link.js";
import { format, hasTraining } from "../state/address.js";
import { defaultOf } from "../state/address_values.js";
import { modelName } from "../training/words.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** @typedef {import("../base/types.js").Preset} Preset */

/** What a teacher may take away; `bias` and `clamp` are one control. */
const MERGED = "clamp";

/**
 * The address of a lesson: what is on the screen, without the chosen controls.
 * @param {import("../base/types.js").State} state
 * @param {string[]} hide
 * @param {boolean} embed
 */
export function lessonAddress({ config, page, catalogue, play }, hide, embed) {
  const flag = catalogue.page.find(({ name }) => name === "embed");
  const off = flag ? defaultOf(flag) : 0;
  return format(config, { ...page, hide, embed: embed ? 1 : off }, catalogue, play);
}

/**
 * How often each model learned, over seeds, with the interval that so many runs leave open.
 * @param {NonNullable<Preset["measured"]>} measured
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
 * @param {HTMLElement} list
 * @param {HTMLElement} builder
 * @param {{store: Store, t: I18n, root: string, open: (address: string, label: string) => void}} wiring
 */
export function mountLessons(list, builder, { store, t, root, open }) {
  const { catalogue } = store.get();
  const lesson = (/** @type {Preset} */ { name, address, measured = [] }) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "lesson",
          onclick: () => open(`?${address.replace(/^\?/, "")}`, t(`preset.${name}.label`)),
        },
        h("strong", {}, t(`preset.${name}.label`)),
        h("span", {}, t(`preset.${name}.about`)),
        measured.length > 0 && h("small", {}, ratesOf(measured, t)),
      ),
    );
  /** What the gradient of each application teaches, once its words are there. */
  function applicationLessons() {
    const known = (catalogue.applications ?? []).filter(({ name }) => LESSONS[name] && t.has(`app.${name}.title`));
    if (!known.length) return [];
    const items = known.map((entry) => {
      const { page, play } = opened(store.get(), entry, {
        ...LESSONS[entry.name],
        ...spokenIn(entry, t.lang, catalogue),
      });
      const title = t(`app.${entry.name}.title`);
      const leads = () => open(hrefOf(store.get(), { page, play }), title);
      return h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "lesson", onclick: leads },
          h("strong", {}, title),
          h("span", {}, t(`app.${entry.name}.lesson`, lessonValues(null, play))),
        ),
      );
    });
    return [h("li", { class: "lesson-group" }, h("h3", {}, t("page.mode.apps"))), ...items];
  }

  list.replaceChildren(
    ...catalogue.presets.map(lesson),
    h("li", { class: "lesson-group" }, h("h3", {}, t("lessons.training"))),
    ...(catalogue.training_presets ?? []).map(lesson),
    ...applicationLessons(),
  );

  const trains = hasTraining(store.get());
  const boxes = [...(trains ? (catalogue.training ?? []) : []), ...catalogue.config]
    .filter(({ name }) => name !== MERGED && t.has(`config.${name}.label`))
    .map(({ name }) => ({
      name,
      box: h("input", { type: "checkbox", id: `hide-${name}`, value: name, onchange: () => show() }),
      text: name === "bias" ? t("page.gates") : t(`config.${name}.label`),
    }));
  const embed = h("input", { type: "checkbox", id: "builder-embed", onchange: () => show() });
  const link = linkField({ id: "builder-link", label: t("lessons.link"), t });

  function show() {
    const hide = boxes.filter(({ box }) => box.checked).map(({ name }) => name);
    const query = lessonAddress(store.get(), hide, embed.checked);
    link.show(`${location.origin}${root}/${query ? `?${query}` : ""}`);
  }

  builder.replaceChildren(
    h(
      "section",
      { class: "builder", "aria-labelledby": "builder-title" },
      h("h3", { id: "builder-title" }, t("lessons.build")),
      h("p", {}, t("lessons.build.about")),
      h(
        "fieldset",
        {},
        h("legend", {}, t("lessons.hide")),
        h(
          "div",
          { class: "checks" },
          ...boxes.map(({ box, name, text }) =>
            h("span", { class: "check" }, box, h("label", { for: `hide-${name}` }, text)),
          ),
        ),
      ),
      h("span", { class: "check" }, embed, h("label", { for: "builder-embed" }, t("lessons.embed"))),
      link.element,
    ),
  );

  const hidden = [store.get().page.hide ?? []].flat();
  for (const { name, box } of boxes) box.checked = hidden.includes(name);
  show();
}
