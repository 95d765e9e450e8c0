import assert from "node:assert/strict";
import test from "node:test";
import { numbersIn } from "../../static/js/base/numbers.js";
import { mix, table } from "../../static/js/figure/colour.js";
import { frame, geometry, stepTicks } from "../../static/js/figure/frame.js";
import { spread } from "../../static/js/figure/labels.js";
import { fraction, place, roundUp, scaleOf } from "../../static/js/figure/scale.js";
import { barsOf, wordless, wordsOf } from "../../static/js/figure/text_overlay.js";
import { themeOf } from "../../static/js/shell/theme.js";

/** @type {any} */
const context = {
  t: (/** @type {string} */ key) => key,
  theme: themeOf("light"),
  page: {},
  numbers: numbersIn("en"),
  width: 600,
};

test("the scale is fixed: what lies outside is held at its edge", () => {
  const scale = scaleOf({ scale: "normal" });
  assert.deepEqual([scale.floor, scale.ceiling], [-16, 4]);
  assert.deepEqual([place(-40, 0, scale), place(99, 0, scale), place(-3, 0, scale)], [-16, 4, -3]);
  assert.deepEqual(
    [place(-Infinity, 1, scale), place(Infinity, 2, scale), place(Number.NaN, 3, scale)],
    [-16, 4, null],
  );
  assert.deepEqual([fraction(-16, 0, scale), fraction(4, 0, scale), fraction(0, 3, scale)], [0, 1, 0]);
});

test("an unknown scale is the normal one", () => assert.equal(scaleOf({ scale: "tiny" }).floor, -16));

test("a state's scale moves in rungs", () => {
  assert.deepEqual(
    [0.02, 0.5, 1, 2, 3, 9, 12].map((size) => roundUp(size, 0.1)),
    [0.1, 1, 1, 3, 3, 10, 30],
  );
  assert.equal(roundUp(Infinity), 1e4);
});

test("ticks have both ends and none that touches them", () => {
  for (const steps of [1, 2, 7, 12, 24, 99, 100, 101, 250, 500])
    for (const room of [2, 5, 10]) {
      const ticks = stepTicks(steps, room);
      assert.equal(ticks[0], 1);
      assert.equal(ticks.at(-1), steps);
      assert.deepEqual(
        ticks,
        [...new Set(ticks)].sort((a, b) => a - b),
      );
      assert.ok(ticks.length <= room + 3, `${steps} steps, room for ${room}: ${ticks}`);
    }
});

test("labels keep their distance and their order, within bounds", () => {
  const placed = spread([1, 1.1, 0.9, 5], 1, [0, 6]);
  const sorted = [...placed].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) assert.ok(sorted[i] - sorted[i - 1] > 0.99);
  assert.ok(placed[2] < placed[0] && placed[0] < placed[1] && placed[1] < placed[3]);
  assert.ok(sorted[0] >= 0 && sorted[3] <= 6);
  assert.deepEqual(spread([], 1, [0, 1]), []);
});

test("panels lie inside the drawing, one below the other, on the same steps", () => {
  const y = { range: [0, 1] };
  const { layout, height } = frame(
    context,
    [
      { title: "a", y },
      { title: "b", y },
      { title: "c", y, weight: 2 },
    ],
    { steps: 9 },
  );
  const boxes = geometry(layout);
  assert.equal(boxes.length, 3);
  boxes.forEach((box, i) => {
    assert.ok(box.left >= 0 && box.left + box.width <= 600);
    assert.ok(box.top + box.height <= height);
    assert.deepEqual(box.xRange, [0.5, 9.5]);
    if (i > 0) assert.ok(box.top >= boxes[i - 1].top + boxes[i - 1].height);
  });
  assert.ok(Math.abs(boxes[2].height - 2 * boxes[0].height) < 1);
});

test("words are taken off the drawing and put where the layout says", () => {
  const ticks = { range: [0, 10], showticklabels: true, tickvals: [0, 10], ticktext: ["0", "10"] };
  const { layout } = frame(context, [{ title: "<b>RNN</b>", y: ticks }], { steps: 4, left: 3 });
  layout.annotations.push({ text: "end", x: 1, y: 5, xanchor: "right", showarrow: false });
  const words = wordsOf(layout);
  const [box] = geometry(layout);
  const at = (/** @type {string} */ text) => words.find((word) => word.text === text);
  assert.equal(at("10")?.y, box.top);
  assert.equal(at("end")?.y, box.top + box.height / 2);
  assert.equal(at("end")?.ax, -100);
  const bare = wordless({ data: [{ showscale: true }], layout });
  assert.deepEqual(
    [bare.layout.annotations, bare.layout.yaxis.showticklabels, bare.data[0].showscale],
    [[], false, false],
  );
  assert.equal(layout.annotations.length, 2, "the figure keeps its own");
  assert.deepEqual(barsOf({ data: [], layout }), []);
});

test("colours mix and a scale has its ends", () => {
  assert.equal(mix("#000000", "#ffffff", 0.5), "rgb(128,128,128)");
  const { diverging } = themeOf("light");
  const packed = table(diverging);
  const hex = (/** @type {number} */ word) =>
    `#${[0, 8, 16].map((bits) => ((word >> bits) & 255).toString(16).padStart(2, "0")).join("")}`;
  assert.equal(hex(packed[0]), diverging[0][1]);
  assert.equal(hex(packed[255]), diverging.at(-1)?.[1]);
});
