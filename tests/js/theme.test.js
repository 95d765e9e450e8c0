import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import test from "node:test";
import { modeOf, themeOf } from "../../static/js/shell/theme.js";
import { stylesheet } from "./stylesheet.js";

/** @param {string} hex */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * @param {string} a
 * @param {string} b
 */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const MODES = /** @type {const} */ (["light", "dark"]);
const SIZES = /** @type {const} */ (["normal", "projector"]);

for (const mode of MODES) {
  for (const size of SIZES) {
    test(`${mode} ${size}: text, cells and messages can be read on both surfaces`, () => {
      const theme = themeOf(mode, size);
      const spare = ["one", "two", "three"].map((name) => theme.cells[name]);
      const cells = ["rnn", "lstm", "gru", "peephole"].map((name) => theme.cells[name]);
      for (const under of [theme.surface, theme.background]) {
        for (const colour of [
          theme.ink,
          theme.muted,
          theme.accent,
          theme.warn,
          theme.error,
          ...theme.hues,
          ...cells,
          ...spare,
        ]) {
          assert.ok(contrast(colour, under) >= 4.5, `${colour} on ${under}: ${contrast(colour, under).toFixed(2)}`);
        }
      }
      assert.ok(contrast(theme.faint, theme.surface) >= 3, "edges of controls");
    });
  }

  test(`${mode}: a magnitude's lightness only goes one way`, () => {
    const steps = themeOf(mode).sequential.map(([, colour]) => luminance(colour));
    const sorted = [...steps].sort((a, b) => (mode === "light" ? b - a : a - b));
    assert.deepEqual(steps, sorted);
  });
}

test("the stylesheet on disk is the one that the theme writes", () => {
  const path = new URL("../../static/css/tokens.css", import.meta.url);
  if (process.env.UPDATE) writeFileSync(path, stylesheet());
  assert.equal(readFileSync(path, "utf8"), stylesheet());
});

test("the same arguments give the same theme", () => {
  assert.equal(themeOf("dark"), themeOf("dark", "normal"));
});

test("an unknown cell gets a colour of its own, and keeps it", () => {
  const { cells } = themeOf("light");
  const colour = cells.newcomer;
  assert.match(colour, /^#/);
  assert.equal(cells.newcomer, colour);
});

test("auto follows the system, a choice does not", () => {
  assert.equal(modeOf("auto", true), "dark");
  assert.equal(modeOf("auto", false), "light");
  assert.equal(modeOf("light", true), "light");
});
