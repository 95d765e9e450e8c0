import assert from "node:assert/strict";
import test from "node:test";
import { ranked } from "../../static/js/applications/pictures/alternatives.js";
import * as entities from "../../static/js/applications/pictures/entities.js";
import { changesOf } from "../../static/js/applications/pictures/entities.js";
import * as fan from "../../static/js/applications/pictures/fan_chart.js";
import * as forecast from "../../static/js/applications/pictures/forecast.js";
import { PICTURES } from "../../static/js/applications/pictures/index.js";
import { largestMove } from "../../static/js/applications/pictures/largest_move.js";
import * as melody from "../../static/js/applications/pictures/melody.js";
import { foreseenAt, probabilityOf, stepOf } from "../../static/js/applications/pictures/next_symbol.js";
import * as phonemes from "../../static/js/applications/pictures/phonemes.js";
import { trackOf } from "../../static/js/applications/pictures/phonemes.js";
import { barOf, handover, pitchName, rollOf } from "../../static/js/applications/pictures/piano_roll.js";
import { band, extent, line, linear, ticks } from "../../static/js/applications/pictures/plot.js";
import { looks, readings } from "../../static/js/applications/pictures/read_as.js";
import { moved } from "../../static/js/applications/pictures/roving_tabindex.js";
import * as sentiment from "../../static/js/applications/pictures/sentiment.js";
import * as speech from "../../static/js/applications/pictures/speech.js";
import { columnsFor, statesAt } from "../../static/js/applications/pictures/state_tile.js";
import { luminance, shade } from "../../static/js/applications/pictures/surprise_shade.js";
import { kindOf, revisions, spansOf } from "../../static/js/applications/pictures/tag_spans.js";
import * as text from "../../static/js/applications/pictures/text.js";
import * as translation from "../../static/js/applications/pictures/translation.js";
import { aligned, wordsOf } from "../../static/js/applications/pictures/word_alignment.js";
import { createI18n } from "../../static/js/base/i18n.js";
import { numbersIn } from "../../static/js/base/numbers.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { grid } from "../../static/js/state/decode.js";

/** A text is its key and what fills it in, so that a test sees which sentence is said of what. */
const t = createI18n(
  /** @type {any} */ (
    new Proxy(
      {},
      {
        get: (_, key) => String(key),
        has: () => true,
      },
    )
  ),
);
/** @type {{ key: string, values: any }[]} */
let said = [];
const listening = Object.assign(
  (/** @type {string} */ key, /** @type {any} */ values) => {
    said.push({ key, values });
    return key;
  },
  { ...t, list: t.list, lang: "en", has: () => false, number: t.number },
);
/** @type {import("../../static/js/applications/pictures/types.js").Tools} */
const tools = { t: listening, numbers: numbersIn("en"), theme: () => themeOf("light"), onFocus: () => {} };

/** What a picture's sentence says: its keys, and the values that fill them in. @param {() => unknown} run */
function recorded(run) {
  said = [];
  run();
  return { keys: said.map(({ key }) => key), values: Object.assign({}, ...said.map(({ values }) => values)) };
}

test("there is a picture and a card for each of the seven applications, in their order", () => {
  const names = ["translation", "text", "entities", "sentiment", "forecast", "speech", "music"];
  assert.deepEqual(Object.keys(PICTURES).slice(0, names.length), names);
  for (const { figure, mount, card } of Object.values(PICTURES)) {
    assert.equal(typeof figure, "function");
    assert.equal(typeof mount, "function");
    assert.equal(typeof card, "function");
  }
});

