/**
 * A forecast against what came: the history, the median with its interval, the truth, and two answers that need no
 * network, the last value and the value of a season ago. Lines are told apart by dash and by name as well as by colour.
 */

import { grid, values } from "../../decode.js";
import { h } from "../../dom.js";
import { spread } from "../../figure/labels.js";
import { card } from "./cards/forecast.js";
import { createFrame } from "./frame.js";
import { meter } from "./meter.js";
import { band, extent, line, linear, ticks } from "./plot.js";
import { s } from "./svg.js";

/** @typedef {import("./types.js").Forecast} Forecast */
/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {[number, number]} Pair */

/** How much of the history is shown, as a multiple of the horizon and at least so many values. */
const SHOWN = { wide: { times: 5, least: 48 }, narrow: { times: 2.5, least: 18 } };
/** Pixels from which a drawing is wide: there its lines are named at their ends. */
const WIDE = 560;

/** The first value of the history that is drawn. @param {number} history @param {number} horizon @param {boolean} wide */
export function firstShown(history, horizon, wide) {
  const { times, least } = SHOWN[wide ? "wide" : "narrow"];
  return Math.max(0, history - Math.max(least, Math.round(times * horizon)));
}

/** How many of the values that came lie in the interval. @param {ArrayLike<number>} actual @param {(step: number, level: number) => number} at */
export function inside(actual, at) {
  let count = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] >= at(i, 0) && actual[i] <= at(i, 2)) count += 1;
  return count;
}

/** How many percent of the cases an interval should hold. @param {number[]} levels */
export const coverage = (levels) => Math.round((levels[levels.length - 1] - levels[0]) * 100);

/** Steps between two dates on the axis: round for months as for days. @param {number} steps @param {number} room how many fit */
export const strideFor = (steps, room) =>
  [1, 2, 3, 6, 12, 24, 36, 60, 120, 240].find((stride) => steps / stride <= Math.max(2, room)) ?? 480;

/** @param {Forecast} answer @param {Tools} tools */
export function sentence(answer, { t, numbers }) {
  const { series, unit, labels, future_labels: future, levels, errors } = answer;
  const { rows, at } = grid(answer.forecast);
  const actual = values(answer.actual);
  return [
    t("picture.forecast.summary", {
      series,
      from: labels.at(-1) ?? "",
      to: future[rows - 1] ?? "",
      low: numbers.value(at(rows - 1, 0)),
      median: numbers.value(at(rows - 1, 1)),
      high: numbers.value(at(rows - 1, 2)),
      unit,
    }),
    actual.length
      ? t("picture.forecast.inside", { inside: inside(actual, at), count: actual.length, coverage: coverage(levels) })
      : "",
    errors
      ? t(
          errors.network <= Math.min(errors.naive, errors.seasonal)
            ? "picture.forecast.better"
            : "picture.forecast.worse",
          {
            network: numbers.value(errors.network),
            naive: numbers.value(errors.naive),
            seasonal: numbers.value(errors.seasonal),
          },
        )
      : "",
  ];
}

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "forecast", t);
  const head = h("p", { class: "pic-axis" });
  const chart = h("div", { class: "pic-chart", "aria-hidden": "true" });
  const interval = h("span", {});
  const key = h(
    "ul",
    { class: "pic-lines" },
    ...["actual", "network", "naive", "seasonal"].map((name) =>
      h("li", {}, swatch(name), t(`picture.forecast.${name}`)),
    ),
    h("li", {}, h("i", { class: "pic-sample interval" }), interval),
  );
  const errors = h("div", { class: "pic-panel" });
  const numbersBox = h("div", {
    class: "view-data-body",
    role: "region",
    tabindex: "0",
    "aria-label": t("picture.forecast.numbers"),
  });
  const data = h("details", { class: "view-data" }, h("summary", {}, t("picture.forecast.numbers")), numbersBox);
  frame.body.append(head, chart, key, h("div", { class: "pic-sides" }, errors), data);
  /** @type {import("./types.js").Body<Forecast> | null} */
  let shown = null;
  let width = 0;
  /** @type {number | null} */
  let pointed = null;

  function draw() {
    if (!shown || !width) return;
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15;
    chart.replaceChildren(
      drawing(shown.answer, { width, em, pointed, focus: shown.focus, steps: shown.tokens.length, t, numbers }),
    );
  }
  frame.follow(chart, (next) => {
    width = next;
    draw();
  });
  /** @param {PointerEvent} event */
  function stepUnder(event) {
    if (!shown) return null;
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15;
    const place = places(shown.answer, width, em);
    const index = Math.round(
      place.from +
        ((event.clientX - chart.getBoundingClientRect().left - place.box.left) / (place.box.right - place.box.left)) *
          (place.to - place.from),
    );
    return index >= place.from && index <= place.to ? index : null;
  }
  chart.addEventListener("pointermove", (event) => {
    pointed = stepUnder(event);
    draw();
  });
  chart.addEventListener("pointerleave", () => {
    pointed = null;
    draw();
  });
  chart.addEventListener("click", (event) => {
    const index = stepUnder(/** @type {PointerEvent} */ (event));
    if (index === null || !shown) return;
    const step = index + 1 - offset(shown.answer, shown.tokens.length);
    if (step >= 1 && step <= shown.tokens.length) onFocus(step);
  });

  return {
    /** @param {import("./types.js").Body<Forecast>} body */
    show(body) {
      shown = body;
      const { answer } = body;
      interval.textContent = t("picture.forecast.interval", { coverage: coverage(answer.levels) });
      head.textContent = answer.unit ? `${answer.series}, ${answer.unit}` : answer.series;
      errors.replaceChildren(
        ...(answer.errors
          ? meter(
              t("picture.forecast.errors"),
              /** @type {const} */ (["network", "naive", "seasonal"]).map((name) => {
                const value = answer.errors?.[name] ?? 0;
                return {
                  name: t(name === "network" ? "picture.network" : `picture.forecast.${name}`),
                  value,
                  text: numbers.value(value),
                  kind: name,
                };
              }),
            )
          : [h("p", { class: "pic-note" }, t("picture.forecast.not_yet"))]),
      );
      numbersBox.replaceChildren(tableOf(answer, tools));
      draw();
      frame.say(...sentence(answer, tools));
    },
    destroy: frame.destroy,
  };
}

