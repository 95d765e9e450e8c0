/** What a lesson in the making still lacks, by the names that the maker's own fields have. */

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./lesson_text.js").Words} Words */

/** @param {Words | undefined} words */
const isUnsaid = (words) => !Object.values(words ?? {}).some((text) => String(text).trim());

/**
 * @param {Lesson} draft
 * @param {import("../base/types.js").Translate} t
 */
export function missing({ title, stops }, t) {
  const inStops = stops.flatMap((stop, i) => {
    const { question, options = [] } = stop.predict ?? {};
    /** @type {[Words | undefined, string][]} */
    const fields = [
      [stop.title, t("maker.title")],
      [stop.text, t("maker.text")],
      ...(stop.predict ? [/** @type {[Words | undefined, string]} */ ([question, t("maker.question")])] : []),
      ...options.map(({ text }, k) => /** @type {[Words, string]} */ ([text, t("maker.option", { n: k + 1 })])),
    ];
    return fields
      .filter(([words]) => isUnsaid(words))
      .map(([, what]) => t("maker.missing_in_stop", { n: i + 1, what }));
  });
  return [...(isUnsaid(title) ? [t("maker.lesson_title")] : []), ...(stops.length ? inStops : [t("maker.no_stops")])];
}
