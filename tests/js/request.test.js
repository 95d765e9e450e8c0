import assert from "node:assert/strict";
import test from "node:test";
import { parse } from "../../static/js/state/address.js";
import { orderedFields, takeaways, traceQuery } from "../../static/js/state/request.js";
import { catalogue } from "./catalogue.js";

/** @param {string} search */
const state = (search) => /** @type {any} */ ({ ...parse(search, catalogue), catalogue });

test("fields are asked once, in the catalogue's order, with unknown ones last", () => {
  assert.deepEqual(orderedFields(["matrix", "norms", "new", "norms"], catalogue), ["norms", "matrix", "new"]);
});

test("the question holds the configuration, not how the page looks", () => {
  assert.equal(
    traceQuery(state("?rho=1.1&view=matrix&size=projector"), ["norms"], "es"),
    "rho=1.1&fields=norms&encoding=display&sample=0&lang=es",
  );
});

test("a sequence or a unit that is not there any more becomes the last one", () => {
  assert.match(traceQuery(state("?batch=4&sample=9"), ["norms"], "en"), /sample=3/);
  assert.match(traceQuery(state("?units=16&unit=31"), ["unit"], "en"), /unit=15/);
  assert.doesNotMatch(traceQuery(state("?unit=3"), ["norms"], "en"), /unit=/);
});

test("the same numbers are found elsewhere under the same address", () => {
  assert.deepEqual(takeaways(state("?rho=1.1&view=matrix"), "/lab"), {
    json: "/lab/api/trace?rho=1.1&encoding=list",
    npz: "/lab/api/trace.npz?rho=1.1",
    py: "/lab/api/trace.py?rho=1.1",
  });
  assert.equal(takeaways(state(""), "").npz, "/api/trace.npz");
});
