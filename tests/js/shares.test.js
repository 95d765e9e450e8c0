import assert from "node:assert/strict";
import { test } from "node:test";
import { halfAfter, sharesFrom } from "../../static/js/figure/shares.js";
import { rangeOf } from "../../static/js/views/contributions.js";

test("the shares of the steps t … T add up from the last step back to the whole", () => {
  assert.deepEqual(sharesFrom([0.5, 0.25, 0.25]), [1, 0.5, 0.25]);
  assert.deepEqual(sharesFrom([]), []);
  assert.ok(sharesFrom([0.5, Number.NaN, 0.25]).slice(0, 2).every(Number.isNaN));
});

test("half of the sum is counted in steps from the last one, also where steps pull against it", () => {
  assert.equal(halfAfter([0.5, 0.25, 0.25]), 2);
  assert.equal(halfAfter([0.1, 0.1, 0.8]), 1);
  assert.equal(halfAfter([1.5, -0.75, 0.25]), 3);
  assert.equal(halfAfter([Number.NaN, Number.NaN]), null);
  assert.equal(halfAfter([]), null);
});

test("a scale for shares holds them, reaches below zero only where they do, and stays while they move a little", () => {
  for (const shares of [[0.004], [0.014, 0.02], [0.9, 0.1], [3, -2], [-0.3, 1.3], [200, -199]]) {
    const [low, high] = rangeOf(shares);
    assert.ok(
      shares.every((share) => share >= low && share <= high),
      `${shares} in ${low} … ${high}`,
    );
  }
  assert.ok(rangeOf([0.2, 0.8])[0] > -0.05);
  assert.deepEqual(rangeOf([0.21]), rangeOf([0.29]));
  assert.deepEqual(rangeOf([1 + 1e-9]), rangeOf([1]));
});
