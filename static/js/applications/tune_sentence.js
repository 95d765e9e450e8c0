/** What was read of a tune that a reader brings, and what was left out of it. */

/**
 * @typedef {{ title: string, metre: string, read_metre: string, shift: number, notes: number,
 *   left_out: { name: string, count: number }[] }} ReadTune
 */

/** @param {ReadTune} tune @param {import("../base/i18n.js").I18n} t */
export function tuneSentence({ title, metre, read_metre: readMetre, shift, notes, left_out: leftOut }, t) {
  const sentences = [
    title ? t("tune.read", { title, n: notes }) : t("tune.read_untitled", { n: notes }),
    shift ? t(shift > 0 ? "tune.up" : "tune.down", { n: Math.abs(shift) }) : "",
    leftOut.some(({ name }) => name === "metre") ? t("tune.metre", { metre, read: readMetre }) : "",
  ];
  const others = leftOut
    .filter(({ name }) => name !== "metre")
    .map(({ name, count }) => t(`tune.out.${name}`, { n: count }));
  if (others.length) sentences.push(t("tune.out", { list: t.list(others) }));
  return sentences.filter(Boolean).join(" ");
}
