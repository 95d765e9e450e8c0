/**
 * What an answer and its gradient show, in one sentence for each application: what the network says at the step that is
 * asked about, and what of that answer's gradient is left where the application's own question lies. Nothing is told
 * that was not read off the answer.
 */

import { numbersIn } from "../base/numbers.js";
import { place } from "../figure/sentence.js";
import { grid, norms, OK, values } from "../state/decode.js";
import { largestMove } from "./pictures/largest_move.js";
import { kindOf } from "./pictures/tag_spans.js";
import { reachOf, reachWords } from "./reach.js";
import { END } from "./sentence_of.js";

/** @typedef {import("../base/types.js").Prediction} Prediction */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {import("../figure/sentence.js").Word} Word */
/** @typedef {{ prediction: Prediction, trace: Trace, t: I18n }} Told */

/** Steps from which it is worth trying another cell: nearer, every cell keeps something. */
const FAR = 8;

/** What every story may name. @param {Told} told @returns {Record<string, Word | Word[]>} */
const common = ({ prediction: { tokens, cell, focus }, t }) => ({
  cell: { text: t(`cell.${cell}`), cell },
  token: { text: tokens[focus - 1] ?? "" },
  step: { text: t.number(focus) },
  steps: { text: t.number(tokens.length) },
});

/** A probability as it is written. @param {number} p @param {I18n} t */
const percent = (p, t) => numbersIn(t.lang).percent(p);

/** Whether an answer is right, where that is known. @param {boolean | null} right @param {I18n} t @returns {Word} */
const judged = (right, t) => ({ text: right === null ? "" : t(right ? "story.is_right" : "story.is_wrong") });

/**
 * One sentence, and where something is left far away, what to try next.
 * @param {Told} told
 * @param {string} key
 * @param {Record<string, Word | Word[]>} words
 * @param {import("./reach.js").Reach} [reach]
 * @returns {Word[]}
 */
function tell(told, key, words, reach) {
  const { t, prediction } = told;
  const isKept = reach && reach.lag >= FAR && (reach.kind === "left" || reach.kind === "grown");
  const sentence = place(t(`story.${key}`), { ...common(told), ...words });
  const next =
    isKept && prediction.cell !== "rnn" ? t("story.try_rnn") : changedItsMind(told) ? t("story.try_hold") : "";
  return next ? [...sentence, { text: ` ${next}` }] : sentence;
}

/**
 * What goes back to a step that has a name.
 * @param {Told} told
 * @param {number} to from 1
 * @param {string} key what the step is called
 */
function back({ prediction: { tokens }, trace, t }, to, key) {
  const reach = reachOf(trace.runs[0], trace, to);
  return { reach, words: reachWords(reach, t(`story.place.${key}`, { token: tokens[to - 1] ?? "" }), t) };
}

/**
 * What goes back in each direction that is read: to the first step forwards, to the last one backwards.
 * @param {Told} told
 * @param {(step: number) => string} name what a step is called
 * @returns {Word[]}
 */
function bothWays({ prediction: { tokens, focus }, trace, t }, name) {
  const clauses = [false, true].flatMap((reversed, i) => {
    const run = trace.runs.find((one) => Boolean(one.reversed) === reversed);
    const [ahead, end] = reversed ? [tokens.length - focus, tokens.length] : [focus - 1, 1];
    if (!ahead) return [];
    if (!run) return [[{ text: t("story.unreached", { n: ahead }) }]];
    return [
      place(t(reversed ? "story.backwards" : "story.forwards"), {
        reach: reachWords(reachOf(run, trace, end), name(end), t, i && focus > 1 ? "remark" : "reach"),
      }),
    ];
  });
  if (!clauses.length) return [{ text: t("story.alone") }];
  return clauses.flatMap((clause, i) => (i ? [{ text: "; " }, ...clause] : clause));
}

/** An opinion that is no longer in doubt. */
const SURE = 0.25;

/** Whether a review ends on another side than it was sure of, with a forget gate that was free to do it. @param {Told} told */
function changedItsMind({ prediction: { app, answer, focus, tokens }, trace }) {
  const carries = "c" in (trace.runs[0].norms?.d_state ?? {});
  if (app !== "sentiment" || focus < tokens.length || !carries || "f" in trace.config.clamp) return false;
  const opinion = values(answer.opinion);
  const against = (/** @type {number} */ p) => (opinion[focus - 1] > 0.5 ? 0.5 - p : p - 0.5);
  return opinion.some((/** @type {number} */ p) => against(p) > SURE);
}

/** The opinion at the asked word, and what is left at the word that decides, or that moved it most. @param {Told} told @returns {Word[]} */
function sentiment(told) {
  const { prediction, t } = told;
  const { focus, answer, tokens } = prediction;
  const { decisive, truth, said } = answer;
  const opinion = values(answer.opinion);
  const p = opinion[focus - 1];
  const atEnd = focus === tokens.length;
  const isPositive = atEnd ? said === 1 : p > 0.5;
  const words = {
    verdict: { text: t(`picture.sentiment.${isPositive ? "positive" : "negative"}`) },
    p: { text: percent(isPositive ? p : 1 - p, t), strong: true },
    judged: judged(atEnd && truth !== null ? truth === said : null, t),
  };
  const to = decisive === null ? largestMove(opinion.slice(0, focus)) : decisive;
  const of = decisive === null ? "moved" : "decides";
  const asked = place(t(atEnd ? "story.sentiment.end" : "story.sentiment.midway"), { ...common(told), ...words });
  if (to + 1 >= focus)
    return tell(told, `sentiment.${to + 1 === focus ? `${of}_here` : "still_to_come"}`, {
      asked,
      word: { text: tokens[to] },
    });
  const { reach, words: left } = back(told, to + 1, of);
  return tell(told, "asked", { asked, reach: left }, reach);
}

