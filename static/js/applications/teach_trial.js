/** After learning: digits that are said now, as the network heard them before it was taught and as it hears them since. */

import { h } from "../base/dom.js";
import { createDictation } from "./dictation.js";
import { NoMicrophone } from "./microphone.js";
import { createMeter, createReason } from "./recorder.js";
import { drawDigits, intervalOf, TRIALS, WORDS } from "./teach_prompts.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("./teach.js").Trial} Trial */

/** Fewer digits than these are called few. */
const FEW = 30;

/** @param {Trial[]} trials @param {"before" | "after"} when */
export const rightOf = (trials, when) => trials.filter(({ word, [when]: heard }) => heard.join(" ") === word).length;

/**
 * The figures before and after, and how little so few digits say.
 * @param {Trial[]} trials
 * @param {import("../base/i18n.js").I18n} t
 */
export function sentence(trials, t) {
  const n = trials.length;
  if (!n) return "";
  const right = rightOf(trials, "after");
  const [low, high] = intervalOf(right, n).map((share) =>
    t.number(share, { style: "percent", maximumFractionDigits: 0 }),
  );
  const counts = { n, before: t.number(rightOf(trials, "before")), after: t.number(right) };
  return `${t("teach.figure", counts)} ${t(n < FEW ? "teach.few" : "teach.interval", { low, high })}`;
}

/**
 * @param {HTMLElement} root
 * @param {{ t: import("../base/i18n.js").I18n, teach: import("./teach.js").Teach }} wiring
 */
export function mountTrial(root, { t, teach }) {
  const meter = createMeter();
  const reason = createReason(t);
  const title = h("h3", { id: "trial-title" });
  const about = h("p", { class: "teach-about" });
  const digit = h("span", { class: "teach-digit", "aria-hidden": "true" });
  const word = h("span", { class: "teach-word" });
  const prompt = h("div", { class: "teach-prompt" }, digit, word);
  const status = h("p", { class: "voice-status", role: "status" });
  const message = h("p", { class: "message", role: "alert" });
  const go = h("button", { type: "button", class: "action teach-go", onclick: press });
  const rows = h("tbody", {});
  const heads = ["teach.said", "teach.before", "teach.after"];
  const table = h(
    "table",
    { class: "teach-trials", hidden: true },
    h("thead", {}, h("tr", {}, ...heads.map((key) => h("th", { scope: "col" }, t(key))))),
    rows,
  );
  const figure = h("p", { class: "teach-figure", role: "status" });
  root.replaceChildren(
    h(
      "section",
      { class: "teach", "aria-labelledby": "trial-title" },
      title,
      about,
      prompt,
      status,
      meter.element,
      h("div", { class: "teach-buttons" }, go),
      reason.element,
      message,
      figure,
      table,
    ),
  );

  let state = "rest";
  let spoken = "";
  let learned = false;
  /** What is still to be said. @type {number[]} */
  let digits = [];
  const language = () => teach.prompts.language;
  const dictation = createDictation({
    next: () => (digits.length ? WORDS[language()][digits[0]] : null),
    async take(samples, said) {
      state = "hears";
      draw();
      const wrong = await teach.attempt(said, samples);
      if (wrong !== null) {
        message.textContent = wrong || t("page.away");
        return false;
      }
      digits.shift();
      draw();
      return true;
    },
    meter,
    turn(now, name) {
      state = now;
      spoken = name;
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
    if (!digits.length) digits = drawDigits(TRIALS);
    try {
      await dictation.start();
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      reason.show(error.reason);
    }
    if (state !== "silent") state = "rest";
    draw();
  }

  /** @param {string[]} heard @param {string} said */
  const cell = (heard, said) =>
    h(
      "td",
      { class: heard.join(" ") === said ? "right" : "wrong" },
      heard.join(" ") || t("teach.nothing"),
      " ",
      h("span", { class: "teach-verdict" }, heard.join(" ") === said ? "✓" : "✗"),
      h("span", { class: "unseen" }, t(heard.join(" ") === said ? "teach.right" : "teach.wrong")),
    );

  function draw() {
    const trials = teach.tried;
    title.textContent = t(learned ? "teach.try" : "teach.learns");
    about.textContent = t(learned ? "teach.try_about" : "teach.learns_about");
    const speaks = dictation.goes && digits.length > 0;
    prompt.hidden = !speaks;
    digit.textContent = speaks ? String(digits[0]) : "";
    word.textContent = speaks ? WORDS[language()][digits[0]] : "";
    word.lang = language();
    root.dataset.voice = state;
    meter.element.hidden = !speaks;
    meter.element.classList.toggle("idle", state !== "listens");
    status.textContent = dictation.goes || state === "silent" ? t(`teach.state.${state}`, { word: spoken }) : "";
    go.hidden = !learned;
    go.textContent = dictation.goes
      ? t("teach.pause")
      : t(digits.length && trials.length ? "teach.go_on" : trials.length ? "teach.more" : "teach.say", { n: TRIALS });
    table.hidden = !trials.length;
    rows.replaceChildren(
      ...trials.map(({ word: said, before, after }) =>
        h("tr", {}, h("th", { scope: "row", lang: language() }, said), cell(before, said), cell(after, said)),
      ),
    );
    const text = sentence(trials, t);
    if (figure.textContent !== text) figure.textContent = text;
  }
  draw();

  return {
    /** @param {State} state */
    update({ training }) {
      const now = Boolean(training && training.state === "finished");
      if (now === learned) return;
      learned = now;
      draw();
      if (!now) return;
      root.scrollIntoView({ block: "center" });
      go.focus({ preventScroll: true });
    },
    destroy() {
      dictation.stop();
      root.replaceChildren();
    },
  };
}
