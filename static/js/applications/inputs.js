/**
 * What the application is given: a sentence to type, or an example with its language, distance, horizon and so on. Only
 * the fields that the application takes are there; each is a row of the catalogue's table, like every other control.
 */

import { h, icon } from "../base/dom.js";
import { controlRow, FIELDS, showFaults } from "../controls/control_row.js";
import { gestures } from "../controls/controls.js";
import { hasTraining } from "../state/address.js";
import { playOf } from "../state/request.js";
import { variantOf } from "./address.js";
import { renamed } from "./measure_text.js";
import { mountStarts } from "./sequence_start.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Property} Property */

/** A pause in typing after which the sentence is played. */
const REST = 200;

/** Other examples: what was typed gives way to them. */
const EXAMPLES = ["example", "language", "distance"];
/** The variant that is trained on the reader's upload. */
const READERS_OWN = "own";
/** What chooses an example is drawn, where there are more than a slider can hold. */
const DRAWN = 100_000_000;

/**
 * The sentence that is shown, as it would be typed; null where the input is no sentence.
 * @param {import("../base/types.js").Prediction | null | undefined} prediction
 */
export function sentenceOf(prediction) {
  const words = prediction?.answer?.source ?? prediction?.answer?.words;
  return Array.isArray(words) ? words.filter((word) => !/^[∎⟨<]/.test(word)).join(" ") : null;
}

/**
 * The patch of a change: another input has no answer chosen yet, another example is not what was typed.
 * @param {string} name
 * @param {Config} patch
 */
export const withReset = (name, patch) => ({
  ...patch,
  ...(name !== "focus" && { focus: 0 }),
  ...(EXAMPLES.includes(name) && { text: "" }),
});

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, entry: import("../base/types.js").ApplicationEntry }} wiring
 */
export function mountInputs(root, { store, t, entry }) {
  const { catalogue } = store.get();
  const historyOf = gestures(() => performance.now());
  const trains = hasTraining(store.get()); // a run's variant is its own
  const table = catalogue.play ?? [];
  const fields = table.filter(
    ({ name, kind }) => name !== "focus" && kind !== "material" && entry.fields.includes(name),
  );

  /** @param {Config} patch @param {string} name */
  function change(patch, name) {
    const { play = {} } = store.get();
    store.set({ play: { ...play, ...withReset(name.split(" ")[0], patch) } }, { history: historyOf(name) });
  }

  /** @type {ReturnType<typeof controlRow> | null} */
  let variants = null;
  const place = h("div", { class: "bench-variant" });
  let offered = "";
  /** Which of the application's networks; the one for the reader's own upload once there is such. @param {Config} play */
  function offer(play) {
    const choices =
      trains || !entry.variants[0] ? [] : entry.variants.filter((variant) => variant !== READERS_OWN || play.material);
    if (choices.join() === offered) return;
    offered = choices.join();
    variants = null;
    place.replaceChildren();
    const property = table.find(({ name }) => name === "variant");
    if (choices.length < 2 || !property) return;
    const named = renamed(t, (key) => {
      if (key === "config.variant.label" && t.has(`app.${entry.name}.variants`)) return `app.${entry.name}.variants`;
      return /^config\.variant\.(?!label|help|unit)/.test(key)
        ? key.replace("config.variant", `app.${entry.name}.variant`)
        : key;
    });
    variants = controlRow(
      { ...property, choices, default: entry.variants[0] },
      {
        t: named,
        kinds: FIELDS,
        prefix: "play",
        change: ({ variant }, name) =>
          change({ variant, text: "", example: 0, ...(variant === READERS_OWN ? {} : { material: "" }) }, name),
      },
    );
    place.append(variants.element);
  }

  const begins = t.has(`app.${entry.name}.starts`); // its `example` is the place of a start, chosen by name
  const starts = begins
    ? mountStarts({ t, entry, property: fields.find(({ name }) => name === "example"), change })
    : null;

  const typed = fields.find(({ name }) => name === "text");
  const field = typed ? textBox(typed) : null;
  const rows = fields
    .filter(({ name }) => name !== "text" && !(name === "example" && begins))
    .map((property) => {
      const shown = property.name === "example" ? { ...property, max: DRAWN } : property;
      return { name: property.name, ...controlRow(shown, { t, kinds: FIELDS, prefix: "play", change }) };
    });
  root.replaceChildren(
    ...(field ? [field.element] : []),
    h("div", { class: "bench-fields" }, place, starts?.element, ...rows.map(({ element }) => element)),
  );

  /** @param {Property} property */
  function textBox({ max }) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let resting;
    const box = h("input", {
      type: "text",
      id: "play-text",
      class: "text bench-text",
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      maxlength: max,
      placeholder: t("apps.placeholder"),
      "aria-describedby": "play-text-error",
      oninput() {
        clearTimeout(resting);
        resting = setTimeout(() => change({ text: box.value }, "text"), REST);
      },
      onkeydown(/** @type {KeyboardEvent} */ event) {
        if (event.key !== "Enter") return;
        clearTimeout(resting);
        change({ text: box.value }, "text");
      },
    });
    const example = h(
      "button",
      { type: "button", class: "action quiet", onclick: () => change({ text: "" }, "text reset") },
      icon("reset"),
      t("apps.example"),
    );
    /** @type {unknown} */
    let before;
    return {
      element: h(
        "div",
        { class: "bench-line", "data-control": "text" },
        h("label", { for: "play-text" }, t("config.text.label")),
        box,
        example,
        h("p", { class: "message", id: "play-text-error" }),
      ),
      /** @param {State} state */
      show({ play = {}, prediction }) {
        example.hidden = !play.text;
        const key = [play.text, prediction?.tokens.join("\u0000"), prediction?.app].join("\u0001");
        if (key === before) return;
        before = key;
        const shown = play.text || (prediction?.app === entry.name ? sentenceOf(prediction) : null) || "";
        if (document.activeElement !== box || !play.text) box.value = shown;
      },
    };
  }

  return {
    /** @param {State} state */
    update(state) {
      const play = playOf(state);
      offer(play);
      variants?.put(variantOf(entry, play));
      const spoken = starts?.update(state.prediction, play.example ?? 0);
      for (const { name, element } of rows) if (name === "language") element.hidden = spoken === false;
      field?.show(state);
      for (const row of rows) row.put(play[row.name] ?? state.play?.[row.name]);
    },
  };
}

/**
 * Put every fault of an error at the field that it names.
 * @param {HTMLElement[]} roots
 * @param {State} state
 * @returns {boolean} whether each of them has such a place, in sight
 */
export const showPlayFaults = (roots, { error }) =>
  showFaults(roots, error?.details ?? [], (name, { field, value }) =>
    field === "clamp" ? name === `gate-${String(value).split(":")[0]}` : field === name,
  );
