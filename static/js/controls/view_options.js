/** Choices about looking, not about computing: the scale of a view, which unit and which sequence it shows. */

import { h } from "../base/dom.js";
import { depthOf, layerOf } from "../figure/layers.js";
import { segmented } from "./choice.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Page} Page */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {{t: I18n, change: (patch: Page) => void}} Wiring */

/** Views whose colours may follow their own maximum instead of the shared scale. */
const RELATIVE = ["states", "gradients"];

/**
 * The scale of the logarithmic axis.
 * @param {HTMLElement} root
 * @param {Wiring & {catalogue: import("../base/types.js").Catalogue, name?: string}} wiring
 */
export function mountScale(root, { catalogue, t, change, name = "page-scale" }) {
  const choices = catalogue.page.find(({ name }) => name === "scale")?.choices ?? [];
  const scale = segmented({
    name,
    label: t("page.scale"),
    choices: choices.map((value) => ({ value, text: t(`page.scale.${value}`), title: t(`page.scale.${value}.about`) })),
    change: (value) => change({ scale: value }),
  });
  root.replaceChildren(h("span", { class: "label", "aria-hidden": "true" }, t("page.scale")), scale.element);
  return {
    /** @param {State} state */
    update: ({ page }) => scale.show(page.scale),
  };
}

/**
 * Which one of several, counted from 0.
 * @param {HTMLElement} root
 * @param {Wiring & {name: "unit" | "sample", count: (config: import("../base/types.js").Config) => number}} wiring
 */
export function mountIndex(root, { t, change, name, count }) {
  const field = h("input", {
    id: `page-${name}`,
    type: "number",
    class: "number",
    min: 0,
    step: 1,
    oninput() {
      const value = field.valueAsNumber;
      if (Number.isInteger(value) && value >= 0 && value <= Number(field.max)) change({ [name]: value });
    },
    onblur: () => update(latest),
  });
  /** @type {State | undefined} */
  let latest;
  root.replaceChildren(h("label", { for: `page-${name}` }, t(`page.${name}`)), field);

  /** @param {State | undefined} state */
  function update(state) {
    latest = state;
    if (!state) return;
    const last = count(state.config) - 1;
    root.hidden = !(last > 0);
    field.max = String(last);
    if (document.activeElement !== field) field.value = String(Math.min(last, Number(state.page[name]) || 0));
  }
  return { update };
}

/**
 * The layer that is shown, or all of them together; only where the networks that are shown have several.
 * @param {HTMLElement} root
 * @param {Wiring & {name?: string, depthShown?: (state: State) => number}} wiring
 */
export function mountLayer(root, { t, change, name = "page-layer", depthShown = ({ trace }) => depthOf(trace) }) {
  let depth = 1;
  /** @type {ReturnType<typeof segmented> | null} */
  let choice = null;

  function build() {
    choice = segmented({
      name,
      label: t("page.layer"),
      choices: [...Array.from({ length: depth }, (_, i) => i + 1), 0].map((layer) => ({
        value: String(layer),
        text: layer ? String(layer) : t("page.layer.all"),
        title: layer ? t("page.layer.about", { layer }) : t("page.layer.all.about"),
      })),
      change: (value) => change({ layer: Number(value) }),
    });
    root.replaceChildren(h("span", { class: "label", "aria-hidden": "true" }, t("page.layer")), choice.element);
  }

  return {
    /** @param {State} state */
    update(state) {
      const now = depthShown(state);
      root.hidden = now === 1;
      if (now === 1) return;
      if (now !== depth) {
        depth = now;
        build();
      }
      choice?.show(String(layerOf(state.page, depth)));
    },
  };
}

/**
 * A scale of its own for each picture: a labelled choice, since it hides how small a small thing is.
 * @param {HTMLElement} root
 * @param {Wiring} wiring
 */
export function mountRelative(root, { t, change }) {
  const box = h("input", {
    type: "checkbox",
    id: "page-relative",
    onchange: () => change({ relative: box.checked ? 1 : 0 }),
  });
  root.replaceChildren(box, h("label", { for: "page-relative", title: t("page.relative.about") }, t("page.relative")));
  return {
    /** @param {State} state @param {string} view */
    update({ page }, view) {
      root.hidden = !RELATIVE.includes(view);
      box.checked = Boolean(Number(page.relative));
    },
  };
}
