/** What the reader can do to the page by a key or a button of the header, and how those buttons stand. */

import { THEMES } from "./appearance.js";
import { byId, icon } from "./dom.js";
import { MODES } from "./modes.js";
import { tabViews } from "./stage.js";

/** @typedef {import("./types.js").Page} Page */

/** @param {string[]} list @param {string} now */
const next = (list, now) => list[(list.indexOf(now) + 1) % list.length];

/**
 * @param {object} wiring
 * @param {import("./types.js").Store} wiring.store
 * @param {ReturnType<typeof import("./modes.js").createModes>} wiring.modes
 * @param {ReturnType<typeof import("./stage.js").createStage>["player"]} wiring.player
 * @param {ReturnType<typeof import("./appearance.js").createFold>} wiring.fold
 * @param {() => ReturnType<typeof import("./sheets.js").createSheets>} wiring.sheets
 * @param {string[]} wiring.languages
 * @param {() => string} wiring.lang
 * @param {(patch: Page, how?: "push" | "replace") => void} wiring.look
 * @returns {import("./keys.js").Actions}
 */
export function createActions({ store, modes, player, fold, sheets, languages, lang, look }) {
  const page = () => store.get().page;
  return {
    step: (steps) => player.step(steps),
    jump: (end) => player.seek(end === "first" ? 1 : (store.get().trace?.config.steps ?? 1)),
    toggle: () => (modes.trains() ? modes.session?.toggle() : player.toggle()),
    mode: () => modes.turnTo(next(MODES, page().mode)),
    iterate: () => modes.session?.step(1),
    shift: (direction) => modes.session?.shift(direction),
    recover: () => modes.session?.recover(),
    play: (direction) => player.play(direction),
    reset: () => player.reset(),
    presenter: () => look({ size: page().size === "projector" ? "normal" : "projector" }),
    controls: () => fold.toggle(),
    theme: () => look({ theme: next(THEMES, page().theme) }),
    language: () => look({ lang: next(languages, lang()) }),
    lessons: () => sheets().lessons(),
    share: () => sheets().share(),
    view: (index) => look({ view: tabViews[index]?.id ?? tabViews[0].id }, "push"),
    help: () => sheets().help(),
  };
}

/**
 * The buttons of the header do the same.
 * @param {import("./keys.js").Actions} act
 * @param {{ turnTo: (mode: string) => void, look: (patch: Page) => void }} wiring
 */
export function mountHeader(act, { turnTo, look }) {
  const modes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-mode-choice]")]);
  const languages = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-lang]")]);
  byId("tool-lessons").addEventListener("click", act.lessons);
  byId("tool-share").addEventListener("click", act.share);
  byId("tool-help").addEventListener("click", act.help);
  byId("tool-theme").addEventListener("click", act.theme);
  byId("tool-size").addEventListener("click", act.presenter);
  for (const one of modes) one.addEventListener("click", () => turnTo(one.dataset.modeChoice ?? "lab"));
  for (const one of languages) one.addEventListener("click", () => look({ lang: one.dataset.lang }));

  return {
    /** @param {Page} page @param {import("./i18n.js").I18n} t */
    update(page, t) {
      const button = byId("tool-theme");
      const name = t("page.theme", { theme: t(`page.theme.${page.theme}`) });
      button.setAttribute("aria-label", name);
      button.title = name;
      button.replaceChildren(icon(page.theme));
      byId("tool-size").setAttribute("aria-pressed", String(page.size === "projector"));
      for (const one of modes) one.setAttribute("aria-pressed", String(one.dataset.modeChoice === page.mode));
      for (const one of languages) one.setAttribute("aria-pressed", String(one.dataset.lang === t.lang));
    },
  };
}
