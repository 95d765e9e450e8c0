/**
 * A lesson on the page: turns its stops, keeps what was foreseen, and finds out what was true once the picture of the
 * answer is there.
 */

import { scaleOf } from "../figure/scale.js";
import * as courses from "./course.js";
import { straightTo } from "./curve.js";
import { createGuesses, keyOf } from "./guesses.js";
import { plainWords } from "./lesson_text.js";
import { createNoteCard } from "./note_card.js";
import { progressText } from "./progress.js";
import { fill, truthOf } from "./quantities.js";
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
/** @typedef {{ course: courses.Course, name: string, packed: string, key: string, back: Opening["back"] }} Opened */

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
export function createCourseOnPage({ store, words, place, act, player, open, leaving }) {
  const guesses = createGuesses();
  const picture = createStopPicture({ store, words });
  const card = createNoteCard(place, {
    store,
    doing: {
      act,
      go: (stop) => turn(stop),
      next,
      release,
      again: () => change((course) => courses.askAgain(course)),
      forget,
      close: () => close(),
      open,
    },
  });
  /** @type {Opened | null} */
  let opened = null;
  /** A guess that is not released. @type {courses.Guess | null} */
  let draft = null;
  /** The picture at which the stop asked. @type {Trace | null} */
  let before = null;
  /** Whether the picture of the answer is still to come. */
  let awaited = false;
  const shownGuess = createShownGuess();

  /** Another state of the course, kept. @param {courses.Course} course */
  function put(course) {
    if (!opened) return;
    opened = { ...opened, course };
    if (!opened.back) guesses.keep(opened.key, course.answers);
  }

  /** The stop's picture and its card. @param {Pick<Opening, "stays" | "history">} [how] */
  function show(how = {}) {
    if (!opened) return;
    player.pause();
    before = null;
    awaited = !courses.asks(opened.course);
    picture.show(opened.course, opened.name, how);
    draw();
  }

  function draw() {
    if (!opened) return;
    const t = words();
    card.show(opened.course, t, {
      follows: opened.name === FIRST ? FOLLOWS : "",
      skippable: opened.name === FIRST,
      back: opened.back ?? null,
      draft,
      keep: (guess) => {
        draft = guess;
      },
      fill: (text) => {
        const { trace } = store.get();
        return trace?.runs.length
          ? fill(text, { now: trace, before, catalogue: store.get().catalogue }, t)
          : unfilled(text);
      },
    });
    shownGuess.show(opened.course, Number(store.get().config.steps), t("guess.yours"));
  }

  /** @param {(course: courses.Course) => courses.Course} to */
  function change(to) {
    if (!opened) return;
    const asked = before;
    put(to(opened.course));
    show({ history: "replace" });
    before = asked;
    card.focus(courses.asks(opened.course) ? ".note-title" : ".note-verdict");
  }

  /** @param {courses.Guess} guess */
  function release(guess) {
    change((course) => courses.release(course, guess));
  }

  function forget() {
    if (!opened) return;
    guesses.forget(opened.key);
    opened = { ...opened, course: courses.forget(opened.course) };
    turn(1);
  }

  /** @param {number} stop @param {Pick<Opening, "stays" | "history">} [how] */
  function turn(stop, how = {}) {
    if (!opened) return;
    opened = { ...opened, course: courses.turnTo(opened.course, stop) };
    draft = null;
    const inside = place.contains(document.activeElement) || document.activeElement === document.body;
    show(how);
    const t = words();
    const { course } = opened;
    card.say([progressText(course, t), plainWords(courses.stopOf(course).title, t.lang)].filter(Boolean).join(": "));
    if (inside) card.focus(".note-title");
  }

  function next() {
    if (!opened) return;
    const { course, back } = opened;
    if (course.ended || (courses.isLast(course) && !courses.hasSummary(course))) return back ? back.run() : close();
    if (!courses.isLast(course)) return turn(course.stop + 1);
    opened = { ...opened, course: courses.end(course) };
    picture.uncover();
    draw();
    card.focus(".note-title");
  }

  function previous() {
    if (opened) turn(opened.course.stop - (opened.course.ended ? 0 : 1));
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
    const stop = courses.stopOf(opened.course);
    const answer = opened.course.answers[opened.course.stop];
    const isNew = !answer?.truth; // who comes back to a stop has seen it play
    if (stop.predict?.of && answer && isNew) {
      const truth = truthOf(stop.predict.of, trace, store.get().catalogue);
      if (!truth) return;
      put(courses.settle(opened.course, truth));
      draw();
    }
    awaited = false;
    const settled = opened.course.answers[opened.course.stop];
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
      opened = { course: courses.begin(lesson, { answers }), name, packed, key, back };
      turn(stop, how);
      if (how.history !== "replace") card.focus(".note-title"); // someone has chosen it
      const { predict } = courses.stopOf(opened.course);
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
      if (courses.asks(opened.course)) before = state.status === "idle" ? state.trace : before;
      else arrive(state);
      card.follow();
      shownGuess.attach();
    },
  };
}
