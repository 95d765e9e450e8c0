/**
 * The card beside the picture: what this stop says, what it asks, what came of it, and the way on. It is made anew for
 * every stop and when a question is answered; numbers in its text follow the picture.
 */

import { byId, h, icon } from "../base/dom.js";
import { paragraphsOf, plainWords } from "./lesson_text.js";
import { outcomeOf } from "./outcome.js";
import { createPrediction } from "./prediction.js";
import { asks, hasSummary, isLast, stopOf } from "./progress.js";
import { progressDots, progressText } from "./progress_dots.js";
import { summaryOf } from "./summary.js";

/** @typedef {import("./progress.js").Progress} Progress */
/** @typedef {import("./progress.js").Guess} Guess */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/**
 * @typedef {object} Doing what a reader can do with the card
 * @property {(stop: number) => void} go
 * @property {() => void} next
 * @property {(guess: Guess) => void} release
 * @property {() => void} again the stop asks anew
 * @property {() => void} forget
 * @property {() => void} close
 * @property {(name: string) => void} open another lesson
 * @property {import("./lesson_text.js").Act} act
 */
/**
 * @typedef {object} Shown what the card shows besides the progress
 * @property {string} follows a lesson to open next; empty where there is none
 * @property {boolean} skippable a first visit's question can be left at once
 * @property {{ label: string, run: () => void } | null} back out of a preview
 * @property {Guess | null} draft
 * @property {(guess: Guess) => void} keep
 * @property {(text: string) => string} fill puts the picture's numbers into a text
 */

/**
 * @param {HTMLElement} place
 * @param {{ store: import("../base/types.js").Store, doing: Doing }} wiring
 */
