/**
 * The small markup of the lecture's texts. `$h_{t-1}$` is a symbol with its subscripts, and
 * `[[rho=1.1|set ρ = 1.1]]` is a phrase that sets state. The result is data; nothing is ever read as HTML.
 */

/**
 * @typedef {{kind: "text", text: string}
 *   | {kind: "math", parts: Mark[]}
 *   | {kind: "action", patch: string, label: Piece[]}} Piece
 * @typedef {{level: "base" | "sub" | "sup", text: string}} Mark
 */

const MARKUP = /\[\[([^|\]]*)\|((?:[^\]]|\](?!\]))+)\]\]|\$([^$]+)\$/g;

/**
 * @param {string} text
 * @returns {Piece[]}
 */
export function parseRich(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    if (match[3] !== undefined) pieces.push({ kind: "math", parts: parseMath(match[3]) });
    else pieces.push({ kind: "action", patch: match[1], label: parseRich(match[2]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

/**
 * `∂L/∂h_t`, `W_{hh}^k`: a mark takes the next character, or a group in braces.
 * @param {string} source
 * @returns {Mark[]}
 */
export function parseMath(source) {
  /** @type {Mark[]} */
  const marks = [];
  for (const [, sign, group, letter, run] of source.matchAll(/([_^])(?:\{([^}]*)\}|(.))|([^_^]+)/gu)) {
    if (run !== undefined) marks.push({ level: "base", text: run });
    else marks.push({ level: sign === "_" ? "sub" : "sup", text: group ?? letter });
  }
  return marks;
}

/**
 * The same text without marks, for names and titles.
 * @param {Piece[]} pieces
 * @returns {string}
 */
export function plain(pieces) {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "math") return piece.parts.map(({ text }) => text).join("");
      return plain(piece.label);
    })
    .join("");
}
