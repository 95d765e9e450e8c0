/**
 * A translation: the words that went in, the one state that is all the decoder gets, and the words that came out with
 * what the network gave them; below, the reference and what a dictionary alone would say.
 */

import { h } from "../../base/dom.js";
import { alternatives, ranked } from "./alternatives.js";
import { card } from "./cards/translation.js";
import { createFrame, mark, part } from "./frame.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { statesAt, tile } from "./state_tile.js";
import { aligned, wordsOf } from "./word_alignment.js";

/** @typedef {import("./types.js").TranslationAnswer} TranslationAnswer */
/** @typedef {import("./types.js").Tools} Tools */

export const END = "∎";

/** The step of the time axis at which an output's word (from 0) is said. @param {TranslationAnswer} answer @param {number} index */
export const stepOfOutput = ({ source }, index) => source.length + index + 1;

/** The output's word (from 0) that a step belongs to; null: it is one of the source's. @param {TranslationAnswer} answer @param {number | null} step */
export function outputAt({ source, output }, step) {
  const index = step === null ? -1 : step - source.length - 1;
  return index >= 0 && index < output.length ? index : null;
}

/** The least certain word of an output. @param {TranslationAnswer["output"]} output */
const leastCertain = (output) => output.reduce((least, word) => (word.p < least.p ? word : least), output[0]);

/** @param {TranslationAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { source, translation, output, exact, reference } = answer;
  const doubt = output.length ? leastCertain(output) : null;
  return [
    t("picture.translation.summary", { source: source.join(" "), translation }),
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
  frame.body.append(
    h(
      "div",
      { class: "pic-flow" },
      part(t("picture.translation.source"), "source", source),
      part(t("picture.translation.state"), "state", state, stateNote),
      part(t("picture.translation.output"), "output", output),
    ),
    h("div", { class: "pic-sides" }, panel, compared),
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
      source.replaceChildren(...answer.source.map((word) => h("li", { lang: "es" }, word)));
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
        answer.output.map(({ word, p }, index) => {
          const bar = h("i", { class: "pic-bar" });
          bar.style.setProperty("--share", String(p));
          return stepButton(
            stepOfOutput(answer, index),
            index === chosen,
            { class: word === END ? "pic-output end" : "pic-output" },
            word === END
              ? h(
                  "span",
                  { class: "pic-word" },
                  h("span", { "aria-hidden": "true" }, word),
                  h("span", { class: "unseen" }, nameOf(word, t)),
                )
              : h("span", { class: "pic-word" }, word),
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
