/**
 * Names found in a sentence: the words with their spans, and the triangle of readings. Each row of it is the sentence
 * as far as it was read, with the tags as they were then; where a later word changed an earlier one's tag, it is marked.
 */

import { h } from "../../base/dom.js";
import { grid } from "../../state/decode.js";
import { alternatives, ranked } from "./alternatives.js";
import { card } from "./cards/entities.js";
import { createFrame, mark, part } from "./frame.js";
import { readings, standsIn } from "./read_as.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { kindOf, revisions, spansOf } from "./tag_spans.js";
import { UNKNOWN } from "./unknown_word.js";

/** @typedef {import("./types.js").EntitiesAnswer} EntitiesAnswer */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {import("./types.js").I18n} I18n */

/** @param {string | null} kind @param {I18n} t */
const kindName = (kind, t) => t(kind === null ? "picture.entities.none" : `picture.entities.${kind.toLowerCase()}`);

/** A tag as it is listed; O, outside, is easily taken for a zero or for an organisation. @param {string} tag @param {I18n} t */
const tagName = (tag, t) => (kindOf(tag) === null ? kindName(null, t) : tag);

/** @param {string | null} kind */
const classOf = (kind) => `kind-${(kind ?? "none").toLowerCase()}`;

/**
 * Readings that were taken back, as sentences.
 * @param {EntitiesAnswer} answer
 * @param {I18n} t
 */
export function changesOf({ words, history }, t) {
  return revisions(history).map(({ row, word, from, to }) =>
    t("picture.entities.change", {
      word: words[word],
      from: kindName(from, t),
      to: kindName(to, t),
      read: words[row],
    }),
  );
}

