/** Taking the picture along: the link, and the same numbers for a notebook. */

import { h, icon } from "../base/dom.js";
import { linkField } from "../controls/copy_link.js";
import { format } from "../state/address.js";
import { takeaways } from "../state/request.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {{ title: string, about: string, href?: string, name?: string, run?: () => void }} Take `name`: of the file */

/** @param {Take} take */
function takeOf({ title, about, href, name, run }) {
  const parts = [icon("download"), h("span", {}, h("strong", {}, title), h("span", {}, about))];
  return run
    ? h("button", { type: "button", class: "take", onclick: run }, ...parts)
    : h("a", { class: "take", href, download: name ?? "" }, ...parts);
}

/**
 * @param {HTMLElement} body
 * @param {{t: import("../base/i18n.js").I18n, root: string, state: State, takes?: Take[]}} wiring `takes`: of a training run
 */
export function mountShare(body, { t, root, state, takes = [] }) {
  const link = linkField({ id: "share-link", label: t("share.link"), t });
  const query = format(state.config, state.page, state.catalogue, state.play);
  link.show(`${location.origin}${root}/${query ? `?${query}` : ""}`);
  const hrefs = takeaways(state, root);
  const kinds = /** @type {const} */ (["json", "npz", "py"]);
  const modeTakes = kinds
    .filter((kind) => hrefs[kind])
    .map((kind) => ({
      title: t(`share.${kind}`),
      about: t(`share.${kind}.about`),
      href: hrefs[kind],
      name: `unroll.${kind}`,
    }));
  const heads = takes.length ? [h("h3", {}, t("share.run")), h("div", { class: "takes" }, ...takes.map(takeOf))] : [];
  body.replaceChildren(
    link.element,
    ...heads,
    h("h3", {}, t(takes.length ? "share.untrained" : "share.numbers")),
    h("div", { class: "takes" }, ...modeTakes.map(takeOf)),
    h("p", { class: "hint" }, t("share.pictures")),
  );
  return link;
}
