/** All words of a language, as the page has them once it has fetched the later ones. */

import { readFileSync } from "node:fs";

const folder = new URL("../../static/locales/", import.meta.url);

/** @param {string} lang @returns {Record<string, string>} */
export const wordsOf = (lang) =>
  Object.assign(
    {},
    ...[lang, `later/${lang}`].map((name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"))),
  );
