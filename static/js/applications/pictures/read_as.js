/**
 * What the tagger's network reads in place of a word that it does not know: the looks that stand for it. "‹A…ia›" are
 * words with a capital that end in "ia"; a word that is known in another spelling ("london") is read in that one.
 */

/** @typedef {import("./types.js").EntitiesAnswer} EntitiesAnswer */
/** @typedef {import("./types.js").I18n} I18n */

/** Stand-ins that say nothing of the letters. @type {Record<string, string>} */
const LOOKS = {
  "‹1›": "digits",
  "‹A.›": "initial",
  "‹AA›": "capitals",
  "‹aA›": "capital_inside",
  "‹A-A›": "hyphen",
  "‹A'A›": "apostrophe",
  "‹?›": "sign",
};

/** Whether a word of the vocabulary stands for words that are not known. @param {string} word */
export const standsIn = (word) => word.startsWith("‹");

/** The looks that a stand-in is of, in words. @param {string} standIn @param {I18n} t */
export function looks(standIn, t) {
  if (LOOKS[standIn]) return t(`picture.entities.looks.${LOOKS[standIn]}`);
  const [, letter, ending] = /^‹(.)…(.+)›$/.exec(standIn) ?? ["", "", ""];
  return t(`picture.entities.looks.${letter === "A" ? "ending_capital" : "ending"}`, { ending });
}

/** Whether a word is read in a spelling of its own: more than its first letter's capital. @param {string} word @param {string} read */
export const respelled = (word, read) => !standsIn(read) && word !== read && word.toLowerCase() !== read;

/**
 * One sentence for every word that is not read as it stands.
 * @param {Pick<EntitiesAnswer, "words" | "read_as">} answer
 * @param {I18n} t
 */
export function readings({ words, read_as }, t) {
  return [...new Set(words.map((word, i) => `${word}\n${read_as[i]}`))].flatMap((pair) => {
    const [word, read] = pair.split("\n");
    if (standsIn(read)) return [t("picture.entities.unknown_word", { word, looks: looks(read, t) })];
    return respelled(word, read) ? [t("picture.entities.respelled", { word, read })] : [];
  });
}
