/**
 * A lesson on the page: opens it, turns its stops, keeps what was foreseen, and finds out what was true once the picture
 * of the answer is there. Fetched when a lesson is first opened.
 */

import { styled } from "../base/dom.js";
import { recall } from "../base/tab_memory.js";
import * as courses from "./course.js";
import { createOverlay } from "./curve_overlay.js";
import { createGuesses, keyOf } from "./guesses.js";
import { plainWords } from "./lesson_text.js";
import { createNoteCard } from "./note_card.js";
import { progressText } from "./progress.js";
import { fieldsOf, fill, measure } from "./quantities.js";
import { createSource, OWN } from "./source.js";
import { createStopPicture } from "./stop_picture.js";
import { sweep } from "./sweep.js";
import { packedIn } from "./travel.js";
import { verdictOf } from "./verdict.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./lesson.js").Lesson} Lesson */
/**
 * @typedef {object} Opening
 * @property {number} [stop]
 * @property {boolean} [stays] the page stays as its address says
 * @property {string} [packed] the link's part that the lesson is from
 * @property {{ label: string, run: () => void } | null} [back] out of a preview
 * @property {"push" | "replace"} [history]
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
 * @param {() => Promise<void>} wiring.learn the words that a first visit does without
 * @param {string} wiring.base the page's address
 * @param {string} wiring.files the folder of the static files
 * @param {HTMLElement} wiring.place of the note card
 * @param {import("./lesson_text.js").Act} wiring.act what a phrase does
 * @param {ReturnType<typeof import("../network/player.js").createPlayer>} wiring.player
 * @param {(text: string) => void} wiring.announce
 */
export function createCourse({ store, words, learn, base, files, place, act, player, announce }) {
  const guesses = createGuesses();
  const source = createSource({ base, words, announce });
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
      open: (name) => void open(name),
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
  /** @type {ReturnType<typeof createOverlay> | null} */
  let overlay = null;
  let requests = 0;

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
    overlay?.destroy();
    overlay = null;
    const { course } = opened;
    const guess = course.ended ? null : course.answers[course.stop]?.guess;
    // a foreseen curve stays beside the true one
    if (guess?.kind !== "curve" || guess.values.length !== Number(store.get().config.steps)) return;
    overlay = createOverlay({ curve: () => guess.values, draw: null, label: t("guess.yours"), invitation: "" });
    overlay.attach();
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
    card.say(`${progressText(course, t)}: ${plainWords(courses.stopOf(course).title, t.lang)}`);
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

  /** @param {"push" | "none"} [history] none: the address is another one already */
  function close(history = "push") {
    if (!opened) return;
    if (opened.packed && history === "push") source.leave();
    opened = null;
    overlay?.destroy();
    overlay = null;
    card.hide();
    picture.leave(history);
  }

  /** Open a lesson by name, or one that was made. @param {string | Lesson} target @param {Opening} [how] */
  async function open(target, { stop = 1, packed = "", back = null, ...how } = {}) {
    const request = ++requests;
    const shipped = typeof target === "string";
    const [lesson] = await Promise.all([
      shipped ? source.named(target) : target,
      learn(),
      styled(`${files}/css/lessons.css`),
    ]);
    if (request !== requests) return false;
    if (!lesson) {
      if (opened) close();
      else picture.leave("push");
      return false;
    }
    if (!opened) picture.begin();
    const key = keyOf(shipped ? target : lesson);
    const answers = back ? {} : guesses.of(key, lesson.stops.length);
    const course = courses.begin(lesson, { answers });
    opened = { course, name: shipped ? target : OWN, packed, key, back };
    turn(stop, how);
    return true;
  }

  /** The lesson that the address names. */
  async function follow() {
    await learn();
    const { page } = store.get();
    const own = opened?.name === OWN && page.lesson === OWN && !packedIn(location.hash); // a preview, or a jump in the page
    const found = own ? { target: OWN, stop: Number(page.stop), packed: "" } : await source.inAddress(store.get());
    if (!found) {
      if (page.lesson === OWN && recall("lesson_draft")) return make(); // a preview that was reloaded
      if (page.lesson === OWN) announce(words()("lessons.lost"));
      return close("none");
    }
    const { target, stop, ...how } = found;
    const same = opened && (found.packed ? opened.packed === found.packed : opened.name === target);
    if (!same) await open(target, { ...how, stop, history: "replace" });
    else if (opened?.course.stop !== stop) turn(stop, { stays: true, history: "replace" });
  }
  addEventListener("popstate", () => void follow());

  /** @type {ReturnType<typeof import("./making.js").createMaking> | undefined} */
  let making;
  async function make() {
    const [{ createMaking }] = await Promise.all([import("./making.js"), learn(), styled(`${files}/css/lessons.css`)]);
    making ??= createMaking({ store, words, base, act, readFile: source.inFile, open, close });
    making.open();
  }

  /** The truth comes with the picture of the answer. @param {State} state */
  function arrive({ trace, status }) {
    if (!opened || !awaited || status !== "idle" || !trace) return;
    const stop = courses.stopOf(opened.course);
    const answer = opened.course.answers[opened.course.stop];
    if (stop.predict?.of && answer && !answer.truth) {
      const truth = measure(stop.predict.of, trace, store.get().catalogue);
      if (!truth) return;
      const focused = place.querySelector(".note-verdict")?.contains(document.activeElement);
      put(courses.settle(opened.course, truth));
      draw();
      if (focused) card.focus(".note-verdict");
    }
    awaited = false;
    const settled = opened.course.answers[opened.course.stop];
    const verdict = settled && verdictOf(stop, settled, words());
    if (verdict) card.say([verdict.truth, verdict.far].filter(Boolean).join(". "));
    if (stop.reveal?.play) player.play(stop.reveal.play);
    if (stop.predict?.kind === "curve") sweep(player);
  }

  return {
    open,
    close,
    follow,
    make,
    /** @param {Blob} file */
    async openFile(file) {
      await learn();
      const lesson = await source.inFile(file);
      if (lesson) await open(lesson);
    },
    /** In new words, or new colours. */
    mount() {
      draw();
      making?.mount();
    },
    /** @param {State} state */
    update(state) {
      if (!opened) return;
      if (courses.asks(opened.course)) before = state.status === "idle" ? state.trace : before;
      else arrive(state);
      card.follow();
      overlay?.attach();
    },
    /** Parts of the trace that the stop's numbers need. */
    fields: () => (opened && !opened.course.ended ? fieldsOf(courses.stopOf(opened.course)) : []),
    /** While a stop asks, its question stands in the headline's place. @param {I18n} t */
    headline(t) {
      if (!opened || !courses.asks(opened.course)) return undefined;
      return { words: [{ text: plainWords(courses.stopOf(opened.course).predict?.question, t.lang) }], remarks: [] };
    },
    /** Its shortcuts. @returns {import("../shell/keys.js").Shortcut[]} */
    keys: () => [
      { id: "stop_next", keys: ["]", "j"], run: next },
      {
        id: "stop_before",
        keys: ["[", "Shift+j"],
        run: () => opened && turn(opened.course.stop - (opened.course.ended ? 0 : 1)),
      },
    ],
  };
}
