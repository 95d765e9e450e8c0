/** Taking the picture along: the link, and the same numbers for a notebook. */

import { linkField } from "./copy.js";
import { h, icon } from "./dom.js";
import { format, formatConfig } from "./url.js";

/** @typedef {import("./types.js").State} State */

/**
 * Where the numbers of this configuration are, by kind.
 * @param {State} state
 * @param {string} root
 */
export function takeaways({ config, catalogue }, root) {
  const query = formatConfig(config, catalogue);
  const at = (/** @type {string} */ path, /** @type {string} */ extra) =>
    `${root}${path}${[query, extra].some(Boolean) ? `?${[query, extra].filter(Boolean).join("&")}` : ""}`;
  return {
    json: at("/api/trace", "encoding=list"),
    npz: at("/api/trace.npz", ""),
    py: at("/api/trace.py", ""),
  };
}

/**
 * @param {HTMLElement} body
 * @param {{t: import("./i18n.js").I18n, root: string}} wiring
 */
export function mountShare(body, { t, root }) {
  const link = linkField({ id: "share-link", label: t("share.link"), t });
  const kinds = /** @type {const} */ (["json", "npz", "py"]);
  const links = kinds.map((kind) => ({
    kind,
    element: h(
      "a",
      { class: "take", href: "#" },
      icon("download"),
      h("span", {}, h("strong", {}, t(`share.${kind}`)), h("span", {}, t(`share.${kind}.about`))),
    ),
  }));
  body.replaceChildren(
    link.element,
    h("h3", {}, t("share.numbers")),
    h("div", { class: "takes" }, ...links.map(({ element }) => element)),
  );
  return {
    copy: link.copy,
    /** @param {State} state */
    show(state) {
      const query = format(state.config, state.page, state.catalogue);
      link.show(`${location.origin}${root}/${query ? `?${query}` : ""}`);
      const hrefs = takeaways(state, root);
      for (const { kind, element } of links) element.setAttribute("href", hrefs[kind]);
    },
  };
}
