/**
 * The lesson that is open: turns its stops, keeps what was foreseen, and finds out what was true once the picture of the
 * answer is there.
 */

import { scaleOf } from "../figure/scale.js";
import { straightTo } from "./curve.js";
import { createGuesses, keyOf } from "./guesses.js";
import { plainWords } from "./lesson_text.js";
import { createNoteCard } from "./note_card.js";
import * as progress from "./progress.js";
import { progressText } from "./progress_dots.js";
import { fill, readingsBefore, truthOf } from "./quantities.js";
import { createShownGuess } from "./shown_guess.js";
import { OWN } from "./source.js";
import { createStopPicture } from "./stop_picture.js";
import { sweep } from "./sweep.js";
import { verdictOf } from "./verdict.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./lesson.js").Lesson} Lesson */
/** `left`: however the lesson was left. @typedef {{ label: string, run: () => void, left: () => void }} Back */
/**
 * @typedef {object} Opening
 * @property {number} [stop]
 * @property {boolean} [stays] the page stays as its address says
 * @property {string} [packed] the link's part that the lesson is from
 * @property {Back | null} [back] out of a preview
 * @property {"push" | "replace"} [history]
 * @property {number} [choose] a quick answer, from 1, that was given already
 */
/** @typedef {{ progress: progress.Progress, name: string, packed: string, key: string, back: Opening["back"] }} Opened */

/** The lesson of a first visit, and the one that it leads to. */
const FIRST = "first_minute";
const FOLLOWS = "first_lecture";

/** A text whose numbers are not there yet. @param {string} text */
const unfilled = (text) => text.replace(/\{[\w.:@]+\}/g, "…");

/**
 * @param {object} wiring
 * @param {import("../base/types.js").Store} wiring.store
 * @param {() => I18n} wiring.words
 * @param {HTMLElement} wiring.place of the note card
 * @param {import("./lesson_text.js").Act} wiring.act what a phrase does
 * @param {ReturnType<typeof import("../network/player.js").createPlayer>} wiring.player
 * @param {(name: string) => void} wiring.open another lesson
 * @param {() => void} wiring.leaving the address does not hold it any more
 */
