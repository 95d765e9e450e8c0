/**
 * A text as the model reads and writes it: every character on the colour of its surprise, those that it sampled itself
 * underlined, and beside it what could have come instead of the one that is looked at.
 */

import { h } from "../../base/dom.js";
import { alternatives, ranked } from "./alternatives.js";
import { bitsBars, bitsText } from "./baseline_bars.js";
import { card } from "./cards/text.js";
import { createFrame } from "./frame.js";
import { surpriseLegend } from "./legend.js";
import { foreseenAt, probabilityOf, stepOf } from "./next_symbol.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { samples } from "./samples.js";
import { surprised } from "./surprise_shade.js";
import { UNKNOWN } from "./unknown_word.js";

/** @typedef {import("./types.js").TextAnswer} TextAnswer */
/** @typedef {import("./types.js").Character} Character */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {import("./types.js").I18n} I18n */

/** @type {Record<string, string>} */
const SIGNS = { " ": "␣", "\n": "↵", "\t": "⇥" };

/** A character as a sign that can be seen. @param {string} char */
export const signOf = (char) => SIGNS[char] ?? (char.trim() ? char : "·");

/** A character as a word that can be heard. @param {string} char @param {I18n} t */
export function spokenChar(char, t) {
  if (char === "") return t("picture.the_end");
  if (char === " ") return t("picture.text.space");
  if (char === "\n") return t("picture.text.newline");
  return char.trim() ? char : t("picture.text.unseen", { code: (char.codePointAt(0) ?? 0).toString(16) });
}

/**
 * Characters in groups that stay together: a word with the space after it, or, in a list, a line.
 * @param {Character[]} characters
 * @returns {{ from: number, to: number, ends: boolean }[]} `to` exclusive; `ends`: a new line begins after it
 */
export function groups(characters) {
  const list = isList(characters);
  const out = [];
  for (let from = 0, i = 0; i < characters.length; i++) {
    const { char } = characters[i];
    const ends = char === "\n" || (char === " " && !list);
    if (!ends && i < characters.length - 1) continue;
    out.push({ from, to: i + 1, ends: char === "\n" && !list });
    from = i + 1;
  }
  return out;
}

/** Longest line, in characters, of what is a list of names and no prose. */
const NAME = 40;

/** Whether a text is many short lines. @param {Character[]} characters */
export function isList(characters) {
  const lines = characters.reduce((sum, { char }) => sum + (char === "\n" ? 1 : 0), 0);
  return lines > 0 && characters.length / (lines + 1) < NAME;
}

/** The most surprising of the given characters; null where none was given. @param {Character[]} characters */
function mostSurprising(characters) {
  const given = characters.filter((character) => character.given);
  return given.length
    ? given.reduce((most, character) => (character.surprise > most.surprise ? character : most))
    : null;
}

/** How a character is called out. @param {Character} character */
const letterKey = ({ given, known }) =>
  known ? (given ? "picture.text.letter" : "picture.text.letter_sampled") : "picture.text.letter_unknown";

