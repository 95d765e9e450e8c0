/**
 * The player moves the one cursor, page.t, through the forward pass (1 … T) and the backward pass (T … 1). It holds
 * the direction and whether a sweep is under way; the step itself lives in the store, where everyone reads it.
 *
 *     const player = createPlayer({ store })
 *     player.play("backward"), player.pause(), player.step(-1), player.seek(37), player.reset()
 */

import { h } from "./dom.js";

/** @typedef {import("./types.js").Store} Store */
/** @typedef {"forward" | "backward"} Direction */
/**
 * `sweeping`: the pass is partly done, so only what it has reached is drawn. At rest everything is.
 * @typedef {{ direction: Direction, playing: boolean, sweeping: boolean, t: number, steps: number }} PlayerState
 */

/** A sweep lasts about this long, however many steps there are, as long as no step is shorter or longer than this. */
const SWEEP = 6000;
const SHORTEST = 12;
const LONGEST = 700;

/** Milliseconds per step. @param {number} steps */
export const pace = (steps) => Math.min(LONGEST, Math.max(SHORTEST, SWEEP / Math.max(1, steps)));

/**
 * @param {object} tools
 * @param {Store} tools.store
 * @param {() => number} [tools.now] milliseconds
 * @param {(tick: () => void) => any} [tools.schedule] runs a function at the next frame
 * @param {() => boolean} [tools.still] the reader asked for no motion: a pass is there at once
 */
export function createPlayer({
  store,
  now = () => performance.now(),
  schedule = (tick) => requestAnimationFrame(tick),
  still = () => Boolean(globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches),
}) {
  /** @type {Direction} */
  let direction = "forward";
  let playing = false;
  let sweeping = false;
  let own = false;
  let started = 0;
  let from = 1;
  /** @type {Set<(state: PlayerState) => void>} */
  const listeners = new Set();

  const end = () => (direction === "forward" ? steps() : 1);
  const steps = () => Number(store.get().trace?.config.steps ?? store.get().config.steps ?? 1);
  const at = () => Math.min(steps(), Math.max(1, Math.round(Number(store.get().page.t) || 1)));
  const state = () => ({ direction, playing, sweeping, t: at(), steps: steps() });
  const tell = () => {
    for (const listener of [...listeners]) listener(state());
  };

  /** @param {number} t @param {"none" | "replace"} [history] */
  function put(t, history = "replace") {
    const { page } = store.get();
    const step = Math.min(steps(), Math.max(1, Math.round(t)));
    if (page.t === step) return;
    own = true;
    store.set({ page: { ...page, t: step } }, { history });
    own = false;
  }

  function tick() {
    if (!playing) return;
    const gone = Math.floor((now() - started) / pace(steps()));
    const next = direction === "forward" ? from + gone : from - gone;
    if (direction === "forward" ? next >= end() : next <= end()) arrive();
    else put(next, "none");
    tell();
    if (playing) schedule(tick);
  }

  function arrive() {
    put(end());
    playing = false;
    sweeping = direction === "forward" && steps() > 1; // after it, the backward pass is still to come
  }

  /** @param {Direction} [towards] */
  function play(towards) {
    const first = at() === 1;
    const last = at() === steps();
    // at the end of one pass, the other one follows
    direction =
      towards ??
      (direction === "forward" && last ? "backward" : direction === "backward" && first ? "forward" : direction);
    if (direction === "forward" && (last || !sweeping)) put(1, "none");
    if (direction === "backward" && (first || !sweeping)) put(steps(), "none");
    from = at();
    started = now();
    const running = playing;
    playing = true;
    sweeping = true;
    if (still()) arrive();
    tell();
    if (!playing) return;
    if (!running) schedule(tick);
  }

  function pause() {
    if (!playing) return;
    playing = false;
    put(at(), "replace");
    tell();
  }

  store.subscribe((next, previous) => {
    const moved = next.page.t !== previous.page.t;
    if (moved && !own && !playing) sweeping = false;
    if (moved && !own && playing) {
      from = at();
      started = now();
    }
    if (moved || next.trace !== previous.trace) tell();
  });

  return {
    get state() {
      return state();
    },
    play,
    pause,
    toggle: () => (playing ? pause() : play()),
    /** @param {number} count steps to the right (or, negative, to the left) */
    step(count) {
      playing = false;
      if (!sweeping) direction = count < 0 ? "backward" : "forward";
      sweeping = true;
      put(at() + count);
      tell();
    },
    /** @param {number} t */
    seek(t) {
      playing = false;
      put(t);
      tell();
    },
    /** Everything drawn, nothing moving. */
    reset() {
      playing = false;
      sweeping = false;
      direction = "forward";
      tell();
    },
    /** @param {(state: PlayerState) => void} listener @returns {() => void} */
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

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
 * @param {{ player: ReturnType<typeof createPlayer>, store: Store, t: import("./types.js").Translate }} tools
 */
export function mountPlayer(root, { player, store, t }) {
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
  root.append(box);

  function show() {
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