export function createNoteCard(place, { store, doing }) {
  /** @type {ReturnType<typeof createPrediction> | null} */
  let prediction = null;
  /** Texts with numbers in them, written anew where a picture changes. @type {(() => void)[]} */
  let live = [];
  const spoken = h("p", { class: "unseen", role: "status" });

  /** @param {Progress} progress @param {I18n} t @param {Shown} shown */
  function head(progress, t, { back, skippable }) {
    const leave = back ?? { label: t(skippable ? "note.explore" : "note.close"), run: doing.close };
    const title = progress.ended ? t("summary.title") : plainWords(stopOf(progress).title, t.lang);
    return h(
      "header",
      { class: "note-head" },
      progress.lesson.stops.length > 1 && h("p", { class: "note-lesson" }, plainWords(progress.lesson.title, t.lang)),
      h("h2", { class: "note-title", id: "note-title", tabindex: "-1" }, title),
      h("p", { class: "note-count" }, progressText(progress, t)),
      back || skippable
        ? h("button", { type: "button", class: "action quiet", onclick: leave.run }, leave.label)
        : h(
            "button",
            { type: "button", class: "tool close", "aria-label": leave.label, title: leave.label, onclick: leave.run },
            icon("close"),
          ),
    );
  }

  /** @param {Record<string, string> | undefined} words @param {I18n} t @param {Shown} shown @param {string} name */
  function told(words, t, { fill }, name) {
    const box = h("div", { class: name });
    let written = "";
    const phrasesIn = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".phrase")]);
    const write = () => {
      const lines = paragraphsOf(words, t.lang, doing.act, fill);
      const text = lines.map((line) => line.textContent).join("\n");
      if (text === written) return;
      written = text;
      const focused = document.activeElement;
      const before = phrasesIn();
      box.replaceChildren(...lines);
      // a phrase stays who it was: it may have the focus, or be what one comes back to
      for (const [i, phrase] of phrasesIn().entries())
        if (before[i]?.textContent === phrase.textContent) phrase.replaceWith(before[i]);
      before.find((phrase) => phrase === focused)?.focus({ preventScroll: true });
    };
    write();
    live.push(write);
    return box;
  }

  /** @param {Progress} progress @param {I18n} t @param {Shown} shown */
  function body(progress, t, shown) {
    const stop = stopOf(progress);
    const text = told(stop.text, t, shown, "note-words");
    if (asks(progress)) return [text];
    const takeaway = stop.takeaway && told(stop.takeaway, t, shown, "note-takeaway");
    const belief = stop.misconception && [
      h("p", {}, t("note.misconception")),
      h("blockquote", {}, plainWords(stop.misconception, t.lang)),
    ];
    return [
      ...(stop.predict ? outcomeOf(progress, t) : [text]),
      stop.reveal?.text && told(stop.reveal.text, t, shown, "note-words"),
      takeaway,
      belief && h("div", { class: "note-belief" }, ...belief),
      stop.predict && h("details", { class: "note-again" }, h("summary", {}, t("note.text_again")), text),
      stop.predict && h("button", { type: "button", class: "action quiet", onclick: doing.again }, t("note.ask_again")),
    ];
  }

  /** The way on: the answer first, where one is asked for. @param {Progress} progress @param {I18n} t @param {Shown} shown */
  function wayOn(progress, t, { follows, back }) {
    if (prediction) return prediction.buttons;
    const last = progress.ended || isLast(progress);
    const finishes = last && (progress.ended || !hasSummary(progress));
    if (finishes && follows)
      return [h("button", { type: "button", class: "action", onclick: () => doing.open(follows) }, t("note.follows"))];
    const key = finishes ? "note.finish" : last ? "note.to_summary" : "note.next";
    const run = finishes ? (back?.run ?? doing.close) : doing.next;
    return [h("button", { type: "button", class: "action note-next", onclick: run }, t(key))];
  }

  /** @param {Progress} progress @param {I18n} t @param {Shown} shown */
  function foot(progress, t, shown) {
    const { stop, ended, lesson } = progress;
    const name = t("note.previous");
    const before = h(
      "button",
      {
        type: "button",
        class: "action quiet note-previous",
        disabled: stop === 1 && !ended,
        "aria-label": name,
        title: name,
        onclick: () => doing.go(ended ? stop : stop - 1),
      },
      prediction ? "←" : name, // there its place is the buttons' that answer
    );
    return h("footer", { class: "note-foot" }, lesson.stops.length > 1 && before, ...wayOn(progress, t, shown));
  }

  const focusable = () =>
    /** @type {HTMLElement[]} */ ([...place.querySelectorAll("button, input, summary, [tabindex]")]);

  return {
    /** The focus stays where it was in the card. @param {Progress} progress @param {I18n} t @param {Shown} shown */
    show(progress, t, shown) {
      const focused = focusable().indexOf(/** @type {HTMLElement} */ (document.activeElement));
      prediction?.destroy();
      prediction = null;
      live = [];
      const { predict } = stopOf(progress);
      if (asks(progress) && predict) {
        const { draft, keep } = shown;
        prediction = createPrediction({ predict, t, act: doing.act, store, draft, keep }, doing.release);
      }
      const text = h(
        "div",
        { class: "note-text", tabindex: "0", role: "region", "aria-label": t("note.text") },
        ...(progress.ended ? [summaryOf(progress, t, doing)] : body(progress, t, shown)).filter(Boolean),
      );
      place.replaceChildren(
        head(progress, t, shown),
        ...(progress.lesson.stops.length > 1 ? [progressDots(progress, { t, go: doing.go })] : []),
        text,
        ...(prediction ? [prediction.element] : []),
        foot(progress, t, shown),
        spoken,
      );
      place.hidden = false;
      const dots = place.querySelector(".note-dots ol");
      const dot = /** @type {HTMLElement | null} */ (dots?.querySelector("[aria-current]"));
      if (dots && dot) dots.scrollLeft = dot.offsetLeft - dots.clientWidth / 2;
      place.setAttribute("aria-label", t("note.label"));
      focusable()[focused]?.focus({ preventScroll: true });
    },
    /** Numbers follow the picture. */
    follow() {
      for (const write of live) write();
    },
    /** @param {string} text */
    say(text) {
      spoken.textContent = text;
    },
    /** @param {".note-title" | ".note-verdict"} where */
    focus(where) {
      const fits = matchMedia("(width >= 1024px)").matches; // there it is on the screen already
      /** @type {HTMLElement | null} */ (place.querySelector(where))?.focus({ preventScroll: fits });
    },
    hide() {
      const focused = place.contains(document.activeElement);
      prediction?.destroy();
      prediction = null;
      live = [];
      place.replaceChildren();
      place.hidden = true;
      if (focused) byId("tool-lessons").focus(); // where it was opened
    },
  };
}
