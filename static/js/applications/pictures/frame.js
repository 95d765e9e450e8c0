/** What stands around every picture: its name, the sentence that says what is seen, and who follows its width. */

import { h } from "../../base/dom.js";
import { createDataTable } from "../../figure/data_table.js";
import { sentences } from "../../figure/words.js";

/** The page's type size in pixels. */
export const emOf = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15;

/**
 * @param {HTMLElement} root
 * @param {string} app
 * @param {import("../../base/i18n.js").I18n} t
 */
export function createFrame(root, app, t) {
  const summary = h("p", { class: "pic-summary", id: `pic-summary-${app}` });
  const body = h("div", { class: "pic-body" });
  const box = h(
    "div",
    {
      class: `pic pic-${app}`,
      hidden: true,
      role: "figure",
      "aria-label": t(`picture.${app}`),
      "aria-describedby": summary.id,
    },
    body,
    summary,
  );
  const data = createDataTable({ title: t(`picture.${app}`), file: `unroll-${app}`, t });
  box.append(data.element);
  root.append(box);
  /** @type {ResizeObserver[]} */
  const watchers = [];

  return {
    box,
    body,
    /** Say what is seen, in words and in numbers; before the first time there is nothing to see. @param {import("./types.js").Figure} figure */
    tell(figure) {
      const text = sentences(figure.summary);
      if (summary.textContent !== text) summary.textContent = text;
      data.show(figure.table);
      box.hidden = false;
    },
    /**
     * Call with an element's width, now and whenever it changes.
     * @param {HTMLElement} element
     * @param {(width: number) => void} draw
     */
    follow(element, draw) {
      let known = 0;
      const watcher = new ResizeObserver(([{ contentRect }]) => {
        const width = Math.floor(contentRect.width);
        if (width < 1 || width === known) return;
        known = width;
        draw(width);
      });
      watcher.observe(element);
      watchers.push(watcher);
    },
    destroy() {
      for (const watcher of watchers) watcher.disconnect();
      box.remove();
    },
  };
}

/** A part of a picture with a heading. @param {string} title @param {string} name @param {...import("../../base/dom.js").Child} children */
export const part = (title, name, ...children) =>
  h("section", { class: `pic-part ${name}` }, h("h3", {}, title), ...children);

/** Right or wrong, by shape and by word as well as by colour. @param {boolean} right @param {import("../../base/i18n.js").I18n} t */
export const mark = (right, t) =>
  h(
    "span",
    { class: right ? "pic-mark right" : "pic-mark wrong" },
    h("span", { "aria-hidden": "true" }, right ? "✓" : "✗"),
    h("span", { class: "unseen" }, ` ${t(right ? "picture.right" : "picture.wrong")}`),
  );
