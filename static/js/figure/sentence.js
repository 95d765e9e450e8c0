/**
 * The big sentence: what this picture shows, in one line that changes with it. Built from the verdicts as
 * data (pieces that know which word is a cell and which is an amount), so that it can be coloured and tested.
 */

import { numbersIn, powerOfTen } from "../base/numbers.js";
import { commonLayer } from "./layers.js";
import { cellName, nameOf, runName } from "./words.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Verdict} Verdict */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/** @typedef {{text: string, cell?: string, strong?: boolean}} Word */

/** From here on (a factor of 1.05) more comes back than was sent, and per cent would puzzle. */
const WHOLE = 0.0212;

/**
 * A kept fraction as a reader says it: per cent while that says something, then a power of ten.
 * @param {number} log10
 * @param {I18n} t
 */
export function amount(log10, t) {
  if (log10 >= 3 || log10 < -3) return powerOfTen(Math.round(log10));
  const value = 10 ** log10;
  if (log10 > WHOLE) return t.number(value, { maximumSignificantDigits: log10 >= 1 ? 3 : 2 });
  return numbersIn(t.lang).percent(value);
}

/**
 * Whether the way back left the numbers behind: it overflowed, or was no number.
 * @param {Verdict} verdict
 */
const lost = ({ kept, first_nan, first_overflow }) =>
  kept.status === "overflow" || kept.status === "nan" || Boolean(first_nan || first_overflow);

/** Whether nothing is left at the first step. @param {Verdict} verdict */
const gone = ({ kept, first_zero }) => kept.status === "zero" || Boolean(first_zero);

/**
 * How a run is told: the verb depends on the verdict, and on the norm still being a number at all.
 * @param {Run} run
 */
function tale({ verdict }) {
  const { kept, kind } = verdict;
  if (lost(verdict)) return "overflow";
  if (gone(verdict)) return "zero";
  return kind === "stable" && typeof kept.log10 === "number" && kept.log10 > WHOLE ? "whole" : kind;
}

/**
 * How far back what is told of a run is true: a step beyond its last ordinary number, where it has none left.
 * @param {Run} run
 */
function lagOf({ verdict }) {
  const { kept, lag } = verdict;
  return lag > 0 && kept.status === "ok" && (lost(verdict) || gone(verdict)) ? lag + 1 : lag;
}

/** @param {Run} run */
function rank({ verdict }) {
  if (lost(verdict)) return Number.POSITIVE_INFINITY;
  if (gone(verdict)) return Number.NEGATIVE_INFINITY;
  const { kept } = verdict;
  return typeof kept.log10 === "number" ? kept.log10 : Number.NEGATIVE_INFINITY;
}

/**
 * Put words in the places of a text.
 * @param {string} text
 * @param {Record<string, Word | Word[]>} words
 * @returns {Word[]}
 */
export function place(text, words) {
  return text
    .split(/\{(\w+)\}/)
    .flatMap((part, at) => (at % 2 ? (words[part] ?? { text: `{${part}}` }) : part ? { text: part } : []));
}

/**
 * The amount as a word of the sentence; some languages put an article before a percentage.
 * @param {number} log10
 * @param {string} kind
 * @param {I18n} t
 * @returns {Word[]}
 */
function amountWords(log10, kind, t) {
  const text = amount(log10, t);
  const word = { text: kind === "whole" ? `×${text}` : text, strong: true };
  return text.endsWith("%") ? place(t("sentence.percent"), { amount: word }) : [word];
}

/**
 * Join lists of words as the language joins a list.
 * @param {Word[][]} items
 * @param {I18n} t
 * @returns {Word[]}
 */
export function joined(items, t) {
  const marks = items.map((_, index) => `\u0000${index}\u0000`);
  return t
    .list(marks)
    .split("\u0000")
    .filter(Boolean)
    .flatMap((part) => (/^\d+$/.test(part) ? items[Number(part)] : [{ text: part }]));
}

/**
 * @param {Trace} trace
 * @param {I18n} t
 * @returns {Word[]}
 */
