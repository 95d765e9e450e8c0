/**
 * The drawing of a forecast: the history, the fan of what the network expects, the truth, the two rules; below it what
 * each value of the history counts for.
 */

import { spread } from "../../figure/labels.js";
import { grid, values } from "../../state/decode.js";
import { band, extent, line, linear, ticks } from "./plot.js";
import { rules, s } from "./svg.js";

/** @typedef {import("./types.js").ForecastAnswer} ForecastAnswer */
/** @typedef {import("./types.js").Body<ForecastAnswer>} Body */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {import("./plot.js").Pair} Pair */

/** How much of the history is shown, as a multiple of the horizon and at least so many values. */
const SHOWN = { wide: { times: 5, least: 72 }, narrow: { times: 2.5, least: 18 } };
/** Pixels from which a drawing is wide: there its lines are named at their ends. */
const WIDE = 560;

/** The first value of the history that is drawn. @param {number} history @param {number} horizon @param {boolean} wide */
export function firstShown(history, horizon, wide) {
  const { times, least } = SHOWN[wide ? "wide" : "narrow"];
  return Math.max(0, history - Math.max(least, Math.round(times * horizon)));
}

/** Steps between two dates on the axis: round for months as for days. @param {number} steps @param {number} room how many fit */
export const strideFor = (steps, room) =>
  [1, 2, 3, 6, 12, 24, 36, 60, 120, 240].find((stride) => steps / stride <= Math.max(2, room)) ?? 480;

/**
 * The step of the time axis, from 1, at which a value (an index into history and future) is read; null: at none.
 * @param {Body} body
 * @param {number} index
 */
export function stepOfIndex({ tokens, answer: { labels, future_labels: future } }, index) {
  const step = tokens.lastIndexOf([...labels, ...future][index] ?? "");
  return step < 0 ? null : step + 1;
}

/**
 * The value under a place in the drawing, as an index into history and future; null: none.
 * @param {ForecastAnswer} answer
 * @param {number} at in pixels from the left
 * @param {number} width
 * @param {number} em
 */
export function indexUnder(answer, at, width, em) {
  const { from, to, box } = places(answer, width, em);
  const index = Math.round(linear([box.left, box.right], [from, to])(at));
  return index >= from && index <= to ? index : null;
}

/** @param {ForecastAnswer} answer @param {number} width @param {number} em */
function places(answer, width, em) {
  const history = values(answer.values).length;
  const horizon = grid(answer.forecast).rows;
  const from = firstShown(history, horizon, width > WIDE);
  return {
    from,
    to: history - 1 + horizon,
    box: { left: em * 3.6, right: width - em * (width > WIDE ? 9.5 : 0.8), top: em * 0.8, bottom: em * 16 },
  };
}

/**
 * @param {Body} body
 * @param {{ width: number, em: number, pointed: number | null, t: Tools["t"], numbers: Tools["numbers"] }} options
 */
