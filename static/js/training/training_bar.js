/**
 * The training bar: one big button, single iterations, how fast, where the run is, and the way back to what was kept.
 * Under it, where a model diverged, the line that says so with the way out.
 */

import { h, icon } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { segmented } from "../controls/choice.js";
import { sentences } from "../figure/words.js";
import { createBranches } from "./branches.js";
import { epsilonReason, epsilonWarning } from "./epsilon.js";
import { firstEnd } from "./record.js";
import { BACK } from "./session.js";
import { actionOf, statusOf } from "./status.js";
import { endText, modelName } from "./words.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {ReturnType<typeof import("./session.js").createSession>} Session */

/** Iterations a second; the last is as many as there is time for. */
const SPEEDS = /** @type {const} */ ([
  { name: "slow", perSecond: 2 },
  { name: "medium", perSecond: 10 },
  { name: "fast", perSecond: null },
]);

/**
 * @param {{ bar: HTMLElement, alert: HTMLElement }} places
 * @param {{ session: Session, t: I18n }} tools
 */
export function mountBar(places, { session, t }) {
  /** @param {string} name @param {string} text @param {() => void} run @param {string} [shown] */
  const small = (name, text, run, shown) =>
    h(
      "button",
      { type: "button", class: "train-small", "data-do": name, "aria-label": text, title: text, onclick: run },
      shown ? h("span", { "aria-hidden": "true" }, shown) : icon(name),
    );
  const word = h("span", {});
  const go = h("button", { type: "button", class: "action train-go", onclick: () => session.toggle() }, word);
  const nextButton = small("next", t("trainbar.step"), () => session.step(1));
  const twentyButton = small("next20", t("trainbar.steps", { count: 20 }), () => session.step(20), "+20");
  const speed = segmented({
    name: "train-speed",
    label: t("trainbar.speed"),
    choices: SPEEDS.map(({ name }) => ({
      value: name,
      text: t(`trainbar.speed.${name}`),
      title: t(`trainbar.speed.${name}.about`),
    })),
    change: (value) => session.setSpeed(SPEEDS.find(({ name }) => name === value)?.perSecond ?? null),
  });
  const count = h("b", {});
  const stateText = h("span", {});
  const newest = h(
    "button",
    { type: "button", class: "train-newest", hidden: true, onclick: () => session.scrub(null) },
    t("trainbar.newest"),
  );
  const slider = h("input", {
    type: "range",
    class: "train-slider",
    min: 0,
    step: 1,
    "aria-label": t("trainbar.scrub"),
    oninput: () => session.scrub(Number(slider.value)),
    onkeydown(/** @type {KeyboardEvent} */ event) {
      const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!direction) return;
      event.preventDefault(); // from one kept iteration to the next, however far apart they are
      session.shift(/** @type {1 | -1} */ (direction));
    },
  });
  const branches = createBranches({ session, t });
  const branch = small("branch", t("trainbar.branch"), () => session.branch());
  const over = small("reset", t("trainbar.over"), () => session.start());
  const box = h(
    "div",
    { class: "train-bar", role: "group", "aria-label": t("trainbar.label") },
    go,
    h("div", { class: "train-group" }, nextButton, twentyButton),
    speed.element,
    h("div", { class: "train-time" }, h("p", { class: "train-words" }, count, stateText, newest), slider),
    h("div", { class: "train-group" }, branches.element, branch, over),
  );
  places.bar.replaceChildren(box);

  const trouble = h("span", {});
  const way = h(
    "button",
    { type: "button", class: "action", onclick: () => session.recover() },
    t("trainbar.recover", { count: BACK }),
  );
  let announced = "";
  let action = "";

  /** @param {State} state */
  function tell(state) {
    const { training, catalogue, config } = state;
    const end = firstEnd(training);
    let text = "";
    let reason = "";
    if (end && training) {
      text = t("trainbar.diverged", {
        model: modelName(/** @type {any} */ ({ t, numbers: numbersIn(t.lang) }), training.models[end.model]),
        n: t.number(end.iteration),
        what: endText({ t, catalogue }, training, end.model),
      });
      reason = epsilonReason(catalogue, training, end.model, t);
    } else if (["start", "anew"].includes(actionOf(state))) reason = epsilonWarning(catalogue, config, t);
    const whole = sentences([text, reason]);
    if (whole === announced) return;
    announced = whole;
    trouble.textContent = whole;
    places.alert.dataset.kind = text ? "ended" : "remark";
    way.textContent = t("trainbar.recover", { count: Math.min(BACK, end?.iteration ?? BACK) });
    // going back and clipping is no way out of a division by zero
    places.alert.replaceChildren(...(whole ? [trouble, ...(reason ? [] : [way])] : []));
  }

  return {
    /** @param {State} state */
    update(state) {
      const { training, live } = state;
      const now = actionOf(state);
      if (now !== action) {
        action = now;
        go.replaceChildren(icon(now === "pause" ? "pause" : now === "again" ? "reset" : "play"), word);
        word.textContent = t(`trainbar.do.${now}`);
        go.disabled = now === "wait";
        go.dataset.do = now;
      }
      const here = live?.phase === "here" && Boolean(training);
      const open = here && ["running", "paused", "hidden"].includes(training?.state ?? "");
      nextButton.disabled = here ? !open : now !== "start";
      twentyButton.disabled = nextButton.disabled;
      branch.disabled = !here;
      over.disabled = !here;
      speed.show((SPEEDS.find(({ perSecond }) => perSecond === (live?.speed ?? null)) ?? SPEEDS[2]).name);
      const words = statusOf(state, t);
      if (count.textContent !== words.count) count.textContent = words.count;
      if (stateText.textContent !== words.state) stateText.textContent = words.state;
      const at = live?.at ?? null;
      newest.hidden = at === null;
      slider.disabled = !here || !training?.snapshots.length;
      const last = training?.iteration ?? 0;
      slider.max = String(last);
      const value = at ?? last;
      if (Number(slider.value) !== value) slider.value = String(value);
      slider.setAttribute("aria-valuetext", words.count || words.state);
      slider.style.setProperty("--fill", `${((100 * value) / Math.max(1, last)).toFixed(1)}%`);
      branches.update(state);
      tell(state);
    },
  };
}
