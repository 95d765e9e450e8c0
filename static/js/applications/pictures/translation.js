/**
 * A translation: the words that went in, the one state that is all the decoder gets, and the words that came out with
 * what the network gave them; below, the reference and what a dictionary alone would say. A word that the network does
 * not know has a number where it stands, with what is read in its place, and the same number where it is carried over.
 */

import { h } from "../../base/dom.js";
import { END } from "../sentence_of.js";
import { alternatives, ranked } from "./alternatives.js";
import { card } from "./cards/translation.js";
import { createFrame, mark, part } from "./frame.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { statesAt, tile } from "./state_tile.js";
import { readAs, UNKNOWN } from "./unknown_word.js";
import { aligned, wordsOf } from "./word_alignment.js";

/** @typedef {import("./types.js").TranslationAnswer} TranslationAnswer */
/** @typedef {import("./types.js").Tools} Tools */

/** The step of the time axis at which an output's word (from 0) is said. @param {TranslationAnswer} answer @param {number} index */
export const stepOfOutput = ({ source }, index) => source.length + index + 1;

/** The output's word (from 0) that a step belongs to; null: it is one of the source's. @param {TranslationAnswer} answer @param {number | null} step */
export function outputAt({ source, output }, step) {
  const index = step === null ? -1 : step - source.length - 1;
  return index >= 0 && index < output.length ? index : null;
}

/** The least certain word of an output. @param {TranslationAnswer["output"]} output */
const leastCertain = (output) => output.reduce((least, word) => (word.p < least.p ? word : least), output[0]);

/** Words as a sentence is written. @param {string[]} words */
const written = (words) =>
  words
    .join(" ")
    .replace("¿ ", "¿")
    .replace(/ (?=[?.!,]$)/, "");

/** Whether more than a name was typed, and no word of it is known: the reader may not write Spanish. @param {TranslationAnswer} answer */
const noneKnown = ({ source, unknown }) => {
  const words = source.filter((word) => /[\p{L}\p{N}]/u.test(word));
  return unknown.length === words.length && source.some((word) => word === word.toLowerCase() && /\p{L}/u.test(word));
};

/** The unknown words that came to stand nowhere in the translation. @param {TranslationAnswer} answer */
const lost = ({ unknown, output }) => {
  const carried = new Set(output.map(({ copied_from }) => copied_from));
  return unknown.filter((place) => !carried.has(place));
};

/** @param {TranslationAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { source, translation, output, exact, reference, unknown } = answer;
  const doubt = output.length ? leastCertain(output) : null;
  const names = (/** @type {number[]} */ places) => t.list(places.map((place) => source[place]));
  const notCarried = lost(answer);
  return [
    t("picture.translation.summary", { source: written(source), translation }),
    unknown.length ? t("picture.translation.unknown", { words: names(unknown) }) : "",
    noneKnown(answer) ? t("picture.translation.none_known") : "",
    notCarried.length ? t("picture.translation.not_carried", { words: names(notCarried) }) : "",
    exact === null || reference === null
      ? ""
      : t(exact ? "picture.translation.exact" : "picture.translation.not_exact", { reference }),
    doubt ? t("picture.translation.doubt", { word: nameOf(doubt.word, t), p: numbers.percent(doubt.p) }) : "",
  ];
}

/** @param {string} word @param {import("./types.js").I18n} t */
const nameOf = (word, t) => (word === END ? t("picture.end") : word);

/** @param {TranslationAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export const figure = (answer, tools) => ({
  summary: sentence(answer, tools),
  table: {
    columns: [tools.t("figure.step"), tools.t("picture.translation.output"), "p"],
    rows: answer.output.map(({ word, p }, i) => [
      stepOfOutput(answer, i),
      nameOf(word, tools.t),
      tools.numbers.percent(p),
    ]),
  },
});

/** A placeholder as a reader is told of it: "‹name·2›" says what kind of word it stands for. @param {string} token @param {import("./types.js").I18n} t */
export const standIn = (token, t) =>
  token.replace(/^‹(word|vowel|name|number)·/, (_, kind) => `‹${t(`picture.translation.kind.${kind}`)}·`);

