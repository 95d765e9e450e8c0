/**
 * A forecast against what came: the history, the median with its interval, the truth, and two answers that need no
 * network, the last value and the value of a season ago. Lines are told apart by dash and by name as well as by colour.
 */

import { h } from "../../base/dom.js";
import { grid, values } from "../../state/decode.js";
import { baselineBars } from "./baseline_bars.js";
import { card } from "./cards/forecast.js";
import { drawing, indexUnder, influenceDrawing, stepOfIndex } from "./fan_chart.js";
import { createFrame, emOf, part } from "./frame.js";
import { swatch } from "./legend.js";

/** @typedef {import("./types.js").ForecastAnswer} ForecastAnswer */
/** @typedef {import("./types.js").Tools} Tools */

/** How many of the values that came lie in the interval. @param {ArrayLike<number>} actual @param {(step: number, level: number) => number} at */
export function inside(actual, at) {
  let count = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] >= at(i, 0) && actual[i] <= at(i, 2)) count += 1;
  return count;
}

/** How many percent of the cases an interval should hold. @param {number[]} levels */
export const coverage = (levels) => Math.round((levels[levels.length - 1] - levels[0]) * 100);

/**
 * What the interval is: calibrated, and on how many forecasts, or the network's own, and why.
 * @param {ForecastAnswer} answer
 * @param {import("./types.js").I18n} t
 */
export function intervalText({ levels, calibration: { done, forecasts, needed } }, t) {
  const key = done ? "calibrated" : forecasts < needed ? "uncalibrated_few" : "uncalibrated_early";
  return t(`picture.forecast.${key}`, { coverage: coverage(levels), count: forecasts, needed });
}

/**
 * What the bars under the history are: a truncated gradient shows a part of what each value counts for.
 * @param {import("./types.js").Body<ForecastAnswer>} body
 * @param {import("./types.js").I18n} t
 */
export function influenceText({ trace }, t) {
  const cut = trace?.runs[0]?.verdict.cut ?? null;
  return cut === null ? t("picture.forecast.influence") : t("picture.forecast.influence_cut", { cut });
}

/** A text as the beginning of a sentence. @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The name of a series that ships, in the reader's language; of a reader's own, what its column is called. @param {ForecastAnswer} answer @param {import("./types.js").I18n} t */
function seriesName({ series }, t) {
  const key = `app.forecast.variant.${series}`;
  return t.has(key) ? t(key) : series;
}

/** @param {ForecastAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, { t, numbers }) {
  const { unit, labels, future_labels: future, levels, errors } = answer;
  const { rows, at } = grid(answer.forecast);
  const actual = values(answer.actual);
  return [
    t("picture.forecast.summary", {
      series: seriesName(answer, t),
      from: labels.at(-1) ?? "",
      to: future[rows - 1] ?? "",
      low: numbers.value(at(rows - 1, 0), 4),
      median: [numbers.value(at(rows - 1, 1), 4), unit].filter(Boolean).join(" "),
      high: numbers.value(at(rows - 1, 2), 4),
    }),
    `${capital(intervalText(answer, t))}.`,
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

/** @param {ForecastAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export function figure(answer, tools) {
  const { t, numbers } = tools;
  const { at, rows } = grid(answer.forecast);
  const [actual, naive, seasonal] = [answer.actual, answer.naive, answer.seasonal].map(values);
  const columns = ["when", "low", "network", "high", "actual", "naive", "seasonal"];
  const table = {
    columns: columns.map((name) => t(`picture.forecast.${name}`)),
    rows: Array.from({ length: rows }, (_, k) => [
      answer.future_labels[k] ?? String(k + 1),
      ...[at(k, 0), at(k, 1), at(k, 2), actual[k], naive[k], seasonal[k]].map((value) =>
        value === undefined ? "" : numbers.value(value, 4),
      ),
    ]),
  };
  return { summary: sentence(answer, tools), table };
}

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "forecast", t);
  const head = h("p", { class: "pic-axis" });
  const chart = h("div", { class: "pic-chart", "aria-hidden": "true" });
  const strip = h("div", {});
  const counts = part(t("picture.forecast.influence"), "influence", h("div", { "aria-hidden": "true" }, strip));
  const interval = h("span", {});
  const key = h(
    "ul",
    { class: "pic-lines" },
    ...["actual", "network", "naive", "seasonal"].map((name) =>
      h("li", {}, swatch(`is-${name}`), t(`picture.forecast.${name}`)),
    ),
    h("li", {}, h("i", { class: "pic-sample interval" }), interval),
  );
  const errors = h("div", { class: "pic-panel" });
  frame.body.append(head, chart, key, counts, h("div", { class: "pic-sides" }, errors));
  /** @type {import("./types.js").Body<ForecastAnswer> | null} */
  let shown = null;
  let width = 0;
  /** @type {number | null} */
  let pointed = null;

  function draw() {
    if (!shown || !width) return;
    const options = { width, em: emOf(), pointed, t, numbers };
    chart.replaceChildren(drawing(shown, options));
    if (pointed !== null) return;
    const bars = influenceDrawing(shown, options);
    counts.hidden = !bars;
    if (bars) strip.replaceChildren(bars);
  }
  frame.follow(chart, (next) => {
    width = next;
    draw();
  });
  /** The value under the pointer, as an index into history and future. @param {MouseEvent} event */
  const under = ({ clientX }) =>
    shown && indexUnder(shown.answer, clientX - chart.getBoundingClientRect().left, width, emOf());
  chart.addEventListener("pointermove", (event) => {
    const next = under(event);
    if (next === pointed) return;
    pointed = next;
    draw();
  });
  chart.addEventListener("pointerleave", () => {
    pointed = null;
    draw();
  });
  chart.addEventListener("click", (event) => {
    const index = under(event);
    const step = shown && index !== null ? stepOfIndex(shown, index) : null;
    if (step !== null) onFocus(step);
  });

  return {
    /** @param {import("./types.js").Body<ForecastAnswer>} body */
    show(body) {
      shown = body;
      const { answer } = body;
      interval.textContent = intervalText(answer, t);
      const heading = counts.querySelector("h3");
      if (heading) heading.textContent = influenceText(body, t);
      const series = seriesName(answer, t);
      head.textContent = answer.unit ? `${series}, ${answer.unit}` : series;
      errors.replaceChildren(
        ...(answer.errors
          ? baselineBars(
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
      draw();
      frame.tell(figure(answer, tools));
    },
    destroy: frame.destroy,
  };
}

/** @type {import("./types.js").Picture} */
export const forecast = { figure, mount, card };
