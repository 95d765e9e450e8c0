/**
 * Symbols in words: a label, a chart's title, a sentence, the lecture's mathematics. In words a letter is a symbol only
 * where no language has it as a word, or where it carries a step; what the page itself writes (the name of a gate, of a
 * floor, of a cut) is known by its own text.
 */

import { h } from "../base/dom.js";

/** @typedef {{ id: string, from: number, to: number, letter?: string, sub?: string }} Found */

const STEP = "(?:_\\{[^}]*\\}|_[A-Za-z]+|[₀-₉ₜ]+)";
const ALONE = "(?<![\\p{L}\\p{N}_{])";
const END = "(?![\\p{L}\\p{N}])";

/** @type {[string, string][]} the longer ones first */
const WORDS = [
  [`‖∂L/∂h${STEP}?‖`, "norm_gradient"],
  [`‖∂s${STEP}?/∂s${STEP}?‖`, "chain"],
  [`‖?∂L_\\{s\\}/∂h${STEP}?‖?`, "cross_loss"],
  [`∂L${STEP}/∂h${STEP}?`, "own_loss"],
  [`∂L/∂W${STEP}?`, "weight_gradient"],
  [`∂L/∂[hc]${STEP}?`, "gradient"],
  [`∂[sh]${STEP}?/∂[sh]${STEP}?`, "jacobian"],
  ["ρ", "rho"],
  ["σ", "sigma_max"],
  [`W${STEP}`, "W"],
  [`δ[hca]?${STEP}?`, "delta"],
  ["⊙", "product"],
  [`${ALONE}[bhcxyLs]${STEP}`, "letter"],
  [`${ALONE}[hc]${END}`, "letter"],
  [`${ALONE}[TLHk]${END}`, "letter"],
];

/** What mathematics by itself has besides: there every letter is one. @type {[string, string][]} */
const LETTERS = [[`${ALONE}(?:tanh|[A-Zabcfghiklmnopqrstuxyz])${STEP}?${END}`, "letter"]];

/** @type {Record<string, string>} */
const LETTER_IDS = { s: "s", T: "T", H: "H", B: "B", k: "k", n: "gate.n", t: "t", tanh: "tanh", a: "a", b: "b" };

/** Which matrix: of the input, of the output, of the state. */
const weights = (sub = "") => (sub.startsWith("x") ? "W_x" : sub.endsWith("y") ? "W_y" : "W_h");

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A text of the locales as a pattern: each of its places may be anything. @param {string} text */
const pattern = (text) =>
  `${escaped(text.replace(/\{\w+, plural,.*?\}\s*\}/g, "\0").replace(/\{\w+\}/g, "\0")).replaceAll("\0", ".+?")}$`;

/**
 * What the page's own texts name.
 * @param {import("../base/i18n.js").I18n} t
 * @param {string[]} gates
 * @returns {[string, string][]}
 */
const phrases = (t, gates) => [
  .../** @type {[string, string][]} */ (
    gates.filter((gate) => t.has(`gate.${gate}`)).map((gate) => [escaped(t(`gate.${gate}`)), `gate.${gate}`])
  ),
  [pattern(t("figure.smallest")), "floor"],
  [pattern(t("figure.cut")), "cut"],
  [pattern(t("figure.threshold")), "threshold"],
  [`━ ${escaped(t("figure.arrives"))}`, "arrives"],
];

/**
 * The symbols of a text, subscripts written as `_{t}`.
 * @param {string} text
 * @param {{ t: import("../base/i18n.js").I18n, gates?: string[], math?: boolean, chart?: boolean }} how `math`:
 *   mathematics by itself; `chart`: there ρ and σ alone are a step's
 * @returns {Found[]}
 */
export function symbolsInText(text, { t, gates = [], math = false, chart = false }) {
  const table = [...phrases(t, gates), ...WORDS, ...(math ? LETTERS : [])];
  const all = new RegExp(table.map(([source]) => `(${source})`).join("|"), "gu");
  /** @type {Found[]} */
  const found = [];
  for (const match of text.matchAll(all)) {
    const which = match.slice(1).findIndex((part) => part !== undefined);
    let [, id] = table[which];
    const [, letter = "", sub] = /^δ?(\p{L}+?)(?:_\{?([^}]*)\}?|[₀-₉ₜ]+)?$/u.exec(match[0]) ?? [];
    if (id === "W") id = weights(sub);
    if (id === "sigma_max" && math && !text.includes("σ_")) id = text === "σ" ? "sigma_max" : "sigmoid";
    if (chart && /^[ρσ]$/.test(match[0]) && text[match.index + 1] !== "(")
      id = id === "rho" ? "rho_step" : "sigma_step";
    if (id === "letter") {
      if (letter === "W") id = weights(sub);
      else if (letter === "g" && !sub) id = "gain";
      else if (letter === "s" && math) id = "deviation";
      else if (gates.includes(letter)) id = `gate.${letter}`;
      else if ("hcxyL".includes(letter)) id = letter;
      else id = LETTER_IDS[letter] ?? "";
    }
    if (!id) continue;
    const written = id === "delta" ? { letter: `d_${letter || "h"}` } : { letter };
    found.push({ id, from: match.index, to: match.index + match[0].length, ...written, ...(sub && { sub }) });
  }
  return found;
}

/** A text with its subscripts written out, and where each of its signs stands. @param {Element} root */
function written(root) {
  let text = "";
  /** @type {{ node: Node, offset: number, after: [Node, number] }[]} */
  const at = [];
  const add = (/** @type {string} */ sign, /** @type {any} */ place) => {
    text += sign;
    for (const _ of sign) at.push(place);
  };
  (function walk(/** @type {Node} */ node) {
    for (const child of node.childNodes) {
      const index = Array.prototype.indexOf.call(node.childNodes, child);
      if (child.nodeType === Node.TEXT_NODE)
        for (const [i, sign] of [...(child.nodeValue ?? "")].entries())
          add(sign, { node: child, offset: i, after: [child, i + 1] });
      else if (child instanceof HTMLElement && child.tagName === "SUB")
        add(`_{${child.textContent}}`, { node, offset: index, after: [node, index + 1] });
      else if (child instanceof HTMLElement && !child.matches("[data-symbol], button, .unseen")) walk(child);
      else add("\uFFFC", { node, offset: index, after: [node, index + 1] });
    }
  })(root);
  return { text, at };
}

/**
 * Mark the symbols of an element's words.
 * @param {Element} root
 * @param {Parameters<typeof symbolsInText>[1]} how
 */
export function markWords(root, how) {
  const { text, at } = written(root);
  for (const { id, from, to, letter, sub } of symbolsInText(text, how).reverse()) {
    const range = document.createRange();
    range.setStart(at[from].node, at[from].offset);
    range.setEnd(...at[to - 1].after);
    const mark = h("span", { "data-symbol": id, "data-letter": letter, "data-sub": sub });
    try {
      range.surroundContents(mark);
    } catch {
      // It begins in one element and ends in another: the words stay as they are.
    }
  }
}
