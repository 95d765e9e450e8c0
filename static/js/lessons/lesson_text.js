/**
 * A lesson's own words: in the reader's language where the lesson has it, else in the one that it has. The markup is
 * the lecture's; text stays text.
 */

import { h } from "../base/dom.js";
import { render } from "./lecture.js";
import { parseRich } from "./lecture_markup.js";

/** @typedef {import("./lecture_markup.js").Piece} Piece */

/** @typedef {Record<string, string>} Words by language */
/** @typedef {(patch: string, label: string, from?: HTMLElement) => void} Act */

/** The language in which words are there. @param {Words} words @param {string} lang */
export const languageOf = (words, lang) => (words[lang] ? lang : (Object.keys(words)[0] ?? lang));

/** @param {Words | undefined} words @param {string} lang */
export const inWords = (words, lang) => (words ? (words[languageOf(words, lang)] ?? "") : "");

/** Signs that have a lowered form of their own. */
const LOWERED = new Map([..."0123456789+-−=hnt x"].map((sign, i) => [sign, [..."₀₁₂₃₄₅₆₇₈₉₊₋₋₌ₕₙₜ ₓ"][i]]));

/** @param {Piece[]} pieces @returns {string} */
const spelled = (pieces) =>
  pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "action") return spelled(piece.label);
      const lowered = (/** @type {string} */ text) => [...text].map((sign) => LOWERED.get(sign) ?? sign).join("");
      return piece.parts.map(({ level, text }) => (level === "sub" ? lowered(text) : text)).join("");
    })
    .join("");

/** In one line of text, for names and what is spoken. @param {Words | undefined} words @param {string} lang */
export const plainWords = (words, lang) => spelled(parseRich(inWords(words, lang)));

/**
 * Paragraphs of a text, its phrases as buttons.
 * @param {Words | undefined} words
 * @param {string} lang
 * @param {Act} act
 * @param {(text: string) => string} [fill] puts numbers in
 */
export function paragraphsOf(words, lang, act, fill = (text) => text) {
  if (!words) return [];
  const own = languageOf(words, lang);
  return fill(inWords(words, lang))
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => h("p", { lang: own === lang ? null : own }, ...render(parseRich(line), act)));
}
