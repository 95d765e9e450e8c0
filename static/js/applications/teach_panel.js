/** Saying each digit three times: one big prompt after the other, hands-free once begun, and any of them once more. */

import { h, icon } from "../base/dom.js";
import { createDictation, LEAD } from "./dictation.js";
import { NoMicrophone } from "./microphone.js";
import { createMeter, createReason } from "./recorder.js";
import { FEWEST, ROUNDS, WORDS } from "./teach_prompts.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * @param {HTMLElement} root
 * @param {{ t: I18n, teach: import("./teach.js").Teach, close: () => void,
 *   learn: () => Promise<string | null> }} wiring
 */
export function mountTeachPanel(root, { t, teach, close, learn }) {
  const meter = createMeter();
  const reason = createReason(t);
  const digit = h("span", { class: "teach-digit", "aria-hidden": "true" });
  const word = h("span", { class: "teach-word" });
  const status = h("p", { class: "voice-status", role: "status" });
  const message = h("p", { class: "message", role: "alert" });
  const count = h("p", { class: "teach-count" });
  const go = h("button", { type: "button", class: "action teach-go", onclick: press });
  const redo = h("button", { type: "button", class: "action quiet", onclick: back }, icon("reset"), t("teach.redo"));
  const skip = h("button", { type: "button", class: "action quiet", onclick: pass }, t("teach.skip"));
  const done = h("button", { type: "button", class: "action", onclick: finish }, icon("play"), h("span", {}));
  const languages = Object.keys(WORDS).map((language) =>
    h(
      "button",
      { type: "button", class: "action quiet", lang: language, onclick: () => speak(language) },
      t(`teach.language.${language}`),
    ),
  );
  const marks = teach.prompts.prompts.map((_, place) =>
    h("button", { type: "button", class: "teach-mark", onclick: () => again(place) }),
  );
  root.replaceChildren(
    h(
      "section",
      { class: "teach", "aria-labelledby": "teach-title" },
      h(
        "div",
        { class: "teach-head" },
        h("h3", { id: "teach-title" }, t("teach.title")),
        h("div", { class: "teach-languages", role: "group", "aria-label": t("teach.languages") }, ...languages),
        h("button", { type: "button", class: "action quiet", onclick: () => close() }, icon("close"), t("teach.close")),
      ),
      h("p", { class: "teach-about" }, t("teach.about", { rounds: t.number(ROUNDS) })),
      h("div", { class: "teach-prompt" }, digit, word),
      status,
      meter.element,
      h("div", { class: "teach-buttons" }, go, redo, skip),
      reason.element,
      message,
      h("div", { class: "teach-marks", role: "group", "aria-label": t("teach.marks") }, ...marks),
      h("div", { class: "teach-foot" }, count, done),
    ),
  );

  let state = "rest";
  const dictation = createDictation({
    next: () => (teach.prompts.at < 0 ? null : teach.prompts.prompts[teach.prompts.at].word),
    take(samples) {
      teach.prompts.take(samples);
      draw();
      return true;
    },
    meter,
    turn(now) {
      state = now;
      draw();
    },
  });

  async function press() {
    message.textContent = "";
    if (dictation.goes) {
      dictation.stop();
      state = "rest";
      draw();
      return;
    }
    reason.show(null);
    try {
      await dictation.start();
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      state = "rest";
      reason.show(error.reason);
      draw();
    }
    if (teach.prompts.at < 0 && root.isConnected) done.focus();
  }

  /** While it listens, what it hears now is of the prompt before: it begins anew with the other one. */
  function move() {
    const went = dictation.goes;
    dictation.stop();
    state = "rest";
    draw();
    if (went) setTimeout(() => void press(), LEAD);
  }
  function back() {
    teach.prompts.redo();
    move();
  }
  function pass() {
    teach.prompts.skip();
    move();
  }
  /** @param {number} place */
  function again(place) {
    teach.prompts.redo(place);
    move();
  }
  /** @param {string} language */
  function speak(language) {
    dictation.stop();
    teach.speak(language);
    state = "rest";
    draw();
  }
  async function finish() {
    dictation.stop();
    done.disabled = true;
    message.textContent = "";
    const wrong = await learn();
    done.disabled = false;
    if (wrong !== null) message.textContent = wrong || t("page.away");
  }

  function draw() {
    const { prompts, at, said, language } = teach.prompts;
    const prompt = prompts[at];
    digit.textContent = prompt ? String(prompt.digit) : "✓";
    word.textContent = prompt ? prompt.word : t("teach.all_said");
    word.lang = prompt ? language : t.lang;
    root.dataset.voice = state;
    meter.element.classList.toggle("idle", state !== "listens");
    status.textContent = prompt ? t(`teach.state.${state}`, { word: prompt.word }) : t("teach.state.done");
    go.textContent = t(dictation.goes ? "teach.pause" : said ? "teach.go_on" : "teach.start");
    go.hidden = !prompt;
    skip.hidden = !prompt;
    redo.disabled = said === 0 && !prompts.some(({ skipped }) => skipped);
    marks.forEach((mark, place) => {
      const { samples, skipped, digit: number, word: name } = prompts[place];
      const now = samples ? "said" : skipped ? "skipped" : "open";
      mark.textContent = String(number);
      mark.className = `teach-mark ${now}`;
      mark.setAttribute("aria-label", t(`teach.mark.${now}`, { digit: number, word: name }));
      if (place === at) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    languages.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(Object.keys(WORDS)[i] === language));
    });
    count.textContent = t(said < FEWEST ? "teach.too_few" : "teach.count", {
      said: t.number(said),
      all: t.number(prompts.length),
      fewest: t.number(FEWEST),
    });
    /** @type {HTMLElement} */ (done.lastChild).textContent = t("teach.learn", { said });
    done.disabled = said < FEWEST;
  }
  draw();
  go.focus();

  return {
    destroy() {
      dictation.stop();
      root.replaceChildren();
    },
  };
}
