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
    /** @param {import("./progress.js").Progress} progress @param {number} steps of the picture @param {string} label */
    show(progress, steps, label) {
      clear();
      const guess = progress.ended ? null : progress.answers[progress.stop]?.guess;
      if (guess?.kind !== "curve" || guess.values.length !== steps) return;
      overlay = createOverlay({ curve: () => guess.values, draw: null, label, invitation: "" });
      overlay.attach();
    },
    /** Onto the chart that is there now. */
    attach: () => overlay?.attach(),
    clear,
  };
}
