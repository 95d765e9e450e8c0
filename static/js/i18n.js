/**
 * Words in the reader's language. A locale is a flat table of strings with `{name}` places; a missing
 * key answers with the key itself, so that a gap is seen and breaks nothing.
 */

/** @typedef {import("./types.js").Translate} Translate */

/**
 * Fill the `{name}` places of a text. A place without a value stays as it is.
 * @param {string} text
 * @param {Record<string, any>} [values]
 */
export function fill(text, values) {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
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
  const joined = new Intl.ListFormat(lang, { style: "long", type: "conjunction" });

  /** @type {Translate} */
  const translate = (key, values) => fill(dictionary[key] ?? key, values);

  return Object.assign(translate, {
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
}
