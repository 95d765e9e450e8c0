import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import { MODES } from "../../static/js/modes/index.js";
import { claimed, handler, label, nameOf, shortcuts } from "../../static/js/shell/keys.js";
import { wordsOf } from "./words.js";

/** @param {any[]} log */
const actions = (log) =>
  /** @type {any} */ (
    new Proxy(
      {},
      {
        get:
          (_, name) =>
          (/** @type {any[]} */ ...given) =>
            log.push([name, ...given]),
      },
    )
  );

/** @param {Partial<KeyboardEvent>} given */
const press = (given) => {
  let prevented = false;
  return /** @type {any} */ ({
    shiftKey: false,
    target: null,
    preventDefault: () => (prevented = true),
    get prevented() {
      return prevented;
    },
    ...given,
  });
};

for (const mode of MODES)
  test(`every shortcut has a key of its own and a text in both languages, in the mode ${mode.id}`, () => {
    const table = shortcuts(
      actions([]),
      ["States", "Gates"],
      [],
      mode.keys?.(() => undefined),
    );
    const keys = table.flatMap((row) => row.keys);
    assert.equal(new Set(keys).size, keys.length);
    for (const lang of ["en", "es"]) {
      const words = wordsOf(lang);
      for (const { id } of table) assert.ok(words[`keys.${id}`], `${lang} keys.${id}`);
    }
  });

test("the handler runs what the table says", () => {
  /** @type {any[]} */
  const log = [];
  const handle = handler(shortcuts(actions(log), ["States", "Gates"], []), () => true);
  for (const given of [
    { key: "ArrowLeft" },
    { key: "ArrowRight", shiftKey: true },
    { key: " " },
    { key: "P" },
    { key: "2" },
    { key: "v" },
    { key: "V", shiftKey: true },
    { key: "?", shiftKey: true },
  ]) {
    const event = press(given);
    handle(event);
    assert.equal(event.prevented, true);
  }
  assert.deepEqual(log, [
    ["step", -1],
    ["step", 10],
    ["toggle"],
    ["presenter"],
    ["view", 1],
    ["turnView", 1],
    ["turnView", -1],
    ["help"],
  ]);
});

test("letters can be turned off; arrows and space stay", () => {
  /** @type {any[]} */
  const log = [];
  const handle = handler(shortcuts(actions(log), [], []), () => false);
  handle(press({ key: "p" }));
  handle(press({ key: "ArrowLeft" }));
  assert.deepEqual(log, [["step", -1]]);
});

test("the browser's own combinations are left alone", () => {
  /** @type {any[]} */
  const log = [];
  const handle = handler(shortcuts(actions(log), [], []), () => true);
  handle(press({ key: "r", ctrlKey: true }));
  handle(press({ key: "ArrowLeft", altKey: true }));
  assert.deepEqual(log, []);
});

test("an element that uses a key keeps it", () => {
  /** @param {string} kind */
  const element = (kind) => ({
    matches: (/** @type {string} */ selector) => selector.split(/,\s*/).some((part) => part === kind),
    closest: () => null,
  });
  assert.equal(claimed(element("textarea"), "p"), true);
  assert.equal(claimed(element("button"), " "), true);
  assert.equal(claimed(element("button"), "ArrowLeft"), false);
  assert.equal(claimed(element('[role="tab"]'), "ArrowLeft"), true);
  assert.equal(claimed(null, "p"), false);
});

test("keys are named as people know them", () => {
  const t = createI18n({ "keys.key.shift": "Shift", "keys.key.space": "Space" });
  assert.equal(label("Shift+ArrowLeft", t), "Shift + ←");
  assert.equal(label(" ", t), "Space");
  assert.equal(label("p", t), "P");
  assert.equal(nameOf({ key: "ArrowLeft", shiftKey: true }), "Shift+ArrowLeft");
});
