/** Taking the picture along: the link, and the same numbers for a notebook. */

import { linkField } from "./copy.js";
import { h, icon } from "./dom.js";
import { takeaways } from "./request.js";
import { format } from "./url.js";

/** @typedef {import("./types.js").State} State */

/**
 * @param {HTMLElement} body
 * @param {{t: import("./i18n.js").I18n, root: string, state: State}} wiring
 */
export function mountShare(body, { t, root, state }) {
  const link = linkField({ id: "share-link", label: t("share.link"), t });
  const query = format(state.config, state.page, state.catalogue);
  link.show(`${location.origin}${root}/${query ? `?${query}` : ""}`);
  const hrefs = takeaways(state, root);
  const kinds = /** @type {const} */ (["json", "npz", "py"]);
  const links = kinds.map((kind) =>
    h(
      "a",
      { class: "take", href: hrefs[kind] },
      icon("download"),
      h("span", {}, h("strong", {}, t(`share.${kind}`)), h("span", {}, t(`share.${kind}.about`))),
    ),
  );
  body.replaceChildren(link.element, h("h3", {}, t("share.numbers")), h("div", { class: "takes" }, ...links));
  return link;
}
