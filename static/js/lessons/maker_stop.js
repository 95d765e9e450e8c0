/** One stop in the making: its picture, its words, what it asks, what comes after, what it hides. */

import { h } from "../base/dom.js";
import { LONGEST_TEXT } from "./draft.js";
import { checkField, quiet, selectField, wordsField } from "./maker_fields.js";
import { questionFields } from "./maker_question.js";

/** @typedef {import("./lesson.js").Stop} Stop */

/** `bias` and `clamp` are one control. */
const MERGED = "clamp";

/**
 * @param {object} wiring
 * @param {Stop} wiring.stop
 * @param {number} wiring.index
 * @param {import("../base/types.js").Store} wiring.store
 * @param {import("../base/i18n.js").I18n} wiring.t
 * @param {() => string} wiring.picture the address of what is on the screen
 * @param {(address: string) => void} wiring.see
 * @param {(patch: Partial<Stop>) => void} wiring.change
 * @param {(text: string) => void} wiring.say
 */
export function stopFields({ stop, index, store, t, picture, see, change, say }) {
  const id = `maker-${index}`;
  let { reveal = {}, hide = [], address } = stop;
  const { catalogue } = store.get();

  /** @param {"title" | "text" | "takeaway" | "misconception"} name @param {number} [rows] */
  const words = (name, rows) =>
    wordsField({
      id: `${id}-${name}`,
      label: t(`maker.${name}`),
      words: stop[name],
      lang: t.lang,
      longest: LONGEST_TEXT,
      ...(rows && { rows }),
      change: (text) => change({ [name]: text }),
    });

  /** @param {NonNullable<Stop["reveal"]>} patch */
  function setReveal(patch) {
    reveal = { ...reveal, ...patch };
    change({ reveal });
  }

  const shownAddress = h("code", {}, address || t("maker.picture_usual"));
  const shownReveal = h("code", {}, reveal.address ?? t("maker.reveal_same"));
  const controls = catalogue.config.filter(({ name }) => name !== MERGED && t.has(`config.${name}.label`));

  return h(
    "div",
    { class: "maker-stop" },
    h(
      "div",
      { class: "maker-picture" },
      h("span", {}, t("maker.picture")),
      shownAddress,
      quiet(t("maker.picture_see"), () => see(address)),
      quiet(t("maker.picture_take"), () => {
        address = picture();
        shownAddress.textContent = address || t("maker.picture_usual");
        change({ address });
        say(t("maker.picture_taken"));
      }),
    ),
    words("title"),
    words("text", 4),
    h("p", { class: "note-small" }, t("maker.markup")),
    questionFields({ id, predict: stop.predict, store, t, change: (predict) => change({ predict }) }),
    wordsField({
      id: `${id}-reveal`,
      label: t("maker.reveal"),
      words: reveal.text,
      lang: t.lang,
      longest: LONGEST_TEXT,
      rows: 3,
      change: (text) => setReveal({ text }),
    }),
    h(
      "div",
      { class: "maker-picture" },
      h("span", {}, t("maker.reveal_picture")),
      shownReveal,
      quiet(t("maker.picture_take"), () => {
        setReveal({ address: `?${picture()}` });
        shownReveal.textContent = reveal.address ?? "";
        say(t("maker.picture_taken"));
      }),
      quiet(t("maker.reveal_none"), () => {
        const { address: _gone, ...rest } = reveal;
        reveal = rest;
        change({ reveal });
        shownReveal.textContent = t("maker.reveal_same");
      }),
    ),
    selectField({
      id: `${id}-play`,
      label: t("maker.play"),
      value: reveal.play ?? "",
      options: [
        ["", t("maker.play_none")],
        ["backward", t("player.backward")],
        ["forward", t("player.forward")],
      ],
      change(play) {
        const { play: _old, ...rest } = reveal;
        reveal = play ? { ...rest, play: /** @type {"forward" | "backward"} */ (play) } : rest;
        change({ reveal });
      },
    }),
    words("takeaway", 2),
    words("misconception"),
    h(
      "details",
      {},
      h("summary", {}, t("maker.hide")),
      h(
        "div",
        { class: "checks" },
        ...controls.map(({ name }) =>
          checkField({
            id: `${id}-hide-${name}`,
            label: name === "bias" ? t("page.gates") : t(`config.${name}.label`),
            checked: hide.includes(name),
            change(checked) {
              hide = checked ? [...hide, name] : hide.filter((other) => other !== name);
              change({ hide });
            },
          }),
        ),
      ),
    ),
  );
}