/** How a line looks, for its name. @param {string} name */
const swatch = (name) =>
  s(
    "svg",
    { class: "pic-swatch", viewBox: "0 0 30 10", "aria-hidden": "true" },
    s("path", { class: `line ${name}`, d: "M1 5H29" }),
  );

/** What the token axis begins with, as an index into the history. @param {Forecast} answer @param {number} steps */
const offset = (answer, steps) => Math.max(0, values(answer.values).length - steps);

/** @param {Forecast} answer @param {number} width @param {number} em */
function places(answer, width, em) {
  const history = values(answer.values).length;
  const horizon = grid(answer.forecast).rows;
  const from = firstShown(history, horizon, width > WIDE);
  return {
    from,
    to: history - 1 + horizon,
    box: { left: em * 3.6, right: width - em * (width > WIDE ? 9.5 : 0.8), top: em * 0.8, bottom: em * 17.5 },
  };
}

/**
 * @param {Forecast} answer
 * @param {{ width: number, em: number, pointed: number | null, focus: number, steps: number, t: Tools["t"], numbers: Tools["numbers"] }} look
 */
function drawing(answer, { width, em, pointed, focus, steps, t, numbers }) {
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
  for (const tick of ticks(low - room, high + room, 5))
    svg.append(
      s("line", { class: "grid", x1: box.left, x2: box.right, y1: y(tick), y2: y(tick) }),
      s(
        "text",
        { class: "tick", x: box.left - em * 0.5, y: y(tick), dy: "0.35em", "text-anchor": "end" },
        numbers.value(tick, 4),
      ),
    );
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
    s("path", { class: "band", d: band(ahead(levels[0]), ahead(levels[2])) }),
    s("path", { class: "line naive", d: line(ahead(naive)) }),
    s("path", { class: "line seasonal", d: line(ahead(seasonal)) }),
    s("path", {
      class: "line history",
      d: line(Array.from(history, (value, i) => /** @type {Pair} */ ([x(i), y(value)])).slice(from)),
    }),
    s("path", { class: "line network", d: line(ahead(levels[1])) }),
    s("path", { class: "line actual", d: line(ahead(actual)) }),
    ...Array.from(actual, (value, k) =>
      s("circle", { class: "actual", cx: x(last + 1 + k), cy: y(value), r: em * 0.2 }),
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
          { class: `end ${name}`, x: box.right + em * 0.6, y: tops[i], dy: "0.35em" },
          t(`picture.forecast.${name}`),
        ),
      ),
    );
  }
  const chosen = focus - 1 + offset(answer, steps);
  if (chosen >= from && chosen <= last)
    svg.append(s("circle", { class: "focus", cx: x(chosen), cy: y(history[chosen]), r: em * 0.36 }));
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

/** @param {Forecast} answer @param {Tools} tools */
function tableOf(answer, { t, numbers }) {
  const { at, rows } = grid(answer.forecast);
  const [actual, naive, seasonal] = [answer.actual, answer.naive, answer.seasonal].map(values);
  const columns = ["when", "low", "network", "high", "actual", "naive", "seasonal"];
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, t(`picture.forecast.${name}`))))),
    h(
      "tbody",
      {},
      ...Array.from({ length: rows }, (_, k) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, answer.future_labels[k] ?? String(k + 1)),
          ...[at(k, 0), at(k, 1), at(k, 2), actual[k], naive[k], seasonal[k]].map((value) =>
            h("td", {}, value === undefined ? "" : numbers.value(value, 4)),
          ),
        ),
      ),
    ),
  );
}

/** @type {import("./types.js").Picture} */
export const forecast = { mount, card };
