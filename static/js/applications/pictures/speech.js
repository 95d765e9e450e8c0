/**
 * Speech as it is heard: the spectrogram, under it on the same axis what the network holds probable at every frame, and
 * the words that CTC reads off, where they stand. One cursor runs through all while the clip plays.
 */

import { h } from "../../base/dom.js";
import { spread } from "../../figure/labels.js";
import { grid } from "../../state/decode.js";
import { clipScore } from "../sound/clip.js";
import { canvasHeatmap } from "./canvas_heatmap.js";
import { card } from "./cards/speech.js";
import { createFrame, mark } from "./frame.js";
import { createPlayButton } from "./play_button.js";
import { extent, ticks } from "./plot.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { aligned } from "./word_alignment.js";

/** @typedef {import("./types.js").SpeechAnswer} SpeechAnswer */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {import("../../state/decode.js").Grid} Grid */

/** A symbol that is nowhere as probable as this is not drawn. */
const SEEN = 0.1;

/**
 * The symbols that are probable somewhere, the blank (0) first, the others in the order in which they peak.
 * @param {Grid} posteriors
 */
export function rowsThatMatter({ rows, columns, at }) {
  /** @type {{ symbol: number, peak: number }[]} */
  const peaks = [];
  for (let symbol = 1; symbol < columns; symbol++) {
    let peak = 0;
    for (let step = 1; step < rows; step++) if (at(step, symbol) > at(peak, symbol)) peak = step;
    if (rows && at(peak, symbol) >= SEEN) peaks.push({ symbol, peak });
  }
  return [0, ...peaks.sort((a, b) => a.peak - b.peak).map(({ symbol }) => symbol)];
}

/**
 * The step (from 0) of an alignment's word at which the network is surest of it.
 * @param {Grid} posteriors
 * @param {number} symbol
 * @param {{ from: number, to: number }} span
 */
export function surest({ at }, symbol, { from, to }) {
  let best = from;
  for (let step = from + 1; step < to; step++) if (at(step, symbol) > at(best, symbol)) best = step;
  return best;
}

