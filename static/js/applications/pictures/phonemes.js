/**
 * Phonemes as they are spoken: each as wide as it is long, on the colour of its surprise, over it the two formants that
 * make it heard as what it is.
 */

import { h } from "../../base/dom.js";
import { formantScore, phonemeAt, secondsOf, startsOf } from "../sound/formants.js";
import { alternatives } from "./alternatives.js";
import { bitsBars, bitsText } from "./baseline_bars.js";
import { surpriseLegend, swatch } from "./legend.js";
import { expected, foreseenAt, stepOf } from "./next_symbol.js";
import { createPlayButton } from "./play_button.js";
import { line, linear } from "./plot.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { samples } from "./samples.js";
import { surprised } from "./surprise_shade.js";
import { s } from "./svg.js";

/** @typedef {import("./types.js").VoiceAnswer} VoiceAnswer */
/** @typedef {import("./types.js").Phoneme} Phoneme */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {import("./plot.js").Pair} Pair */

/** Hz, at the top of the drawing: no second formant is higher. */
export const HIGHEST = 2800;

/** @param {Phoneme} phoneme */
export const spells = ({ symbol }) => symbol.trim() || "·";

/** Whether a phoneme has formants that can be drawn. @param {Phoneme} phoneme @param {number} k */
const sounds = ({ formants, voiced, noise }, k) => formants[k] > 0 && (Number(voiced) > 0 || Number(noise) > 0);

/**
 * Pieces of a formant's line: unbroken while something sounds. Points are (seconds, Hz).
 * @param {Phoneme[]} phonemes
 * @param {number} k 0: F1, 1: F2
 * @returns {Pair[]}
 */
export function trackOf(phonemes, k) {
  const starts = startsOf(phonemes);
  return phonemes.flatMap((phoneme, i) => {
    const edge = Math.min(0.025, phoneme.seconds / 3);
    const heard = sounds(phoneme, k);
    const { formants, to = formants } = phoneme;
    return /** @type {Pair[]} */ ([
      [starts[i] + edge, heard ? formants[k] : Number.NaN],
      [starts[i] + phoneme.seconds - edge, heard ? to[k] : Number.NaN],
    ]);
  });
}

/** @param {NonNullable<import("./types.js").KnownWord>} word @param {import("./types.js").I18n} t */
const knownWord = ({ spelling, seen }, t) =>
  t(seen ? "picture.music.word_seen" : "picture.music.word_unseen", { word: spelling });

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {VoiceAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { phonemes, word } = answer;
  return [
    t("picture.music.spoken", {
      symbols: phonemes
        .map(({ symbol }) => symbol)
        .join("")
        .trim(),
      count: phonemes.length,
    }),
    word === undefined ? "" : word === null ? t("picture.music.made_up") : `${capital(knownWord(word, t))}.`,
    bitsText(
      answer,
      { alone: "picture.music.phoneme_bits_alone", beside: "picture.music.phoneme_bits" },
      { t, numbers },
    ),
  ];
}

