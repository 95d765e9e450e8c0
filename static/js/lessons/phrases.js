/** Words that set state: apply a piece of an address, show what it changed, and offer the way back. */

import { apply, changed } from "../state/address.js";

/** @typedef {import("../base/types.js").Store} Store */

/** How long a changed control stays marked. */
const FLASH = 1600;

/** @param {HTMLElement} element */
export function flash(element) {
  element.classList.remove("flash");
  // Reading a size restarts the animation when the same control is marked twice.
  void element.offsetWidth;
  element.classList.add("flash");
  setTimeout(() => element.classList.remove("flash"), FLASH);
}

/** Whether all of an element is in the window. @param {HTMLElement} element */
function seen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

/**
 * @param {{store: Store, toast: ReturnType<typeof import("../shell/toast.js").createToast>,
 *   words: () => import("../base/i18n.js").I18n, find: (names: string[]) => HTMLElement[],
 *   shows: (mode: string) => string}} wiring `shows`: the element where a change is seen
 */
export function createPhrases({ store, toast, words, find, shows }) {
  const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

  /** @param {HTMLElement} element @param {ScrollLogicalPosition} [block] */
  const reveal = (element, block = "nearest") => {
    if (!seen(element)) element.scrollIntoView({ behavior: /** @type {ScrollBehavior} */ (smooth()), block });
  };

  return {
    /**
     * @param {string} patch
     * @param {string} label
     * @param {HTMLElement} [from] the phrase in the text, to come back to
     */
    act(patch, label, from) {
      const t = words();
      const { config, page, catalogue, play = {} } = store.get();
      const next = apply(patch, { config, page, play }, catalogue);
      store.set(next, { history: "push" });
      const names = [...changed(config, next.config), ...changed(play, next.play)];
      requestAnimationFrame(() => {
        const rows = find(names);
        for (const row of rows) {
          flash(row);
          row.scrollIntoView({ behavior: "instant", block: "nearest" });
        }
        const about = new URLSearchParams(patch).has("view") ? "views" : shows(next.page.mode);
        const picture = document.getElementById(about);
        if (picture) {
          const card = /** @type {HTMLElement} */ (picture.closest(".card") ?? picture);
          reveal(card, about === "views" ? "start" : "center");
          flash(card);
        }
      });
      const actions = [
        {
          label: t("page.undo"),
          run() {
            store.set(
              { config, play, page: { ...store.get().page, mode: page.mode, view: page.view, t: page.t } },
              { history: "push" },
            );
            from?.focus();
          },
        },
      ];
      if (from) {
        actions.push({
          label: t("page.back_to_text"),
          run() {
            from.focus({ preventScroll: true });
            from.scrollIntoView({ behavior: /** @type {ScrollBehavior} */ (smooth()), block: "center" });
          },
        });
      }
      toast.show(
        names.length || patch.includes("view=")
          ? t("page.applied", { what: label })
          : t("page.already", { what: label }),
        actions,
      );
    },
  };
}
