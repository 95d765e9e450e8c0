import assert from "node:assert/strict";
import test from "node:test";
import { paintRibbon } from "../../static/js/network/gradient_ribbon.js";
import { spansBeyond } from "../../static/js/network/torn_edge.js";
import { OK, OVERFLOW } from "../../static/js/state/decode.js";

const EDGES = [0, 10, 20, 30, 40];

/** @param {number[]} log10 @param {number[]} [status] */
const norms = (log10, status = log10.map(() => OK)) => ({
  log10: Float64Array.from(log10),
  status: Float64Array.from(status),
});

/** A context that keeps each filled outline with its colour. */
function recorder() {
  /** @type {{ colour: string, points: [number, number][] }[]} */
  const fills = [];
  /** @type {[number, number][]} */
  let points = [];
  const put = (/** @type {number} */ x, /** @type {number} */ y) => points.push([x, y]);
  const ctx = {
    fillStyle: "",
    beginPath: () => (points = []),
    moveTo: put,
    lineTo: put,
    fill: () => fills.push({ colour: ctx.fillStyle, points }),
    stroke() {},
  };
  return { ctx, fills };
}

/** What is filled of a row with these norms. @param {ReturnType<typeof norms>} series */
function painted(series) {
  const { ctx, fills } = recorder();
  const theme = { surface: "#ffffff", line: "#cccccc", error: "#ff0000", cells: { rnn: "#0000ff" } };
  const scene = { steps: 4, cuts: [], scale: { floor: -16, ceiling: 4 } };
  const painting = /** @type {any} */ ({ ctx, scene, places: { lane: 20 }, edges: EDGES, theme });
  paintRibbon(painting, /** @type {any} */ ({ name: "rnn", norms: series }), 50, 1, false);
  return fills;
}

test("a band leaves the scale from the step that passes it to where it comes back, an overflow with it", () => {
  assert.deepEqual(spansBeyond(norms([5, 7, 1, 4.1]), EDGES, 4), [
    [0, 20],
    [30, 40],
  ]);
  assert.deepEqual(spansBeyond(norms([Number.NaN, 2, 1, 0], [OVERFLOW, OK, OK, OK]), EDGES, 4), [[0, 10]]);
  assert.deepEqual(spansBeyond(norms([9, 9, 9, 9]), EDGES, 4, 3), [[20, 40]]);
  assert.deepEqual(spansBeyond(norms([4, 3, 2, 1]), EDGES, 4), []);
});

test("a band is filled down to 1 % of what began and hollow below it, and never wider where less is left", () => {
  const fills = painted(norms([-3, -2.5, -1.5, 0])).filter(({ points }) => points.length === 4);
  const hollow = fills.map(({ colour }) => colour === "#ffffff");
  assert.deepEqual(hollow, [false, false, true, true, true]);
  const heights = fills.map(({ points }) => points[2][1] - points[1][1]);
  for (let i = 1; i < heights.length; i++) assert.ok(heights[i] <= heights[i - 1]);
  assert.ok(heights[heights.length - 1] < heights[0]);
});
