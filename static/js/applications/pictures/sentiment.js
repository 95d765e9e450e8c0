/**
 * An opinion as it forms: how probable the network holds it after every word that the review is a good one. The word
 * that decides is marked, and how far it stands from the end, which is how far its gradient has to come.
 */

import { h } from "../../base/dom.js";
import { values } from "../../state/decode.js";
import { card } from "./cards/sentiment.js";
import { createFrame, emOf, mark } from "./frame.js";
import { largestMove } from "./largest_move.js";
import { band, line, linear, ticks } from "./plot.js";
import { createRoving, stepButton } from "./roving_tabindex.js";
import { rules, s } from "./svg.js";
import { readAs, UNKNOWN } from "./unknown_word.js";

/** @typedef {import("./types.js").SentimentAnswer} SentimentAnswer */
/** @typedef {import("./types.js").Tools} Tools */

/** Words between the deciding one and the end. @param {SentimentAnswer} answer */
export const distanceOf = ({ words, decisive }) => (decisive === null ? null : words.length - 1 - decisive);

/** Nearer than this to one half, an opinion is in doubt. */
const DOUBT = 0.25;
/** @param {number} p */
export const inDoubt = (p) => Math.abs(p - 0.5) < DOUBT;

/**
 * What a word is read as, where that is not the word itself: a known word (a missing accent, a letter said at length),
 * or what stands for words that are not known, by their shape.
 * @param {SentimentAnswer} answer @param {number} i @param {Pick<Tools, "t">} tools
 */
export function reading({ words, read_as = words, unknown = [] }, i, { t }) {
  if (read_as[i] === words[i]) return "";
  if (!unknown.includes(i)) return read_as[i];
  const shape = read_as[i].replace(/[‹›]/g, "");
  return shape === "?" ? t("picture.sentiment.any_word") : t("picture.sentiment.shape", { shape });
}

/** @param {SentimentAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools */
export function sentence(answer, tools) {
  const { t, numbers } = tools;
  const { words, decisive, truth, said, unknown = [] } = answer;
  const replaced = words.map((_, i) => i).filter((i) => reading(answer, i, tools));
  const pairs = (/** @type {number[]} */ places) =>
    t.list(places.map((i) => t("picture.sentiment.pair", { word: words[i], read: reading(answer, i, tools) })));
  const completed = replaced.filter((i) => !unknown.includes(i));
  const opinion = values(answer.opinion);
  const last = opinion[opinion.length - 1];
  const verdict = t(said ? "picture.sentiment.positive" : "picture.sentiment.negative");
  const moved = largestMove(opinion);
  return [
    t("picture.sentiment.summary", { verdict, p: numbers.percent(said ? last : 1 - last) }),
    decisive === null
      ? t("picture.sentiment.moved", { word: words[moved] })
      : t("picture.sentiment.decided", { word: words[decisive], distance: distanceOf(answer) ?? 0 }),
    truth === null ? "" : t(truth === said ? "picture.sentiment.agrees" : "picture.sentiment.disagrees"),
    inDoubt(last) ? t("picture.sentiment.in_doubt") : "",
    unknown.length ? t("picture.sentiment.unknown", { count: unknown.length, words: pairs(unknown) }) : "",
    completed.length ? t("picture.sentiment.completed", { words: pairs(completed) }) : "",
  ];
}

/** @param {SentimentAnswer} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export function figure(answer, tools) {
  const { t, numbers } = tools;
  const opinion = values(answer.opinion);
  const table = {
    columns: [
      t("figure.step"),
      t("picture.sentiment.words"),
      t("picture.sentiment.read_as"),
      `p(${t("picture.sentiment.positive")})`,
    ],
    rows: answer.words.map((word, i) => [i + 1, word, reading(answer, i, tools) || word, numbers.percent(opinion[i])]),
  };
  return { summary: sentence(answer, tools), table };
}

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const { t, numbers, onFocus } = tools;
  const frame = createFrame(root, "sentiment", t);
  const verdict = h("p", { class: "pic-verdict" });
  const chart = h("div", { class: "pic-chart", "aria-hidden": "true" });
  const row = h("div", { class: "pic-review", role: "group", "aria-label": t("picture.sentiment.words") });
  frame.body.append(verdict, chart, row);
  /** @type {import("./types.js").Body<SentimentAnswer> | null} */
  let shown = null;
  /** @type {number | null} */
  let previewed = null;
  let width = 0;
  const roving = createRoving(row, {
    choose: onFocus,
    preview(step) {
      previewed = step;
      draw();
    },
  });
  frame.follow(chart, (next) => {
    width = next;
    draw();
  });

  function draw() {
    if (!shown || !width) return;
    const { answer, focus } = shown;
    chart.replaceChildren(drawing(answer, { width, em: emOf(), at: (previewed ?? focus) - 1, t, numbers }));
  }

  return {
    /** @param {import("./types.js").Body<SentimentAnswer>} body */
    show(body) {
      shown = body;
      const { answer, focus } = body;
      const { words, decisive, truth, said, unknown = [] } = answer;
      const opinion = values(answer.opinion);
      const last = opinion[opinion.length - 1];
      verdict.replaceChildren(
        h(
          "b",
          { class: said ? "good" : "bad" },
          said ? "+ " : "− ",
          t(said ? "picture.sentiment.positive" : "picture.sentiment.negative"),
        ),
        h("span", { class: "pic-figure" }, numbers.percent(said ? last : 1 - last)),
        ...(inDoubt(last) ? [h("span", { class: "pic-doubt" }, t("picture.sentiment.doubt"))] : []),
        ...(truth === null ? [] : [mark(truth === said, t)]),
      );
      roving.refill(
        words.map((word, i) => {
          const read = reading(answer, i, tools);
          const isUnknown = unknown.includes(i);
          const key = isUnknown ? "word_unknown" : read ? "word_read" : i === decisive ? "word_decisive" : "word";
          const button = stepButton(
            i + 1,
            i + 1 === focus,
            {
              class: `pic-review-word${i === decisive ? " decisive" : ""}${isUnknown ? ` ${UNKNOWN}` : ""}`,
              "aria-label": t(`picture.sentiment.${key}`, { word, read, p: numbers.percent(opinion[i]) }),
            },
            word,
            read && readAs(isUnknown ? (answer.read_as?.[i] ?? "") : read),
          );
          button.style.setProperty("--p", String(opinion[i]));
          return button;
        }),
        focus,
      );
      draw();
      frame.tell(figure(answer, tools));
    },
    destroy() {
      roving.destroy();
      frame.destroy();
    },
  };
}

