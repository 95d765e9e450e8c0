/**
 * What the application is given: a sentence to type, or an example with its language, distance, horizon and so on. Only
 * the fields that the application takes are there; each is a row of the catalogue's table, like every other control.
 */

import { h } from "../base/dom.js";
import { controlRow, FIELDS, showFaults } from "../controls/control_row.js";
import { gestures } from "../controls/controls.js";
import { hasTraining } from "../state/address.js";
import { playOf } from "../state/request.js";
import { variantOf } from "./address.js";
import { mountChips } from "./chips.js";
import { keepText, keptMaterial, textFor } from "./kept_inputs.js";
import { renamed } from "./measure_text.js";
import { sentenceOf } from "./sentence_of.js";
import { mountStarts } from "./sequence_start.js";
import { createTextBox } from "./text_box.js";
import { mountVocabulary } from "./vocabulary.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */
/** @typedef {import("../base/types.js").Property} Property */

/** The variant that is trained on the reader's upload. */
const READERS_OWN = "own";
/** What chooses an example is drawn, where there are more than a slider can hold. */
const DRAWN = 100_000_000;

/** Applications that read one word: another one takes its place. */
const ONE_WORD = ["text", "music"];

/** What chooses an example: it waits while a text of the reader's own is read. */
const OF_EXAMPLES = ["example", "language", "distance"];

/**
 * The patch of a change: another input has no answer chosen yet. What was typed stays.
 * @param {string} name
 * @param {Config} patch
 */
export const withReset = (name, patch) => ({ ...patch, ...(name !== "focus" && { focus: 0 }) });

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, entry: import("../base/types.js").ApplicationEntry,
 *   base: string, drafted: () => void }} wiring `drafted`: something is typed that is not asked yet
 */
export function mountInputs(root, { store, t, entry, base, drafted }) {
  const { catalogue } = store.get();
  const historyOf = gestures(() => performance.now());
  const trains = hasTraining(store.get()); // a run's variant is its own
  const table = catalogue.play ?? [];
  const fields = table.filter(
    ({ name, kind }) => name !== "focus" && kind !== "material" && entry.fields.includes(name),
  );

  /** @param {Config} patch @param {string} name */
  function change(patch, name) {
    if (!("text" in patch)) field?.flush(); // what is half typed goes along
    const { play = {} } = store.get();
    store.set({ play: { ...play, ...withReset(name.split(" ")[0], patch) } }, { history: historyOf(name) });
  }

  /** What the reader has brought, whichever variant is shown. @param {Config} play */
  const materialOf = (play) => play.material || keptMaterial(entry.name);

  /** @type {ReturnType<typeof controlRow> | null} */
  let variants = null;
  const place = h("div", { class: "bench-variant" });
  let offered = "";
  /** Which of the application's networks; the one for the reader's own upload once there is such. @param {Config} play */
  function offer(play) {
    const choices =
      trains || !entry.variants[0]
        ? []
        : entry.variants.filter((variant) => variant !== READERS_OWN || materialOf(play));
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
        change({ variant }, name) {
          field?.flush();
          const { play: now = {} } = store.get();
          const material = variant === READERS_OWN ? materialOf(now) : "";
          const example = typed ? now.example : 0; // of another series it would be another place
          change({ variant, text: textFor(entry.name, variant, now.text), example, material }, name);
        },
      },
    );
    place.append(variants.element);
  }

  const begins = t.has(`app.${entry.name}.starts`); // its `example` is the place of a start, chosen by name
  const starts = begins
    ? mountStarts({ t, entry, property: fields.find(({ name }) => name === "example"), change })
    : null;

  const typed = fields.find(({ name }) => name === "text");
  const ofItsOwn = `config.text.label.${entry.name}`;
  const label = t(t.has(ofItsOwn) ? ofItsOwn : "config.text.label");
  const field = typed ? createTextBox(typed, { t, label, say, drafted }) : null;
  const ofExamples = OF_EXAMPLES.filter((name) => fields.some((row) => row.name === name));
  const controls = t.list(ofExamples.map((name) => t(`config.${name}.label`).toLowerCase()));
  const waits = h("p", { class: "hint bench-waits", hidden: true }, t("apps.of_examples", { controls }));
  /** @param {string} text @param {string} name @param {Config} [more] */
  function say(text, name, more = {}) {
    keepText(entry.name, variantOf(entry, playOf(store.get())), text);
    change({ text, ...more }, name);
  }
  const chipPlace = h("div", { class: "bench-chips" });
  const chips = mountChips(chipPlace, {
    t,
    app: entry.name,
    catalogue,
    choose({ text, ...patch }) {
      if (text !== undefined) field?.replace(text, "chip", patch);
      else change(patch, "chip");
    },
  });
  const wordPlace = h("div", {});
  const words =
    field && entry.vocabulary.length
      ? mountVocabulary(wordPlace, {
          t,
          async fetchWords(variant) {
            const answer = await fetch(`${base}/api/vocabulary?app=${entry.name}&variant=${variant}`);
            if (!answer.ok) throw new Error(`${answer.status}`);
            return (await answer.json()).groups;
          },
          insert: (word) => (ONE_WORD.includes(entry.name) ? field.replace(word, "word") : field.insert(word)),
        })
      : null;
  const rows = fields
    .filter(({ name }) => name !== "text" && !(name === "example" && begins))
    .map((property) => {
      const shown = property.name === "example" ? { ...property, max: DRAWN } : property;
      return { name: property.name, ...controlRow(shown, { t, kinds: FIELDS, prefix: "play", change }) };
    });
  root.replaceChildren(
    ...(field ? [field.element] : []),
    chipPlace,
    h("div", { class: "bench-fields" }, place, starts?.element, ...rows.map(({ element }) => element)),
    waits,
    wordPlace,
  );

  return {
    /** @param {State} state */
    update(state) {
      const play = playOf(state);
      offer(play);
      const variant = variantOf(entry, play);
      variants?.put(variant);
      chips.update(variant);
      words?.update(variant, entry.vocabulary.includes(variant));
      const spoken = starts?.update(state.prediction, play.example ?? 0);
      for (const { name, element } of rows) if (name === "language") element.hidden = spoken === false;
      const { prediction } = state;
      field?.show(play.text ?? "", (prediction?.app === entry.name && sentenceOf(prediction)) || "");
      waits.hidden = !play.text || begins || !ofExamples.length;
      for (const row of rows) row.put(play[row.name] ?? state.play?.[row.name]);
    },
    field,
    /** What is typed and not asked yet; null: nothing. */
    draft: () => field?.draft() ?? null,
    destroy: () => field?.flush(),
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
