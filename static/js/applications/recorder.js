/**
 * The big button: it counts down, listens while the meter shows how loud it is, and says what was heard. Where there is
 * no microphone it says why, and what to do.
 */

import { h } from "../base/dom.js";
import { NoMicrophone, openMicrophone, RATE, reasonOf } from "./microphone.js";
import { wavOf } from "./wav.js";

/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("./microphone.js").Reason} Reason */
/** @typedef {import("./microphone.js").Microphone} Microphone */

/** Milliseconds from one number of the count-down to the next, and the numbers. */
const BEAT = 500;
const COUNTED = [3, 2, 1];

/** @param {number} milliseconds */
export const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How loud it is, and how much of the time is left. */
export function createMeter() {
  const bar = h("i", {});
  const left = h("i", { class: "left" });
  const element = h("div", { class: "voice-meter", "aria-hidden": "true" }, bar, left);
  /** @param {number} level @param {number} share */
  function show(level, share) {
    bar.style.setProperty("--level", level.toFixed(3));
    left.style.setProperty("--level", share.toFixed(3));
    element.classList.toggle("loud", level > 0.97);
  }
  show(0, 0);
  return { element, show };
}

/** Why there is no microphone, and what to do. @param {I18n} t */
export function createReason(t) {
  const why = h("b", {});
  const what = h("span", {});
  const element = h("div", { class: "voice-reason", role: "alert", hidden: true }, why, " ", what);
  return {
    element,
    /** @param {Reason | null} reason */
    show(reason) {
      element.hidden = !reason;
      const port = location.port ? `:${location.port}` : "";
      const values = { host: location.host, local: `http://localhost${port}${location.pathname}` };
      why.textContent = reason ? t(`voice.why.${reason}`, values) : "";
      what.textContent = reason ? t(`voice.do.${reason}`, values) : "";
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {{ t: I18n, teach: HTMLElement, take: (content: ArrayBuffer, name: string) => Promise<string | null> }} wiring
 *   `take` uploads a recording: its name on the server, null where it was refused
 */
export function mountRecorder(root, { t, teach, take }) {
  const word = h("span", {}, t("voice.record"));
  const button = h(
    "button",
    { type: "button", class: "voice-record", onclick: press },
    h("i", { class: "voice-dot", "aria-hidden": "true" }),
    word,
  );
  const meter = createMeter();
  const reason = createReason(t);
  const status = h("p", { class: "voice-status", role: "status" }, t("voice.invite"));
  root.replaceChildren(
    h("div", { class: "voice-row" }, button, h("div", { class: "voice-side" }, status, meter.element), teach),
    reason.element,
  );
  const before = reasonOf(null);
  reason.show(before);
  teach.hidden = Boolean(before);
  button.disabled = Boolean(before);
  meter.element.hidden = true;

  /** @type {Microphone | null} */
  let open = null;
  /** It counts, listens, or sends. */
  let at = "rest";
  let gone = false;
  /** The last recording's name on the server. */
  let recorded = "";
  let told = "";

  /** @param {string} state @param {string} text @param {string} label */
  function turn(state, text, label) {
    at = state;
    root.dataset.voice = state;
    status.replaceChildren(text);
    word.textContent = label;
    button.setAttribute("aria-pressed", String(state === "listens"));
    meter.element.hidden = state !== "listens";
  }

  async function press() {
    if (at === "listens") return open?.stop();
    if (at !== "rest") return undefined;
    return speak();
  }

  async function speak() {
    reason.show(null);
    told = "";
    turn("counts", t("voice.opening"), t("voice.wait"));
    try {
      const microphone = await openMicrophone();
      open = microphone;
      try {
        for (const number of COUNTED) {
          if (gone) return;
          turn("counts", t("voice.count", { number: t.number(number) }), t("voice.wait"));
          await rest(BEAT);
        }
        turn("listens", t("voice.speak"), t("voice.stop"));
        const { samples, spoke } = await microphone.listen({ onLevel: meter.show });
        if (gone) return;
        if (!spoke) {
          turn("rest", t("voice.nothing"), t("voice.again"));
          return;
        }
        turn("sends", t("voice.listening"), t("voice.wait"));
        recorded = (await take(wavOf(samples, RATE), t("apps.recorded"))) ?? "";
        turn("rest", recorded ? t("voice.listening") : t("voice.not_taken"), t("voice.again"));
      } finally {
        open = null;
        microphone.close();
      }
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      turn("rest", t("voice.invite"), t("voice.record"));
      reason.show(error.reason);
    }
  }

  return {
    /** What was heard, once the answer is there. @param {import("../base/types.js").State} state */
    update({ play, prediction, error }) {
      if (at !== "rest" || !recorded) return;
      if (play?.material !== recorded) {
        recorded = "";
        turn("rest", t("voice.invite"), t("voice.record"));
        return;
      }
      if (!prediction?.address?.includes(recorded)) {
        if (error && told !== "error") status.replaceChildren(t("voice.not_taken"));
        if (error) told = "error";
        return;
      }
      const heard = prediction.answer.transcript.join(" ");
      if (told === `heard ${heard}`) return;
      told = `heard ${heard}`;
      status.replaceChildren(...(heard ? [`${t("voice.heard")} `, h("b", {}, heard)] : [t("voice.no_word")]));
    },
    destroy() {
      gone = true;
      open?.stop();
      open?.close();
    },
  };
}