/** The number of an unknown word, beside it on both sides. @param {number} number */
const badge = (number) => h("span", { class: "pic-copy", "aria-hidden": "true" }, String(number));

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "translation", t);
  const source = h("ol", { class: "pic-words" });
  const state = h("div", { class: "pic-states" });
  const stateNote = h("p", { class: "pic-note" });
  const output = h("div", { class: "pic-outputs", role: "group", "aria-label": t("picture.translation.output") });
  const panel = h("div", { class: "pic-panel" });
  const compared = h("table", { class: "pic-compared" });
  const key = h("p", { class: "pic-key" }, badge(1), t("picture.translation.carried_key"));
  const further = h("div", { class: "pic-further" });
  frame.body.append(
    key,
    h(
      "div",
      { class: "pic-flow" },
      part(t("picture.translation.source"), "source", source),
      part(t("picture.translation.state"), "state", state, stateNote),
      part(t("picture.translation.output"), "output", output),
    ),
    h("div", { class: "pic-sides" }, panel, h("div", { class: "pic-stack" }, compared, further)),
  );
  /** @type {import("./types.js").Body<TranslationAnswer> | null} */
  let shown = null;
  const roving = createRoving(output, { choose: onFocus, preview });

  /** @param {number | null} step */
  function preview(step) {
    if (!shown) return;
    const { answer, focus } = shown;
    const index = outputAt(answer, step) ?? outputAt(answer, focus) ?? 0;
    const chosen = answer.output[index];
    if (!chosen) return panel.replaceChildren();
    const label = (/** @type {{ word: string, p: number }} */ { word, p }) => ({ label: nameOf(word, t), p });
    const list = ranked(label(chosen), chosen.others.map(label));
    panel.replaceChildren(
      ...alternatives(t("picture.translation.instead", { word: nameOf(chosen.word, t) }), list, tools),
    );
  }

  /** @param {string} name @param {string} text @param {string | null} reference */
  function row(name, text, reference) {
    const words = wordsOf(text);
    const judged = reference === null ? null : aligned(words, wordsOf(reference));
    const right = judged && text === reference;
    const cells = judged
      ? judged.flatMap(({ word, right }) => [
          right ? h("span", {}, word) : h("span", { class: "pic-wrong" }, word, mark(false, t)),
          " ",
        ])
      : [text];
    return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, ...cells, right && mark(true, t)));
  }

  return {
    /** @param {import("./types.js").Body<TranslationAnswer>} body */
    show(body) {
      shown = body;
      const { answer, focus } = body;
      key.hidden = !answer.unknown.length;
      source.replaceChildren(
        ...answer.source.map((word, place) => {
          const number = answer.unknown.indexOf(place) + 1;
          const token = standIn(answer.read_as[place], t);
          if (!number && answer.read_as[place] === word.toLowerCase()) return h("li", { lang: "es" }, word);
          const reads = number ? "picture.translation.reads" : "picture.translation.reads_known";
          return h(
            "li",
            { class: number ? UNKNOWN : "completed" },
            number > 0 && badge(number),
            h("span", { lang: "es" }, word),
            h("span", { class: "unseen" }, ` (${t(reads, { token })})`),
            readAs(token),
          );
        }),
      );
      const states = statesAt(body.trace, answer.source.length);
      const { diverging } = tools.theme();
      state.replaceChildren(
        ...states.map(({ name, values, edge }) =>
          h(
            "div",
            { class: "pic-state" },
            tile(values, edge, diverging),
            h("span", {}, `${name}  ±${numbers.value(edge)}`),
          ),
        ),
      );
      const units = states[0]?.values.length;
      stateNote.textContent = units
        ? t("picture.translation.numbers", { units: units * states.length })
        : t("picture.translation.only");
      const chosen = outputAt(answer, focus);
      roving.refill(
        answer.output.map(({ word, p, copied_from }, index) => {
          const number = copied_from === null ? 0 : answer.unknown.indexOf(copied_from) + 1;
          const bar = h("i", { class: "pic-bar" });
          bar.style.setProperty("--share", String(p));
          return stepButton(
            stepOfOutput(answer, index),
            index === chosen,
            { class: word === END ? "pic-output end" : number ? `pic-output carried ${UNKNOWN}` : "pic-output" },
            word === END
              ? h(
                  "span",
                  { class: "pic-word" },
                  h("span", { "aria-hidden": "true" }, word),
                  h("span", { class: "unseen" }, nameOf(word, t)),
                )
              : h("span", { class: "pic-word" }, word, number > 0 && badge(number)),
            number > 0 &&
              h("span", { class: "unseen" }, t("picture.translation.carried", { place: Number(copied_from) + 1 })),
            " ",
            bar,
            h("span", { class: "pic-figure" }, numbers.percent(p)),
          );
        }),
        focus,
      );
      const { translation, reference, dictionary } = answer;
      compared.replaceChildren(
        h(
          "tbody",
          {},
          row(t("picture.translation.network"), translation, reference),
          reference !== null && row(t("picture.translation.reference"), reference, null),
          row(t("picture.translation.dictionary"), dictionary, reference),
        ),
      );
      further.replaceChildren(
        ...(answer.further.length
          ? [
              h("h3", {}, t("picture.translation.further")),
              h(
                "ul",
                {},
                ...answer.further.map((one) =>
                  h("li", {}, h("span", { lang: "es" }, written(one.source.split(" "))), ` → ${one.translation}`),
                ),
              ),
              h("p", { class: "pic-note" }, t("picture.translation.further_note")),
            ]
          : []),
      );
      preview(null);
      frame.tell(figure(answer, tools));
    },
    destroy() {
      roving.destroy();
      frame.destroy();
    },
  };
}

/** @type {import("./types.js").Picture} */
export const translation = { figure, mount, card };