/** What was guessed of a file that does not say what is in it. @param {SpeechAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
const remarksOf = ({ remarks = [] }, { t, numbers }) =>
  remarks.map(({ name, value }) => t(`picture.speech.remark.${name}`, { value: numbers.plain(value) }));

/** @param {SpeechAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence({ transcript, truth, voice, alignment, step_seconds: step }, { t, numbers }) {
  const wrong = truth ? transcript.join(" ") !== truth.join(" ") : false;
  return [
    transcript.length ? t("picture.speech.summary", { transcript: transcript.join(" ") }) : t("picture.speech.nothing"),
    voice ? t("picture.speech.voice", { voice }) : "",
    truth === null ? "" : t(wrong ? "picture.speech.wrong" : "picture.speech.right", { truth: truth.join(" ") }),
    alignment.length
      ? t("picture.speech.said", { symbol: alignment[0].symbol, at: numbers.fixed(alignment[0].from * step, 2) })
      : "",
  ];
}

/** @param {SpeechAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export const figure = (answer, tools) => ({
  summary: sentence(answer, tools),
  table: {
    columns: [tools.t("picture.speech.alignment"), "s", "→ s"],
    rows: answer.alignment.map(({ symbol, from, to }) => [
      symbol,
      ...[from, to].map((step) => tools.numbers.fixed(step * answer.step_seconds)),
    ]),
  },
});

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "speech", t);
  const said = h("div", { class: "pic-transcript" });
  const playButton = createPlayButton({
    label: t("picture.play"),
    t,
    score: () =>
      shown?.answer.sound
        ? {
            score: clipScore(shown.answer.sound),
            marks: shown.answer.alignment.map(({ from }) => from * (shown?.answer.step_seconds ?? 0)),
          }
        : null,
    move(seconds) {
      cursor.hidden = seconds === null;
      if (seconds !== null && shown) place(cursor, seconds / shown.answer.step_seconds);
    },
  });
  const remarks = h("div", { class: "pic-remarks" });
  const sound = h("canvas", { class: "pic-sound" });
  const posteriors = h("canvas", { class: "pic-posteriors" });
  const bands = h("div", { class: "pic-gutter" });
  const symbols = h("div", { class: "pic-gutter symbols" });
  const bars = h("div", { class: "pic-bars", role: "group", "aria-label": t("picture.speech.alignment") });
  const labels = h("div", { class: "pic-bar-labels", "aria-hidden": "true" });
  const axis = h("div", { class: "pic-time", "aria-hidden": "true" });
  const focusLine = h("div", { class: "pic-line focus" });
  const cursor = h("div", { class: "pic-line playing", hidden: true });
  const overlay = h("div", { class: "pic-overlay", "aria-hidden": "true" }, focusLine, cursor);
  const tracks = h(
    "div",
    { class: "pic-tracks" },
    h("h3", {}, t("picture.speech.spectrogram")),
    bands,
    h("div", { class: "pic-track" }, sound),
    h("h3", {}, t("picture.speech.posteriors")),
    symbols,
    h("div", { class: "pic-track" }, posteriors),
    h("h3", {}, t("picture.speech.alignment")),
    h("div", { class: "pic-gutter" }),
    h("div", { class: "pic-track" }, bars, labels),
    h("div", { class: "pic-gutter" }),
    axis,
    overlay,
  );
  frame.body.append(
    h("div", { class: "pic-top" }, said, h("div", {}, playButton.button, playButton.trouble)),
    remarks,
    tracks,
  );
  /** @type {import("./types.js").Body<SpeechAnswer> | null} */
  let shown = null;
  let width = 0;
  const roving = createRoving(bars, { choose: onFocus });
  frame.follow(bars, (next) => {
    width = next;
    label();
  });
  for (const canvas of [sound, posteriors])
    canvas.addEventListener("click", (event) => {
      const steps = shown ? grid(shown.answer.posteriors).rows : 0;
      if (steps) onFocus(Math.min(steps, Math.floor((event.offsetX / canvas.clientWidth) * steps) + 1));
    });

  /** @param {HTMLElement} line @param {number} step from 0, not necessarily whole */
  function place(line, step) {
    if (!shown) return;
    const { rows } = grid(shown.answer.posteriors);
    line.style.setProperty("--at", String(Math.min(1, Math.max(0, step / rows))));
  }

  /** Names stand over their bars and do not touch. */
  function label() {
    if (!shown || !width) return;
    const { alignment, posteriors: p } = shown.answer;
    const { rows } = grid(p);
    const spans = /** @type {HTMLElement[]} */ ([...labels.children]);
    const widest = Math.max(0, ...spans.map((span) => span.offsetWidth)) + 6;
    const centres = alignment.map(({ from, to }) => ((from + to) / 2 / rows) * width);
    const room = Math.min(widest, width / Math.max(1, alignment.length));
    const places = spread(centres, room, [room / 2, width - room / 2]);
    spans.forEach((span, i) => {
      span.style.insetInlineStart = `${places[i]}px`;
    });
  }

  return {
    /** @param {import("./types.js").Body<SpeechAnswer>} body */
    show(body) {
      if (shown && shown.answer.sound !== body.answer.sound) playButton.stop();
      shown = body;
      const { answer, focus } = body;
      const { transcript, truth, symbols: names, alignment, step_seconds: step } = answer;
      const theme = tools.theme();
      const p = grid(answer.posteriors);
      const levels = grid(answer.spectrogram);
      const judged = truth ? aligned(transcript, truth) : null;
      said.replaceChildren(
        h("span", { class: "pic-note" }, `${t("picture.speech.transcript")} `),
        ...transcript.flatMap((word, i) => [
          h(
            "b",
            { class: judged && !judged[i].right ? "pic-wrong" : "" },
            word,
            judged && !judged[i].right && mark(false, t),
          ),
          " ",
        ]),
        ...(transcript.length ? [] : [h("b", {}, t("picture.speech.silence"))]),
        ...(truth
          ? [
              transcript.join(" ") === truth.join(" ") ? mark(true, t) : mark(false, t),
              h("span", { class: "pic-note" }, ` ${t("picture.speech.truth", { truth: truth.join(" ") })}`),
            ]
          : []),
      );
      remarks.replaceChildren(...remarksOf(answer, tools).map((text) => h("p", { class: "pic-note" }, text)));
      playButton.button.hidden = !answer.sound;
      const [low, high] = extent(flat(levels));
      const order = Array.from({ length: levels.columns }, (_, band) => levels.columns - 1 - band);
      canvasHeatmap(sound, levels, { rows: order, low, high, scale: () => theme.sequential });
      const { bands_hz: hertz } = answer;
      bands.replaceChildren(
        h("span", {}, kilo(hertz.at(-1), numbers)),
        h("span", {}, kilo(hertz[Math.floor(hertz.length / 2)], numbers)),
        h("span", {}, kilo(hertz[0], numbers)),
      );
      const rows = rowsThatMatter(p);
      const scale = (/** @type {number} */ symbol) => (symbol ? theme.sequential : quiet(theme));
      canvasHeatmap(posteriors, p, { rows, low: 0, high: 1, scale });
      posteriors.style.setProperty("--rows", String(rows.length));
      symbols.style.setProperty("--rows", String(rows.length));
      symbols.replaceChildren(
        ...rows.map((symbol) =>
          h("span", { class: symbol ? "" : "blank" }, symbol ? names[symbol] : t("picture.speech.blank")),
        ),
      );
      const peaks = alignment.map((span) => surest(p, Math.max(0, names.indexOf(span.symbol)), span));
      roving.refill(
        alignment.map((span, i) => {
          const chosen = focus > span.from && focus <= span.to;
          const bar = stepButton(peaks[i] + 1, chosen, {
            class: "pic-span-bar",
            "aria-label": t("picture.speech.bar", {
              symbol: span.symbol,
              from: numbers.fixed(span.from * step, 2),
              to: numbers.fixed(span.to * step, 2),
            }),
          });
          bar.style.setProperty("--from", String(span.from / p.rows));
          bar.style.setProperty("--to", String(span.to / p.rows));
          return bar;
        }),
        focus,
      );
      labels.replaceChildren(...alignment.map(({ symbol }) => h("span", {}, symbol)));
      label();
      const seconds = p.rows * step;
      axis.replaceChildren(
        ...ticks(0, seconds, 5).map((at) => {
          const tick = h("span", {}, `${numbers.plain(at)} s`);
          tick.style.setProperty("--at", String(at / seconds));
          return tick;
        }),
      );
      place(focusLine, focus - 0.5);
      frame.tell(figure(answer, tools));
    },
    destroy() {
      playButton.stop();
      roving.destroy();
      frame.destroy();
    },
  };
}

/** @param {Grid} grid */
function* flat({ rows, columns, at }) {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) yield at(row, column);
}

/** The blank is where nothing is said, and most of the time it is likely: it has a grey of its own. */
/** @type {WeakMap<import("../../base/types.js").Theme, import("../../base/types.js").Colorscale>} */
const greys = new WeakMap();

/** @param {import("../../base/types.js").Theme} theme */
function quiet(theme) {
  const made = greys.get(theme) ?? [
    [0, theme.sequential[0][1]],
    [1, theme.faint],
  ];
  greys.set(theme, made);
  return made;
}

/** A frequency in kHz. @param {number | undefined} hertz @param {Tools["numbers"]} numbers */
const kilo = (hertz, numbers) => (hertz === undefined ? "" : `${numbers.plain(hertz / 1000, 2)} kHz`);

/** @type {import("./types.js").Picture} */
export const speech = { figure, mount, card };
