/** The sentence that an application's picture is of. */

/** What the decoder says at the end of its sentence. */
export const END = "∎";

/**
 * The sentence that is shown, as it would be typed; null where the input is no sentence.
 * @param {import("../base/types.js").Prediction | null | undefined} prediction
 */
export function sentenceOf(prediction) {
  const words = prediction?.answer?.source ?? prediction?.answer?.words;
  return Array.isArray(words) ? words.filter((word) => !/^[∎⟨<]/.test(word)).join(" ") : null;
}
