/**
 * The lecture: short chapters whose phrases set state. A phrase applies its piece of an address, shows what
 * changed, and can be undone; the way back to the sentence that was being read stays open.
 */

import { h } from "../base/dom.js";
import { parseRich, plain } from "./lecture_markup.js";

/** @typedef {import("./lecture_markup.js").Piece} Piece */
/** @typedef {import("../base/i18n.js").I18n} I18n */

export const CHAPTERS = [
  "unrolling",
  "forward",
  "backward",
  "depth",
  "accumulation",
  "products",
  "gates",
  "normalisation",
  "clipping",
  "memory",
  "truncation",
  "uses",
];

/**
 * The paragraphs of a chapter: `lecture.<id>.1`, `.2`, … as far as they go.
 * @param {string} id
 * @param {I18n} t
 */
export function paragraphs(id, t) {
  const out = [];
  for (let n = 1; t.has(`lecture.${id}.${n}`); n += 1) out.push(parseRich(t(`lecture.${id}.${n}`)));
  return out;
}

/**
 * @param {Piece[]} pieces
 * @param {(patch: string, label: string, button: HTMLElement) => void} act
 * @returns {(Node | string)[]}
 */
export function render(pieces, act) {
  return pieces.map((piece) => {
    if (piece.kind === "text") return piece.text;
    if (piece.kind === "math") {
      return h(
        "span",
        { class: "math" },
        ...piece.parts.map(({ level, text }) => (level === "base" ? text : h(level, {}, text))),
      );
    }
    const button = h(
      "button",
      { type: "button", class: "phrase", onclick: () => act(piece.patch, plain(piece.label), button) },
      ...render(piece.label, act),
    );
    return button;
  });
}

/**
 * @param {I18n} t
 * @param {(patch: string, label: string, button: HTMLElement) => void} act
 */
const chaptersOf = (t, act) =>
  CHAPTERS.map((id, index) =>
    h(
      "article",
      { class: "chapter", id: `chapter-${id}`, "aria-labelledby": `chapter-${id}-title` },
      h(
        "h3",
        { id: `chapter-${id}-title` },
        h("span", { class: "count", "aria-hidden": "true" }, String(index + 1)),
        t(`lecture.${id}.title`),
      ),
      ...paragraphs(id, t).map((pieces) => h("p", {}, ...render(pieces, act))),
    ),
  );

/**
 * The chapters and a way to each.
 * @param {HTMLElement} root
 * @param {{t: I18n, act: (patch: string, label: string, button: HTMLElement) => void}} wiring `t` knows the lecture's text
 */
export function mountLecture(root, { t, act }) {
  const contents = h(
    "nav",
    { class: "contents", "aria-label": t("lecture.contents") },
    h("ol", {}, ...CHAPTERS.map((id) => h("li", {}, h("a", { href: `#chapter-${id}` }, t(`lecture.${id}.title`))))),
  );
  contents.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link) return;
    event.preventDefault();
    const chapter = document.getElementById((link.getAttribute("href") ?? "#").slice(1));
    chapter?.scrollIntoView({ block: "start" });
    const title = chapter?.querySelector("h3");
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
  });
  root.replaceChildren(contents, h("div", { class: "chapters" }, ...chaptersOf(t, act)));
}