/** @param {EntitiesAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t }) {
  const names = answer.entities.map(({ kind, text }) => `${text} (${kindName(kind, t)})`);
  const changes = changesOf(answer, t);
  const unknown = answer.words.filter((_, i) => standsIn(answer.read_as[i]));
  const wrong = answer.truth ? answer.tags.filter((tag, i) => tag !== answer.truth?.[i]).length : 0;
  return [
    names.length ? t("picture.entities.summary", { found: t.list(names) }) : t("picture.entities.nothing"),
    unknown.length ? t("picture.entities.unknown", { count: unknown.length, words: t.list(unknown) }) : "",
    changes.length ? t("picture.entities.changes", { count: changes.length }) : t("picture.entities.no_changes"),
    answer.truth === null
      ? ""
      : wrong
        ? t("picture.entities.wrong", { count: wrong })
        : t("picture.entities.all_right"),
  ];
}

/** @param {EntitiesAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export function figure(answer, tools) {
  const { t, numbers } = tools;
  const { words, tags, classes, read_as } = answer;
  const { at } = grid(answer.probabilities);
  const table = {
    columns: [
      t("figure.step"),
      t("picture.entities.word"),
      t("picture.entities.tag"),
      "p",
      t("picture.entities.read_as"),
    ],
    rows: words.map((word, i) => {
      const k = classes.indexOf(tags[i]);
      return [i + 1, word, tagName(tags[i], t), k < 0 ? "" : numbers.percent(at(i, k)), read_as[i]];
    }),
  };
  return { summary: sentence(answer, tools), table };
}

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, onFocus } = tools;
  const frame = createFrame(root, "entities", t);
  const row = h("div", { class: "pic-tagged", role: "group", "aria-label": t("picture.entities.words") });
  const key = h(
    "ul",
    { class: "pic-kinds" },
    ...["PER", "LOC", "ORG"].map((kind) =>
      h("li", { class: classOf(kind) }, h("b", {}, kind), ` ${kindName(kind, t)}`),
    ),
  );
  const read = h("div", { class: "pic-read" });
  const panel = h("div", { class: "pic-panel" });
  const changes = h("div", { class: "pic-panel" });
  const table = h("table", { class: "pic-triangle", "aria-label": t("picture.entities.history") });
  const scroller = h(
    "div",
    { class: "pic-scroll", role: "region", tabindex: "0", "aria-label": t("picture.entities.history") },
    table,
  );
  frame.body.append(
    key,
    row,
    read,
    h(
      "div",
      { class: "pic-pair" },
      part(
        t("picture.entities.history"),
        "history",
        h("p", { class: "pic-note" }, t("picture.entities.how")),
        scroller,
      ),
      h("div", { class: "pic-stack" }, panel, changes),
    ),
  );
  /** @type {import("./types.js").Body<EntitiesAnswer> | null} */
  let shown = null;
  const roving = createRoving(row, { choose: onFocus, preview });

  /** @param {number | null} step */
  function preview(step) {
    if (!shown) return;
    const { words, tags, probabilities, classes } = shown.answer;
    const index = Math.min(words.length, step ?? shown.focus) - 1;
    if (!(index in words)) return panel.replaceChildren();
    const { at } = grid(probabilities);
    const list = classes.map((tag, k) => ({ label: tagName(tag, t), p: at(index, k) }));
    const given = list[classes.indexOf(tags[index])] ?? { label: tagName(tags[index], t), p: 0 };
    panel.replaceChildren(
      ...alternatives(t("picture.entities.instead", { word: words[index] }), ranked(given, list, 4), tools),
    );
  }

  /** @param {EntitiesAnswer} answer @param {number} focus */
  function triangle({ words, history }, focus) {
    const marked = new Set(revisions(history).map(({ row: at, word }) => `${at} ${word}`));
    const head = h(
      "tr",
      {},
      h("td", {}),
      ...words.map((word, i) => h("th", { scope: "col", class: i + 1 === focus ? "chosen" : "" }, h("span", {}, word))),
    );
    const rows = history.map((tags, k) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, words[k]),
        ...words.map((_, i) => {
          if (i > k) return h("td", {});
          const kind = kindOf(tags[i]);
          const changed = marked.has(`${k} ${i}`);
          const joined = i > 0 && tags[i].startsWith("I-") && kindOf(tags[i - 1]) === kind;
          return h(
            "td",
            { class: `${classOf(kind)}${changed ? " changed" : ""}${joined ? " joined" : ""}` },
            kind ? h("abbr", { title: kindName(kind, t) }, kind) : h("span", { "aria-hidden": "true" }, "·"),
            changed && h("span", { class: "unseen" }, ` ${t("picture.entities.changed")}`),
          );
        }),
      ),
    );
    table.replaceChildren(h("thead", {}, head), h("tbody", {}, ...rows));
  }

  const unknownKey = () =>
    h(
      "p",
      { class: "pic-note" },
      h("span", { class: `pic-unknown-key ${UNKNOWN}`, "aria-hidden": "true" }),
      t("picture.entities.unknown_key"),
    );

  return {
    /** @param {import("./types.js").Body<EntitiesAnswer>} body */
    show(body) {
      shown = body;
      const { answer, focus } = body;
      const { words, tags, truth, read_as } = answer;
      const wrong = (/** @type {number} */ i) => Boolean(truth) && truth?.[i] !== tags[i];
      /** @param {number} i */
      const word = (i) =>
        stepButton(
          i + 1,
          i + 1 === focus,
          {
            class: `pic-tag-word${standsIn(read_as[i]) ? ` ${UNKNOWN}` : ""}`,
            "aria-label": [
              words[i],
              kindName(kindOf(tags[i]), t),
              standsIn(read_as[i]) && t("picture.entities.not_known"),
              wrong(i) && t("picture.wrong"),
            ]
              .filter(Boolean)
              .join(", "),
          },
          words[i],
          wrong(i) && mark(false, t),
        );
      roving.refill(
        spansOf(tags).map(({ kind, start, end }) =>
          h(
            "span",
            { class: `pic-span ${classOf(kind)}` },
            h("span", { class: "pic-span-words" }, ...words.slice(start, end).map((_, k) => word(start + k))),
            h("span", { class: "pic-span-kind", "aria-hidden": "true" }, kind ?? ""),
          ),
        ),
        focus,
      );
      triangle(answer, focus);
      const notes = readings(answer, t);
      read.replaceChildren(
        ...(notes.length
          ? [
              ...(read_as.some(standsIn) ? [unknownKey()] : []),
              h("ul", { class: "pic-changes" }, ...notes.map((note) => h("li", {}, note))),
            ]
          : []),
      );
      const list = changesOf(answer, t);
      changes.replaceChildren(
        h("h3", {}, t("picture.entities.changed_minds")),
        list.length
          ? h("ul", { class: "pic-changes" }, ...list.map((change) => h("li", {}, change)))
          : h("p", { class: "pic-note" }, t("picture.entities.no_changes")),
      );
      preview(null);
      frame.tell(figure(answer, tools));
    },
    destroy() {
      roving.destroy();
      frame.destroy();
    },
  };
}

/** @type {import("./types.js").Picture} */
export const entities = { figure, mount, card };
