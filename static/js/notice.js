/** One line under the header when something stands between the reader and a true picture. */

import { h } from "./dom.js";

/** @typedef {import("./types.js").State} State */

/**
 * @param {HTMLElement} root
 * @param {{retry: () => void}} wiring
 */
export function createNotice(root, { retry }) {
  let shown = "";
  return {
    /**
     * @param {State} state
     * @param {import("./types.js").Translate} t
     */
    update({ status, error, trace }, t) {
      document.documentElement.dataset.status = trace ? status : `first-${status}`;
      const general = status === "error" && error && !error.details.some(({ field }) => field);
      const text =
        status === "away"
          ? `${error?.message || t("page.away")} ${trace ? t("page.away.picture") : ""}`.trim()
          : general
            ? error.message
            : status === "error"
              ? t("page.invalid")
              : "";
      if (text === shown) return;
      shown = text;
      root.replaceChildren();
      root.dataset.kind = status;
      if (!text) return;
      root.append(h("span", {}, text));
      if (status === "away") root.append(h("button", { type: "button", onclick: retry }, t("page.retry")));
    },
  };
}