/**
 * The curve over the words, the line of one half, the deciding word and its distance from the end.
 * @param {SentimentAnswer} answer
 * @param {{ width: number, em: number, at: number, t: Tools["t"], numbers: Tools["numbers"] }} options
 */
function drawing(answer, { width, em, at, t, numbers }) {
  const { words, decisive } = answer;
  const opinion = values(answer.opinion);
  const height = Math.round(em * 13);
  const box = { left: em * 3.2, right: width - em * 1.2, top: em * 2.2, bottom: height - em * 2.6 };
  const n = words.length;
  const x = linear([0, Math.max(1, n - 1)], [box.left + em * 0.6, box.right]);
  const y = linear([0, 1], [box.bottom, box.top]);
  const points = Array.from(opinion, (p, i) => /** @type {[number, number]} */ ([x(i), y(p)]));
  const middle = points.map(([px]) => /** @type {[number, number]} */ ([px, y(0.5)]));
  const distance = distanceOf(answer);
  const svg = s("svg", { class: "pic-svg", width, height, viewBox: `0 0 ${width} ${height}` });
  svg.append(
    ...rules(box, y, [0, 0.5, 1], {
      em,
      text: (value) => numbers.plain(value, 2),
      kind: (value) => (value === 0.5 ? "axis" : "grid"),
    }),
  );
  svg.append(
    s(
      "text",
      { class: "side good", x: box.left + em * 0.3, y: box.top + em * 1 },
      `+ ${t("picture.sentiment.positive")}`,
    ),
    s(
      "text",
      { class: "side bad", x: box.left + em * 0.3, y: box.bottom - em * 0.5 },
      `− ${t("picture.sentiment.negative")}`,
    ),
  );
  const clip = (/** @type {string} */ kind, /** @type {number} */ from, /** @type {number} */ to) =>
    s(
      "svg",
      { x: 0, y: from, width, height: Math.max(0, to - from), viewBox: `0 ${from} ${width} ${Math.max(1, to - from)}` },
      s("path", { class: `area ${kind}`, d: band(middle, points) }),
    );
  svg.append(clip("good", box.top, y(0.5)), clip("bad", y(0.5), box.bottom));
  svg.append(s("path", { class: "curve", d: line(points) }));
  if (n <= 40) svg.append(...points.map(([px, py]) => s("circle", { class: "point", cx: px, cy: py, r: em * 0.18 })));
  const steps = [
    ...new Set([0, ...ticks(1, n, Math.max(2, Math.min(8, width / (em * 6)))).map((k) => Math.round(k) - 1), n - 1]),
  ].filter((k, i, all) => k >= 0 && k < n && (k === n - 1 || n - 1 - k > n * 0.06) && all.indexOf(k) === i);
  for (const k of steps)
    svg.append(s("text", { class: "tick", x: x(k), y: box.bottom + em * 1.2, "text-anchor": "middle" }, String(k + 1)));
  if (decisive !== null && distance !== null) {
    const from = x(decisive);
    const top = em * 1.5;
    svg.append(
      s("line", { class: "decisive", x1: from, x2: from, y1: top, y2: box.bottom }),
      s("circle", { class: "decisive", cx: from, cy: points[decisive][1], r: em * 0.42 }),
    );
    if (distance > 0)
      svg.append(
        s("path", {
          class: "span",
          d: `M${x(n - 1)} ${top}H${from + 7}M${from + 9} ${top - 4}L${from + 2} ${top}L${from + 9} ${top + 4}`,
        }),
      );
    const text = distance > 0 ? t("picture.sentiment.distance", { word: words[decisive], distance }) : words[decisive];
    // so wide at the most: a label that would leave the drawing ends at its edge
    const right = from + text.length * em * 0.55 > box.right;
    svg.append(
      s(
        "text",
        { class: "naming", x: right ? box.right : from, y: top - em * 0.5, "text-anchor": right ? "end" : "start" },
        text,
      ),
    );
  }
  if (at >= 0 && at < n) {
    const [px, py] = points[at];
    const right = px > width * 0.6;
    svg.append(
      s("circle", { class: "focus", cx: px, cy: py, r: em * 0.36 }),
      s(
        "text",
        {
          class: "reading",
          x: px + (right ? -1 : 1) * em * 0.7,
          y: py < (box.top + box.bottom) / 2 ? py + em * 1.5 : py - em * 0.8,
          "text-anchor": right ? "end" : "start",
        },
        `${words[at]}  ${numbers.fixed(opinion[at], 2)}`,
      ),
    );
  }
  return svg;
}

/** @type {import("./types.js").Picture} */
export const sentiment = { figure, mount, card };
