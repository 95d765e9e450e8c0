/**
 * A lesson in the making: the data of a lesson, with fields that may still be empty. Pure; every function gives a new
 * draft. What a lesson has in another language is kept.
 */

import { format } from "../state/address.js";
import { defaultOf } from "../state/address_values.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./lesson.js").Stop} Stop */
/** @typedef {import("./lesson_text.js").Words} Words */
/** @typedef {NonNullable<Stop["predict"]>} Predict */
/** @typedef {NonNullable<Predict["options"]>[number]} Option */

/** What a lesson may have at most, as it is read. */
export const MOST_STOPS = 40;
export const MOST_OPTIONS = 8;
export const LONGEST_TEXT = 2000;

/** @returns {Lesson} */
export const newDraft = () => ({ title: {}, about: {}, minutes: 10, stops: [] });

/** Of the page's own fields a stop leaves the reader's choices alone. */
const READERS = ["lang", "theme", "size", "embed", "hide", "lesson", "stop", "side"];

/** The address of what is on the screen, as a stop has it. @param {import("../base/types.js").State} state */
export function pictureAddress({ config, page, catalogue, play }) {
  const readers = catalogue.page.filter(({ name }) => READERS.includes(name));
  const usual = Object.fromEntries(readers.map((row) => [row.name, defaultOf(row)]));
  return format(config, { ...page, ...usual }, catalogue, play);
}

/** @param {Words | undefined} words @param {string} lang @param {string} text @returns {Words} */
export function withText(words, lang, text) {
  const { [lang]: _old, ...others } = words ?? {};
  return text.trim() ? { ...others, [lang]: text } : others;
}

/** @param {Lesson} draft @param {Stop} stop @param {number} [at] index; without it the last */
export const addStop = (draft, stop, at = draft.stops.length) => ({
  ...draft,
  stops: draft.stops.toSpliced(at, 0, stop),
});

/** @param {string} address @returns {Stop} */
export const newStop = (address) => ({ title: {}, address, text: {} });

/** @param {Lesson} draft @param {number} at */
export const removeStop = (draft, at) => ({ ...draft, stops: draft.stops.toSpliced(at, 1) });

/** One place up or down; at an end it stays. @param {Lesson} draft @param {number} at @param {1 | -1} by */
export function moveStop(draft, at, by) {
  const to = at + by;
  if (to < 0 || to >= draft.stops.length) return draft;
  return addStop(removeStop(draft, at), draft.stops[at], to);
}

/** @param {Lesson} draft @param {number} at @param {Partial<Stop>} patch */
export const withStop = (draft, at, patch) => ({
  ...draft,
  stops: draft.stops.with(at, { ...draft.stops[at], ...patch }),
});

/** Of another kind: the question's words stay, and the options where the new kind has some. @param {Predict | undefined} predict @param {string} kind */
export function ofKind(predict, kind) {
  if (!kind) return undefined;
  /** @type {Predict} */
  const next = { kind: /** @type {Predict["kind"]} */ (kind), question: predict?.question ?? {} };
  if (kind === "choice") next.options = predict?.options ?? [{ text: {}, right: true }, { text: {} }];
  else next.of = predict?.of ?? "";
  return next;
}

/** Which option is the right one. @param {Option[]} options @param {number} right @returns {Option[]} */
export const withRight = (options, right) =>
  options.map(({ right: _old, ...option }, i) => (i === right ? { ...option, right: true } : option));

/** @param {any} value */
const isEmpty = (value) =>
  value === undefined ||
  value === "" ||
  (typeof value === "object" && value !== null && !Object.keys(value).length) ||
  (Array.isArray(value) && !value.length);

/** @param {Record<string, any>} record */
const filled = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)));

/** A lesson without the fields that nobody filled in; what a lesson must have stays, so that it is missed. @param {Lesson} draft @returns {Lesson} */
export function finished({ title, about, minutes, stops }) {
  return {
    title,
    about: isEmpty(about) ? title : about,
    minutes,
    stops: stops.map(({ title, address, text, predict, reveal, ...rest }) => ({
      title,
      address,
      text,
      ...filled({
        ...rest,
        predict: predict && { ...filled(predict), kind: predict.kind, question: predict.question },
        reveal: reveal && filled(reveal),
      }),
    })),
  };
}

/** Whether there is something in it to lose. @param {Lesson} draft */
export const isBegun = ({ title, stops }) => stops.length > 0 || !isEmpty(title);
