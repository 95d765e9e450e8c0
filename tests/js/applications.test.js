import assert from "node:assert/strict";
import test from "node:test";
import {
  entryOf,
  freshPlay,
  hrefOf,
  opened,
  playQuery,
  shipped,
  trained,
  variantOf,
} from "../../static/js/applications/address.js";
import { cellsOf } from "../../static/js/applications/controls.js";
import { questionKey } from "../../static/js/applications/headline.js";
import { withReset } from "../../static/js/applications/inputs.js";
import { limitTexts } from "../../static/js/applications/limits.js";
import { measureTexts, timeText, valueText } from "../../static/js/applications/measure_text.js";
import { peopleText } from "../../static/js/applications/people_text.js";
import { sentenceOf } from "../../static/js/applications/sentence_of.js";
import { isStrip } from "../../static/js/applications/tokens.js";
import { boundaryOf, gradientBetween, layerNames, markBeyond, traceOf } from "../../static/js/applications/trace.js";
import { createUploads } from "../../static/js/applications/uploads.js";
import { resampled, wavOf } from "../../static/js/applications/wav.js";
import { createI18n } from "../../static/js/base/i18n.js";
import { tokenTicks } from "../../static/js/figure/frame.js";
import { cellName } from "../../static/js/figure/words.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { parse } from "../../static/js/state/address.js";
import { remarks } from "../../static/js/state/address_remarks.js";
import { BEYOND, norms } from "../../static/js/state/decode.js";
import { catalogue as small } from "./catalogue.js";
import { series as made, makeTrace } from "./trace.js";
import { wordsOf } from "./words.js";

/** @param {number[]} log10 */
const series = (log10) => /** @type {any} */ (made(log10));

/** @type {import("../../static/js/base/types.js").ApplicationEntry} */
const entry = {
  name: "sentiment",
  variants: [""],
  fields: ["text", "language", "distance"],
  cell: "lstm",
  recipes: { "": "units=8&rate=0.01" },
  steps: 60,
  measure: "accuracy",
  baseline: "bayes",
  goal: 0.95,
  higher: true,
  source: "",
  material_bytes: 0,
  vocabulary: [],
  figures: { "": { lstm: { value: 0.978, baseline: 0.5, details: {}, seconds: 41.2, iterations: 900, bytes: 1 } } },
  limits: {
    "": [
      { name: "too_short", cell: "rnn", value: 0.5, beside: 0.51 },
      { name: "farthest", count: 60 },
    ],
  },
};

/** @type {import("../../static/js/base/types.js").Catalogue} */
const catalogue = {
  ...small,
  page: [{ name: "mode", kind: "choice", default: "lab", choices: ["lab", "train", "apps"] }, ...small.page],
  training: [
    { name: "app", kind: "choice", default: "", choices: [""] },
    { name: "variant", kind: "choice", default: "" },
    { name: "material", kind: "material", default: "" },
    { name: "rate", kind: "float", default: 0.003 },
    { name: "changes", kind: "changes", default: "" },
  ],
  applications: [entry],
  play: [
    { name: "app", kind: "choice", default: "" },
    { name: "variant", kind: "choice", default: "" },
    { name: "material", kind: "material", default: "" },
    { name: "text", kind: "text", default: "" },
    { name: "distance", kind: "int", default: 20 },
    { name: "seed", kind: "int", default: 2 },
    { name: "focus", kind: "int", default: 0 },
    { name: "cell", kind: "choice", default: "lstm", choices: ["rnn", "lstm", "gru"] },
    { name: "clamp", kind: "map", default: {} },
  ],
};

/** @param {string} search @returns {import("../../static/js/base/types.js").State} */
const stateOf = (search) => ({
  ...parse(search, catalogue),
  trace: null,
  status: "idle",
  error: null,
  catalogue,
});

test("an application's address says what is played, and nothing of the laboratory", () => {
  const state = stateOf("?mode=apps&app=sentiment&text=no%20bad&cell=gru&clamp=z:1&focus=2");
  assert.equal(state.play?.text, "no bad");
  assert.deepEqual(state.config.cell, ["rnn", "lstm"]);
  assert.equal(hrefOf(state, {}), "?app=sentiment&text=no+bad&focus=2&cell=gru&clamp=z:1&mode=apps");
  assert.deepEqual(remarks("?mode=apps&app=sentiment&text=x&distance=3", catalogue).unknown, []);
});

