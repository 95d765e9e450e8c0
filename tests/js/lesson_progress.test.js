import assert from "node:assert/strict";
import test from "node:test";
import * as progress from "../../static/js/lessons/progress.js";

const words = (/** @type {string} */ en) => ({ en });
/** @type {import("../../static/js/lessons/lesson.js").Lesson} */
const lesson = {
  title: words("A lesson"),
  about: words("About"),
  minutes: 5,
  stops: [
    {
      title: words("One"),
      address: "cell=rnn",
      text: words("…"),
      predict: { kind: "number", question: words("?"), of: "kept:rnn" },
    },
    { title: words("Two"), address: "cell=lstm", text: words("…") },
    {
      title: words("Three"),
      address: "cell=gru",
      text: words("…"),
      predict: {
        kind: "choice",
        question: words("?"),
        options: [{ text: words("a"), right: true }, { text: words("b") }],
      },
    },
  ],
};
/** @type {import("../../static/js/lessons/quantities.js").Reading} */
const truth = { kind: "share", status: "ok", value: 0.25, log10: -0.602 };

test("a stop with a question asks until a guess is released, and tells from then on", () => {
  const now = progress.begin(lesson);
  assert.equal(progress.asks(now), true);
  const released = progress.release(now, { kind: "number", value: 0.1 });
  assert.equal(progress.asks(released), false);
  assert.deepEqual(released.answers[1], { guess: { kind: "number", value: 0.1 }, truth: null });
  assert.equal(progress.asks(now), true); // the now before is what it was
});

test("what was true comes after the guess and stays with it on the way through the lesson", () => {
  const released = progress.release(progress.begin(lesson), { kind: "none" });
  const settled = progress.settle(released, truth);
  const back = progress.turnTo(progress.turnTo(settled, 3), 1);
  assert.deepEqual(back.answers[1], { guess: { kind: "none" }, truth });
  assert.equal(progress.asks(back), false);
});

test("a truth without a guess is of no stop", () => {
  const now = progress.begin(lesson, { stop: 2 });
  assert.equal(progress.settle(now, truth), now);
});

test("a stop that asks nothing tells at once", () => {
  assert.equal(progress.asks(progress.begin(lesson, { stop: 2 })), false);
});

test("a stop that there is not becomes the nearest one", () => {
  for (const [asked, found] of [
    [0, 1],
    [-3, 1],
    [99, 3],
    [Number.NaN, 1],
    [2.4, 2],
  ])
    assert.equal(progress.begin(lesson, { stop: asked }).stop, found);
});

test("the end stands at the last stop, asks nothing, and the way back leads to a stop", () => {
  const ended = progress.end(progress.begin(lesson));
  assert.deepEqual([ended.stop, ended.ended, progress.asks(ended)], [3, true, false]);
  assert.equal(progress.turnTo(ended, 2).ended, false);
});

test("only a lesson that asks more than once has guesses to look back at", () => {
  assert.equal(progress.hasSummary(progress.begin(lesson)), true);
  assert.equal(progress.hasSummary(progress.begin({ ...lesson, stops: lesson.stops.slice(0, 2) })), false);
});

test("asked again, a stop forgets its own answer and no other", () => {
  const one = progress.release(progress.begin(lesson), { kind: "number", value: 1 });
  const both = progress.release(progress.turnTo(one, 3), { kind: "choice", option: 1 });
  const again = progress.askAgain(both);
  assert.deepEqual(Object.keys(again.answers), ["1"]);
  assert.equal(progress.asks(again), true);
  assert.deepEqual(progress.forget(both).answers, {});
});
