/** The seven applications as cards: a picture, what it does, how well beside its baseline, and how long training takes. */

import { h } from "../base/dom.js";
import { playOf } from "../state/request.js";
import { opened, spokenIn } from "./address.js";
import { createDoors } from "./doors.js";
import { keptText } from "./kept_inputs.js";
import { openingOf } from "./lesson_inputs.js";
import { limitTexts } from "./limits.js";
import { pictureOf } from "./load_picture.js";
import { measureTexts, timeText } from "./measure_text.js";
import { pageLink } from "./page_link.js";
import { peopleText } from "./people_text.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n }} wiring
 */
export function mountCards(root, { store, t }) {
  const { catalogue } = store.get();
  const links = (catalogue.applications ?? []).map((entry) => {
    const drawing = h("div", { class: "app-card-picture", "aria-hidden": "true" });
    void pictureOf(entry.name).then((picture) => picture?.card(drawing, { t }));
    const variant = entry.variants[0] ?? "";
    const measured = entry.figures[variant]?.[entry.cell];
    const texts = measured && measureTexts(entry, variant, measured, t);
    const limits = limitTexts(entry, variant, t);
    /** What the reader has typed for it before. */
    const typed = () => {
      const text = entry.fields.includes("text") ? keptText(entry.name, variant) : "";
      return text ? { text } : {};
    };
    const made = pageLink(
      store,
      (state) =>
        opened(state, entry, { ...openingOf(entry.name, t.lang), ...spokenIn(entry, t.lang, catalogue), ...typed() }),
      { class: "app-card", "data-app": entry.name },
      drawing,
      h("h2", {}, t(`app.${entry.name}.title`)),
      h("p", {}, t(`app.${entry.name}.about`)),
      h(
        "p",
        { class: "app-figures" },
        texts && h("b", {}, texts.reached),
        texts?.sure && h("span", { class: "app-sure" }, texts.sure),
        texts && h("span", {}, texts.beside),
        measured && peopleText(measured, t) && h("span", {}, peopleText(measured, t)),
        measured && h("span", {}, timeText(measured, t)),
        limits.length > 0 && h("span", { class: "app-limits" }, limits.join(" ")),
      ),
    );
    return made;
  });
  const doors = createDoors({ store, t });
  root.replaceChildren(doors.element, h("ul", { class: "app-cards" }, ...links.map(({ link }) => h("li", {}, link))));
  return {
    /** @param {State} state */
    update(state) {
      if (!playOf(state).app) for (const part of [doors, ...links]) part.update(state);
    },
  };
}
