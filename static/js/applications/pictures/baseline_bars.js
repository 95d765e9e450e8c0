/** A figure beside its baseline, as two bars on one scale: how much shorter the network's is, is seen and said. */

import { h } from "../../base/dom.js";

/**
 * @param {string} title
 * @param {{ name: string, value: number, text: string, kind: string }[]} rows
 */
export function baselineBars(title, rows) {
  const most = Math.max(...rows.map(({ value }) => value), 1e-12);
  const lines = rows.map(({ name, value, text, kind }) => {
    const bar = h("i", { class: "pic-bar" });
    bar.style.setProperty("--share", String(value / most));
    return h(
      "li",
      { class: `is-${kind}` },
      h("span", { class: "pic-rival" }, name),
      bar,
      h("span", { class: "pic-figure" }, text),
    );
  });
  return [h("h3", {}, title), h("ol", { class: "pic-rivals pic-meter" }, ...lines)];
}

/**
 * The bits of a network beside those of its baseline; the baseline may be missing.
 * @param {string} title
 * @param {{ bits: number | null, baseline: number | null }} answer
 * @param {{ network: string, baseline: string }} names
 * @param {import("./types.js").Numbers} numbers
 */
export function bitsBars(title, { bits, baseline }, names, numbers) {
  if (bits === null) return [];
  const rows = [{ name: names.network, value: bits, text: numbers.fixed(bits, 2), kind: "network" }];
  if (baseline !== null)
    rows.push({ name: names.baseline, value: baseline, text: numbers.fixed(baseline, 2), kind: "baseline" });
  return baselineBars(title, rows);
}

/**
 * The same as a sentence, where there are bits.
 * @param {{ bits: number | null, baseline: number | null }} answer
 * @param {{ alone: string, beside: string }} keys of the sentence without a baseline, and with one
 * @param {Pick<import("./types.js").Tools, "t" | "numbers">} tools
 */
export function bitsText({ bits, baseline }, { alone, beside }, { t, numbers }) {
  if (bits === null) return "";
  if (baseline === null) return t(alone, { bits: numbers.fixed(bits, 2) });
  return t(beside, { bits: numbers.fixed(bits, 2), baseline: numbers.fixed(baseline, 2) });
}
