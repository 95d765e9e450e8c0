/**
 * A curve that a reader foresees: the logarithm at every step, drawn by hand, by sliders at a few steps, or in one go.
 * Pure: every function gives new values, `null` where nothing has been drawn yet.
 */

/** @typedef {readonly (number | null)[]} Curve `[t - 1]` */

/** @param {number} steps @returns {Curve} */
export const emptyCurve = (steps) => Array(steps).fill(null);

/**
 * A stroke from one place to the next, both held in the chart: every step between them is drawn.
 * @param {Curve} curve
 * @param {{ step: number, log10: number }} from
 * @param {{ step: number, log10: number }} to
 * @param {{ floor: number, ceiling: number }} scale
 * @returns {Curve}
 */
export function stroke(curve, from, to, { floor, ceiling }) {
  const held = (/** @type {number} */ log10) => Math.min(ceiling, Math.max(floor, log10));
  const [left, right] = from.step <= to.step ? [from, to] : [to, from];
  if (right.step < 0.5 || left.step > curve.length + 0.5) return curve; // beside the axis
  const first = Math.min(curve.length, Math.max(1, Math.round(left.step)));
  const last = Math.min(curve.length, Math.max(1, Math.round(right.step)));
  const next = [...curve];
  for (let step = first; step <= last; step++) {
    const width = right.step - left.step;
    const share = width > 0 ? Math.min(1, Math.max(0, (step - left.step) / width)) : 1;
    const ends = width > 0 ? [left.log10, right.log10] : [to.log10, to.log10];
    next[step - 1] = held(ends[0] + share * (ends[1] - ends[0]));
  }
  return next;
}

/** Steps at which sliders stand, the first one first. @param {number} steps @param {number} [count] */
export const knots = (steps, count = 5) => [
  ...new Set(Array.from({ length: count }, (_, i) => Math.round(1 + ((steps - 1) * i) / (count - 1)))),
];

/**
 * Straight lines from knot to knot.
 * @param {number} steps
 * @param {{ step: number, log10: number }[]} points by step, the first at 1, the last at the end
 * @returns {Curve}
 */
export function through(steps, points) {
  /** @type {Curve} */
  let curve = emptyCurve(steps);
  const free = { floor: Number.NEGATIVE_INFINITY, ceiling: Number.POSITIVE_INFINITY };
  points.slice(1).forEach((point, i) => {
    curve = stroke(curve, points[i], point, free);
  });
  return points.length === 1 ? Array(steps).fill(points[0].log10) : curve;
}

/** Where a straight curve begins, at the last step: about there the gradient is as the loss sends it out. */
const OUTSET = 0;

/**
 * A straight curve from the last step to a value at the first.
 * @param {number} value
 * @param {number} steps
 * @param {{ floor: number, ceiling: number }} scale
 */
export function straightTo(value, steps, { floor, ceiling }) {
  const first = Math.min(ceiling, Math.max(floor, value > 0 ? Math.log10(value) : floor));
  return through(steps, [
    { step: 1, log10: first },
    { step: steps, log10: OUTSET },
  ]);
}

/**
 * Without gaps: what was left out between two strokes is a straight line, what was left out at an end goes on as it was.
 * @param {Curve} curve
 * @returns {number[] | null} null where nothing was drawn
 */
export function completed(curve) {
  const drawn = curve.flatMap((log10, i) => (log10 === null ? [] : [{ step: i + 1, log10 }]));
  if (!drawn.length) return null;
  const ends = [
    { step: 1, log10: drawn[0].log10 },
    ...drawn,
    { step: curve.length, log10: drawn[drawn.length - 1].log10 },
  ];
  return /** @type {number[]} */ (through(curve.length, ends));
}

/** Runs of drawn steps, for the picture. @param {Curve} curve @returns {{ step: number, log10: number }[][]} */
export function segments(curve) {
  /** @type {{ step: number, log10: number }[][]} */
  const runs = [];
  curve.forEach((log10, i) => {
    if (log10 === null) return;
    if (i === 0 || curve[i - 1] === null) runs.push([]);
    runs[runs.length - 1].push({ step: i + 1, log10 });
  });
  return runs;
}
