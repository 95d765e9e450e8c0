/**
 * A line of mathematics as MathML. The notation is the one of the locale texts and docstrings: `h_{t-1}` lowers,
 * `W^T` raises, `{f}` is a place for a number. Nothing is ever read as HTML.
 */

const HAT = "\u0302";
const MATHML = "http://www.w3.org/1998/Math/MathML";

/**
 * A number's place; `signed` if a minus needs brackets there, `short` if two digits have to do.
 * @typedef {{ name: string, node: Element, signed: boolean, short: boolean }} Slot
 */

/**
 * @typedef {{ kind: "id" | "op" | "num" | "slot", text: string, sub?: string, sup?: string }} Token
 */

const TOKEN = /\{(?<slot>[\w<>]+)\}|(?<id>tanh|max|mean|LN|[\p{L}∂])|(?<num>\d+(?:\.\d+)?)|(?<op>[^\s])/gu;
const SCRIPT = /^(?:_(?:\{([^}]*)\}|(\S)))?(?:\^(?:\{([^}]*)\}|(\S)))?/u;

/**
 * @param {string} source
 * @returns {Token[]}
 */
export function tokens(source) {
  /** @type {Token[]} */
  const out = [];
  let from = 0;
  while (from < source.length) {
    TOKEN.lastIndex = from;
    const match = TOKEN.exec(source);
    if (!match?.groups) break;
    const { slot, id, num, op } = match.groups;
    from = match.index + match[0].length;
    const [scripts, sub1, sub2, sup1, sup2] = SCRIPT.exec(source.slice(from)) ?? [""];
    from += scripts.length;
    const sub = sub1 ?? sub2;
    const sup = sup1 ?? sup2;
    const kind = slot ? "slot" : id ? "id" : num ? "num" : "op";
    out.push({ kind, text: slot ?? id ?? num ?? op, ...(sub && { sub }), ...(sup && { sup }) });
  }
  return out;
}

/** @param {string} tag @param {...(Node | string)} children */
function m(tag, ...children) {
  const element = document.createElementNS(MATHML, tag);
  element.append(...children);
  return element;
}

/** A subscript as it is read: `t-1` → t − 1. @param {string} text */
function lowered(text) {
  const parts = text.match(/[A-Za-z]+|\d+|[^\sA-Za-z\d]/gu) ?? [text];
  return m(
    "mrow",
    ...parts.map((part) =>
      /\d/.test(part) ? m("mn", part) : /[A-Za-z]/.test(part) ? word(part) : m("mo", part.replace("-", "−")),
    ),
  );
}

/** Letters lean, words stand, and a hat stands over its letter. @param {string} text */
function word(text) {
  const [letter, hat] = text.normalize("NFD");
  if (hat === HAT) {
    const over = m("mover", m("mi", letter), m("mo", "^"));
    over.setAttribute("accent", "true");
    return over;
  }
  const element = m("mi", text);
  if (text === "∂" || text === "T" || text.length > 1) element.setAttribute("mathvariant", "normal");
  return element;
}

/**
 * @param {string} source
 * @param {Slot[]} slots filled with the places found
 * @param {boolean} short
 */
export function math(source, slots = [], short = false) {
  const row = m("mrow");
  let before = "";
  for (const { kind, text, sub, sup } of tokens(source)) {
    let node;
    if (kind === "slot") {
      node = m("mn", "");
      slots.push({ name: text, node, short, signed: !["", "(", "=", ","].includes(before) });
    } else node = kind === "op" ? m("mo", text.replace("-", "−")) : kind === "num" ? m("mn", text) : word(text);
    if (sub && sup) node = m("msubsup", node, lowered(sub), lowered(sup));
    else if (sub) node = m("msub", node, lowered(sub));
    else if (sup) node = m("msup", node, lowered(sup));
    if (!before && kind === "op" && /[=+]/.test(text)) node.setAttribute("form", "infix"); // a line that goes on
    row.append(node);
    before = text;
  }
  const root = m("math", row);
  root.setAttribute("data-source", source); // for what explains its signs
  return root;
}
