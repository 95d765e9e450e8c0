/** What a stop asks, in the making: its kind, its words, what is measured, and the answers of a choice. */

import { h, icon } from "../base/dom.js";
import { LONGEST_TEXT, MOST_OPTIONS, ofKind, withRight } from "./draft.js";
import { quiet, selectField, wordsField } from "./maker_fields.js";
import { quantityMenu } from "./quantity_menu.js";

/** @typedef {import("./draft.js").Predict} Predict */

/**
 * @param {object} wiring
 * @param {string} wiring.id
 * @param {Predict | undefined} wiring.predict
 * @param {import("../base/types.js").Store} wiring.store
 * @param {import("../base/i18n.js").I18n} wiring.t
 * @param {(predict: Predict | undefined) => void} wiring.change
 */
export function questionFields({ id, predict, store, t, change }) {
  const box = h("div", { class: "maker-question" });
  let now = predict;

  /** @param {Partial<Predict>} patch */
  function patch(patch) {
    if (!now) return;
    now = { ...now, ...patch };
    change(now);
  }

  /** The answers of a choice. */
  function options() {
    const list = now?.options ?? [];
    const rows = list.map((option, i) =>
      h(
        "div",
        { class: "maker-option" },
        h("input", {
          type: "radio",
          name: `${id}-right`,
          checked: Boolean(option.right),
          "aria-label": t("maker.right", { n: i + 1 }),
          title: t("maker.right", { n: i + 1 }),
          onchange: () => patch({ options: withRight(now?.options ?? [], i) }),
        }),
        wordsField({
          id: `${id}-option-${i}`,
          label: t("maker.option", { n: i + 1 }),
          words: option.text,
          lang: t.lang,
          longest: LONGEST_TEXT,
          change: (text) => patch({ options: (now?.options ?? []).with(i, { ...(now?.options ?? [])[i], text }) }),
        }),
        h(
          "button",
          {
            type: "button",
            class: "tool small",
            disabled: list.length < 3,
            "aria-label": t("maker.option_away", { n: i + 1 }),
            onclick() {
              patch({ options: (now?.options ?? []).toSpliced(i, 1) });
              show();
            },
          },
          icon("close"),
        ),
      ),
    );
    return h(
      "fieldset",
      {},
      h("legend", {}, t("maker.options")),
      ...rows,
      list.length < MOST_OPTIONS &&
        quiet(t("maker.option_more"), () => {
          patch({ options: [...(now?.options ?? []), { text: {} }] });
          show();
          document.getElementById(`${id}-option-${list.length}`)?.focus();
        }),
    );
  }

  function show() {
    const kinds = /** @type {[string, string][]} */ ([
      ["", t("maker.ask_nothing")],
      ...["number", "choice", "curve"].map((kind) => [kind, t(`maker.ask_${kind}`)]),
    ]);
    const kind = selectField({
      id: `${id}-kind`,
      label: t("maker.asks"),
      value: now?.kind ?? "",
      options: kinds,
      change(value) {
        now = ofKind(now, value);
        change(now);
        show();
        document.getElementById(`${id}-kind`)?.focus();
      },
    });
    box.replaceChildren(kind);
    if (!now) return;
    box.append(
      wordsField({
        id: `${id}-question`,
        label: t("maker.question"),
        words: now.question,
        lang: t.lang,
        longest: LONGEST_TEXT,
        rows: 2,
        change: (question) => patch({ question }),
      }),
      now.kind === "choice"
        ? options()
        : quantityMenu({ id, of: now.of ?? "", kind: now.kind, store, t, change: (of) => patch({ of }) }),
    );
  }
  show();
  return box;
}
