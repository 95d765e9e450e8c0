/** Three ways in, above the cards: what a gate is for, what later words change, and how mistakes go. */

import { h } from "../base/dom.js";
import { opened, spokenIn, trained } from "./address.js";
import { openingOf } from "./lesson_inputs.js";
import { pageLink } from "./page_link.js";

/** @typedef {import("../base/types.js").State} State */

/** @type {{ name: string, app: string, learns?: boolean }[]} */
const DOORS = [
  { name: "mind", app: "sentiment" },
  { name: "tags", app: "entities" },
  { name: "mistakes", app: "entities", learns: true },
];

/**
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n }} wiring
 */
export function createDoors({ store, t }) {
  const { catalogue } = store.get();
  const doors = DOORS.flatMap(({ name, app, learns }) => {
    const entry = catalogue.applications?.find((one) => one.name === app);
    if (!entry) return [];
    /** @param {State} state */
    const leads = (state) => {
      const spoken = spokenIn(entry, t.lang, catalogue);
      if (!learns) return opened(state, entry, { ...openingOf(app, t.lang), ...spoken });
      const fresh = { ...state, ...opened(state, entry, spoken) };
      return { ...trained(fresh, entry), begin: true };
    };
    return pageLink(
      store,
      leads,
      { class: "app-door", "data-door": name },
      h("b", {}, t(`apps.door.${name}.title`)),
      h("span", {}, t(`apps.door.${name}.about`)),
    );
  });
  const title = h("h2", { id: "doors-title", class: "app-doors-title" }, t("apps.doors"));
  return {
    element: h(
      "nav",
      { class: "app-doors", "aria-labelledby": "doors-title" },
      title,
      h("ul", {}, ...doors.map(({ link }) => h("li", {}, link))),
    ),
    /** @param {State} state */
    update(state) {
      for (const door of doors) door.update(state);
    },
  };
}
