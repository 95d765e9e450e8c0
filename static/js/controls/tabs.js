/** The row of views: one tab each, the arrow keys move between them, and the chosen one is in the address. */

import { h } from "../base/dom.js";

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} panel
 * @param {{views: {id: string}[], t: import("../base/types.js").Translate, choose: (id: string) => void}} wiring
 */
export function mountTabs(list, panel, { views, t, choose }) {
  const tabs = views.map(({ id }) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        class: "tab",
        "aria-controls": panel.id,
        "data-view": id,
        onclick: () => choose(id),
      },
      t(`view.${id}.title`),
    ),
  );
  list.replaceChildren(...tabs);
  list.onkeydown = (event) => {
    const seen = tabs.filter((tab) => !tab.hidden);
    const at = seen.indexOf(/** @type {any} */ (document.activeElement));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = seen[(to + seen.length) % seen.length];
    next.focus();
    next.click();
  };
  return {
    /** @param {string} id @param {{id: string}[]} [meant] those that mean something now */
    show(id, meant = views) {
      for (const tab of tabs) {
        tab.hidden = !meant.some((view) => view.id === tab.dataset.view);
        const selected = tab.dataset.view === id;
        tab.setAttribute("aria-selected", String(selected));
        tab.tabIndex = selected ? 0 : -1;
        if (!selected) continue;
        panel.setAttribute("aria-labelledby", tab.id);
        // the strip scrolls by itself, the page stays where it is
        const [from, to] = [tab.offsetLeft - list.offsetLeft, tab.offsetLeft - list.offsetLeft + tab.offsetWidth];
        if (from < list.scrollLeft || to > list.scrollLeft + list.clientWidth) list.scrollLeft = from - 24;
      }
    },
  };
}