export function sentence(trace, t) {
  const runs = [...trace.runs].sort((a, b) => rank(b) - rank(a));
  if (runs.length === 0) return [{ text: t("sentence.none") }];
  const { steps } = trace.config;
  // A run that is lost at the last step was measured over no step at all: the others tell how far back this is.
  const furthest = Math.max(...runs.map(lagOf));
  const cut = runs.find(({ verdict }) => verdict.cut)?.verdict.cut;
  if (cut && !furthest) return [{ text: t("sentence.cut_at_once", { step: cut }) }];
  const lag = furthest || steps - 1;
  if (lag < 1) return [{ text: t("sentence.single") }];

  /** @type {{tale: string, runs: Run[]}[]} */
  const groups = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.tale === tale(run)) last.runs.push(run);
    else groups.push({ tale: tale(run), runs: [run] });
  }
  const layer = commonLayer(trace);
  // where there are losses at other steps, the picture also has what comes back from those
  const last = trace.config.loss_at === "every" ? "_last" : "";
  const lead = `sentence.lead${layer === null ? "" : layer ? "_layer" : "_all"}${last}`;
  /** @type {Word[]} */
  const words = [{ text: t(lead, { lag, layer }) }];
  groups.forEach((group, at) => {
    const items = group.runs.map((run, index) => {
      const form = index > 0 ? "next" : at === 0 ? "first" : "then";
      const { log10 } = run.verdict.kept;
      return place(t(`sentence.${group.tale}.${form}`), {
        cell: { text: layer === null ? runName({ t }, run) : cellName({ t }, nameOf(run)), cell: nameOf(run) },
        amount: typeof log10 === "number" ? amountWords(log10, group.tale, t) : [],
        dtype: { text: String(trace.config.dtype) },
      });
    });
    words.push({ text: at === 0 ? " " : "; " }, ...joined(items, t));
  });
  words.push({ text: cut ? t("sentence.cut", { step: cut }) : "." });
  return words;
}

/**
 * A verdict in a word. What is cut has not survived: of a steady one the cut is told.
 * @param {Verdict} verdict
 * @param {import("../base/types.js").Translate} t
 */
export const verdictText = ({ kind, cut }, t) => t(`verdict.${cut && kind === "stable" ? "cut" : kind}`, { step: cut });

/** What a gradient can pass on its way back, the strongest first. */
const MARKS = /** @type {const} */ ([
  "first_nan",
  "first_overflow",
  "first_zero",
  "below_float32",
  "below_float16",
  "below_thousandth",
]);

/**
 * The finer print: one remark for each run, with its rate, or with what a clamp of 1 does to the carry path.
 * @param {Trace} trace
 * @param {I18n} t
 * @param {import("../base/types.js").Catalogue} catalogue
 * @returns {{cell: string, kind: string, text: string, detail: string}[]}
 */
export function remarks(trace, t, catalogue) {
  const gates = carousels(trace, catalogue);
  return trace.runs.map((run) => {
    const { cell, verdict } = run;
    const rate = typeof verdict.rate === "number" && verdict.lag > 0 ? rateText(verdict.rate, t) : "";
    const gate = gates[cell];
    const carried = gate && t.has(`sentence.carousel.${cell}`) ? t(`sentence.carousel.${cell}`, { gate }) : "";
    // of several bounds that are passed at one step, the strongest says it
    const reached = MARKS.filter(
      (mark, at) => verdict[mark] && !MARKS.slice(0, at).some((m) => verdict[m] === verdict[mark]),
    );
    const steadyUntilCut = verdict.cut && verdict.kind === "stable"; // its rate is told until there
    return {
      cell: nameOf(run),
      kind: verdict.kind,
      text: [verdictText(verdict, t), carried || rate].filter(Boolean).join(steadyUntilCut ? " · " : " "),
      detail: reached.map((mark) => t(`sentence.${mark}`, { step: verdict[mark] })).join("; "),
    };
  });
}

/** Slower than this, in powers of ten for each step, nothing is said of a change. */
const STEADY = 5e-4;

/**
 * How fast a gradient changes on its way back, as a factor of ten and the steps that it takes.
 * @param {number} rate powers of ten for each step
 * @param {I18n} t
 */
export function rateText(rate, t) {
  const size = Math.abs(rate);
  if (!(size >= STEADY)) return "";
  const way = rate < 0 ? "falls" : "grows";
  if (size > 1) return t(`sentence.rate.${way}_fast`, { factor: powerOfTen(Math.round(size)) });
  return t(`sentence.rate.${way}`, { steps: Number((1 / size).toPrecision(2)) });
}

/**
 * Carry gates clamped to exactly 1, by cell: the constant error carousel.
 * @param {Trace} trace
 * @param {import("../base/types.js").Catalogue} catalogue
 * @returns {Record<string, string>}
 */
export function carousels(trace, catalogue) {
  const clamp = trace.config.clamp ?? {};
  return Object.fromEntries(
    catalogue.cells.flatMap(({ name, carry }) => (carry && clamp[carry] === 1 ? [[name, carry]] : [])),
  );
}