test("letters stand out from the colour of every surprise, in light and dark", () => {
  for (const mode of /** @type {const} */ (["light", "dark"]))
    for (let share = -0.1; share <= 1.1; share += 0.01) {
      const { background, ink } = shade(themeOf(mode).sequential, share);
      const under = luminance((background.match(/\d+/g) ?? []).map(Number));
      const over = ink === "#ffffff" ? 1 : 0;
      const contrast = (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
      assert.ok(contrast >= 4.5, `${mode} ${share}: ${contrast}`);
    }
});

test("a surprise that is not a number has the end of the scale", () => {
  assert.deepEqual(shade(themeOf("light").sequential, Number.NaN), shade(themeOf("light").sequential, 1));
});

test("arrows move within a row of buttons and stop at its ends", () => {
  assert.equal(moved("ArrowRight", 0, 3), 1);
  assert.equal(moved("ArrowDown", 2, 3), 2);
  assert.equal(moved("ArrowLeft", 0, 3), 0);
  assert.equal(moved("End", 0, 3), 2);
  assert.equal(moved("Home", 2, 3), 0);
  assert.equal(moved("a", 1, 3), null);
  assert.equal(moved("ArrowRight", 0, 0), null);
});

test("the given answer is listed once among its rivals, and is never left out", () => {
  const others = [
    { label: "b", p: 0.5 },
    { label: "a", p: 0.3 },
    { label: "c", p: 0.1 },
  ];
  const list = ranked({ label: "a", p: 0.3 }, others);
  assert.deepEqual(
    list.map(({ label, given }) => [label, given]),
    [
      ["b", false],
      ["a", true],
      ["c", false],
    ],
  );
  const rare = ranked({ label: "z", p: 0.001 }, others, 2);
  assert.deepEqual(
    rare.map(({ label }) => label),
    ["b", "z"],
  );
});

test("scales, ticks and paths", () => {
  const x = linear([0, 10], [100, 200]);
  assert.equal(x(5), 150);
  assert.equal(linear([3, 3], [0, 9])(3), 0);
  assert.deepEqual(ticks(0, 1, 2), [0, 0.5, 1]);
  assert.deepEqual(ticks(18.3, 27.1, 5), [20, 22, 24, 26]);
  assert.deepEqual(ticks(4, 4, 5), [4]);
  assert.deepEqual(extent([1, Number.NaN, -2], [Infinity, 5]), [-2, 5]);
  assert.deepEqual(extent([]), [0, 1]);
  assert.equal(
    line([
      [0, 1],
      [1, Number.NaN],
      [2, 3],
      [3, 4],
    ]),
    "M0 1M2 3L3 4",
  );
  assert.equal(
    band(
      [
        [0, 2],
        [1, 2],
      ],
      [
        [0, 1],
        [1, 1],
      ],
    ),
    "M0 1L1 1L1 2L0 2Z",
  );
});

test("of a word too many only that word is wrong", () => {
  const marks = aligned(wordsOf("the  very red house"), wordsOf("the red house"));
  assert.deepEqual(
    marks.map(({ right }) => right),
    [true, false, true, true],
  );
  assert.ok(aligned([], ["a"]).length === 0);
  assert.deepEqual(aligned(["a"], []), [{ word: "a", right: false }]);
});

/** @type {import("../../static/js/applications/pictures/types.js").TranslationAnswer} */
const TRANSLATED = {
  source: ["la", "casa", "roja"],
  read_as: ["la", "casa", "roja"],
  unknown: [],
  further: [],
  output: [
    { word: "the", said: "the", p: 0.99, copied_from: null, others: [] },
    { word: "red", said: "red", p: 0.6, copied_from: null, others: [{ word: "house", p: 0.3, copied_from: null }] },
    { word: "house", said: "house", p: 0.97, copied_from: null, others: [] },
    { word: "∎", said: "∎", p: 0.99, copied_from: null, others: [] },
  ],
  translation: "the red house",
  reference: "the red house",
  dictionary: "the house red",
  exact: true,
};

/** What a picture says of an answer, as data: the same twice, with a table that has a cell for every column. @param {() => any} run */
function checked(run) {
  const { summary, table } = run();
  assert.deepEqual(run(), { summary, table });
  assert.ok(summary.some(Boolean));
  assert.ok(table.rows.length);
  for (const row of table.rows) assert.equal(row.length, table.columns.length);
  return table;
}

test("a picture is data before it is drawn: sentences, and a table of what it shows", () => {
  assert.deepEqual(checked(() => translation.figure(TRANSLATED, tools)).rows[1], [5, "red", "60%"]);
  assert.deepEqual(checked(() => entities.figure(TAGGED, tools)).rows[0], [1, "Santiago", "B-PER", "90%", "Santiago"]);
});

test("a translated word's step comes after the source's words, and back", () => {
  assert.equal(translation.stepOfOutput(TRANSLATED, 0), 4);
  assert.equal(translation.outputAt(TRANSLATED, 4), 0);
  assert.equal(translation.outputAt(TRANSLATED, 7), 3);
  assert.equal(translation.outputAt(TRANSLATED, 3), null);
  assert.equal(translation.outputAt(TRANSLATED, 8), null);
  assert.equal(translation.outputAt(TRANSLATED, null), null);
});

test("a translation's sentence: what became what, whether that is right, and the least certain word", () => {
  const { keys, values } = recorded(() => translation.sentence(TRANSLATED, tools));
  assert.deepEqual(keys.slice(0, 2), ["picture.translation.summary", "picture.translation.exact"]);
  assert.equal(values.word, "red");
  const typed = recorded(() => translation.sentence({ ...TRANSLATED, exact: null, reference: null }, tools));
  assert.ok(!typed.keys.some((key) => key.endsWith("exact")));
});

test("a placeholder is told in the reader's words, and a question is written as one", () => {
  assert.equal(recorded(() => translation.standIn("‹name·2›", listening)).keys[0], "picture.translation.kind.name");
  assert.equal(translation.standIn("casa", listening), "casa");
  const question = { ...TRANSLATED, source: ["¿", "dónde", "está", "?"], read_as: ["¿", "dónde", "está", "?"] };
  assert.match(
    String(recorded(() => translation.sentence(question, tools)).values.source ?? said[0].values.source),
    /^¿dónde está\?$/,
  );
});

test("a translation says which words are not known, and which of them were lost on the way", () => {
  const [the, red, ...rest] = TRANSLATED.output;
  const carried = { ...red, word: "flurbo", said: "‹word·1›", copied_from: 1 };
  const answer = {
    ...TRANSLATED,
    source: ["la", "flurbo", "zorpa"],
    read_as: ["la", "‹word·1›", "‹word·2›"],
    unknown: [1, 2],
    output: [the, carried, ...rest],
  };
  recorded(() => translation.sentence(answer, tools));
  const values = Object.fromEntries(said.map(({ key, values }) => [key, values]));
  assert.match(String(values["picture.translation.unknown"].words), /flurbo.*zorpa/);
  assert.match(String(values["picture.translation.not_carried"].words), /zorpa/);
  assert.doesNotMatch(String(values["picture.translation.not_carried"].words), /flurbo/);
  assert.ok(!said.some(({ key }) => key === "picture.translation.none_known"));
  const foreign = { ...answer, source: ["flurbo", "zorpa"], read_as: ["‹word·1›", "‹word·2›"], unknown: [0, 1] };
  assert.ok(recorded(() => translation.sentence(foreign, tools)).keys.includes("picture.translation.none_known"));
  const name = { ...answer, source: ["Ana"], read_as: ["‹name·1›"], unknown: [0] };
  assert.ok(!recorded(() => translation.sentence(name, tools)).keys.includes("picture.translation.none_known"));
  const whole = recorded(() => translation.sentence(TRANSLATED, tools));
  assert.ok(!whole.keys.some((key) => /unknown|carried/.test(key)));
});

test("the state that is handed on is the one after the source's last word", () => {
  const h = [
    [0, 0],
    [0.2, -0.9],
    [5, 5],
  ];
  const trace = /** @type {any} */ ({ runs: [{ cell: "lstm", states: { h, c: h } }] });
  const states = statesAt(trace, 2);
  assert.deepEqual(
    states.map(({ name, values, edge }) => [name, values, edge]),
    [
      ["h", [0.2, -0.9], 1],
      ["c", [0.2, -0.9], 1],
    ],
  );
  assert.deepEqual(statesAt(null, 2), []);
  assert.deepEqual(statesAt(/** @type {any} */ ({ runs: [{ cell: "lstm" }] }), 2), []);
  assert.equal(columnsFor(96), 10);
});

/** @param {string} written */
const characters = (written, given = written.length) =>
  [...written].map((char, i) => ({ char, surprise: i, given: i < given, known: true, others: [] }));

test("prose is kept together by words, a list by lines", () => {
  const prose = characters("a few words");
  assert.ok(!text.isList(prose));
  assert.deepEqual(
    text.groups(prose).map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [2, 6],
      [6, 11],
    ],
  );
  const list = characters("san juan\nlima\nrío");
  assert.ok(text.isList(list));
  assert.deepEqual(
    text.groups(list).map(({ from, to }) => [from, to]),
    [
      [0, 9],
      [9, 14],
      [14, 17],
    ],
  );
  const broken = text.groups(characters(`${"a very long line of prose ".repeat(4)}\nb`));
  assert.equal(broken.filter(({ ends }) => ends).length, 1);
});

