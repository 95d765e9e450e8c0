import assert from "node:assert/strict";
import test from "node:test";
import { createPlayer, pace } from "../../static/js/network/player.js";
import { createStore } from "../../static/js/state/store.js";
import { makeTrace } from "./trace.js";

/** A player whose clock and frames are in the test's hands. @param {{ steps?: number, t?: number, still?: boolean }} [options] */
function stage({ steps = 10, t = 1, still = false } = {}) {
  const trace = makeTrace({ steps });
  const store = createStore(/** @type {any} */ ({ config: trace.config, page: { t }, trace, catalogue: {} }));
  let time = 0;
  /** @type {(() => void)[]} */
  const frames = [];
  const player = createPlayer({ store, now: () => time, schedule: (tick) => frames.push(tick), still: () => still });
  return {
    store,
    player,
    t: () => store.get().page.t,
    /** @param {number} count */
    pass(count) {
      time += count * pace(steps) + 0.001;
      for (const tick of frames.splice(0)) tick();
    },
    frames,
  };
}

test("a sweep takes about six seconds, whatever the number of steps", () => {
  assert.equal(pace(100) * 100, 6000);
  assert.ok(pace(500) * 500 <= 6000.1);
  assert.ok(pace(2) <= 700);
});

test("forward runs to the end and rests there, the backward pass still to come", () => {
  const { player, pass, t } = stage({ t: 4 });
  player.play("forward");
  assert.equal(t(), 1);
  pass(3);
  assert.deepEqual([t(), player.state.playing, player.state.sweeping], [4, true, true]);
  pass(50);
  assert.deepEqual([t(), player.state.playing, player.state.direction], [10, false, "forward"]);
  player.toggle();
  assert.equal(player.state.direction, "backward");
  pass(50);
  assert.deepEqual([t(), player.state.playing, player.state.sweeping], [1, false, false]);
});

test("pause keeps the place, and playing goes on from it", () => {
  const { player, pass, t } = stage();
  player.play("backward");
  pass(4);
  player.pause();
  const stopped = t();
  pass(5);
  assert.equal(t(), stopped);
  player.toggle();
  pass(1);
  assert.equal(t(), stopped - 1);
});

test("a step keeps to the sequence, and the first one decides the direction", () => {
  const { player, t } = stage({ t: 10 });
  player.step(-1);
  assert.deepEqual([t(), player.state.direction, player.state.sweeping], [9, "backward", true]);
  player.step(1);
  assert.equal(player.state.direction, "backward");
  player.step(100);
  assert.equal(t(), 10);
  player.step(-100);
  assert.equal(t(), 1);
});

test("a cursor moved by someone else ends the sweep, at rest all is drawn", () => {
  const { player, store } = stage({ t: 10 });
  player.step(-1);
  store.set({ page: { ...store.get().page, t: 3 } });
  assert.equal(player.state.sweeping, false);
});

test("seek and reset stop the motion", () => {
  const { player, t, frames, pass } = stage();
  player.play("forward");
  player.seek(7);
  pass(2);
  assert.deepEqual([t(), player.state.playing, frames.length], [7, false, 0]);
  player.reset();
  assert.equal(player.state.sweeping, false);
});

test("without motion a pass is there at once", () => {
  const { player, t, frames } = stage({ still: true });
  player.play("forward");
  assert.deepEqual([t(), player.state.playing, frames.length], [10, false, 0]);
  player.toggle();
  assert.deepEqual([t(), player.state.direction, player.state.sweeping], [1, "backward", false]);
});

test("one step is a sequence too", () => {
  const { player, pass, t } = stage({ steps: 1 });
  player.play("forward");
  pass(3);
  assert.deepEqual([t(), player.state.playing], [1, false]);
});
