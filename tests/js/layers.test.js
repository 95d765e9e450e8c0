import assert from "node:assert/strict";
import test from "node:test";
import { createI18n } from "../../static/js/base/i18n.js";
import {
  commonLayer,
  depthOf,
  endName,
  layerOf,
  layersAbreast,
  namesOf,
  traceShown,
} from "../../static/js/figure/layers.js";
import { sentence } from "../../static/js/figure/sentence.js";
import { cellName, runName, shortName } from "../../static/js/figure/words.js";
import { describeScene } from "../../static/js/network/description.js";
import { isDrawn } from "../../static/js/network/gradient_between_layers.js";
import { places, progress, rowAt, sceneOf } from "../../static/js/network/scene.js";
import { themeOf } from "../../static/js/shell/theme.js";
import { context } from "./context.js";
import { makeTrace } from "./trace.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../../static/js/base/types.js").Run} Run */

const flat = makeTrace();
const deep = makeTrace({ layers: 3 });
const en = createI18n(wordsOf("en"), "en");
const es = createI18n(wordsOf("es"), "es");
/** @param {Run[]} runs */
const spelled = (runs) => runs.map(({ cell, layer }) => `${cell} ${layer}`).join(", ");
/** @param {number} layer @param {string[]} [fields] */
const shown = (layer, fields = ["norms"]) => traceShown(deep, { layer }, fields);

test("a trace of one layer is shown as it is, whatever layer is asked for", () => {
  for (const layer of [0, 1, 3]) assert.equal(traceShown(flat, { layer }, ["states"]), flat);
  assert.equal(depthOf(flat), 1);
  assert.equal(depthOf(null), 1);
});

test("a layer is shown of every cell, and one above the highest is the highest", () => {
  assert.equal(depthOf(deep), 3);
  assert.equal(spelled(shown(2).runs), "rnn 2, lstm 2, gru 2");
  assert.equal(spelled(shown(9).runs), "rnn 3, lstm 3, gru 3");
  assert.equal(layerOf({}, 3), 1);
  assert.equal(layerOf({ layer: "x" }, 3), 1);
});

test("what only the network has is the network's, whatever layer is asked for", () => {
  assert.equal(spelled(shown(2, ["clipping"]).runs), "rnn 0, lstm 0, gru 0");
  assert.equal(spelled(shown(2, ["sequence", "outputs", "norms"]).runs), "rnn 0, lstm 0, gru 0");
});

test("all layers together are one run of each cell, or side by side where a view needs a layer's own", () => {
  assert.equal(spelled(shown(0).runs), "rnn 0, lstm 0, gru 0");
  const abreast = traceShown(makeTrace({ layers: 3, cells: ["lstm"] }), { layer: 0 }, ["states", "norms"]);
  assert.equal(spelled(abreast.runs), "lstm 1, lstm 2, lstm 3");
  assert.equal(layersAbreast(abreast), 3);
  assert.equal(layersAbreast(shown(2)), undefined);
});

test("a part that nobody has yet changes nothing of which runs are shown", () => {
  assert.equal(spelled(shown(2, ["params"]).runs), "rnn 2, lstm 2, gru 2");
});

test("the same choice is the same object, so that a picture is drawn once", () => {
  assert.equal(shown(2), shown(2));
  assert.notEqual(shown(2), shown(3));
});

test("models of different depth each show their own layer, the shallow one its only one", () => {
  const two = makeTrace({ layers: 2, cells: ["lstm"] }).runs.map((run) => ({ ...run, name: "lstm.2" }));
  const mixed = { ...flat, runs: [{ ...flat.runs[1], name: "lstm.1", layer: 1 }, ...two] };
  assert.deepEqual(
    traceShown(mixed, { layer: 2 }, ["states"]).runs.map((run) => runName({ t: en }, run)),
    ["LSTM 1", "LSTM 2, layer 2"],
  );
});

test("layers of an application, which have names of their own, are all shown", () => {
  const runs = [1, 2].map((layer) => ({ ...flat.runs[1], name: `lstm.${layer}`, layer }));
  const trace = { ...flat, runs };
  assert.equal(traceShown(trace, { layer: 2 }, ["states"]), trace);
});

test("names say the layer in both languages, ends of lines leave it to the title", () => {
  const [, lstm] = shown(2).runs;
  assert.equal(runName({ t: en }, lstm), "LSTM, layer 2");
  assert.equal(runName({ t: es }, lstm), "LSTM, capa 2");
  assert.equal(runName({ t: es }, shown(0).runs[1]), "LSTM, todas las capas");
  assert.equal(endName({ t: en }, lstm, shown(2)), "LSTM");
  assert.equal(commonLayer(shown(2)), 2);
  assert.equal(namesOf({ t: en }, shown(0, ["states"])), "RNN, LSTM, GRU, layers 1, 2, and 3");
});