test("a gate that the chosen cell has not is not sent", () => {
  const state = stateOf("?mode=apps&app=sentiment&cell=gru&clamp=f:1");
  assert.match(playQuery(state, ["norms", "sequence", "unit"], "en"), /^app=sentiment&cell=gru&fields=norms,unit&/);
});

test("in training the run's own fields say what is played, but for its seed", () => {
  const state = stateOf("?mode=train&app=sentiment&cell=rnn&seed=7&text=so&rate=0.1");
  assert.equal(state.config.app, "sentiment");
  const query = playQuery(state, ["norms"], "es");
  assert.match(query, /^app=sentiment&text=so&cell=rnn&fields=norms&/);
  assert.match(hrefOf(state, {}), /text=so/);
});

test("the recipe, the cell and the gates go along into training, and back", () => {
  const state = stateOf("?mode=apps&app=sentiment&cell=gru&clamp=z:1&text=x");
  const next = { ...state, ...trained(state, entry) };
  assert.equal(next.page.mode, "train");
  assert.deepEqual(
    [next.config.app, next.config.cell, next.config.units, next.config.rate],
    ["sentiment", ["gru"], 8, 0.01],
  );
  assert.deepEqual(next.config.clamp, { z: 1 });
  const back = { ...next, ...shipped(next, entry) };
  assert.deepEqual(
    [back.page.mode, back.play?.cell, back.play?.text, back.play?.app],
    ["apps", "gru", "x", "sentiment"],
  );
});

test("back from a network that was taught a voice leads to the one that ships, without the recordings", () => {
  const material = "a".repeat(64);
  const state = stateOf("?mode=apps&app=sentiment");
  const taught = { ...entry, variants: ["", "own"], recipes: { "": "units=8", own: "units=8" } };
  const run = { ...state, ...trained({ ...state, play: { ...state.play, variant: "own", material } }, taught) };
  assert.deepEqual([run.config.variant, run.config.material], ["own", material]);
  const back = shipped(run, taught);
  assert.deepEqual([back.play.variant, back.play.material], ["", ""]);
});

test("an application opens with its own cell, and everything else as it ships", () => {
  const gru = { ...entry, cell: "gru" };
  assert.equal(freshPlay(stateOf(""), gru).cell, "gru");
  const next = { ...stateOf("?mode=apps"), ...opened(stateOf("?mode=apps"), entry, { distance: 60 }) };
  assert.equal(hrefOf(next, {}), "?app=sentiment&distance=60&mode=apps");
  assert.equal(entryOf(next)?.name, "sentiment");
  assert.equal(entryOf(stateOf("?mode=apps")), undefined);
  assert.equal(variantOf({ ...entry, variants: ["both", "forward"] }, {}), "both");
});

