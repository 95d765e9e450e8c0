/**
 * Which symbol a sign of an equation is. One table for the signs that every cell shares; gates, states and what else a
 * cell brings are read from its entry in the catalogue, so that a cell that nobody foresaw is explained too.
 */

/** @typedef {import("../equations/mathml.js").Token} Token */
/** @typedef {Pick<import("../base/types.js").CellEntry, "gates" | "states">} Cell */
/**
 * A symbol in a row of signs. `letter`, `sub`: as it is written, for its number; `from`, `to`: its signs; `number`: it
 * is the symbol's number that stands there.
 * @typedef {{ id: string, from: number, to: number, letter?: string, sub?: string, number?: boolean }} Place
 */

/** Signs that mean the same in every cell: what is written → which symbol (`symbol.<id>` in the locales). */
const SIGNS = /** @type {Record<string, string>} */ ({
  h: "h",
  c: "c",
  x: "x",
  y: "y",
  L: "L",
  a: "a",
  û: "u",
  m: "m",
  q: "q",
  b: "b",
  p: "p",
  s: "deviation",
  t: "t",
  σ: "sigmoid",
  tanh: "tanh",
  max: "max",
  mean: "mean",
  LN: "LN",
  "⊙": "product",
  "←": "back",
  "…": "dots",
});

/** Signs of mathematics that need no explanation. */
const PLAIN = /^[-=+−/()[\],>·|→]$/;

/** Controls by the symbol that they set. @type {Record<string, string>} */
export const CONTROLS = {
  steps: "T",
  units: "H",
  batch: "B",
  rho: "rho",
  truncate: "k",
  threshold: "threshold",
};

/** Whether a subscript says a step, and none of a cell's blocks. @param {string} [sub] */
const isStep = (sub = "") => /^[tT]|^\d|^$/.test(sub);

/**
 * One sign by itself; null for what needs no explanation.
 * @param {Pick<Token, "kind" | "text" | "sub">} token
 * @param {Cell} [cell] whose equation it is
 * @returns {string | null}
 */
export function symbolOf({ kind, text, sub }, cell) {
  if (kind === "num" || kind === "slot" || PLAIN.test(text)) return null;
  const letter = text.normalize("NFC");
  if (letter === "W") return /^x/.test(sub ?? "") ? "W_x" : "W_h";
  if (isStep(sub) && cell?.gates.some(({ name }) => name === letter)) return `gate.${letter}`;
  if (letter === "g" && !isStep(sub)) return "gain";
  if (Object.hasOwn(SIGNS, letter)) return SIGNS[letter];
  if (cell?.states.includes(letter)) return "state";
  return kind === "id" ? "term" : null;
}

/**
 * What several signs say together: `[t+1 → t]`, `∂L_t/∂h_t`, `δh_t`.
 * @param {Token[]} signs
 * @param {number} at
 * @returns {Place | null}
 */
function together(signs, at) {
  const { text } = signs[at];
  const texts = (/** @type {number} */ to) => signs.slice(at, to).map((sign) => sign.text);
  if (text === "[") {
    const end = signs.findIndex((sign, i) => i > at && sign.text === "]") + 1;
    if (!end) return null;
    const inside = texts(end);
    const id = inside.includes(">") ? "slope" : inside.includes("h") ? "from_above" : "arrives";
    return { id, from: at, to: end };
  }
  if (text === "∂" && signs[at + 2]?.text === "/" && signs[at + 3]?.text === "∂")
    return { id: signs[at + 1].sub === "t" ? "own_loss" : "gradient", from: at, to: at + 5 };
  if (text === "δ" && signs[at + 1]?.kind === "id") {
    const { text: letter, sub } = signs[at + 1];
    return { id: "delta", from: at, to: at + 2, letter: `d_${letter}`, sub };
  }
  return null;
}

/**
 * The symbol whose number stands at a place of an equation: `{c_prev}`, `{f>}`, `{d_h_local}`.
 * @param {string} slot
 * @param {Cell} [cell]
 */
export function symbolOfSlot(slot, cell) {
  const name = slot.replace(/[<>]$/, "");
  if (/^d_\w+_(local|future)$/.test(name)) return { id: name.endsWith("local") ? "own_loss" : "arrives" };
  if (name.startsWith("d_")) return { id: "delta", letter: name, sub: slot.endsWith(">") ? "t+1" : "t" };
  const [letter, block] = name.replace("_prev", "").split("_");
  const sub = block ?? (name.endsWith("_prev") ? "t-1" : slot.endsWith(">") ? "t+1" : "t");
  const text = letter === "u" ? "û" : letter;
  return { id: symbolOf({ kind: "id", text, sub: block && "t" }, cell) ?? "term", letter: text, sub };
}

/**
 * Every symbol of an equation, in its order, with the numbers of symbols.
 * @param {Token[]} signs
 * @param {Cell} [cell]
 * @returns {Place[]}
 */
export function symbolsIn(signs, cell) {
  /** @type {Place[]} */
  const places = [];
  for (let at = 0; at < signs.length; at += 1) {
    const group = together(signs, at);
    if (group) {
      places.push(group);
      at = group.to - 1;
      continue;
    }
    const { kind, text: letter, sub } = signs[at];
    if (kind === "slot") places.push({ ...symbolOfSlot(letter, cell), from: at, to: at + 1, number: true });
    const id = symbolOf(signs[at], cell);
    if (id) places.push({ id, from: at, to: at + 1, letter, ...(sub && { sub }) });
  }
  return places;
}

/**
 * The line that explains a symbol.
 * @param {string} id
 * @param {import("../base/i18n.js").I18n} t
 * @param {{ letter?: string, gate?: { activation?: string, carry?: boolean } }} [what]
 */
export function lineOf(id, t, { letter = "", gate } = {}) {
  const key = `symbol.${id}`;
  if (t.has(key)) return t(key, { letter });
  const name = id.replace(/^gate\./, "");
  if (!id.startsWith("gate.")) return t("symbol.term", { letter: letter || id });
  return t(`symbol.gate_${gate?.carry ? "carry" : gate?.activation === "tanh" ? "tanh" : "sigmoid"}`, { letter: name });
}

/**
 * The line of a cell's own equations that makes a symbol.
 * @param {import("../equations/cells.js").Line[]} lines
 * @param {string} id
 * @param {{ letter?: string, sub?: string }} written
 */
export function formulaOf(lines, id, { letter = "", sub }) {
  if (id.startsWith("gate.")) return lines.find(({ formula }) => formula.startsWith(`${id.slice(5)}_t =`))?.formula;
  if (/^(norm_)?gradient$/.test(id)) return formulaOf(lines, "delta", { letter: "d_h" });
  if (/^(own_loss|arrives|from_above|weight_gradient)$/.test(id)) return undefined;
  const names =
    id === "delta" ? [`δ${letter.slice(2)}_t`] : [sub && !isStep(sub) ? `${letter}_${sub}` : `${letter || id}_t`];
  return lines.find(({ formula }) => names.some((name) => formula.startsWith(`${name} =`)))?.formula;
}
