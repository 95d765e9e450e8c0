/** What the reader can do to the page by a key or a button of the header, and how those buttons stand. */

import { byId, icon } from "../base/dom.js";
import { depthOf, layerOf } from "../figure/layers.js";
import { views } from "../views/index.js";
import { THEMES } from "./appearance.js";
import { chosenView, viewsOf } from "./stage.js";

/** @typedef {import("../base/types.js").Page} Page */

/** @param {string[]} list @param {string} now */
const next = (list, now) => list[(list.indexOf(now) + 1) % list.length];

/**
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {ReturnType<typeof import("./modes.js").createModes>} wiring.modes
 * @param {ReturnType<typeof import("./stage.js").createStage>["player"]} wiring.player
 * @param {ReturnType<typeof import("./appearance.js").createFold>} wiring.fold
 * @param {ReturnType<typeof import("./side.js").createSide>} wiring.side
 * @param {() => ReturnType<typeof import("./dialogs.js").createDialogs>} wiring.sheets
 * @param {string[]} wiring.languages
 * @param {() => string} wiring.lang
 * @param {(patch: Page, how?: "push" | "replace") => void} wiring.patch
 * @returns {import("./keys.js").Actions}
 */
export function createActions({ store, modes, player, fold, side, sheets, languages, lang, patch }) {
  const page = () => store.get().page;
  return {
    step: (steps) => player.step(steps),
    jump: (end) => player.seek(end === "first" ? 1 : (store.get().trace?.config.steps ?? 1)),
    toggle: () => player.toggle(),
    mode: () => modes.turnTo(next(modes.list, page().mode)),
    play: (direction) => player.play(direction),
    reset: () => player.reset(),
    presenter: () => patch({ size: page().size === "projector" ? "normal" : "projector" }),
    controls: () => fold.toggle(),
    theme: () => patch({ theme: next(THEMES, page().theme) }),
    language: () => patch({ lang: next(languages, lang()) }),
    equations: () => side.equations(),
    lecture: () => side.lecture(),
    lessons: () => sheets().lessons(),
    share: () => sheets().share(),
    view: (index) => patch({ view: views[index]?.id ?? views[0].id, show: "network" }, "push"),
    turnView(by) {
      const ids = viewsOf(store.get()).map(({ id }) => id);
      patch({ view: ids.at((ids.indexOf(chosenView(store.get()).id) + by) % ids.length), show: "network" }, "push");
    },
    turnLayer(by) {
      const depth = Math.max(depthOf(store.get().trace), modes.depth());
      const layers = [...Array.from({ length: depth }, (_, i) => i + 1), 0]; // all together stand above the highest
      const next = layers[layers.indexOf(layerOf(page(), depth)) + by];
      if (depth > 1 && next !== undefined) patch({ layer: next }, "push");
    },
    help: () => sheets().help(),
  };
}

/**
 * The buttons of the header do the same.
 * @param {import("./keys.js").Actions} act
 * @param {{ turnTo: (mode: string) => void, patch: (patch: Page) => void }} wiring
 */
export function mountHeader(act, { turnTo, patch }) {
  const modes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-mode-choice]")]);
  const languages = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-lang]")]);
  byId("tool-lessons").addEventListener("click", act.lessons);
  byId("tool-share").addEventListener("click", act.share);
  byId("tool-help").addEventListener("click", act.help);
  byId("tool-theme").addEventListener("click", act.theme);
  byId("tool-size").addEventListener("click", act.presenter);
  for (const button of modes) button.addEventListener("click", () => turnTo(button.dataset.modeChoice ?? ""));
  for (const button of languages) button.addEventListener("click", () => patch({ lang: button.dataset.lang }));

  return {
    /** @param {Page} page @param {import("../base/i18n.js").I18n} t */
    update(page, t) {
      const button = byId("tool-theme");
      const name = t("page.theme", { theme: t(`page.theme.${page.theme}`) });
      button.setAttribute("aria-label", name);
      button.title = name;
      button.replaceChildren(icon(page.theme));
      byId("tool-size").setAttribute("aria-pressed", String(page.size === "projector"));
      for (const button of modes) button.setAttribute("aria-pressed", String(button.dataset.modeChoice === page.mode));
      for (const button of languages) button.setAttribute("aria-pressed", String(button.dataset.lang === t.lang));
    },
  };
}