/** @param {TextAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { characters } = answer;
  const given = characters.filter((character) => character.given).length;
  const most = mostSurprising(characters);
  const written = characters.length - given;
  return [
    t("picture.text.summary", { given, written }),
    bitsText(answer, { alone: "picture.text.bits_alone", beside: "picture.text.bits" }, { t, numbers }),
    answer.unknown > 0
      ? t("picture.text.unknown", {
          share: numbers.percent(answer.unknown),
          bits: numbers.fixed(answer.unknown_bits, 1),
        })
      : "",
    answer.corpus_unknown
      ? t("picture.text.corpus_unknown", {
          share: numbers.percent(answer.corpus_unknown),
          bits: numbers.fixed(answer.unknown_bits, 1),
        })
      : "",
    most ? t("picture.text.most", { char: spokenChar(most.char, t), bits: numbers.fixed(most.surprise, 1) }) : "",
  ];
}

/** @param {TextAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export const figure = (answer, tools) => ({
  summary: sentence(answer, tools),
  table: {
    columns: [tools.t("figure.step"), tools.t("picture.text"), "bits", tools.t("picture.text.sampled")],
    rows: answer.characters.map(({ char, surprise, given }, i) => [
      i + 1,
      spokenChar(char, tools.t),
      tools.numbers.fixed(surprise),
      given ? "" : "✓",
    ]),
  },
});

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "text", t);
  const theme = tools.theme();
  const letters = h("div", { class: "pic-letters", role: "group", "aria-label": t("picture.text") });
  const panel = h("div", { class: "pic-panel" });
  const bits = h("div", { class: "pic-panel" });
  const more = h("div", { class: "pic-panel" });
  const key = h(
    "p",
    { class: "pic-key" },
    h("span", { class: "pic-sampled", "aria-hidden": "true" }, "a"),
    t("picture.text.sampled"),
  );
  frame.body.append(
    h("div", { class: "pic-keys" }, surpriseLegend(t, theme), key),
    letters,
    h("div", { class: "pic-sides" }, panel, h("div", { class: "pic-stack" }, bits, more)),
  );
  /** @type {import("./types.js").Body<TextAnswer> | null} */
  let shown = null;
  const roving = createRoving(letters, { choose: onFocus, preview });

  /** @param {number | null} step */
  function preview(step) {
    if (!shown) return;
    const { characters } = shown.answer;
    const character = foreseenAt(characters, step ?? shown.focus);
    if (!character) return panel.replaceChildren();
    const label = (/** @type {string} */ char) =>
      char.trim() ? char : char === "" ? spokenChar(char, t) : `${signOf(char)} ${spokenChar(char, t)}`;
    const list = ranked(
      { label: label(character.char), p: probabilityOf(character.surprise) },
      character.others.map(({ char, p }) => ({ label: label(char), p })),
    );
    panel.replaceChildren(
      ...alternatives(
        t("picture.text.instead", { char: label(character.char), bits: numbers.fixed(character.surprise, 1) }),
        list,
        tools,
      ),
    );
  }

  return {
    /** @param {import("./types.js").Body<TextAnswer>} body */
    show(body) {
      shown = body;
      const { characters } = body.answer;
      /** @param {Character} character @param {number} index */
      const letter = (character, index) => {
        const step = stepOf(index);
        const button = stepButton(
          step,
          step === body.focus,
          {
            class: `pic-letter${character.given ? "" : " pic-sampled"}${character.char.trim() ? "" : " blank"}${character.known ? "" : ` ${UNKNOWN}`}`,
            "aria-label": t(letterKey(character), {
              char: spokenChar(character.char, t),
              bits: numbers.fixed(character.surprise, 1),
            }),
          },
          signOf(character.char),
        );
        return surprised(button, theme.sequential, character.surprise);
      };
      roving.refill(
        groups(characters).flatMap(({ from, to, ends }) => [
          h("span", {}, ...characters.slice(from, to).map((character, k) => letter(character, from + k))),
          ...(ends ? [h("span", { class: "pic-break" })] : []),
        ]),
        body.focus,
      );
      letters.classList.toggle("names", isList(characters));
      key.hidden = characters.every((character) => character.given);
      const names = { network: t("picture.network"), baseline: t("picture.text.trigram") };
      bits.replaceChildren(...bitsBars(t("picture.text.per_character"), body.answer, names, numbers));
      const list = (body.answer.samples ?? []).map(({ text: character, seen }) => ({
        text: character,
        known: seen ? t("picture.text.seen") : null,
      }));
      more.replaceChildren(...samples(t("picture.text.samples"), list));
      preview(null);
      frame.tell(figure(body.answer, tools));
    },
    destroy() {
      roving.destroy();
      frame.destroy();
    },
  };
}

/** @type {import("./types.js").Picture} */
export const text = { figure, mount, card };