/** @param {VoiceAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export function figure(answer, tools) {
  const { t, numbers } = tools;
  const table = {
    columns: [
      t("figure.step"),
      t("picture.music.phonemes"),
      "s",
      "F1, Hz",
      "F2, Hz",
      "bits",
      t("picture.music.chosen"),
    ],
    rows: answer.phonemes.map((phoneme, i) => [
      i + 1,
      spells(phoneme),
      numbers.fixed(phoneme.seconds),
      ...[0, 1].map((k) => (sounds(phoneme, k) ? numbers.plain(phoneme.formants[k]) : "")),
      phoneme.surprise === null ? "" : numbers.fixed(phoneme.surprise),
      phoneme.given ? "" : "✓",
    ]),
  };
  return { summary: sentence(answer, tools), table };
}

/** @param {HTMLElement} root @param {Tools} tools */
export function mountPhonemes(root, tools) {
  const { t, numbers, onFocus } = tools;
  const theme = tools.theme();
  const cursor = h("div", { class: "pic-line playing", hidden: true });
  const row = h("div", { class: "pic-phonemes", role: "group", "aria-label": t("picture.music.phonemes") });
  const drawing = h("div", { class: "pic-formants", "aria-hidden": "true" });
  const speech = h("div", { class: "pic-speech-row" }, drawing, row, cursor);
  const scroller = h("div", { class: "pic-scroll" }, speech);
  const reading = h("p", { class: "pic-note pic-reading" });
  const panel = h("div", { class: "pic-panel" });
  const baselineBars = h("div", { class: "pic-panel" });
  const more = h("div", { class: "pic-panel" });
  const key = h(
    "ul",
    { class: "pic-lines" },
    ...["f1", "f2"].map((name) => h("li", {}, swatch(name), t(`picture.music.${name}`))),
  );
  const sampled = h(
    "p",
    { class: "pic-key" },
    h("span", { class: "pic-sampled", "aria-hidden": "true" }, "a"),
    t("picture.music.chosen"),
  );
  /** @type {import("./types.js").Body<VoiceAnswer> | null} */
  let shown = null;
  const heard = createPlayButton({
    label: t("picture.hear"),
    t,
    score: () => shown && { score: formantScore(shown.answer.phonemes), marks: startsOf(shown.answer.phonemes) },
    move(seconds) {
      cursor.hidden = seconds === null;
      row.querySelector(".sounds")?.classList.remove("sounds");
      if (seconds === null || !shown) return;
      const { phonemes } = shown.answer;
      cursor.style.setProperty("--at", String(Math.min(1, seconds / secondsOf(phonemes))));
      row.children[phonemeAt(startsOf(phonemes), seconds)]?.classList.add("sounds");
    },
  });
  root.append(
    h("div", { class: "pic-top" }, h("div", { class: "pic-actions" }, heard.button, heard.trouble), key),
    scroller,
    h("div", { class: "pic-keys" }, reading, sampled, surpriseLegend(t, theme)),
    h("div", { class: "pic-sides" }, panel, baselineBars, more),
  );
  const roving = createRoving(row, { choose: onFocus, preview });

  /** @param {Phoneme} phoneme */
  const described = (phoneme) =>
    t(phoneme.given ? "picture.music.phoneme" : "picture.music.phoneme_written", {
      symbol: spells(phoneme),
      ms: Math.round(phoneme.seconds * 1000),
      bits: phoneme.surprise === null ? "–" : numbers.fixed(phoneme.surprise, 1),
    });

  /** @param {number | null} step */
  function preview(step) {
    const phoneme = shown && foreseenAt(shown.answer.phonemes, step ?? shown.focus);
    reading.textContent = phoneme ? described(phoneme) : "";
    if (!phoneme?.others?.length) return panel.replaceChildren();
    const list = expected(phoneme, spells(phoneme), t("picture.the_end"));
    return panel.replaceChildren(...alternatives(t("picture.music.instead", { symbol: spells(phoneme) }), list, tools));
  }

  return {
    /** @param {import("./types.js").Body<VoiceAnswer>} body */
    show(body) {
      if (shown && shown.answer.phonemes.length !== body.answer.phonemes.length) heard.stop();
      shown = body;
      const { answer, focus } = body;
      const { phonemes } = answer;
      const total = secondsOf(phonemes);
      sampled.hidden = phonemes.every((phoneme) => phoneme.given);
      speech.style.setProperty("--seconds", String(total));
      roving.refill(
        phonemes.map((phoneme, i) => {
          const step = stepOf(i);
          const button = stepButton(
            step,
            step === focus,
            { class: `pic-phoneme${phoneme.given ? "" : " pic-sampled"}`, "aria-label": described(phoneme) },
            spells(phoneme),
          );
          button.style.setProperty("--share", String(phoneme.seconds / total));
          return surprised(button, theme.sequential, phoneme.surprise);
        }),
        focus,
      );
      const x = linear([0, total], [0, 1000]);
      const y = linear([0, HIGHEST], [100, 0]);
      const at = (/** @type {Pair} */ [time, hertz]) => /** @type {Pair} */ ([x(time), y(Math.min(hertz, HIGHEST))]);
      drawing.replaceChildren(
        s(
          "svg",
          { viewBox: "0 0 1000 100", preserveAspectRatio: "none" },
          ...[1000, 2000].map((hertz) => s("line", { class: "grid", x1: 0, x2: 1000, y1: y(hertz), y2: y(hertz) })),
          ...[0, 1].map((k) => s("path", { class: `line f${k + 1}`, d: line(trackOf(phonemes, k).map(at)) })),
        ),
        ...[1000, 2000].map((hertz) => {
          const tick = h("span", {}, `${numbers.plain(hertz / 1000)} kHz`);
          tick.style.setProperty("--at", String(y(hertz) / 100));
          return tick;
        }),
      );
      const names = { network: t("picture.network"), baseline: t("picture.music.markov") };
      baselineBars.replaceChildren(...bitsBars(t("picture.music.per_phoneme"), answer, names, numbers));
      const list = (answer.samples ?? []).map(({ text, word }) => ({
        text,
        known: word && knownWord(word, t),
      }));
      more.replaceChildren(...samples(t("picture.music.samples"), list));
      preview(null);
    },
    destroy() {
      heard.stop();
      roving.destroy();
    },
  };
}
