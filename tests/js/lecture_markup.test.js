import assert from "node:assert/strict";
import test from "node:test";
import { parseMath, parseRich, plain } from "../../static/js/lessons/lecture_markup.js";

test("text, symbols and phrases are told apart", () => {
  assert.deepEqual(parseRich("At $h_t$: [[rho=1.1|set ρ = 1.1]]."), [
    { kind: "text", text: "At " },
    {
      kind: "math",
      parts: [
        { level: "base", text: "h" },
        { level: "sub", text: "t" },
      ],
    },
    { kind: "text", text: ": " },
    { kind: "action", patch: "rho=1.1", label: [{ kind: "text", text: "set ρ = 1.1" }] },
    { kind: "text", text: "." },
  ]);
});

test("subscripts and superscripts take a character or a group", () => {
  assert.deepEqual(parseMath("h_{t-1}^⊤x_t"), [
    { level: "base", text: "h" },
    { level: "sub", text: "t-1" },
    { level: "sup", text: "⊤" },
    { level: "base", text: "x" },
    { level: "sub", text: "t" },
  ]);
});

test("what looks like HTML is text", () => {
  assert.deepEqual(parseRich("<b>no</b>"), [{ kind: "text", text: "<b>no</b>" }]);
});

test("a phrase reads as plain words", () => {
  assert.equal(plain(parseRich("[[a=1|set $h_t$ free]]")), "set ht free");
});
