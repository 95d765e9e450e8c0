/**
 * The player moves the one cursor, page.t, through the forward pass (1 … T) and the backward pass (T … 1). It holds
 * the direction and whether a sweep is under way; the step itself lives in the store, where everyone reads it.
 *
 *     const player = createPlayer({ store })
 *     player.play("backward"), player.pause(), player.step(-1), player.seek(37), player.reset()
 */

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {"forward" | "backward"} Direction */
/**
 * `sweeping`: the pass is partly done, so only what it has reached is drawn. At rest everything is.
 * `part`: how much of the time of the step at the cursor is over, 1 while nothing moves.
 * @typedef {{ direction: Direction, playing: boolean, sweeping: boolean, t: number, steps: number, part: number }} PlayerState
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
  let settingStep = false;
  let started = 0;
  let from = 1;
  let part = 1;
  /** @type {Set<(state: PlayerState) => void>} */
  const listeners = new Set();

  const end = () => (direction === "forward" ? steps() : 1);
  const steps = () => Number(store.get().trace?.config.steps ?? store.get().config.steps ?? 1);
  const at = () => Math.min(steps(), Math.max(1, Math.round(Number(store.get().page.t) || 1)));
  const state = () => ({ direction, playing, sweeping, t: at(), steps: steps(), part: playing ? part : 1 });
  const tell = () => {
    for (const listener of [...listeners]) listener(state());
  };

  /** @param {number} t @param {"none" | "replace"} [history] */
  function put(t, history = "replace") {
    const { page } = store.get();
    const step = Math.min(steps(), Math.max(1, Math.round(t)));
    if (page.t === step) return;
    settingStep = true;
    store.set({ page: { ...page, t: step } }, { history });
    settingStep = false;
  }

  function tick() {
    if (!playing) return;
    const time = (now() - started) / pace(steps());
    const gone = Math.floor(time);
    part = time - gone;
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
    part = 0;
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
    if (moved && !settingStep && !playing) sweeping = false;
    if (moved && !settingStep && playing) {
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
    /** Back to the first step, everything drawn, nothing moving. */
    reset() {
      playing = false;
      sweeping = false;
      direction = "forward";
      put(1);
      tell();
    },
    /** @param {(state: PlayerState) => void} listener @returns {() => void} */
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export { mountPlayer } from "./player_bar.js";
