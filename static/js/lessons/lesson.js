/**
 * A lesson as data, read from wherever it came: the server, a link, a file. By the same rules as the server's own
 * (`app/lessons/lesson.py`); what is wrong is said with the field, its value and what is allowed.
 */

/** @typedef {Record<string, string>} Words a text by language */
/** @typedef {{ text: Words, right?: boolean, from?: number, to?: number, value?: number }} Option */
/** @typedef {{ kind: "number" | "choice" | "curve", question: Words, of?: string, options?: Option[] }} Question */
/**
 * @typedef {object} Stop
 * @property {Words} title
 * @property {string} address
 * @property {Words} text
 * @property {Question} [predict]
 * @property {{ address?: string, play?: "forward" | "backward", text?: Words }} [reveal]
 * @property {Words} [takeaway]
 * @property {Words} [misconception]
 * @property {string[]} [hide]
 */
/** @typedef {{ title: Words, about: Words, minutes: number, stops: Stop[] }} Lesson */
/** @typedef {{ name: string, title: Words, about: Words, minutes: number, stops: number, asks: Words[] }} Head a lesson in the list */
/** @typedef {{ field: string, value: unknown, code: string, allowed?: string | number }} Fault */
/** @typedef {(value: any, field: string, faults: Fault[]) => void} Check */

export const BYTES = 64 * 1024;
const TEXT = 2000;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;
const QUANTITY = /^[a-z_]{1,40}(:[a-z_0-9]{1,40})?(@\d{1,4})?$/;
/** A fault more, and the file is something else. */
const ENOUGH = 8;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @type {(least: number, most: number, pattern?: RegExp) => Check} */
const text =
  (least, most, pattern = /^/) =>
  (value, field, faults) => {
    if (typeof value !== "string") faults.push({ field, value, code: "not_a_text" });
    else if (value.length < least || [...value].length > most)
      faults.push({ field, value, code: "length", allowed: most });
    else if (!pattern.test(value)) faults.push({ field, value, code: "form" });
  };

/** @type {(least: number, most: number) => Check} */
const whole = (least, most) => (value, field, faults) => {
  if (!Number.isInteger(value) || value < least || value > most)
    faults.push({ field, value, code: "range", allowed: `${least} … ${most}` });
};

/** @type {Check} */
const number = (value, field, faults) => {
  if (!Number.isFinite(value)) faults.push({ field, value, code: "not_a_number" });
};

/** @type {Check} */
const flag = (value, field, faults) => {
  if (typeof value !== "boolean") faults.push({ field, value, code: "not_a_flag" });
};

/** @type {(...choices: string[]) => Check} */
const oneOf =
  (...choices) =>
  (value, field, faults) => {
    if (!choices.includes(value)) faults.push({ field, value, code: "choice", allowed: choices.join(", ") });
  };

/** @type {(least: number, most: number, each: Check) => Check} */
const list = (least, most, each) => (value, field, faults) => {
  if (!Array.isArray(value)) faults.push({ field, value, code: "not_a_list" });
  else if (value.length < least || value.length > most)
    faults.push({ field, value: value.length, code: "count", allowed: `${least} … ${most}` });
  else for (const [i, item] of value.entries()) if (faults.length < ENOUGH) each(item, `${field}.${i + 1}`, faults);
};

/** @type {(required: Record<string, Check>, optional?: Record<string, Check>) => Check} */
const record =
  (required, optional = {}) =>
  (value, field, faults) => {
    if (!isRecord(value)) return void faults.push({ field, value, code: "not_a_record" });
    const at = (/** @type {string} */ name) => (field ? `${field}.${name}` : name);
    for (const name of Object.keys(required))
      if (!Object.hasOwn(value, name)) faults.push({ field: at(name), value: undefined, code: "missing" });
    for (const [name, item] of Object.entries(value)) {
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined;
      if (check) check(item, at(name), faults);
      else faults.push({ field: at(name), value: item, code: "unknown" });
    }
  };

/** @type {Check} */
const words = (value, field, faults) => {
  if (!isRecord(value) || !Object.keys(value).length || Object.keys(value).length > 12)
    return void faults.push({ field, value, code: "no_language" });
  for (const [language, item] of Object.entries(value)) {
    if (!LANGUAGE.test(language)) faults.push({ field, value: language, code: "language" });
    text(1, TEXT)(item, `${field}.${language}`, faults);
  }
};

/** What a question needs so that it has an answer. @type {Check} */
const answerable = ({ kind, of, options = [] }, field, faults) => {
  const at = `${field}.options`;
  if (kind !== "choice") {
    if (of === undefined) faults.push({ field: `${field}.of`, value: of, code: "missing" });
    else if (options.some((/** @type {Option} */ { value }) => value === undefined))
      faults.push({ field: at, value: undefined, code: "no_values" });
    return;
  }
  const flagged = options.filter((/** @type {Option} */ { right }) => right).length;
  const bounded = options.filter((/** @type {Option} */ { from, to }) => from !== undefined || to !== undefined).length;
  if (options.length < 2) faults.push({ field: at, value: options.length, code: "two_options" });
  else if (of === undefined && flagged !== 1) faults.push({ field: at, value: flagged, code: "one_right" });
  else if (of !== undefined && (flagged || bounded !== options.length))
    faults.push({ field: at, value: bounded, code: "intervals" });
};

const option = record({ text: words }, { right: flag, from: number, to: number, value: number });
const fieldsOfQuestion = record(
  { kind: oneOf("number", "choice", "curve"), question: words },
  { of: text(1, 90, QUANTITY), options: list(0, 8, option) },
);
/** @type {Check} */
const question = (value, field, faults) => {
  const before = faults.length;
  fieldsOfQuestion(value, field, faults);
  if (faults.length === before) answerable(value, field, faults);
};
const reveal = record({}, { address: text(0, TEXT), play: oneOf("forward", "backward"), text: words });
const stop = record(
  { title: words, address: text(0, TEXT), text: words },
  { predict: question, reveal, takeaway: words, misconception: words, hide: list(0, 40, text(1, 40)) },
);
const lesson = record({ title: words, about: words, minutes: whole(1, 600), stops: list(1, 40, stop) });

/**
 * What is wrong with a lesson; nothing where it is one.
 * @param {unknown} data
 * @returns {Fault[]}
 */
export function faultsOf(data) {
  /** @type {Fault[]} */
  const faults = [];
  lesson(data, "", faults);
  return faults.slice(0, ENOUGH);
}

/** A value as a message shows it, short. @param {unknown} value */
function shown(value) {
  let text = "…";
  try {
    text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  } catch {
    // nested too deep to be written
  }
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/**
 * @param {unknown} data
 * @param {import("../base/i18n.js").I18n} t
 * @returns {{ lesson: Lesson } | { faults: string[] }}
 */
export function readLesson(data, t) {
  const faults = faultsOf(data);
  if (!faults.length) return { lesson: /** @type {Lesson} */ (data) };
  return {
    faults: faults.map(({ field, value, code, allowed = "" }) =>
      t(`lesson.fault_${code}`, {
        field: field || t("page.side.lesson"),
        value: shown(value),
        allowed,
        example: '{"en": …}',
      }),
    ),
  };
}
