/** Language, theme, size and folded controls: what the reader chose, put on the document. */

import { sideOf } from "./side.js";
import { modeOf, themeOf } from "./theme.js";

/** @typedef {import("../base/types.js").Page} Page */

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 900px)");

export const THEMES = ["auto", "light", "dark"];

/** @param {Page} page */
export function currentTheme(page) {
  return themeOf(modeOf(page.theme, dark.matches), page.size === "projector" ? "projector" : "normal");
}

/** @param {Page} page @param {Record<string, string>} marks what the document says of the mode */
export function applyAppearance(page, marks) {
  root.dataset.side = sideOf(page);
  if (page.lesson) root.dataset.lesson = page.lesson;
  else delete root.dataset.lesson;
  root.dataset.theme = THEMES.includes(page.theme) ? page.theme : "auto";
  Object.assign(root.dataset, marks);
  root.dataset.size = page.size === "projector" ? "projector" : "normal";
  if (Number(page.embed)) root.dataset.embed = "1";
  else delete root.dataset.embed;
}

/** Colours of cells by name, so that a cell that the stylesheets have never heard of has one too. */
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

/**
 * @param {string[]} cells
 * @param {import("../base/types.js").Theme} theme
 */
export function colourCells(cells, theme) {
  sheet.replaceSync(cells.map((name) => `[data-cell="${name}"] { --cell: ${theme.cells[name]} }`).join(" "));
}

/** @param {() => void} listener */
export function onSystemTheme(listener) {
  dark.addEventListener("change", listener);
}

/**
 * The column of controls: open where there is room for it, folded on a phone and in front of a class.
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 */
export function createFold(button, panel) {
  /** @type {boolean | null} */
  let chosen = null;
  let projector = false;

  function show() {
    const open = chosen ?? !(narrow.matches || projector);
    root.dataset.controls = open ? "open" : "closed";
    button.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  }
  narrow.addEventListener("change", show);
  button.addEventListener("click", () => set(root.dataset.controls !== "open"));
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !narrow.matches) return;
    set(false);
    button.focus();
  });

  /** @param {boolean} open */
  function set(open) {
    chosen = open;
    show();
  }
  return {
    toggle: () => set(root.dataset.controls !== "open"),
    /** @param {Page} page */
    update(page) {
      const now = page.size === "projector";
      if (now !== projector) chosen = null;
      projector = now;
      show();
    },
  };
}

/**
 * Words that the server wrote into the page, in another language.
 * @param {import("../base/i18n.js").I18n} t
 */
export function translatePage(t) {
  root.lang = t.lang;
  document.title = t("page.title");
  const places = /** @type {const} */ ([
    ["i18n", (/** @type {HTMLElement} */ element, /** @type {string} */ text) => (element.textContent = text)],
    [
      "i18nLabel",
      (/** @type {HTMLElement} */ element, /** @type {string} */ text) => element.setAttribute("aria-label", text),
    ],
    ["i18nTip", (/** @type {HTMLElement} */ element, /** @type {string} */ text) => (element.title = text)],
  ]);
  for (const [name, put] of places) {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      put(/** @type {HTMLElement} */ (element), t(element.getAttribute(attribute) ?? ""));
    }
  }
}