test("a symbol is foreseen at the step of its own number; beyond the last one there is nothing to show but it", () => {
  assert.equal(foreseenAt(["a", "b"], stepOf(1)), "b");
  assert.equal(foreseenAt(["a", "b"], 3), "b");
  assert.equal(foreseenAt([], 1), undefined);
});

test("every character has a sign that is seen and a word that is heard", () => {
  assert.equal(text.signOf(" "), "␣");
  assert.equal(text.signOf("\n"), "↵");
  assert.equal(text.signOf("\u200b"), "\u200b");
  assert.equal(text.signOf("ñ"), "ñ");
  assert.equal(text.spokenChar("\n", t), "picture.text.newline");
  assert.equal(text.spokenChar("<", t), "<");
  assert.equal(probabilityOf(3), 1 / 8);
});

test("a text's sentence counts what was given and what was written, and names the most surprising given character", () => {
  const answer = {
    characters: characters("lima\nok", 4),
    bits: 2.3,
    baseline: null,
    text: "",
    unknown: 0,
    unknown_bits: 17.1,
    corpus_unknown: null,
  };
  const { keys, values } = recorded(() => text.sentence(answer, tools));
  assert.deepEqual(keys, ["picture.text.summary", "picture.text.bits_alone", "picture.text.most"]);
  assert.equal(values.given, 4);
  assert.equal(values.written, 3);
  assert.equal(values.char, "a");
  assert.deepEqual(recorded(() => text.sentence({ ...answer, characters: [], bits: null }, tools)).keys, [
    "picture.text.summary",
  ]);
});

