/** What stands beside the chosen view: the equations, the lecture, the note of an open lesson, or nothing. */

import { byId } from "../base/dom.js";
import { views } from "../views/index.js";

/** @typedef {import("../base/types.js").Page} Page */

/**
 * Which of them it is. By itself a lesson's note comes, and the equations beside the first view; `folded`: beside the
 * others the equations come only where there is room for both.
 * @param {Page} page
 */
export function sideOf({ side, lesson, view }) {
  if (side === "equations" || side === "lecture") return side;
  if (lesson) return "lesson";
  if (side === "none") return side;
  return view === views[0].id ? "equations" : "folded";
}

/**
 * The buttons that change it.
 * @param {{ page: () => Page, patch: (fields: Page, how?: "push" | "replace") => void }} wiring
 */
export function createSide({ page, patch }) {
  const isShown = (/** @type {string} */ id) => byId(id).offsetParent !== null;

  /** Show one of them, or put it away. @param {"equations" | "lecture"} side @param {boolean} on */
  function turn(side, on) {
    const usual = sideOf({ ...page(), side: "auto" });
    patch({ side: on ? side : usual === side ? "none" : "auto" }, "push");
  }
  const equations = () => turn("equations", !isShown("equations-card"));

  /** Show the lecture, wherever it is on the page; else what was there before. */
  function lecture() {
    const on = page().side !== "lecture";
    turn("lecture", on);
    if (!on) return;
    requestAnimationFrame(() => {
      byId("lecture").scrollIntoView({ block: "nearest" });
      byId("lecture-body").focus({ preventScroll: true });
    });
  }

  byId("tool-equations").addEventListener("click", equations);
  byId("tool-lecture").addEventListener("click", lecture);
  for (const button of document.querySelectorAll("[data-side-close]"))
    button.addEventListener("click", () => {
      const isLecture = byId("lecture").contains(button);
      turn(isLecture ? "lecture" : "equations", false);
      byId(isLecture ? "tool-lecture" : "tool-equations").focus();
    });

  return {
    equations,
    lecture,
    /** @param {Page} page */
    update(page) {
      byId("tool-equations").ariaPressed = String(isShown("equations-card"));
      byId("tool-lecture").ariaPressed = String(sideOf(page) === "lecture");
    },
  };
}