/** A tag, and what is left of its gradient at both ends of the sentence. @param {Told} told @returns {Word[]} */
function entities(told) {
  const { prediction, t } = told;
  const { focus, answer, tokens } = prediction;
  const { tags, classes, truth, probabilities } = answer;
  const tag = tags[focus - 1];
  const kind = kindOf(tag);
  const p = grid(probabilities).at(focus - 1, classes.indexOf(tag));
  return tell(told, "asked", {
    asked: place(t("story.entities.tags"), {
      ...common(told),
      kind: { text: t(`picture.entities.${kind === null ? "none" : kind.toLowerCase()}`), strong: true },
      p: { text: percent(p, t) },
      judged: judged(truth ? truth[focus - 1] === tag : null, t),
    }),
    reach: bothWays(told, (step) => t("story.place.word", { token: tokens[step - 1] ?? "" })),
  });
}

/** What is heard at an instant, and what is left of its gradient before and after it. @param {Told} told @returns {Word[]} */
function speech(told) {
  const { prediction, t } = told;
  const { focus, answer, tokens } = prediction;
  const heard = answer.path[focus - 1];
  return tell(told, "asked", {
    asked: place(t(heard ? "story.speech.hears" : "story.speech.silent"), {
      ...common(told),
      at: { text: numbersIn(t.lang).fixed((focus - 1) * answer.step_seconds, 2) },
      symbol: { text: answer.symbols[heard] ?? "", strong: true },
      p: { text: percent(grid(answer.posteriors).at(focus - 1, heard), t) },
    }),
    reach: bothWays(told, (step) => t(step === tokens.length ? "story.place.last" : "story.place.first")),
  });
}

/**
 * What comes next, and what is left at the beginning, which tells of country, metre or language.
 * @param {string} start what the beginning is
 * @returns {(told: Told) => Word[]}
 */
const next = (start) => (told) => {
  const { prediction, t } = told;
  const { focus, answer } = prediction;
  const key = answer.start ? start : "first";
  const asked = place(t("story.next.asked"), common(told));
  if (focus === 1) return tell(told, `next.at_${answer.start ? "start" : "first"}`, {});
  const { reach, words } = back(told, 1, key);
  return tell(told, "asked", { asked, reach: words }, reach);
};

/** A word of the translation, and the word of the source at which most of its gradient is left. @param {Told} told @returns {Word[]} */
function translation(told) {
  const { prediction, trace, t } = told;
  const { focus, answer } = prediction;
  const count = answer.source.length;
  const said = answer.output[focus - count - 1];
  if (!said) return [];
  const { log10, status } = norms(trace.runs[0].norms.d_state.h);
  let most = count - 1;
  for (let i = 0; i < count; i++) if (status[i] === OK && !(log10[most] >= log10[i])) most = i;
  const { reach, words } = back(told, most + 1, status[most] === OK ? "most" : "nearest");
  return tell(
    told,
    "asked",
    {
      asked: place(t(said.word === END ? "story.translation.ends" : "story.translation.says"), {
        ...common(told),
        p: { text: percent(said.p, t) },
      }),
      reach: words,
    },
    reach,
  );
}

/** A forecast, and the value that moves it most. @param {Told} told @returns {Word[]} */
function forecast(told) {
  const { prediction, trace, t } = told;
  const { focus, answer, tokens } = prediction;
  const numbers = numbersIn(t.lang);
  const { rows, at } = grid(answer.forecast);
  const key = `app.forecast.variant.${answer.series}`;
  const moves = Array.from(values(answer.influence ?? [])).slice(0, focus);
  const most = moves.reduce((best, move, i) => (Math.abs(move) > Math.abs(moves[best]) ? i : best), focus - 1);
  const { cut } = trace.runs[0].verdict;
  const words = {
    series: { text: t.has(key) ? t(key) : answer.series },
    to: { text: answer.future_labels[rows - 1] ?? "" },
    ahead: { text: t("story.forecast.ahead", { n: rows }) },
    value: { text: [numbers.value(at(rows - 1, 1), 4), answer.unit].filter(Boolean).join(" "), strong: true },
    back: { text: t("story.forecast.back", { n: focus - 1 - most }) },
    label: { text: tokens[most] ?? "" },
    most: { text: numbers.value(moves[most] ?? 0, 2), strong: true },
    last: { text: numbers.value(moves[focus - 1] ?? 0, 2), strong: true },
    window: { text: cut === null ? "" : t("story.forecast.window", { cut }) },
  };
  return tell(told, most === focus - 1 ? "forecast.last" : "forecast.earlier", words);
}

/** @type {Record<string, (told: Told) => Word[]>} */
const STORIES = {
  translation,
  entities,
  sentiment,
  forecast,
  speech,
  text: next("country"),
  "music.melody": next("metre"),
  "music.phonemes": next("language"),
};

/** Of an application without a story of its own: the gradient at the first step. @param {Told} told @returns {Word[]} */
function plain(told) {
  if (told.prediction.focus === 1) return [];
  const { reach, words } = back(told, 1, "first");
  return tell(told, "asked", { asked: place(told.t("story.plain"), common(told)), reach: words }, reach);
}

/**
 * The sentence of an answer; empty where there is nothing to tell.
 * @param {Told} told
 * @returns {Word[]}
 */
export function story(told) {
  const { app, variant } = told.prediction;
  const of = STORIES[`${app}.${variant}`] ?? STORIES[app] ?? plain;
  return of(told);
}
