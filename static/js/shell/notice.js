/** One line under the header when something stands between the reader and a true picture. */

import { h } from "../base/dom.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {{retry: () => void, home: string}} wiring
 */
export function createNotice(root, { retry, home }) {
  let shown = "";
  return {
    /**
     * @param {State} state
     * @param {import("../base/types.js").Translate} t
     * @param {boolean} explained whether every fault is told at a control that is in sight
     */
    update({ status, error, trace }, t, explained) {
      document.documentElement.dataset.status = trace ? status : `first-${status}`;
      const picture = trace ? t("page.last_picture") : "";
      // without any picture the way back to the start is offered too, but where a file is asked for
      const told = explained && (trace || error?.code === "no_such_material");
      const text =
        status === "away"
          ? `${error?.message || t("page.away")} ${picture}`
          : status === "error" && !told
            ? `${error?.message ?? ""} ${picture}`
            : "";
      if (text === shown) return;
      shown = text;
      root.replaceChildren();
      root.dataset.kind = status;
      if (!text) return;
      root.append(h("span", {}, text.trim()));
      if (status === "error" && !trace) root.append(h("a", { href: home }, t("page.start_over")));
      if (status === "away") root.append(h("button", { type: "button", onclick: retry }, t("page.retry")));
    },
  };
}
