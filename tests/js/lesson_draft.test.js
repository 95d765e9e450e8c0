import assert from "node:assert/strict";
import test from "node:test";
import {
  addStop,
  finished,
  isBegun,
  moveStop,
  newDraft,
  newStop,
  ofKind,
  pictureAddress,
  removeStop,
  withRight,
  withStop,
  withText,
} from "../../static/js/lessons/draft.js";
import { parse } from "../../static/js/state/address.js";
import { catalogue } from "./catalogue.js";

const titles = (/** @type {any} */ { stops }) => stops.map((/** @type {any} */ { address }) => address);
const three = ["a", "b", "c"].reduce((draft, address) => addStop(draft, newStop(address)), newDraft());

test("what is on the screen becomes a stop, without the choices of whoever reads", () => {
  const state = /** @type {any} */ ({
    ...parse("?rho=1.1&view=matrix&lang=es&size=projector&t=7", catalogue),
    catalogue,
  });
  assert.equal(pictureAddress(state), "rho=1.1&view=matrix&t=7");
});

test("stops are moved, taken away and put back; what was before stays what it was", () => {
  assert.deepEqual(titles(moveStop(three, 0, 1)), ["b", "a", "c"]);
  assert.deepEqual(titles(moveStop(three, 2, -1)), ["a", "c", "b"]);
  assert.equal(moveStop(three, 0, -1), three);
  assert.equal(moveStop(three, 2, 1), three);
  const without = removeStop(three, 1);
  assert.deepEqual(titles(without), ["a", "c"]);
  assert.deepEqual(titles(addStop(without, three.stops[1], 1)), ["a", "b", "c"]);
  assert.deepEqual(titles(three), ["a", "b", "c"]);
});

test("words of one language are written beside those of another, and emptied words are gone", () => {
  assert.deepEqual(withText({ es: "hola" }, "en", "hello"), { es: "hola", en: "hello" });
  assert.deepEqual(withText({ es: "hola", en: "hello" }, "en", " "), { es: "hola" });
});

test("a question of another kind keeps its words", () => {
  const choice = ofKind({ kind: "number", question: { en: "How much?" }, of: "kept:rnn" }, "choice");
  assert.deepEqual(choice?.question, { en: "How much?" });
  assert.equal(choice?.options?.filter(({ right }) => right).length, 1);
  assert.equal(ofKind(choice, ""), undefined);
});

test("one answer is right, and no other", () => {
  const options = withRight([{ text: {}, right: true }, { text: {} }, { text: {} }], 2);
  assert.deepEqual(
    options.map(({ right }) => Boolean(right)),
    [false, false, true],
  );
});

test("a finished lesson has no empty fields but those that it must have", () => {
  const draft = withStop({ ...addStop(newDraft(), newStop("cell=rnn")), title: { en: "Mine" } }, 0, {
    title: { en: "One" },
    takeaway: {},
    reveal: { text: {} },
    hide: [],
    predict: { kind: "number", question: {}, of: "" },
  });
  assert.deepEqual(finished(draft), {
    title: { en: "Mine" },
    about: { en: "Mine" },
    minutes: 10,
    stops: [{ title: { en: "One" }, address: "cell=rnn", text: {}, predict: { kind: "number", question: {} } }],
  });
  assert.equal(isBegun(newDraft()), false);
  assert.equal(isBegun(draft), true);
});
