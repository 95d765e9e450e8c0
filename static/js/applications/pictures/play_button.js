/** A button that plays and stops, over the player. */

import { h, icon } from "../../base/dom.js";
import { canPlay, createPlayer } from "../sound/player.js";
import { s } from "./svg.js";

/** @typedef {import("../sound/player.js").Score} Score */

/**
 * @param {object} wiring
 * @param {string} wiring.label what the button says while nothing sounds
 * @param {import("../../base/i18n.js").I18n} wiring.t
 * @param {() => { score: Score, marks: number[] } | null} wiring.score
 * @param {(seconds: number | null) => void} wiring.move null: it is over
 */
export function createPlayButton({ label, t, score, move }) {
  const shown = h("span", {});
  const button = h("button", { type: "button", class: "pic-play" });
  const trouble = h("span", { class: "message", role: "status" });
  const player = createPlayer({
    move,
    change(playing) {
      draw(playing);
      if (!playing) move(null);
    },
  });

  /** @param {boolean} playing */
  function draw(playing) {
    shown.textContent = playing ? t("picture.stop") : label;
    const sign = playing
      ? s(
          "svg",
          { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
          s("rect", { class: "solid", x: 7, y: 7, width: 10, height: 10, rx: 1 }),
        )
      : icon("play");
    button.replaceChildren(sign, shown);
  }

  button.addEventListener("click", () => {
    if (player.playing) return player.stop();
    const piece = score();
    if (!piece) return undefined;
    trouble.textContent = "";
    return void player.play(piece.score, piece.marks).catch(() => {
      trouble.textContent = t("picture.no_sound");
    });
  });
  draw(false);
  button.disabled = !canPlay();

  return { button, trouble, stop: player.stop };
}
