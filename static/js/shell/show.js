/** A mode with a picture of its own has two screens: that, and the network with its views. Where there is room for one. */

import { views } from "../views/index.js";

/** @typedef {import("../base/types.js").Page} Page */

/** Which of them is shown: a view that an address chooses is one of the network. @param {Page} page */
export const showOf = ({ show, view }) =>
  show === "own" || show === "network" ? show : view === views[0].id ? "own" : "network";

/** @param {(fields: Page, how?: "push" | "replace") => void} patch */
export function createShow(patch) {
  const buttons = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-show-choice]")]);
  for (const button of buttons)
    button.addEventListener("click", () => patch({ show: button.dataset.showChoice }, "push"));
  return {
    /** @param {Page} page */
    update(page) {
      for (const button of buttons) button.ariaPressed = String(button.dataset.showChoice === showOf(page));
    },
  };
}
