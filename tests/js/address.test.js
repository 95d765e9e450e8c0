import assert from "node:assert/strict";
import test from "node:test";
import { createI18n, gateName } from "../../static/js/base/i18n.js";
import { apply, changed, format, formatConfig, formatTraining, parse } from "../../static/js/state/address.js";
import { remarks } from "../../static/js/state/address_remarks.js";
import { read, write } from "../../static/js/state/address_values.js";
import { applies, gatesOf } from "../../static/js/state/config_kinds.js";
import { catalogue } from "./catalogue.js";

/** @param {string} name */
const row = (name) =>
  /** @type {import("../../static/js/base/types.js").Property} */ (catalogue.config.find((one) => one.name === name));

/** @param {string} search */
function round(search) {
  const { config, page } = parse(search, catalogue);
  return format(config, page, catalogue);
}

test("an empty address is the defaults, and the defaults are an empty address", () => {
  const { config, page } = parse("", catalogue);
  assert.deepEqual(config.cell, ["rnn", "lstm"]);
  assert.deepEqual(config.bias, { f: 3, z: 3 });
  assert.equal(page.view, "states");
  assert.equal(format(config, page, catalogue), "");
});

test("what differs is written in the table's order, readably", () => {
  assert.equal(
    round("?view=matrix&clamp=f:1&rho=1.1&cell=lstm,gru&hide=rho,units"),
    "cell=lstm,gru&clamp=f:1&rho=1.1&view=matrix&hide=rho,units",
  );
});

test("a value equal to the default is left out, however it was spelled", () => {
  assert.equal(round("?rho=0.80&cell=rnn,lstm&bias=f:3.0,z:3"), "");
});

test("the empty map is present but empty", () => {
  assert.deepEqual(parse("?bias=", catalogue).config.bias, {});
  assert.equal(round("?bias="), "bias=");
});

test("what can not be read stays as it was typed, so that the server can name it", () => {
  assert.equal(parse("?rho=abc", catalogue).config.rho, "abc");
  assert.equal(round("?rho=abc"), "rho=abc");
  assert.equal(round("?rho=1e999"), "rho=1e999");
});

test("a page value that means nothing falls back quietly", () => {
  const { page } = parse("?size=huge&t=soon", catalogue);
  assert.equal(page.size, "normal");
  assert.equal(page.t, 0);
});

test("what does not apply is not sent", () => {
  assert.equal(round("?task=sequence&steps=20"), "task=sequence");
  assert.equal(applies(row("steps"), { task: "sequence" }), false);
  assert.equal(applies(row("bias"), { cell: ["rnn", "gru"] }), true);
});

test("a gate of a cell that is not compared is not sent, and comes back with its cell", () => {
  const { config } = parse("?cell=lstm&clamp=f:1", catalogue);
  assert.equal(formatConfig({ ...config, cell: ["gru"] }, catalogue), "cell=gru");
  assert.equal(formatConfig({ ...config, cell: ["lstm", "gru"] }, catalogue), "cell=lstm,gru&clamp=f:1");
});

test("every kind is written as it is read", () => {
  for (const [name, text] of [
    ["cell", "rnn,gru"],
    ["bias", "f:1,z:-2.5"],
    ["values", "0*100"],
    ["rho", "1.5"],
  ]) {
    assert.equal(write(read(row(name), text, catalogue)), text);
  }
  assert.equal(write(true), "1");
  assert.equal(write(null), "");
});

test("a piece of an address changes only what it names", () => {
  const state = parse("?rho=1.5&steps=20", catalogue);
  const next = apply("rho=1.1&view=matrix", state, catalogue);
  assert.deepEqual(changed(state.config, next.config), ["rho"]);
  assert.deepEqual(changed(state.page, next.page), ["view"]);
  assert.equal(next.config.steps, 20);
});

test("a whole address starts from the defaults and keeps the reader's own choices", () => {
  const state = parse("?rho=1.5&lang=es&size=projector&t=7", catalogue);
  const next = apply("?steps=20", state, catalogue);
  assert.equal(format(next.config, next.page, catalogue), "steps=20&lang=es&size=projector");
});

test("a name that no table knows is told, once, and what the API alone reads is not", () => {
  const known = {
    config: [{ name: "cell", kind: "text" }],
    page: [{ name: "t", kind: "int" }],
    answer: [{ name: "fields", kind: "text" }],
  };
  const search = "?cel=lstm&cell=rnn&t=3&fields=norms&cel=gru&nix=1";
  assert.deepEqual(remarks(search, /** @type {any} */ (known)).unknown, ["cel", "nix"]);
});

test("where the page trains its address holds what training adds, and in the laboratory it does not", () => {
  /** @type {any} */
  const both = {
    ...catalogue,
    training: [
      { name: "rate", kind: "float", default: 0.003 },
      { name: "models", kind: "models", default: "" },
      { name: "changes", kind: "changes", default: "" },
    ],
    page: [
      { name: "mode", kind: "choice", default: "lab", choices: ["lab", "train"] },
      { name: "n", kind: "int", default: 0 },
      ...catalogue.page,
    ],
  };
  const search =
    "rho=1.1&rate=0.1&models=cell=lstm;bias=f:-2|cell=gru&changes=200:clip=norm;400:clamp=f:0&mode=train&n=9";
  const { config, page } = parse(`?${search}`, both);
  assert.equal(format(config, page, both), search);
  assert.equal(formatTraining(config, both), search.replace("&mode=train&n=9", ""));
  assert.equal(formatConfig(config, both), "rho=1.1");
  assert.equal(format(config, { ...page, mode: "lab" }, both), "rho=1.1");
  assert.deepEqual(remarks(`?${search}`, both), { unknown: [], idle: [], replaced: [] });
  assert.equal(apply("rate=1", { config, page }, both).config.changes, config.changes);
});

test("gates of two cells that share a letter are one row that says both, within what both allow", () => {
  /** @type {any} */
  const other = {
    name: "leaky",
    states: ["h"],
    gates: [{ name: "f", activation: "tanh", min: -1, max: 0.5, carry: false }],
    carry: null,
    options: [],
  };
  const both = { ...catalogue, cells: [other, ...catalogue.cells] };
  const { gate, cells } = /** @type {any} */ (gatesOf({ cell: ["lstm", "leaky"] }, both).get("f"));
  assert.deepEqual([gate.min, gate.max, gate.carry, cells], [0, 0.5, true, ["leaky", "lstm"]]);
  const [lstm] = catalogue.cells.filter(({ name }) => name === "lstm");
  assert.deepEqual(gatesOf({ cell: ["lstm"] }, both).get("f")?.gate, lstm.gates[0]);

  const t = createI18n({
    "gate.f": "Forget f",
    "cell.lstm": "LSTM",
    "cell.leaky": "Leaky",
    "gate.leaky.f": "Filter f",
  });
  assert.equal(gateName(t, "f", ["lstm"]), "Forget f");
  assert.equal(gateName(t, "f", ["leaky"]), "Filter f");
  assert.equal(gateName(t, "f", cells), "Filter f (Leaky), Forget f (LSTM)");
  assert.equal(gateName(t, "q", ["leaky"]), "q");
});
