/**
 * The page's training run: what the reader asks for goes to the server, what comes back becomes the state's `training`
 * (the record), `live` (how the page stands to the run) and `trace` (what the laboratory below shows of it).
 */

import { formatTraining, hasTraining } from "../state/address.js";
import { addressOf, atOnce, beginning, isStale, spell, unanswered } from "./changes.js";
import { createConnection } from "./connection.js";
import { createGesture } from "./gesture.js";
import { forgetRun, keepRun, keptRun } from "./kept_run.js";
import { extend, firstEnd, nearest } from "./record.js";
import { createRuns } from "./runs.js";

/** @typedef {import("../base/types.js").Store} Store */
/** @typedef {import("../base/types.js").Live} Live */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").Started} Started */

/** @type {Live} */
export const NO_RUN = {
  phase: "none",
  place: null,
  lost: false,
  at: null,
  pending: {},
  began: "",
  speed: null,
  branches: [],
  gone: false,
};

/** Iterations that the way out of an overflow goes back. */
export const BACK = 20;

/**
 * @param {object} wiring
 * @param {Store} wiring.store
 * @param {() => WebSocket} wiring.open
 * @param {() => string} wiring.lang
 * @param {(body: any) => Partial<import("../base/types.js").State>} [wiring.picture] what of the state a frame's trace becomes
 * @param {typeof createConnection} [wiring.connect]
 * @param {(run: () => void, milliseconds: number) => any} [wiring.later]
 */
