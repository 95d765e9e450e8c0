/**
 * Words in the reader's language. A locale is a flat table of strings with `{name}` places; a missing
 * key answers with the key itself, so that a gap is seen and breaks nothing.
 */

/** @typedef {import("./types.js").Translate} Translate */

/** A choice by number, `{count, plural, one {# step} other {# steps}}`, with the categories that the language has. */
export const CHOICE = /\{(\w+), plural,((?:\s*\w+ \{[^{}]*\})+)\s*\}/g;

/**
 * Fill the `{name}` places of a text and make its choices by number, in which `#` stands for the number. A place
 * without a value stays as it is.
 * @param {string} text
 * @param {Record<string, any>} [values]
 * @param {{ category: (value: number) => string, number: (value: number) => string }} [language]
 */
export function fill(text, values, { category, number } = { category: () => "other", number: String }) {
  if (!values) return text;
  return text
    .replace(CHOICE, (place, name, list) => {
      const value = values[name];
      if (value === undefined) return place;
      const forms = Object.fromEntries([...list.matchAll(/(\w+) \{([^{}]*)\}/g)].map(([, key, form]) => [key, form]));
      const counted = typeof value === "number";
      const form = (counted && forms[category(value)]) || forms.other;
      return form.replaceAll("#", counted ? number(value) : String(value));
    })
    .replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}

/**
 * @typedef {Translate & {
 *   lang: string,
 *   has: (key: string) => boolean,
 *   number: (value: number, options?: Intl.NumberFormatOptions) => string,
 *   list: (items: string[]) => string,
 * }} I18n
 */

/**
 * @param {Record<string, string>} dictionary
 * @param {string} [lang]
 * @returns {I18n}
 */
export function createI18n(dictionary, lang = "en") {
  /** @type {Map<string, Intl.NumberFormat>} */
  const formats = new Map();
  const plurals = new Intl.PluralRules(lang);
  const language = {
    category: (/** @type {number} */ value) => plurals.select(value),
    number: (/** @type {number} */ value) => i18n.number(value),
  };
  const joined = new Intl.ListFormat(lang, { style: "long", type: "conjunction" });

  /** @type {Translate} */
  const translate = (key, values) => fill(dictionary[key] ?? key, values, language);

  const i18n = Object.assign(translate, {
    lang,
    /** @param {string} key */
    has: (key) => Object.hasOwn(dictionary, key),
    /**
     * @param {number} value
     * @param {Intl.NumberFormatOptions} [options]
     */
    number(value, options = {}) {
      const key = JSON.stringify(options);
      let format = formats.get(key);
      if (!format) {
        format = new Intl.NumberFormat(lang, options);
        formats.set(key, format);
      }
      return format.format(value);
    },
    /** @param {string[]} items */
    list: (items) => joined.format(items),
  });
  return i18n;
}

/** What the server has at an address, however long it is away. @param {string} address @returns {Promise<any>} */
export async function load(address) {
  for (let pause = 500; ; pause = Math.min(5000, pause * 2)) {
    try {
      const response = await fetch(address);
      if (response.ok) return await response.json();
    } catch {
      // The server is away: the page is readable meanwhile, and asks again.
    }
    const notice = document.getElementById("notice");
    if (notice && !notice.hasChildNodes()) {
      notice.dataset.kind = "away";
      const { away = "", sandboxed = "" } = notice.dataset;
      notice.textContent = globalThis.origin === "null" ? sandboxed : away;
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

/** The words of every language, each file fetched once. @param {string} files the folder of the static files */
export function createDictionary(files) {
  /** @type {Map<string, Promise<Record<string, string>>>} */
  const known = new Map();
  let whole = false;

  /** @param {string} name */
  function file(name) {
    const words = known.get(name) ?? load(`${files}/locales/${name}.json`);
    known.set(name, words);
    return words;
  }

  return {
    /** @param {string} lang @returns {Promise<Record<string, string>>} */
    words: async (lang) =>
      Object.assign({}, ...(await Promise.all((whole ? [lang, `later/${lang}`] : [lang]).map(file)))),
    /** From now on also the words that a first visit to the laboratory does without. */
    complete() {
      whole = true;
    },
  };
}

/**
 * What a gate is called: several cells may have one letter, each for a gate of its own.
 * @param {Pick<I18n, "has"> & Translate} t
 * @param {string} gate
 * @param {string[]} cells those that have it
 */
export function gateName(t, gate, cells) {
  const keyOf = (/** @type {string} */ cell) =>
    [`gate.${cell}.${gate}`, `gate.${gate}`].find((key) => t.has(key)) ?? gate;
  const keys = [...new Set(cells.map(keyOf))];
  const named = (/** @type {string} */ key) => (key === gate ? gate : t(key));
  if (keys.length === 1) return named(keys[0]);
  const of = (/** @type {string} */ key) =>
    cells.filter((cell) => keyOf(cell) === key).map((cell) => t(`cell.${cell}`));
  return keys.map((key) => `${named(key)} (${of(key).join(", ")})`).join(", ");
}
