/** Foreseeing a curve: over the chart with pointer or finger, with a slider for each of a few steps, or in one go. */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { scaleOf } from "../figure/scale.js";
import { completed, emptyCurve, knots, straightTo, through } from "./curve.js";
import { createOverlay } from "./curve_overlay.js";
import { plainWords } from "./lesson_text.js";

/** @typedef {import("./curve.js").Curve} Curve */

/** @param {import("./prediction.js").Asking} asking @returns {import("./prediction.js").Field} */
export function curveField({ predict, t, store, draft, keep }) {
  const numbers = numbersIn(t.lang);
  const { floor, ceiling } = scaleOf(store.get().page);
  const steps = Number(store.get().config.steps);
  /** @type {Curve} */
  let curve = draft?.kind === "curve" && draft.values.length === steps ? draft.values : emptyCurve(steps);
  const at = knots(steps);
  const sliders = at.map((step) =>
    h("input", {
      type: "range",
      class: "slider",
      min: floor,
      max: ceiling,
      step: 0.5,
      value: 0,
      "aria-label": t("guess.curve_at", { t: step }),
      oninput: bySliders,
    }),
  );
  const outputs = at.map(() => h("output", {}));

  const overlay = createOverlay({
    curve: () => curve,
    draw: (next) => change(next),
    label: t("guess.yours"),
    invitation: t("guess.curve_draw"),
  });

  /** @param {Curve} next @param {boolean} [told] the sliders know */
  function change(next, told = false) {
    curve = next;
    const values = completed(curve);
    if (values) keep({ kind: "curve", values });
    at.forEach((step, i) => {
      const value = values?.[step - 1] ?? Number(sliders[i].value);
      if (!told && values) sliders[i].value = String(value);
      const text = values ? numbers.power(value) : "·";
      outputs[i].textContent = text;
      sliders[i].setAttribute("aria-valuetext", values ? text : t("guess.curve_none"));
    });
    overlay.paint();
  }
  function bySliders() {
    change(
      through(
        steps,
        at.map((step, i) => ({ step, log10: Number(sliders[i].value) })),
      ),
      true,
    );
  }

  /** A straight curve to a value at the first step. @param {number} value */
  const straight = (value) => change(straightTo(value, steps, { floor, ceiling }));

  const quick = (predict.options ?? []).filter(({ value }) => value !== undefined);
  const element = h(
    "div",
    { class: "note-curve" },
    quick.length > 0 &&
      h(
        "div",
        { class: "note-quick" },
        ...quick.map(({ text, value }) =>
          h("button", { type: "button", onclick: () => straight(Number(value)) }, plainWords(text, t.lang)),
        ),
      ),
    h(
      "details",
      { class: "note-sliders" },
      h("summary", {}, t("guess.curve_sliders")),
      ...at.map((step, i) => h("div", {}, h("span", { "aria-hidden": "true" }, `t = ${step}`), sliders[i], outputs[i])),
    ),
  );
  change(curve);
  overlay.attach();
  const cut = store.subscribe((next, previous) => {
    if (next.trace !== previous.trace || next.page !== previous.page) requestAnimationFrame(overlay.attach);
  });
  document.addEventListener("unroll:painted", overlay.attach);
  return {
    element,
    read() {
      const values = completed(curve);
      return values ? { kind: "curve", values } : t("guess.curve_missing");
    },
    focus: () => /** @type {HTMLElement | null} */ (element.querySelector("button, summary"))?.focus(),
    destroy() {
      cut();
      document.removeEventListener("unroll:painted", overlay.attach);
      overlay.destroy();
    },
  };
}