export function createOpenLesson({ store, words, place, act, player, open, leaving }) {
  const guesses = createGuesses();
  const picture = createStopPicture({ store, words });
  const card = createNoteCard(place, {
    store,
    doing: {
      act,
      go: (stop) => turn(stop),
      next,
      release,
      again: () => change(progress.askAgain),
      forget,
      close: () => close(),
      open,
    },
  });
  /** @type {Opened | null} */
  let opened = null;
  /** A guess that is not released. @type {progress.Guess | null} */
  let draft = null;
  /** The picture at which the stop asks. @type {Trace | null} */
  let before = null;
  /** Whether the picture of the answer is still to come. */
  let awaited = false;
  const shownGuess = createShownGuess();

  /** How far one is now, kept. @param {progress.Progress} now */
  function put(now) {
    if (!opened) return;
    opened = { ...opened, progress: now };
    if (!opened.back) guesses.keep(opened.key, now.answers);
  }

  /** The stop's picture and its card. @param {Pick<Opening, "stays" | "history">} [how] */
  function show(how = {}) {
    if (!opened) return;
    player.pause();
    before = null;
    awaited = !progress.asks(opened.progress);
    picture.show(opened.progress, opened.name, how);
    draw();
  }

  function draw() {
    if (!opened) return;
    const t = words();
    card.show(opened.progress, t, {
      follows: opened.name === FIRST ? FOLLOWS : "",
      skippable: opened.name === FIRST,
      back: opened.back ?? null,
      draft,
      keep: (guess) => {
        draft = guess;
      },
      fill: (text) => {
        const { trace, catalogue } = store.get();
        const answer = opened?.progress.answers[opened.progress.stop];
        return trace?.runs.length ? fill(text, { now: trace, before: answer?.before, catalogue }, t) : unfilled(text);
      },
    });
    shownGuess.show(opened.progress, Number(store.get().config.steps), t("guess.yours"));
  }

  /** @param {(progress: progress.Progress) => progress.Progress} to */
  function change(to) {
    if (!opened) return;
    put(to(opened.progress));
    show({ history: "replace" });
    card.focus(progress.asks(opened.progress) ? ".note-title" : ".note-verdict");
  }

  /** @param {progress.Guess} guess */
  function release(guess) {
    const { catalogue } = store.get();
    change((now) => progress.release(now, guess, readingsBefore(progress.stopOf(now), before, catalogue)));
  }

  function forget() {
    if (!opened) return;
    guesses.forget(opened.key);
    opened = { ...opened, progress: progress.forget(opened.progress) };
    turn(1);
  }

  /** @param {number} stop @param {Pick<Opening, "stays" | "history">} [how] */
  function turn(stop, how = {}) {
    if (!opened) return;
    opened = { ...opened, progress: progress.turnTo(opened.progress, stop) };
    draft = null;
    const inside = place.contains(document.activeElement) || document.activeElement === document.body;
    show(how);
    const t = words();
    const { progress: now } = opened;
    card.say([progressText(now, t), plainWords(progress.stopOf(now).title, t.lang)].filter(Boolean).join(": "));
    if (inside) card.focus(".note-title");
  }

  function next() {
    if (!opened) return;
    const { progress: now, back } = opened;
    const isOver = now.ended || (progress.isLast(now) && !progress.hasSummary(now));
    if (isOver) return back ? back.run() : close();
    if (!progress.isLast(now)) return turn(now.stop + 1);
    opened = { ...opened, progress: progress.end(now) };
    picture.uncover();
    draw();
    card.focus(".note-title");
  }

  function previous() {
    if (opened) turn(opened.progress.stop - (opened.progress.ended ? 0 : 1));
  }

  /** @param {"push" | "none"} [history] none: the address is another one already */
  function close(history = "push") {
    if (!opened) return;
    const { packed, back } = opened;
    if (packed && history === "push") leaving();
    opened = null;
    shownGuess.clear();
    card.hide();
    picture.leave(history);
    back?.left();
  }

  /** The truth comes with the picture of the answer. @param {State} state */
  function arrive({ trace, status }) {
    if (!opened || !awaited || status !== "idle" || !trace) return;
    const stop = progress.stopOf(opened.progress);
    const answer = opened.progress.answers[opened.progress.stop];
    const isNew = !answer?.truth; // who comes back to a stop has seen it play
    if (stop.predict?.of && answer && isNew) {
      const truth = truthOf(stop.predict.of, trace, store.get().catalogue);
      if (!truth) return;
      put(progress.settle(opened.progress, truth));
      draw();
    }
    awaited = false;
    const settled = opened.progress.answers[opened.progress.stop];
    const verdict = settled && verdictOf(stop, settled, words());
    if (verdict) card.say([verdict.truth, verdict.far].filter(Boolean).join(". "));
    if (stop.reveal?.play && isNew) player.play(stop.reveal.play);
    if (stop.predict?.kind === "curve" && isNew) sweep(player);
  }

  return {
    /** @returns {Readonly<Opened> | null} */
    get opened() {
      return opened;
    },
    /** @param {Lesson} lesson @param {string} name as the address has it @param {Opening} how */
    begin(lesson, name, { stop = 1, packed = "", back = null, choose, ...how }) {
      if (!opened) picture.begin();
      const key = keyOf(packed || back || name === OWN ? lesson : name);
      const answers = back ? {} : guesses.of(key, lesson.stops.length);
      opened = { progress: progress.begin(lesson, { answers }), name, packed, key, back };
      turn(stop, how);
      if (how.history !== "replace") card.focus(".note-title"); // someone has chosen it
      const { predict } = progress.stopOf(opened.progress);
      const value = predict?.options?.[(choose ?? 0) - 1]?.value;
      if (value === undefined) return;
      const { config, page } = store.get();
      const values = /** @type {number[]} */ (straightTo(value, Number(config.steps), scaleOf(page)));
      release(predict?.kind === "curve" ? { kind: "curve", values } : { kind: "number", value });
    },
    turn,
    next,
    previous,
    close,
    draw,
    /** The address names a lesson, and there is none. */
    clear: () => picture.leave("replace"),
    /** @param {State} state */
    update(state) {
      if (!opened) return;
      if (progress.asks(opened.progress)) before = state.status === "idle" ? state.trace : before;
      else arrive(state);
      card.follow();
      shownGuess.attach();
    },
  };
}
