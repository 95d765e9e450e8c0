/**
 * The threshold of clipping as a handle over the chart of the norm: dragged, touched, or moved with the arrow keys. It
 * goes where the hand is at once; the run hears of it in its own time.
 */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { geometry } from "../figure/frame.js";

/** @typedef {import("../base/types.js").Store} Store */

/** Powers of ten that a threshold lies between; the catalogue's bounds. */
const LOWEST = -6;
const HIGHEST = 3;

/** What a key does to the logarithm. @type {Record<string, number>} */
const KEYS = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05, PageUp: 0.5, PageDown: -0.5 };

/** A threshold as an address spells it: two digits are as much as a hand can tell. @param {number} log10 */
export const spelled = (log10) => String(Number((10 ** Math.min(HIGHEST, Math.max(LOWEST, log10))).toPrecision(2)));

/**
 * @param {HTMLElement} plot
 * @param {{ session: Pick<ReturnType<typeof import("./session.js").createSession>, "take">, store: Store,
 *   t: import("../base/types.js").Translate }} tools
 * @returns {import("../figure/draw.js").Over}
 */
export function createHandle(plot, { session, store, t }) {
  const numbers = numbersIn(/** @type {any} */ (t).lang ?? document.documentElement.lang);
  const label = h("span", { class: "threshold-value" });
  const handle = h(
    "div",
    {
      class: "threshold",
      role: "slider",
      tabindex: 0,
      hidden: true,
      "aria-label": t("trainbar.threshold"),
      "aria-orientation": "vertical",
      "aria-valuemin": 10 ** LOWEST,
      "aria-valuemax": 10 ** HIGHEST,
    },
    label,
  );
  plot.append(handle);
  /** @type {import("../figure/types.js").Box | null} */
  let box = null;
  let value = 0;
  let held = false;

  /** @param {number} log10 */
  function place(log10) {
    value = log10;
    if (!box) return;
    const [low, high] = box.yRange;
    const share = Math.min(1, Math.max(0, (log10 - low) / (high - low)));
    handle.style.transform = `translate(${box.left}px, ${(box.top + (1 - share) * box.height).toFixed(1)}px)`;
    handle.style.width = `${box.width}px`;
    const text = numbers.value(Number(spelled(log10)), 2);
    label.textContent = text;
    handle.setAttribute("aria-valuenow", spelled(log10));
    handle.setAttribute("aria-valuetext", text);
  }

  /** @param {number} log10 */
  function say(log10) {
    const text = spelled(log10);
    if (text === spelled(value)) return;
    place(Math.log10(Number(text)));
    const patch = { threshold: Number(text) };
    if (!session.take(patch)) store.set({ config: { ...store.get().config, ...patch } }, { history: "replace" });
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    if (!held || !box) return;
    const [low, high] = box.yRange;
    const y = event.clientY - plot.getBoundingClientRect().top;
    say(low + (1 - (y - box.top) / box.height) * (high - low));
  }
  handle.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    held = true;
  });
  handle.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    handle.addEventListener(end, () => {
      held = false;
    });
  handle.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    say(value + step);
  });

  return {
    show({ handle: at, layout }) {
      box = (at && geometry(layout).find(({ x, y }) => x === at.x && y === at.y)) ?? null;
      handle.hidden = !box;
      if (!at || held) return;
      const pending = store.get().live?.pending.threshold;
      place(pending === undefined ? at.value : Math.log10(Number(pending)));
    },
    destroy: () => handle.remove(),
  };
}
