/** The player's row: buttons for both passes and single steps, a slider for the step, and the step in words. */

import { h } from "../base/dom.js";
import { createLegend } from "./ribbon_legend.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("./player.js").Direction} Direction */

const SVG = "http://www.w3.org/2000/svg";

/** Shapes on a 24 px grid. */
const ICONS = {
  first: "M7 5v14M18 6l-8 6 8 6z",
  back: "M16 6l-8 6 8 6z",
  ahead: "M8 6l8 6-8 6z",
  last: "M17 5v14M6 6l8 6-8 6z",
  forward: "M7 5l12 7-12 7z",
  backward: "M17 5L5 12l12 7z",
  pause: "M8 5v14M16 5v14",
};

/** @param {keyof typeof ICONS} name */
function picture(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "player-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Buttons for both passes and single steps, a slider for the step, and the step in words.
 * @param {HTMLElement} root
 * @param {{ player: ReturnType<typeof import("./player.js").createPlayer>, store: Store, t: import("../base/i18n.js").I18n,
 *   beside?: (place: HTMLElement) => import("../base/types.js").Component }} tools `beside`: a choice among the buttons
 */
export function mountPlayer(root, { player, store, t, beside }) {
  /** @param {"first" | "back" | "ahead" | "last"} name @param {() => void} run */
  const small = (name, run) =>
    h(
      "button",
      {
        type: "button",
        class: "player-small",
        "aria-label": t(`player.${name}`),
        title: t(`player.${name}`),
        onclick: run,
      },
      picture(name),
    );
  /** @param {Direction} name */
  const big = (name) => {
    const label = h("span", {}, t(`player.${name}`));
    const button = h("button", { type: "button", class: `player-big ${name}` }, picture(name), label);
    button.addEventListener("click", () => {
      const { playing, direction } = player.state;
      if (playing && direction === name) player.pause();
      else player.play(name);
    });
    return { name, button, label, shown: /** @type {string} */ (name) };
  };
  const passes = [big("backward"), big("forward")];
  const slider = h("input", { type: "range", class: "player-slider", min: 1, step: 1, "aria-label": t("player.step") });
  slider.addEventListener("input", () => player.seek(Number(slider.value)));
  const output = h("output", { class: "player-step" });
  const box = h(
    "div",
    { class: "player-bar", role: "group", "aria-label": t("player.label") },
    h("div", { class: "player-group" }, passes[0].button, passes[1].button),
    h(
      "div",
      { class: "player-group" },
      small("first", () => player.seek(1)),
      small("back", () => player.step(-1)),
      small("ahead", () => player.step(1)),
      small("last", () => player.seek(player.state.steps)),
    ),
    slider,
    output,
  );
  const place = h("span", { class: "pick", hidden: true });
  const choice = beside?.(place);
  box.insertBefore(place, slider);
  const legend = createLegend({ t, store });
  box.append(legend.element);
  root.append(box);

  function show() {
    choice?.update(store.get());
    legend.update(store.get());
    const { direction, playing, t: step, steps } = player.state;
    for (const pass of passes) {
      const shown = playing && pass.name === direction ? "pause" : pass.name;
      if (shown === pass.shown) continue;
      pass.shown = shown;
      pass.button.querySelector("svg")?.replaceWith(picture(/** @type {keyof typeof ICONS} */ (shown)));
      pass.label.textContent = t(`player.${shown}`);
    }
    if (slider.max !== String(steps)) slider.max = String(steps);
    slider.value = String(step);
    const words = t("player.of", { t: step, steps });
    if (output.textContent !== words) output.textContent = words;
    slider.setAttribute("aria-valuetext", words);
  }

  const cuts = [player.subscribe(show), store.subscribe((next, previous) => next.trace !== previous.trace && show())];
  show();
  return {
    update: show,
    destroy() {
      for (const cut of cuts) cut();
      box.remove();
    },
  };
}
