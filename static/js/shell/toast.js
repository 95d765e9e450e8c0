/** A short word about what has just happened, with at most a few things to do about it. */

import { append, h } from "../base/dom.js";

/** Long enough to read and to reach the button; a pointer or the focus on it keeps it. */
const STAY = 9000;

/** @param {HTMLElement} root */
export function createToast(root) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hide = () => {
    if (root.matches(":hover") || root.contains(document.activeElement)) {
      timer = setTimeout(hide, 2000);
      return;
    }
    root.classList.remove("shown");
    timer = setTimeout(() => root.replaceChildren(), 300);
  };
  return {
    /**
     * @param {string} text
     * @param {{label: string, run: () => void}[]} [actions]
     */
    show(text, actions = []) {
      clearTimeout(timer);
      root.replaceChildren(h("span", { class: "toast-text" }, text));
      append(
        root,
        actions.map(({ label, run }) =>
          h(
            "button",
            {
              type: "button",
              onclick() {
                root.classList.remove("shown");
                root.replaceChildren();
                run();
              },
            },
            label,
          ),
        ),
      );
      root.classList.add("shown");
      timer = setTimeout(hide, STAY);
    },
  };
}
