/** A foreseen curve beside the true one, once that is shown. */

import { createOverlay } from "./curve_overlay.js";

export function createShownGuess() {
  /** @type {ReturnType<typeof createOverlay> | null} */
  let overlay = null;

  function clear() {
    overlay?.destroy();
    overlay = null;
  }
  return {
    /** @param {import("./course.js").Course} course @param {number} steps of the picture @param {string} label */
    show(course, steps, label) {
      clear();
      const guess = course.ended ? null : course.answers[course.stop]?.guess;
      if (guess?.kind !== "curve" || guess.values.length !== steps) return;
      overlay = createOverlay({ curve: () => guess.values, draw: null, label, invitation: "" });
      overlay.attach();
    },
    /** Onto the chart that is there now. */
    attach: () => overlay?.attach(),
    clear,
  };
}