test("a cell with a long name has a short one for where there is little room", () => {
  assert.equal(cellName({ t: es }, "peephole"), "LSTM con mirillas");
  assert.equal(shortName({ t: es }, "peephole"), "Mirillas");
  assert.equal(shortName({ t: en }, "peephole.2"), "Peephole 2");
  assert.equal(shortName({ t: en }, "lstm"), "LSTM");
});

test("the sentence says of which layer it speaks", () => {
  const said = (/** @type {number} */ layer, t = en) => {
    const trace = traceShown(deep, { layer }, []);
    const kept = { log10: -2, status: "ok" };
    const runs = trace.runs.map((run) => ({ ...run, verdict: { ...run.verdict, kept } }));
    return sentence(/** @type {any} */ ({ ...trace, runs }), t)
      .map(({ text }) => text)
      .join("");
  };
  assert.match(said(2), /^In layer 2, after 5 steps the RNN keeps only 1%/);
  assert.match(said(0), /^In all layers together, after 5 steps the RNN/);
  assert.match(said(1, es), /^En la capa 1, tras 5 pasos, la RNN/);
});

test("the drawing has a row for each layer, the lowest at the bottom, and knows what comes down to it", () => {
  const { rows, groups } = sceneOf(deep, { scale: "normal" });
  assert.deepEqual(groups, [3, 3, 3]);
  assert.deepEqual(
    rows.slice(0, 3).map(({ name, layer, fromAbove }) => [name, layer, fromAbove !== null]),
    [
      ["rnn", 3, false],
      ["rnn", 2, true],
      ["rnn", 1, true],
    ],
  );
  assert.deepEqual(sceneOf(flat, {}).groups, [1, 1, 1]);
});

test("up to nine rows stand apart, inside the height that the page gives them", () => {
  const em = 15;
  for (const groups of [[2], [3], [3, 3], [3, 3, 3], [1, 3]])
    for (const width of [340, 900, 1300]) {
      const rows = groups.reduce((sum, count) => sum + count, 0);
      const given = Math.max(13, 9.9 + Math.max(0, rows - 3) * 1.62) * em;
      const at = places(width, given, groups, em, 45);
      assert.ok(at.height <= given + 1, `${groups} in ${given}: ${at.height}`);
      assert.ok(at.strip >= 7 && at.lane >= 6, `${groups}: ${at.strip}, ${at.lane}`);
      assert.ok(at.width > 120);
      for (let i = 1; i < rows; i++)
        assert.ok(at.tops[i] > at.tops[i - 1] + at.strip + at.slack + at.lane + 2, `${groups}: rows touch`);
    }
});

test("a point is in the row that it lies in, and in none between two cells", () => {
  const at = places(900, 300, [3, 3], 15, 45);
  at.tops.forEach((top, i) => void assert.equal(rowAt(at, top + at.strip / 2), i));
  assert.equal(rowAt(at, at.tops[3] - 12), null);
  assert.equal(rowAt(at, 0), null);
});

test("within a step the forward pass climbs the layers and the backward pass comes down them", () => {
  const at = (/** @type {"forward" | "backward"} */ phase, /** @type {number} */ part) =>
    [1, 2, 3].map((layer) => {
      const { filled, from } = progress({ layer, depth: 3 }, { phase, t: 5, part, steps: 9 });
      return phase === "forward" ? filled : from;
    });
  assert.deepEqual(at("forward", 0), [5, 4, 4]);
  assert.deepEqual(at("forward", 0.4), [5, 5, 4]);
  assert.deepEqual(at("forward", 1), [5, 5, 5]);
  assert.deepEqual(at("backward", 0), [6, 6, 5]);
  assert.deepEqual(at("backward", 0.4), [6, 5, 5]);
  assert.deepEqual(at("backward", 1), [5, 5, 5]);
  assert.deepEqual(progress({ layer: 1, depth: 3 }, { phase: "rest", t: 5, part: 1, steps: 9 }), {
    filled: 9,
    from: 1,
  });
});

test("the arrows between layers never leave out the last step or the one under the cursor", () => {
  const drawn = Array.from({ length: 20 }, (_, i) => i + 1).filter((t) =>
    isDrawn(t, { steps: 20, stride: 7, cursor: 3, isWide: false }),
  );
  assert.deepEqual(drawn, [3, 6, 13, 20]);
});

test("the drawing in words tells every layer, and what comes down to it", () => {
  const { numbers } = context();
  const text = describeScene(sceneOf(makeTrace({ layers: 2, cells: ["lstm"] }), {}), 6, { t: en, numbers });
  assert.match(text, /for each of LSTM 2 rows/);
  assert.match(text, /LSTM, layer 1: gradient 1, of which 1 comes down from layer 2\./);
  assert.match(text, /LSTM, layer 2: gradient 1\./);
  assert.doesNotMatch(describeScene(sceneOf(flat, {}), 6, { t: es, numbers }), /capa/);
});

test("layers have the colour and the dash of their cell", () => {
  const theme = themeOf("dark");
  assert.equal(theme.cells[shown(3).runs[1].name ?? ""], theme.cells.lstm);
  assert.equal(theme.dashes.peephole, "10px,3px");
});
