/** A melody as a piano roll: what was given, then what the network wrote, each note on the colour of its surprise. */

import { h, icon } from "../../base/dom.js";
import { save } from "../../figure/data_table.js";
import { bytesOf } from "../../state/decode.js";
import { melodyScore, noteAt } from "../sound/melody.js";
import { alternatives } from "./alternatives.js";
import { bitsBars, bitsText } from "./baseline_bars.js";
import { surpriseLegend } from "./legend.js";
import { expected, foreseenAt, stepOf } from "./next_symbol.js";
import { barOf, handover, isBlack, pitchName, rollOf } from "./piano_roll.js";
import { createPlayButton } from "./play_button.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { surprised } from "./surprise_shade.js";

/** @typedef {import("./types.js").MelodyAnswer} MelodyAnswer */
/** @typedef {import("./types.js").Note} Note */
/** @typedef {import("./types.js").Tools} Tools */

/** @param {Note} note @param {import("./types.js").I18n} t */
const nameOf = ({ pitch }, t) => (pitch === null ? t("picture.music.rest") : pitchName(pitch));

/** @param {MelodyAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { notes } = answer;
  const given = notes.filter((note) => note.given).length;
  return [
    t("picture.music.summary", { given, written: notes.length - given }),
    bitsText(answer, { alone: "picture.music.bits_alone", beside: "picture.music.bits" }, { t, numbers }),
  ];
}

/** @param {MelodyAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export const figure = (answer, tools) => ({
  summary: sentence(answer, tools),
  table: {
    columns: [tools.t("figure.step"), tools.t("picture.music.notes"), "♩", "bits", tools.t("picture.music.written")],
    rows: answer.notes.map((note, i) => [
      i + 1,
      nameOf(note, tools.t),
      tools.numbers.plain(note.length),
      note.surprise === null ? "" : tools.numbers.fixed(note.surprise),
      note.given ? "" : "✓",
    ]),
  },
});

/** @param {HTMLElement} root @param {Tools} tools */
export function mountMelody(root, tools) {
  const { t, numbers, onFocus } = tools;
  const theme = tools.theme();
  const cursor = h("div", { class: "pic-line playing", hidden: true });
  const keys = h("div", { class: "pic-keyboard", "aria-hidden": "true" });
  const lanes = h("div", { class: "pic-lanes", "aria-hidden": "true" });
  const row = h("div", { class: "pic-notes", role: "group", "aria-label": t("picture.music.notes") });
  const roll = h("div", { class: "pic-roll" }, lanes, row, cursor);
  const scroller = h("div", { class: "pic-scroll" }, roll);
  const reading = h("p", { class: "pic-note pic-reading" });
  const panel = h("div", { class: "pic-panel" });
  const baselineBars = h("div", { class: "pic-panel" });
  /** @type {import("./types.js").Body<MelodyAnswer> | null} */
  let shown = null;

  const playButton = createPlayButton({
    label: t("picture.play"),
    t,
    score() {
      if (!shown) return null;
      const { notes, tempo } = shown.answer;
      const first = notes[0]?.start ?? 0;
      return { score: melodyScore(notes, tempo), marks: notes.map(({ start }) => ((start - first) * 60) / tempo) };
    },
    move(seconds) {
      cursor.hidden = seconds === null;
      const { notes, tempo } = shown?.answer ?? { notes: [], tempo: 60 };
      const index = seconds === null ? -1 : noteAt(notes, tempo, seconds);
      row.querySelector(".sounds")?.classList.remove("sounds");
      const note = /** @type {HTMLElement | undefined} */ (row.children[index]);
      note?.classList.add("sounds");
      if (seconds === null) return;
      cursor.style.setProperty("--at", String(Math.min(1, (seconds * tempo) / 60 / rollOf(notes).quarters)));
      const x = cursor.offsetLeft;
      if (x < scroller.scrollLeft || x > scroller.scrollLeft + scroller.clientWidth * 0.85)
        scroller.scrollLeft = x - scroller.clientWidth * 0.15;
    },
  });
  const midi = h(
    "button",
    {
      type: "button",
      class: "action quiet",
      onclick: () => shown && save("unroll.mid", bytesOf(shown.answer.midi), "audio/midi"),
    },
    icon("download"),
    t("picture.music.midi"),
  );
  const key = h(
    "ul",
    { class: "pic-kinds" },
    h("li", {}, h("span", { class: "pic-sample given", "aria-hidden": "true" }), t("picture.music.given")),
    h("li", {}, h("span", { class: "pic-sample", "aria-hidden": "true" }), t("picture.music.written")),
  );
  root.append(
    h(
      "div",
      { class: "pic-top" },
      h("div", { class: "pic-actions" }, playButton.button, midi, playButton.trouble),
      key,
    ),
    h("div", { class: "pic-piano" }, keys, scroller),
    h("div", { class: "pic-keys" }, reading, surpriseLegend(t, theme)),
    h("div", { class: "pic-sides" }, panel, baselineBars),
  );
  const roving = createRoving(row, { choose: onFocus, preview });

  /** @param {number | null} step */
  function preview(step) {
    const note = shown && foreseenAt(shown.answer.notes, step ?? shown.focus);
    reading.textContent = note ? described(note) : "";
    if (!note?.others?.length) return panel.replaceChildren();
    const label = shown?.tokens[(shown?.answer.notes.indexOf(note) ?? 0) + 1] ?? nameOf(note, t);
    const list = expected(note, label, t("picture.the_end"));
    return panel.replaceChildren(...alternatives(t("picture.music.instead", { symbol: label }), list, tools));
  }

  /** @param {Note} note */
  const described = (note) =>
    t(note.given ? "picture.music.note" : "picture.music.note_written", {
      name: nameOf(note, t),
      length: numbers.plain(note.length),
      bits: note.surprise === null ? "–" : numbers.fixed(note.surprise, 1),
    });

  return {
    /** @param {import("./types.js").Body<MelodyAnswer>} body */
    show(body) {
      if (shown && shown.answer.midi !== body.answer.midi) playButton.stop();
      shown = body;
      const { answer, focus } = body;
      const { notes } = answer;
      const { from, high, keys: count, quarters } = rollOf(notes);
      roll.style.setProperty("--quarters", String(quarters));
      roll.style.setProperty("--measure", String(barOf(answer.start)));
      for (const element of [roll, keys]) element.style.setProperty("--keys", String(count));
      const pitches = Array.from({ length: count }, (_, i) => high - i);
      keys.replaceChildren(
        ...pitches.map((pitch) =>
          h("span", { class: isBlack(pitch) ? "black" : "" }, pitch % 12 === 0 ? pitchName(pitch) : ""),
        ),
      );
      const begin = handover(notes);
      const written = h("div", { class: "pic-handover" });
      written.style.setProperty("--at", String(begin === null ? 1 : (begin - from) / quarters));
      lanes.replaceChildren(...pitches.map((pitch) => h("i", { class: isBlack(pitch) ? "black" : "" })), written);
      roving.refill(
        notes.map((note, i) => {
          const step = stepOf(i);
          const button = stepButton(step, step === focus, {
            class: `pic-tone${note.given ? " given" : ""}${note.pitch === null ? " rest" : ""}`,
            "aria-label": described(note),
          });
          button.style.setProperty("--start", String(note.start - from));
          button.style.setProperty("--length", String(note.length));
          button.style.setProperty("--row", String(note.pitch === null ? count - 1 : high - note.pitch));
          return surprised(button, theme.sequential, note.surprise);
        }),
        focus,
      );
      const names = { network: t("picture.network"), baseline: t("picture.music.markov") };
      baselineBars.replaceChildren(...bitsBars(t("picture.music.per_note"), answer, names, numbers));
      preview(null);
    },
    destroy() {
      playButton.stop();
      roving.destroy();
    },
  };
}
