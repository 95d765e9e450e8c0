/** What else could have come at a step: the answers with their probabilities as bars, the one that was given marked. */

import { h } from "../../base/dom.js";

/** @typedef {{ label: string, p: number, given: boolean }} Rival */

/**
 * The given answer among its rivals, the most probable first. The given one is always there.
 * @param {{ label: string, p: number }} given
 * @param {{ label: string, p: number }[]} others with or without the given one
 * @param {number} [most]
 * @returns {Rival[]}
 */
export function ranked(given, others, most = 5) {
  const rest = others.filter(({ label }) => label !== given.label).map((other) => ({ ...other, given: false }));
  const all = [{ ...given, given: true }, ...rest].sort((a, b) => b.p - a.p);
  const shown = all.slice(0, most);
  if (!shown.some((answer) => answer.given)) shown[most - 1] = { ...given, given: true };
  return shown;
}

/**
 * @param {string} title
 * @param {Rival[]} list
 * @param {import("./types.js").Tools} tools
 */
export function alternatives(title, list, { t, numbers }) {
  const rows = list.map(({ label, p, given }) => {
    const bar = h("i", { class: "pic-bar" });
    bar.style.setProperty("--share", String(Math.min(1, Math.max(0, p))));
    return h(
      "li",
      { class: given ? "given" : "" },
      h("span", { class: "pic-rival" }, label),
      bar,
      h("span", { class: "pic-figure" }, numbers.percent(p)),
      given && h("span", { class: "unseen" }, ` ${t("picture.given")}`),
    );
  });
  return [h("h3", {}, title), h("ol", { class: "pic-rivals" }, ...rows)];
}