test("layers have names that can be read, and colours", () => {
  const run = (/** @type {string} */ name) => ({ cell: "lstm", name });
  assert.deepEqual(layerNames([run("layer1")]), ["lstm"]);
  assert.deepEqual(layerNames([run("layer1"), run("layer1.reverse")]), ["lstm.1→", "lstm.2←"]);
  assert.deepEqual(layerNames([run("layer1"), run("layer2")]), ["lstm.1", "lstm.2"]);
  assert.deepEqual(layerNames(["layer1", "layer1.reverse", "layer2", "layer2.reverse"].map(run)), [
    "lstm.1→1",
    "lstm.2←1",
    "lstm.3→2",
    "lstm.4←2",
  ]);
  const t = createI18n(wordsOf("en"));
  assert.equal(cellName({ t }, "lstm.2←"), "← LSTM");
  assert.equal(cellName({ t }, "gru.3→2"), "→ GRU 2");
  assert.equal(cellName({ t }, "lstm.2"), "LSTM 2");
  const { cells } = themeOf("light");
  assert.equal(cells["lstm.1→"], cells.lstm);
  assert.notEqual(cells["lstm.2←"], cells.lstm);
  assert.match(cells["lstm.2←"], /^#/);
});

test("what lies beyond the answer is told from what vanished", () => {
  const zero = Number.NEGATIVE_INFINITY;
  const forward = norms(markBeyond(series([zero, -3, 0, zero, zero]), 3, false));
  assert.deepEqual([...forward.status], [1, 0, 0, BEYOND, BEYOND]);
  const reversed = norms(markBeyond(series([zero, zero, 0, -3, zero]), 3, true));
  assert.deepEqual([...reversed.status], [BEYOND, BEYOND, 0, 0, 1]);
});

test("how much of a gradient arrives, and where", () => {
  const between = gradientBetween(series([-4, -2, 0, Number.NEGATIVE_INFINITY]), 3, false);
  assert.deepEqual([between.change, between.lag, between.end], [-4, 2, 1]);
  assert.equal(gradientBetween(series([-4, -2, 0]), 3, false, 2).change, -2);
  assert.equal(gradientBetween(series([0, -1]), 1, true).end, 2);
});

/** @param {Partial<import("../../static/js/base/types.js").Prediction>} [patch] @returns {import("../../static/js/base/types.js").Prediction} */
const prediction = (patch = {}) => {
  const trace = makeTrace({ steps: 4, cells: ["lstm"] });
  trace.runs[0].name = "chain";
  const answer = { output: [{ word: "x" }, { word: "∎" }], source: ["a", "b"] };
  return {
    app: "translation",
    variant: "",
    cell: "lstm",
    tokens: ["a", "b", "x", "∎"],
    focus: 3,
    loss: 1,
    answer,
    trace,
    ...patch,
  };
};

test("an encoder and a decoder are one chain with its boundary marked", () => {
  assert.equal(boundaryOf(prediction()), 2);
  const trace = traceOf(prediction());
  assert.deepEqual([trace.boundary, trace.focus, trace.runs[0].name], [2, 3, "lstm"]);
  assert.deepEqual(trace.tokens, ["a", "b", "x", "∎"]);
  const plain = prediction();
  plain.trace.runs[0].name = "layer1";
  assert.equal(boundaryOf(plain), null);
});

test("tokens stand under their steps where they fit, and never touch", () => {
  const tokens = ["extraordinarily", "a", "b", "considerable", "c", "d"];
  for (const step of [8, 30, 90, 200]) {
    const ticks = tokenTicks(tokens, step, 7);
    assert.equal(ticks[0], 1);
    for (let k = 1; k < ticks.length; k++) {
      const half = (/** @type {number} */ t) => (Math.min(12, tokens[t - 1].length) * 7) / 2;
      assert.ok(ticks[k] * step - half(ticks[k]) >= ticks[k - 1] * step + half(ticks[k - 1]));
    }
  }
  assert.equal(tokenTicks(tokens, 200, 7).length, tokens.length);
});

test("long inputs become a strip", () => {
  assert.equal(isStrip(["some", "words"]), false);
  assert.equal(isStrip(new Array(130).fill("a")), true);
});

test("another example takes the place of what was typed, and another input has no answer chosen", () => {
  assert.deepEqual(withReset("distance", { distance: 5 }), { distance: 5, focus: 0 });
  assert.deepEqual(withReset("temperature", { temperature: 0 }), { temperature: 0, focus: 0 });
  assert.deepEqual(withReset("focus", { focus: 3 }), { focus: 3 });
  assert.equal(sentenceOf(prediction()), "a b");
  assert.equal(sentenceOf(null), null);
});

const sures = {
  en: "95.9% to 98.8% on 400 held-out reviews (95% interval)",
  es: "de 95,9\u00a0% a 98,8\u00a0% en 400 reseñas reservadas (intervalo del 95 %)",
};
const alone = { en: "on 400 held-out reviews", es: "en 400 reseñas reservadas" };

test("what an application cannot do is told from its figures, in both languages", () => {
  assert.deepEqual(limitTexts(entry, "", createI18n(wordsOf("en"), "en")), [
    "RNN: 50%, no better than the baseline (51%): over 60 words nothing of its gradient comes back.",
    "Not tried with more than 60 words after the deciding one.",
  ]);
  const [spanish] = limitTexts(entry, "", createI18n(wordsOf("es"), "es"));
  assert.equal(
    spanish,
    "RNN: 50\u00a0%, no mejor que la referencia (51\u00a0%): a lo largo de 60 palabras no vuelve nada de su gradiente.",
  );
  assert.deepEqual(limitTexts(entry, "own", createI18n(wordsOf("en"), "en")), []);
});

test("figures are told with their baseline and how sure they are, in both languages", () => {
  for (const [lang, value] of /** @type {const} */ ([
    ["en", "97.8%"],
    ["es", "97,8\u00a0%"],
  ])) {
    const t = createI18n(wordsOf(lang), lang);
    const { reached, sure, beside } = measureTexts(entry, "", entry.figures[""].lstm, t);
    assert.equal(sure, ""); // it was not noted
    assert.ok(reached.startsWith(value), reached);
    assert.match(beside, /50/);
    const noted = { ...entry.figures[""].lstm, examples: 400, interval: [0.9589, 0.9884] };
    assert.equal(measureTexts(entry, "", noted, t).sure, sures[lang]);
    assert.equal(measureTexts(entry, "", { ...noted, interval: null }, t).sure, alone[lang]);
    assert.match(measureTexts({ ...entry, name: "brackets" }, "", noted, t).sure, / 400 (held-out seq|secuencias res)/);
    assert.match(timeText(entry.figures[""].lstm, t), /41/);
    assert.match(timeText({ ...entry.figures[""].lstm, scratch: [9, 12, 20, null, 11] }, t), /12.*4.*5/);
  }
  assert.equal(valueText("bits", 2.345, createI18n(wordsOf("en"))), "2.35");
  assert.equal(valueText("bits", Number.NaN, createI18n(wordsOf("en"))), "—");
});

test("people who were not trained on are told with how far they are apart, where that was measured", () => {
  const people = { right: 0.9, interval: [0.802, 0.998], spread: [0.85, 0.96], persons: [{}, {}, {}, {}] };
  const measured = entry.figures[""].lstm;
  for (const lang of ["en", "es"]) {
    const t = createI18n(wordsOf(lang), lang);
    assert.equal(peopleText(measured, t), "");
    const text = peopleText({ ...measured, details: { people } }, t);
    for (const number of [90, 85, 96, 80, 100, 4]) assert.match(text, new RegExp(`\\b${number}\\b`));
    assert.doesNotMatch(text, /[{}]/);
  }
});

test("a recording is a WAV file of one channel", () => {
  const bytes = wavOf(Float32Array.from([0, 1, -1, 2]), 16000);
  const view = new DataView(bytes);
  const text = (/** @type {number} */ at) => String.fromCharCode(...new Uint8Array(bytes, at, 4));
  assert.deepEqual([text(0), text(8), text(12), text(36)], ["RIFF", "WAVE", "fmt ", "data"]);
  assert.deepEqual([view.getUint32(4, true), view.getUint16(22, true), view.getUint32(24, true)], [44, 1, 16000]);
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => view.getInt16(44 + 2 * i, true)),
    [0, 32767, -32767, 32767],
  );
  assert.deepEqual([...resampled(Float32Array.from([1, 3, 5, 7]), 32000, 16000)], [2, 6]);
  assert.equal(resampled(new Float32Array(8000), 8000, 16000).length, 16000);
});

