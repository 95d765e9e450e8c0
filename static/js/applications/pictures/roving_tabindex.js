/**
 * A row of many buttons as one stop of the tab key: arrows, Home and End move within it, Enter chooses, as a pointer
 * does. Every button carries its step of the time axis in `data-step`.
 */

import { h } from "../../base/dom.js";

/** @typedef {{ refill: (children: Node[], chosen: number) => void, destroy: () => void }} Reach */

/** @type {Record<string, (at: number, last: number) => number>} */
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowUp: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * The next place in a row, held at its ends; null where the key does not move.
 * @param {string} key
 * @param {number} at
 * @param {number} count
 */
export function moved(key, at, count) {
  const move = /** @type {(typeof MOVES)[string] | undefined} */ (MOVES[key]);
  return move && count ? Math.min(count - 1, Math.max(0, move(at, count - 1))) : null;
}

/**
 * One of the buttons of such a row.
 * @param {number} step
 * @param {boolean} chosen
 * @param {Record<string, any>} attributes
 * @param {...import("../../base/dom.js").Child} children
 */
export const stepButton = (step, chosen, attributes, ...children) =>
  h("button", { type: "button", "data-step": step, "aria-pressed": String(chosen), ...attributes }, ...children);

/**
 * @param {HTMLElement} row
 * @param {{ choose: (step: number) => void, preview?: (step: number | null) => void }} on
 *   `preview`: a step under the pointer or the focus; null: none any more
 * @returns {Reach}
 */
export function createRoving(row, { choose, preview }) {
  const buttons = () => /** @type {HTMLElement[]} */ ([...row.querySelectorAll("[data-step]")]);
  const of = (/** @type {EventTarget | null} */ target) =>
    /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (target)?.closest?.("[data-step]") ?? null);
  const stepOf = (/** @type {HTMLElement} */ button) => Number(button.dataset.step);

  /** @param {HTMLElement[]} all @param {number} step */
  function open(all, step) {
    const stop = all.find((button) => stepOf(button) === step) ?? all[0];
    for (const button of all) button.setAttribute("tabindex", button === stop ? "0" : "-1");
  }

  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    click(event) {
      const button = of(event.target);
      if (button) choose(stepOf(button));
    },
    keydown(event) {
      const button = of(event.target);
      if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = buttons();
      const next = moved(event.key, all.indexOf(button), all.length);
      if (next === null) return;
      event.preventDefault();
      open(all, stepOf(all[next]));
      all[next].focus();
    },
    focusin(event) {
      const button = of(event.target);
      if (!button) return;
      open(buttons(), stepOf(button));
      preview?.(stepOf(button));
    },
    focusout(event) {
      if (!row.contains(event.relatedTarget)) preview?.(null);
    },
    pointerover(event) {
      const button = of(event.target);
      if (button) preview?.(stepOf(button));
    },
    pointerleave() {
      const focused = of(document.activeElement);
      preview?.(focused && row.contains(focused) ? stepOf(focused) : null);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) row.addEventListener(name, listener);

  return {
    /** Other children; the focus stays on its step. */
    refill(children, chosen) {
      const focused = of(document.activeElement);
      const focusedStep = focused && row.contains(focused) ? focused.dataset.step : undefined;
      row.replaceChildren(...children);
      const all = buttons();
      open(all, focusedStep === undefined ? chosen : Number(focusedStep));
      if (focusedStep !== undefined) (all.find((button) => button.dataset.step === focusedStep) ?? all[0])?.focus();
    },
    destroy() {
      for (const [name, listener] of Object.entries(listeners)) row.removeEventListener(name, listener);
    },
  };
}