test("tags become spans; one that only goes on begins one", () => {
  assert.deepEqual(spansOf(["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]), [
    { kind: "PER", start: 0, end: 2 },
    { kind: null, start: 2, end: 3 },
    { kind: "LOC", start: 3, end: 4 },
    { kind: "LOC", start: 4, end: 5 },
    { kind: "ORG", start: 5, end: 6 },
  ]);
  assert.equal(kindOf("O"), null);
  assert.equal(kindOf(undefined), null);
});

/** @type {import("../../static/js/applications/pictures/types.js").EntitiesAnswer} */
const TAGGED = {
  words: ["Santiago", "Pérez", "vive"],
  tags: ["B-PER", "I-PER", "O"],
  probabilities: [
    [0.1, 0.9],
    [0.1, 0.9],
    [0.9, 0.1],
  ],
  classes: ["O", "B-PER"],
  entities: [{ kind: "PER", start: 0, end: 2, text: "Santiago Pérez" }],
  history: [["B-LOC"], ["B-PER", "I-PER"], ["B-PER", "I-PER", "O"]],
  truth: ["B-PER", "I-PER", "O"],
  read_as: ["Santiago", "Pérez", "vive"],
};

test("a word that is not known is told, with the looks that stand for it; one in another spelling with that", () => {
  const answer = {
    words: ["Ebrelia", "london", "Ayer", "42", "Ebrelia"],
    read_as: ["‹A…lia›", "London", "ayer", "‹1›", "‹A…lia›"],
  };
  assert.deepEqual(recorded(() => readings(answer, listening)).keys, [
    "picture.entities.looks.ending_capital",
    "picture.entities.unknown_word",
    "picture.entities.respelled",
    "picture.entities.looks.digits",
    "picture.entities.unknown_word",
  ]);
  assert.equal(recorded(() => looks("‹a…ió›", listening)).values.ending, "ió");
  const { keys, values } = recorded(() => entities.sentence({ ...TAGGED, read_as: ["‹A…o›", "Pérez", "vive"] }, tools));
  assert.ok(keys.includes("picture.entities.unknown"));
  assert.equal(values.words, "Santiago");
  assert.ok(!recorded(() => entities.sentence(TAGGED, tools)).keys.includes("picture.entities.unknown"));
});

test("a reading that was taken back is found, with the word that did it", () => {
  assert.deepEqual(revisions(TAGGED.history), [{ row: 1, word: 0, from: "LOC", to: "PER" }]);
  assert.deepEqual(revisions([["B-PER"], ["I-PER", "O"]]), []);
  const { values } = recorded(() => changesOf(TAGGED, listening));
  assert.equal(values.word, "Santiago");
  assert.equal(values.read, "Pérez");
});

test("the names' sentence says what was found, what changed and whether that is right", () => {
  const { keys } = recorded(() => entities.sentence(TAGGED, tools));
  for (const key of ["summary", "changes", "all_right"]) assert.ok(keys.includes(`picture.entities.${key}`), key);
  const wrong = recorded(() =>
    entities.sentence({ ...TAGGED, truth: ["O", "O", "O"], history: [], entities: [] }, tools),
  );
  assert.deepEqual(wrong.keys, ["picture.entities.nothing", "picture.entities.no_changes", "picture.entities.wrong"]);
  assert.equal(wrong.values.count, 2);
});

test("the deciding word's distance is the number of words after it", () => {
  /** @type {import("../../static/js/applications/pictures/types.js").SentimentAnswer} */
  const answer = {
    words: ["era", "buena", "pero", "no", "la", "veo"],
    opinion: [0.5, 0.9, 0.88, 0.1, 0.1, 0.08],
    decisive: 3,
    truth: 0,
    said: 0,
  };
  assert.equal(sentiment.distanceOf(answer), 2);
  assert.equal(largestMove(/** @type {number[]} */ (answer.opinion)), 3);
  assert.equal(largestMove([0.9, 0.92]), 0);
  assert.deepEqual(checked(() => sentiment.figure(answer, tools)).rows[3], [4, "no", "no", "10%"]);
  const { keys, values } = recorded(() => sentiment.sentence(answer, tools));
  assert.ok(keys.includes("picture.sentiment.agrees"));
  assert.equal(values.p, "92%");
  const typed = recorded(() => sentiment.sentence({ ...answer, decisive: null, truth: null, said: 1 }, tools));
  assert.ok(typed.keys.includes("picture.sentiment.moved"));
  assert.ok(!typed.keys.some((key) => key.endsWith("agrees")));
  assert.ok(!typed.keys.includes("picture.sentiment.unknown") && !typed.keys.includes("picture.sentiment.in_doubt"));
});

test("a word that is read as another one is told with what is read, and an opinion near one half is in doubt", () => {
  /** @type {import("../../static/js/applications/pictures/types.js").SentimentAnswer} */
  const answer = {
    words: ["final", "pesimo", "zorple", "uselessless"],
    read_as: ["final", "pésimo", "‹?›", "‹…less›"],
    opinion: [0.5, 0.1, 0.2, 0.4],
    decisive: null,
    truth: null,
    said: 0,
    unknown: [2, 3],
  };
  const { keys } = recorded(() => sentiment.sentence(answer, tools));
  for (const key of ["in_doubt", "unknown", "completed", "any_word", "shape"])
    assert.ok(keys.includes(`picture.sentiment.${key}`), key);
  assert.equal(sentiment.reading(answer, 0, tools), "");
  assert.equal(sentiment.reading(answer, 1, tools), "pésimo");
  assert.deepEqual([0.24, 0.26, 0.5, 0.74, 0.76].map(sentiment.inDoubt), [false, true, true, true, false]);
  const { rows } = checked(() => sentiment.figure(answer, tools));
  assert.deepEqual(rows[1].slice(1, 3), ["pesimo", "pésimo"]);
});

test("a forecast's interval is counted against what came, and its errors against both rules", () => {
  /** @type {import("../../static/js/applications/pictures/types.js").ForecastAnswer} */
  const answer = {
    series: "co2",
    unit: "ppm",
    labels: ["a", "b"],
    values: [1, 2],
    future_labels: ["c", "d"],
    forecast: [
      [1, 2, 3],
      [2, 3, 4],
    ],
    levels: [0.1, 0.5, 0.9],
    calibration: { done: true, forecasts: 60, needed: 20 },
    actual: [2.5, 9],
    naive: [2, 2],
    seasonal: [1, 2],
    errors: { network: 1, naive: 2, seasonal: 3 },
  };
  const { at } = grid(/** @type {any} */ (answer.forecast));
  assert.equal(forecast.inside([2.5, 9], at), 1);
  assert.equal(forecast.inside([Number.NaN, 2], at), 1);
  assert.equal(forecast.coverage(answer.levels), 80);
  assert.deepEqual(checked(() => forecast.figure(answer, tools)).rows[0], ["c", "1", "2", "3", "2.5", "2", "1"]);
  const { keys, values } = recorded(() => forecast.sentence(answer, tools));
  assert.deepEqual(keys, [
    "picture.forecast.summary",
    "picture.forecast.calibrated",
    "picture.forecast.inside",
    "picture.forecast.better",
  ]);
  assert.equal(values.to, "d");
  for (const [calibration, key] of /** @type {const} */ ([
    [{ done: true, forecasts: 60, needed: 20 }, "calibrated"],
    [{ done: false, forecasts: 7, needed: 20 }, "uncalibrated_few"],
    [{ done: false, forecasts: 60, needed: 20 }, "uncalibrated_early"],
  ]))
    assert.deepEqual(recorded(() => forecast.intervalText({ ...answer, calibration }, tools.t)).keys, [
      `picture.forecast.${key}`,
    ]);
  const future = recorded(() => forecast.sentence({ ...answer, actual: [], errors: null }, tools));
  assert.deepEqual(future.keys, ["picture.forecast.summary", "picture.forecast.calibrated"]);
  assert.equal(fan.firstShown(500, 12, true), 428);
  assert.equal(fan.firstShown(500, 12, false), 470);
  assert.equal(fan.firstShown(10, 24, true), 0);
  assert.equal(fan.strideFor(72, 8), 12);
  assert.equal(fan.strideFor(9, 20), 1);
});

const POSTERIORS = [
  [0.9, 0.05, 0.03, 0.02],
  [0.3, 0.02, 0.66, 0.02],
  [0.1, 0.02, 0.86, 0.02],
  [0.5, 0.44, 0.04, 0.02],
];

test("symbols that are probable nowhere have no row, the others stand in the order of their peaks", () => {
  assert.deepEqual(speech.rowsThatMatter(grid(POSTERIORS)), [0, 2, 1]);
  assert.equal(speech.surest(grid(POSTERIORS), 2, { from: 1, to: 3 }), 2);
});

test("speech's sentence says what was heard, and what was said where that is known", () => {
  /** @type {import("../../static/js/applications/pictures/types.js").SpeechAnswer} */
  const answer = {
    spectrogram: POSTERIORS,
    bands_hz: [100, 200, 300, 400],
    posteriors: POSTERIORS,
    symbols: ["·", "uno", "dos", "tres"],
    path: [0, 2, 2, 0],
    alignment: [{ symbol: "dos", from: 1, to: 3 }],
    transcript: ["dos"],
    truth: ["tres"],
    step_seconds: 0.02,
    sound: null,
    voice: "f3",
  };
  assert.deepEqual(checked(() => speech.figure(answer, tools)).rows, [["dos", "0.02", "0.06"]]);
  const { keys, values } = recorded(() => speech.sentence(answer, tools));
  assert.deepEqual(keys, [
    "picture.speech.summary",
    "picture.speech.voice",
    "picture.speech.wrong",
    "picture.speech.said",
  ]);
  assert.equal(values.at, "0.02");
  const silent = recorded(() =>
    speech.sentence({ ...answer, transcript: [], alignment: [], truth: null, voice: "" }, tools),
  );
  assert.deepEqual(silent.keys, ["picture.speech.nothing"]);
});

test("a piano roll has room for its notes, at least an octave, and knows where the network goes on", () => {
  const note = (/** @type {number | null} */ pitch, /** @type {number} */ start, given = true) => ({
    pitch,
    start,
    length: 1,
    given,
    surprise: 1,
  });
  const notes = [note(60, 2), note(null, 3), note(62, 4, false)];
  const roll = rollOf(notes);
  assert.deepEqual([roll.from, roll.to, roll.quarters], [2, 5, 3]);
  assert.ok(roll.low < 60 && roll.high > 62);
  assert.equal(roll.keys, 12);
  assert.equal(handover(notes), 4);
  assert.equal(handover([note(60, 0)]), null);
  assert.ok(rollOf([]).keys === rollOf([]).high - rollOf([]).low + 1);
  assert.deepEqual(["6/8", "9/8", "2/4", "es", undefined].map(barOf), [3, 4.5, 2, 4, 4]);
  assert.equal(pitchName(60), "C4");
  assert.equal(pitchName(70), "B♭4");
  const prediction = /** @type {any} */ ({ kind: "melody", notes, midi: "", tempo: 120, bits: null, baseline: null });
  assert.deepEqual(checked(() => melody.figure(prediction, tools)).rows[2], [3, "D4", "1", "1.00", "✓"]);
  const { values } = recorded(() =>
    melody.sentence({ kind: "melody", notes, midi: "", tempo: 120, bits: null, baseline: null }, tools),
  );
  assert.deepEqual([values.given, values.written], [2, 1]);
});

test("a formant's line breaks where nothing sounds", () => {
  const phoneme = (/** @type {Partial<import("../../static/js/applications/pictures/types.js").Phoneme>} */ patch) => ({
    symbol: "a",
    given: true,
    surprise: 1,
    seconds: 0.1,
    voiced: true,
    noise: false,
    formants: [700, 1200, 2500],
    ...patch,
  });
  const list = [phoneme({}), phoneme({ voiced: false, symbol: " " }), phoneme({ formants: [300, 2200, 2900] })];
  const track = trackOf(list, 1).map(([, hertz]) => hertz);
  assert.deepEqual(track, [1200, 1200, Number.NaN, Number.NaN, 2200, 2200]);
  assert.equal(phonemes.spells(list[1]), "·");
  const spoken = /** @type {const} */ ({ kind: "phonemes", phonemes: list, bits: 3, baseline: 4 });
  assert.deepEqual(checked(() => phonemes.figure(/** @type {any} */ (spoken), tools)).rows[1].slice(0, 5), [
    2,
    "·",
    "0.10",
    "",
    "",
  ]);
  const { values } = recorded(() =>
    phonemes.sentence({ kind: "phonemes", phonemes: list, bits: 3, baseline: 4 }, tools),
  );
  assert.equal(values.symbols, "a a");
});