test("what a reader uploaded is uploaded again from the page's memory", async () => {
  /** @type {string[]} */
  const addresses = [];
  const answers = [
    { ok: true, body: { material: "ab", about: {} } },
    { ok: true, body: { material: "ab", about: {} } },
    { ok: false, body: { error: { code: "invalid_request", message: "too long", details: [] } } },
  ];
  const uploads = createUploads({
    base: "",
    lang: () => "es",
    async send(address) {
      addresses.push(address);
      const { ok, body } = /** @type {any} */ (answers.shift());
      return /** @type {any} */ ({ ok, json: async () => body });
    },
  });
  assert.ok("upload" in (await uploads.upload("text", "hello", "a.txt")));
  assert.equal(uploads.about("ab")?.name, "a.txt");
  assert.equal(await uploads.uploadAgain("text", "ab"), true);
  assert.equal(await uploads.uploadAgain("text", "cd"), false);
  const refused = await uploads.upload("text", "x");
  assert.equal("error" in refused && refused.error?.message, "too long");
  assert.deepEqual(addresses[0], "/api/material?app=text&lang=es");
});

test("an application is asked with the cells whose weights ship, and with the one that it was asked with", () => {
  const figures = { es: { rnn: {}, lstm: {} }, en: { gru: {} } };
  const property = /** @type {any} */ ({ choices: ["rnn", "lstm", "gru", "peephole"] });
  assert.deepEqual(cellsOf(/** @type {any} */ ({ figures }), property, "lstm"), ["rnn", "lstm", "gru"]);
  assert.deepEqual(cellsOf(/** @type {any} */ ({ figures }), property, "peephole"), property.choices);
  assert.deepEqual(cellsOf({ figures: {} }, property, "lstm"), property.choices);
});

test("while no answer is shown the headline asks what the variant asks, where that is a question of its own", () => {
  const t = /** @type {any} */ ({ has: (/** @type {string} */ key) => key === "app.music.lesson.phonemes" });
  const of = (/** @type {any} */ play) =>
    questionKey(/** @type {any} */ ({ name: "music", variants: ["melody", "phonemes"] }), play, t);
  assert.equal(of({}), "app.music.lesson");
  assert.equal(of({ variant: "phonemes" }), "app.music.lesson.phonemes");
});