export function createSession({
  store,
  open,
  lang,
  picture = (trace) => ({ trace }),
  connect = createConnection,
  later,
}) {
  const runs = createRuns();
  /** @type {import("./runs.js").Asked} */
  let expected = { kind: "start" };
  /** The number of the newest frame. */
  let newest = 0;
  /** The newest picture of the run for the laboratory. @type {Frame["trace"]} */
  let trace = null;
  let asked = "";

  const live = () => store.get().live ?? NO_RUN;
  const record = () => store.get().training ?? null;
  /** @param {Partial<Live>} patch */
  const put = (patch) => store.set({ live: { ...live(), ...patch } });
  const settled = () => ({ error: null, status: /** @type {"idle"} */ ("idle") });

  const connection = connect({
    open,
    lang,
    onLost: (lost) => {
      if (lost && expected.kind !== "return") expected = { kind: "resume" };
      store.set({ live: { ...live(), lost }, status: lost ? "away" : "idle", error: null });
    },
    onMessage: (message) => HEARD[/** @type {keyof typeof HEARD} */ (message.type)]?.(message),
  });
  let down = false;
  globalThis.addEventListener?.("pointerdown", () => {
    down = true;
  });
  for (const up of ["pointerup", "pointercancel"])
    globalThis.addEventListener?.(up, () => {
      down = false;
      setTimeout(gesture.release); // the control's own last word comes first
    });
  const gesture = createGesture({
    pressed: () => down,
    send: (changes) => connection.send({ type: "change", changes }),
    ...(later && { later }),
  });

  /** The run that is on the screen, as the connection needs to know it. */
  const aim = () => ({
    query: () => addressOf(/** @type {TrainingRecord} */ (record())),
    have: () => record()?.iteration ?? 0,
    playing: () => record()?.state === "running",
  });

  const HEARD = {
    /** @param {Started} started */
    started(started) {
      const now = live();
      const made = expected;
      expected = { kind: "resume" };
      const { record: next, branches } = runs.begin(started, made, record(), now.branches);
      runs.keep(next);
      connection.follow(aim(), made.kind === "branch");
      asked = "";
      const { config, page, catalogue } = store.get();
      const changes = spell(next.changes);
      const at = made.kind === "resume" ? now.at : made.kind === "return" ? page.n || null : null;
      store.set(
        {
          ...settled(),
          page: page.n === (at ?? 0) ? page : { ...page, n: at ?? 0 },
          training: next,
          config: config.changes === changes ? config : { ...config, changes },
          live: {
            ...now,
            phase: "here",
            place: null,
            pending: {},
            branches,
            at,
            gone: false,
            began:
              made.kind === "start" ? beginning(config, catalogue) : made.kind === "return" ? made.began : now.began,
          },
        },
        { history: "replace" },
      );
      connection.send({ type: "speed", per_second: now.speed });
    },

    /** @param {{ place: number }} message */
    queued({ place }) {
      store.set({ ...settled(), live: { ...live(), place } });
    },

    /** @param {Frame} frame */
    frame(frame) {
      const { live: now = NO_RUN, config } = store.get();
      const old = record();
      newest = frame.number;
      connection.mention({ type: "ack", number: newest });
      // between two runs: a frame that was on its way belongs to the one before
      if (!old || now.phase !== "here") return;
      const next = extend(old, frame);
      runs.keep(next);
      const edited = config.changes !== spell(old.changes);
      const changes = spell(next.changes);
      const pending = unanswered(now.pending, next.changes);
      const shown = frame.trace && (now.at === null || frame.trace.iteration <= now.at);
      if (shown) trace = frame.trace;
      store.set(
        {
          training: next,
          ...(edited || config.changes === changes ? {} : { config: { ...config, changes } }),
          ...(Object.keys(pending).length < Object.keys(now.pending).length && { live: { ...now, pending } }),
          ...(shown && hasTraining(store.get()) && picture(trace)),
        },
        { history: edited || config.changes === changes ? "none" : "replace" },
      );
    },

    /** @param {{ error: import("../base/types.js").ErrorBody }} message */
    error({ error }) {
      gesture.drop();
      const { phase } = live();
      if (expected.kind === "return" && error.code === "no_such_run") {
        forgetRun(store.get());
        expected = { kind: "resume" };
        store.set({ ...settled(), live: { ...NO_RUN, gone: true } });
        return;
      }
      if (expected.kind === "branch") expected = { kind: "resume" };
      put({ pending: {}, place: null, phase: phase === "asked" ? (record() ? "here" : "none") : phase });
      store.set({ error, status: "error" });
    },
  };

  /** What the last start was for: some iterations and no more, or null to go on. @type {number | null} */
  let steps = null;

  /** @param {boolean} playing */
  function start(playing = true) {
    steps = null;
    const { config, catalogue } = store.get();
    const query = formatTraining(config, catalogue, { idle: true });
    expected = { kind: "start" };
    trace = null;
    store.set({ ...settled(), live: { ...live(), phase: "asked", place: null, at: null, pending: {}, gone: false } });
    connection.start({ query: () => query, have: () => 0, playing: () => playing });
  }

  const session = {
    start,
    /** After a reload, or on the way back: go on with the run that belongs to this address. @param {boolean} reloaded */
    resume(reloaded) {
      const state = store.get();
      const kept = live().phase === "none" ? keptRun(state, reloaded) : null;
      if (!kept) return;
      const { run, began, branches, speed } = kept;
      const query = formatTraining(state.config, state.catalogue, { idle: true });
      expected = { kind: "return", began, branches };
      store.set({ ...settled(), live: { ...NO_RUN, phase: "asked", branches, speed } });
      connection.attach({ run, query: () => query, have: () => 0, playing: () => true, only: true });
    },
    /** The page turns to something else; the server keeps the run for a while, and `resume` finds it. */
    leave() {
      connection.close();
      runs.clear();
      trace = null;
      store.set({ training: null, live: NO_RUN, ...settled() });
    },
    /** The one big button. */
    toggle() {
      const { phase } = live();
      const run = record();
      if (phase === "asked") return;
      if (phase === "none" || !run || isStale(store.get())) start();
      else if (run.state === "running") session.pause();
      else if (run.state === "finished" || run.state === "diverged") start();
      else session.say({ type: "play" });
    },
    pause: () => session.say({ type: "pause" }),
    /** @param {Record<string, any> & { type: string }} message */
    say(message) {
      if (store.get().status === "error") store.set(settled());
      connection.send(message);
    },
    /** @param {number} iterations */
    step(iterations) {
      if (live().phase === "none") {
        start(false);
        steps = iterations;
      }
      session.say({ type: "step", iterations });
    },
    /** The start that the server refused, once more, for what it was: what was missing is there now. */
    startAgain() {
      if (steps === null) start();
      else session.step(steps);
    },
    /** @param {number | null} speed */
    setSpeed(speed) {
      put({ speed });
      connection.send({ type: "speed", per_second: speed });
    },
    /**
     * A change at the controls; true if it acts on the run, false if it is for the next one.
     * @param {Record<string, any>} patch
     */
    take(patch) {
      const state = store.get();
      const changes = atOnce(state, patch);
      if (!changes) return false;
      if (Object.keys(changes).length) session.change(changes);
      return true;
    },
    /** @param {Record<string, string>} changes */
    change(changes) {
      store.set({ ...settled(), live: { ...live(), pending: { ...live().pending, ...changes } } });
      gesture.say(changes);
    },
    /** Look at a kept iteration in all views; null: at the newest. @param {number | null} iteration */
    scrub(iteration) {
      const run = record();
      if (!run) return;
      const to = iteration === null ? null : nearest(run.snapshots, iteration);
      const at = to === null || to >= run.iteration ? null : to;
      const { page } = store.get();
      store.set({ live: { ...live(), at }, page: { ...page, n: at ?? 0 } }, { history: "replace" });
    },
    /** One kept iteration earlier or later. @param {1 | -1} direction */
    shift(direction) {
      const run = record();
      const at = live().at ?? run?.iteration ?? 0;
      const others = (run?.snapshots ?? []).filter((iteration) => (direction < 0 ? iteration < at : iteration > at));
      if (others.length) session.scrub(direction < 0 ? others[others.length - 1] : others[0]);
      else if (direction > 0) session.scrub(null);
    },
    /** The way out of an overflow: back before it, clipped, and on. */
    recover() {
      const end = firstEnd(record());
      if (!end) return;
      gesture.drop();
      put({ at: null, pending: {} });
      session.say({
        type: "rewind",
        iteration: Math.max(0, end.iteration - BACK),
        changes: { clip: "norm", threshold: "1" },
      });
    },
    branch() {
      const run = record();
      if (!run) return;
      const from = live().at ?? run.iteration;
      expected = { kind: "branch", from };
      session.say({ type: "branch", iteration: from, changes: {} });
    },
    /** @param {string} token */
    turnTo(token) {
      const run = runs.get(token) ?? null; // null: of before a reload, all of it comes anew
      if (token === record()?.started.run) return;
      session.pause();
      expected = { kind: "attach", run: token };
      trace = null;
      store.set({
        ...settled(),
        ...(run && { training: run }),
        live: { ...live(), phase: "asked", at: null, pending: {} },
      });
      connection.attach({ ...aim(), have: () => run?.iteration ?? 0, run: token, playing: () => false });
    },
    /**
     * Which parts of a trace the page can see, and what of an application it plays.
     * @param {{ fields: string[], sample: number, unit: number, play?: string }} needs
     */
    subscribe(needs) {
      if (live().phase !== "here") return;
      const message = { type: "look", ...needs, iteration: live().at };
      const text = JSON.stringify(message);
      if (text === asked) return;
      asked = text;
      if (needs.play && store.get().status === "error") store.set(settled());
      connection.send(message);
    },
    /** The number of the newest frame. */
    get newest() {
      return newest;
    },
    /** @param {boolean} visible */
    visible: (visible) => connection.send({ type: "visible", visible }),
    retry: () => connection.retry(),
    /** The laboratory's picture of the run, for the way back from the other mode. */
    get trace() {
      return trace;
    },
  };
  store.subscribe((state, previous) => {
    if (state.config !== previous.config || state.live !== previous.live) keepRun(state);
  });
  return session;
}