export function drawing(body, { width, em, pointed, t, numbers }) {
  const { answer } = body;
  const history = values(answer.values);
  const actual = values(answer.actual);
  const naive = values(answer.naive);
  const seasonal = values(answer.seasonal);
  const { rows, at } = grid(answer.forecast);
  const { from, to, box } = places(answer, width, em);
  const height = box.bottom + em * 2;
  const last = history.length - 1;
  const levels = [0, 1, 2].map((level) => Array.from({ length: rows }, (_, k) => at(k, level)));
  const [low, high] = extent(Array.from(history).slice(from), actual, naive, seasonal, levels[0], levels[2]);
  const room = (high - low || 1) * 0.06;
  const x = linear([from, to], [box.left, box.right]);
  const y = linear([low - room, high + room], [box.bottom, box.top]);
  /** @param {ArrayLike<number>} list @param {number} [start] */
  const ahead = (list, start = history[last]) =>
    /** @type {Pair[]} */ ([[x(last), y(start)], ...Array.from(list, (value, k) => [x(last + 1 + k), y(value)])]);
  const svg = s("svg", { class: "pic-svg", width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(...rules(box, y, ticks(low - room, high + room, 5), { em, text: (tick) => numbers.value(tick, 4) }));
  const names = [...answer.labels, ...answer.future_labels];
  const stride = strideFor(to - from, (box.right - box.left) / (em * 6.5));
  for (let i = last; i >= from; i -= stride)
    svg.append(
      s(
        "text",
        { class: i === last ? "tick start" : "tick", x: x(i), y: box.bottom + em * 1.3, "text-anchor": "middle" },
        names[i] ?? "",
      ),
    );
  if (x(to) - x(last) > em * 6)
    svg.append(
      s("text", { class: "tick", x: x(to), y: box.bottom + em * 1.3, "text-anchor": "middle" }, names[to] ?? ""),
    );
  svg.append(
    s("rect", { class: "future", x: x(last), y: box.top, width: box.right - x(last), height: box.bottom - box.top }),
    s("line", { class: "axis", x1: x(last), x2: x(last), y1: box.top, y2: box.bottom }),
    s("path", { class: "interval", d: band(ahead(levels[0]), ahead(levels[2])) }),
    s("path", { class: "line is-naive", d: line(ahead(naive)) }),
    s("path", { class: "line is-seasonal", d: line(ahead(seasonal)) }),
    s("path", {
      class: "line is-history",
      d: line(Array.from(history, (value, i) => /** @type {Pair} */ ([x(i), y(value)])).slice(from)),
    }),
    s("path", { class: "line is-network", d: line(ahead(levels[1])) }),
    s("path", { class: "line is-actual", d: line(ahead(actual)) }),
    ...Array.from(actual, (value, k) =>
      s("circle", { class: "is-actual", cx: x(last + 1 + k), cy: y(value), r: em * 0.2 }),
    ),
  );
  if (width > WIDE) {
    const ends = [
      { name: "network", value: levels[1][rows - 1] },
      { name: "naive", value: naive[rows - 1] },
      { name: "seasonal", value: seasonal[rows - 1] },
      ...(actual.length === rows ? [{ name: "actual", value: actual[rows - 1] }] : []),
    ];
    const tops = spread(
      ends.map(({ value }) => y(value)),
      em * 1.25,
      [box.top + em * 0.5, box.bottom - em * 0.5],
    );
    svg.append(
      ...ends.map(({ name }, i) =>
        s(
          "text",
          { class: `end is-${name}`, x: box.right + em * 0.6, y: tops[i], dy: "0.35em" },
          t(`picture.forecast.${name}`),
        ),
      ),
    );
  }
  svg.append(s("circle", { class: "focus", cx: x(last), cy: y(history[last]), r: em * 0.36 }));
  if (pointed !== null && pointed >= from) {
    const k = pointed - last - 1;
    const value =
      k < 0
        ? numbers.value(history[pointed], 4)
        : `${numbers.value(at(k, 1), 4)} (${numbers.value(at(k, 0), 4)} … ${numbers.value(at(k, 2), 4)})`;
    const right = x(pointed) > width * 0.5;
    svg.append(
      s("line", { class: "pointer", x1: x(pointed), x2: x(pointed), y1: box.top, y2: box.bottom }),
      s(
        "text",
        {
          class: "reading",
          x: x(pointed) + (right ? -1 : 1) * em * 0.5,
          y: box.top + em * 0.7,
          "text-anchor": right ? "end" : "start",
        },
        `${names[pointed] ?? ""}: ${value}`,
      ),
    );
  }
  return svg;
}

/**
 * How far the last forecast moves when a value that was read moves by one, for each value of the history; null where
 * the answer does not say.
 * @param {Body} body
 * @returns {number[] | null}
 */
function influenceOf(body) {
  const { influence, labels } = body.answer;
  if (!influence) return null;
  const moves = values(influence);
  return labels.map((_, index) => {
    const step = stepOfIndex(body, index);
    return step === null ? 0 : (moves[step - 1] ?? 0);
  });
}

/**
 * What each value of the history counts for, as bars under it: 1 is a value that is taken over as it is.
 * @param {Body} body
 * @param {{ width: number, em: number, numbers: Tools["numbers"] }} options
 */
export function influenceDrawing(body, { width, em, numbers }) {
  const moves = influenceOf(body);
  if (!moves) return null;
  const { from, to, box } = places(body.answer, width, em);
  const x = linear([from, to], [box.left, box.right]);
  const [low, high] = extent(moves.slice(from), [-0.2, 1]);
  const height = em * 5;
  const y = linear([low, high], [height - em * 0.5, em * 0.6]);
  const bar = Math.max(1.5, (x(1) - x(0)) * 0.66);
  return s(
    "svg",
    { class: "pic-svg influence", width, height, viewBox: `0 0 ${width} ${height}` },
    ...rules(box, y, ticks(low, high, 3), {
      em,
      text: (value) => numbers.plain(value, 2),
      kind: (value) => (value ? "grid" : "axis"),
    }),
    ...moves.slice(from).map((value, k) =>
      s("rect", {
        class: value < 0 ? "falls" : "rises",
        x: x(from + k) - bar / 2,
        y: Math.min(y(0), y(value)),
        width: bar,
        height: Math.abs(y(value) - y(0)),
      }),
    ),
  );
}
