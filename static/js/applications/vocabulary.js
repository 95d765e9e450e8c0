/**
 * The words that the network knows, to look one up: a search that forgives accents and capitals, and a click puts the
 * word where the caret stands. There can be thousands: only the first ones that match are on the page.
 */

import { h } from "../base/dom.js";

/** @typedef {{ name: string, words: string[] }} WordGroup */

/** Most words on the page at once. */
export const SHOWN = 60;

/** As a search sees a word: without capitals and accents. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The words with the searched letters: the word itself first, then those that begin with them.
 * @param {WordGroup[]} groups
 * @param {string} searched
 * @param {string} [name] of one group; empty: all of them
 */
export function matching(groups, searched, name = "") {
  const letters = plain(searched.trim());
  const words = [...new Set(groups.filter((group) => !name || group.name === name).flatMap(({ words }) => words))];
  if (!letters) return words;
  const found = words.filter((word) => plain(word).includes(letters));
  /** The word itself, then those that begin so. @param {string} word */
  const rank = (word) => (word === letters ? 0 : word.startsWith(letters) ? 1 : 2);
  return found.sort((a, b) => rank(plain(a)) - rank(plain(b)));
}

/**
 * What a group is called: a language, a country, or what its words are.
 * @param {string} name
 * @param {import("../base/i18n.js").I18n} t
 */
export function groupTitle(name, t) {
  if (t.has(`apps.words.${name}`)) return t(`apps.words.${name}`);
  const type = /^[A-Z]{2}$/.test(name) ? "region" : "language";
  return new Intl.DisplayNames([t.lang], { type }).of(name) ?? name;
}

/**
 * @param {HTMLElement} root
 * @param {{ t: import("../base/i18n.js").I18n, fetchWords: (variant: string) => Promise<WordGroup[]>, insert: (word: string) => void }} wiring
 */
export function mountVocabulary(root, { t, fetchWords, insert }) {
  /** @type {WordGroup[]} */
  let groups = [];
  let variant = "";
  let fetched = "";
  const search = h("input", {
    type: "search",
    id: "words-search",
    class: "text",
    spellcheck: "false",
    autocomplete: "off",
    "aria-label": t("apps.words.search"),
    placeholder: t("apps.words.search"),
    oninput: fill,
  });
  const select = h("select", { class: "text", "aria-label": t("apps.words.group"), onchange: fill });
  const count = h("p", { class: "hint", role: "status" });
  const list = h("div", { class: "chips", role: "group", "aria-label": t("apps.words") });
  const details = h(
    "details",
    { class: "more words", ontoggle: () => details.open && void open() },
    h("summary", {}, t("apps.words")),
    h("div", { class: "words-body" }, h("div", { class: "words-line" }, search, select), count, list),
  );
  root.replaceChildren(details);

  async function open() {
    if (fetched === `:${variant}`) return;
    const asked = variant;
    count.textContent = t("apps.words.loading");
    try {
      groups = await fetchWords(asked);
    } catch {
      count.textContent = t("page.away");
      return;
    }
    if (asked !== variant) return;
    fetched = `:${asked}`;
    const names = groups.map(({ name }) => ({ name, title: groupTitle(name, t) }));
    names.sort((a, b) => a.title.localeCompare(b.title, t.lang));
    select.hidden = groups.length < 2;
    select.replaceChildren(
      h("option", { value: "" }, t("apps.words.all")),
      ...names.map(({ name, title }) => h("option", { value: name }, title)),
    );
    if (names.some(({ name }) => name === t.lang)) select.value = t.lang;
    fill();
  }

  function fill() {
    const found = matching(groups, search.value, select.value);
    const shown = found.slice(0, SHOWN);
    count.textContent = t(found.length > SHOWN ? "apps.words.some" : "apps.words.count", {
      count: found.length,
      shown: shown.length,
    });
    list.replaceChildren(
      ...shown.map((word) => h("button", { type: "button", class: "chip", onclick: () => insert(word) }, word)),
    );
  }

  return {
    /** @param {string} next the variant whose words are meant @param {boolean} known whether it has any */
    update(next, known) {
      details.hidden = !known;
      if (next === variant) return;
      variant = next;
      if (details.open && known) void open();
    },
  };
}
