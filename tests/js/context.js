/** What a figure is drawn for, in the tests. */

import { createI18n } from "../../static/js/base/i18n.js";
import { numbersIn } from "../../static/js/base/numbers.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { catalogue } from "./catalogue.js";
import { wordsOf } from "./words.js";

/** @param {Record<string, any>} [patch] @param {string} [lang] @returns {any} */
export const context = (patch = {}, lang = "en") => ({
  t: createI18n(wordsOf(lang), lang),
  theme: themeOf("light"),
  page: { scale: "normal" },
  config: {},
  catalogue,
  numbers: numbersIn(lang),
  width: 800,
  ...patch,
});
