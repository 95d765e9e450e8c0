/**
 * The one note that explains a symbol: what it is, how it is made, what it is now. It stands beside its symbol, never
 * over it; it comes with the pointer's rest, a tap or the focus, and goes with Escape, a tap elsewhere or the pointer.
 */

import { byId, h, styled } from "../base/dom.js";
import { beside } from "./beside.js";
import { contentOf } from "./content.js";
import { followKeys } from "./keyboard.js";
import { markSymbols, symbolAtElement, tie } from "./marks.js";
import { createPicture } from "./picture.js";
import { CONTROLS } from "./symbols.js";

/** How long a pointer rests on a symbol before it is explained (in the picture it rests by the way), and how long it may be away. */
const REST = { symbol: 140, picture: 650, leave: 260 };

/**
 * @typedef {object} Tools
 * @property {import("../base/types.js").Store} store
 * @property {() => import("../base/i18n.js").I18n} words
 * @property {string} base
 * @property {string} files
 */

/** @param {Tools} tools */
export async function createNote(tools) {
  const { store, words, files } = tools;
  await styled(`${files}/css/symbols.css`);
  const note = h("div", { id: "symbol-note", class: "symbol-note", role: "tooltip", popover: "manual" });
  byId("main").append(note);
  const known = () => ({ t: words(), catalogue: store.get().catalogue });
  const picture = createPicture();
  /** @type {{ element: Element, symbol: import("./readings.js").Symbol, box: () => DOMRect } | null} */
  let open = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let touched = false;
  let pressed = false; // then a focus is the press's, which explains by itself

  function place() {
    if (!open) return;
    const box = open.box();
    if (!open.element.isConnected || box.bottom < 0 || box.top > innerHeight) return close(); // gone, or scrolled away
    beside(note, box);
  }

  function write() {
    if (open) note.replaceChildren(...contentOf(open.symbol, open.element, { ...tools, changed: refresh }));
  }

  function refresh() {
    write();
    place();
  }

  function close() {
    clearTimeout(timer);
    if (!open) return;
    open.element.removeAttribute("aria-describedby");
    document.documentElement.removeAttribute("data-explained");
    open = null;
    note.hidePopover();
    tie(null);
  }

  /** @param {Element} element @param {import("./readings.js").Symbol} symbol @param {() => DOMRect} [box] */
  function explain(element, symbol, box = () => element.getBoundingClientRect()) {
    clearTimeout(timer);
    if (open?.element === element && open.symbol.id === symbol.id) return;
    close();
    open = { element, symbol, box };
    markSymbols(document, known());
    write();
    if (!note.childElementCount) return close();
    note.showPopover();
    tie(symbol.id);
    if (!element.matches("canvas")) element.setAttribute("aria-describedby", note.id);
    document.documentElement.setAttribute("data-explained", element.closest("[data-control]") ? "control" : "");
    place();
  }

  /** What stands under a point, marked if it is not yet. @param {PointerEvent | MouseEvent} event */
  function under({ clientX: x, clientY: y, target }) {
    if (!(target instanceof Element)) return null;
    if (target.closest(".symbol-note")) return { element: note };
    if (target.matches(".network-canvas")) {
      const found = picture.at(/** @type {HTMLCanvasElement} */ (target), x, y);
      return found && { element: target, ...found };
    }
    markSymbols(document, known());
    const element = (document.elementFromPoint(x, y) ?? target).closest("[data-symbol]");
    return element && { element, symbol: symbolAtElement(element) };
  }

  /** @param {PointerEvent} event */
  function point(event) {
    if (event.pointerType === "touch") return;
    const found = under(event);
    const same =
      found && (found.element === note || (open?.element === found.element && open.symbol.id === found.symbol?.id));
    clearTimeout(timer);
    if (same) return;
    if (!found?.symbol || event.buttons) {
      if (open) timer = setTimeout(close, REST.leave);
      return;
    }
    const { element, symbol, box } = /** @type {any} */ (found);
    timer = setTimeout(() => explain(element, symbol, box), element.matches("canvas") ? REST.picture : REST.symbol);
  }

  /** A tap opens, and a tap elsewhere closes. @param {MouseEvent} event */
  function tap(event) {
    if (!touched) return;
    const found = under(event);
    if (found?.element === note) return;
    if (!found?.symbol || found.element.closest("button") || found.element === open?.element) return close();
    if (found.element.closest("label")) event.preventDefault(); // the control keeps its value and the keyboard stays away
    const { element, symbol, box } = /** @type {any} */ (found);
    explain(element, symbol, box);
  }

  /** @param {FocusEvent} event */
  function focus({ target }) {
    if (!(target instanceof Element)) return;
    if (target.matches(".equations-lines")) {
      markSymbols(target, known());
      target.setAttribute("aria-description", words()("symbol.keys"));
    }
    if (target.matches(".views > .figure")) markSymbols(target, known());
    if (pressed) return;
    if (target.matches("[data-symbol]")) return explain(target, symbolAtElement(target));
    if (open && document.activeElement !== open.element && !open.element.matches(":hover, canvas")) close();
    // a control's own help already stands below: here its symbol is only found elsewhere
    const control = target.closest("[data-control]")?.getAttribute("data-control") ?? "";
    if (!open && Object.hasOwn(CONTROLS, control)) {
      markSymbols(document, known());
      tie(CONTROLS[control]);
    } else if (!open) tie(null);
  }

  document.addEventListener(
    "pointerdown",
    (event) => {
      touched = event.pointerType === "touch";
      pressed = true;
    },
    true,
  );
  for (const event of ["click", "pointercancel", "keydown"])
    document.addEventListener(event, () => (pressed = false), true);
  document.addEventListener("pointerover", point);
  document.addEventListener("pointermove", (event) => {
    if (event.target instanceof Element && event.target.matches(".network-canvas")) point(event);
  });
  document.addEventListener("click", tap);
  document.addEventListener("focusin", focus);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !open) return;
      close();
      event.stopPropagation();
    },
    true,
  );
  for (const event of ["scroll", "resize"]) addEventListener(event, place, true);
  followKeys(() => markSymbols(document, known()));
  store.subscribe((state, previous) => {
    if (!open) return;
    if (state.page.mode !== previous.page.mode || state.page.lang !== previous.page.lang) close();
    else if (state.trace !== previous.trace || state.page.t !== previous.page.t) requestAnimationFrame(refresh);
  });

  return {
    /** What was asked before the note was there. @param {Event} event */
    hear(event) {
      if (event.type === "focusin") focus(/** @type {FocusEvent} */ (event));
      else if (event.type === "click") {
        touched = /** @type {PointerEvent} */ (event).pointerType === "touch";
        tap(/** @type {MouseEvent} */ (event));
      } else point(/** @type {PointerEvent} */ (event));
    },
  };
}
