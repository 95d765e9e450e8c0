/** The picture of an application that has none of its own and says a class: how probable each is at the chosen step. */

import { h } from "../../base/dom.js";
import { grid } from "../../state/decode.js";
import { alternatives, ranked } from "./alternatives.js";
import { drawing, gradientBand, pill } from "./cards/drawing.js";
import { createFrame } from "./frame.js";

/** @typedef {import("./types.js").Tools} Tools */
/** @typedef {{ classes: string[], probabilities: import("./types.js").Numeric, said: number }} Classified */

/** What a class is called: in the reader's language where the locales say it. @param {Pick<Tools, "t">} tools @param {string} name */
const className = ({ t }, name) => (t.has(`class.${name}`) ? t(`class.${name}`) : name);

/** @param {Classified} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export function figure({ classes, probabilities, said }, tools) {
  const { t, numbers } = tools;
  const { rows, at } = grid(probabilities);
  const names = classes.map((name) => className(tools, name));
  return {
    summary: [t("picture.classified.summary", { name: names[said], p: numbers.percent(at(rows - 1, said)) })],
    table: {
      columns: [t("figure.step"), ...names.map((name) => `p(${name})`)],
      rows: Array.from({ length: rows }, (_, i) => [i + 1, ...names.map((_name, k) => numbers.percent(at(i, k)))]),
    },
  };
}

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const frame = createFrame(root, "classified", tools.t);
  return {
    /** @param {import("./types.js").Body<Classified>} body */
    show({ answer, tokens, focus }) {
      if (!answer.classes) return; // an answer of another kind: its tokens and its gradient speak for it
      const { at } = grid(answer.probabilities);
      const all = answer.classes.map((name, k) => ({ label: className(tools, name), p: at(focus - 1, k) }));
      const likeliest = all.reduce((best, other) => (other.p > best.p ? other : best));
      const title = tools.t("picture.classified.after", { token: tokens[focus - 1], step: focus });
      frame.body.replaceChildren(h("div", {}, ...alternatives(title, ranked(likeliest, all), tools)));
      frame.tell(figure(answer, tools));
    },
    destroy: () => frame.destroy(),
  };
}

/** @param {HTMLElement} root */
function card(root) {
  const places = [40, 80, 120, 160];
  drawing(root, "classified", ...places.map((x) => pill(x, 60, 30, "·")), pill(204, 60, 34, "?", "strong"));
  root.querySelector("svg")?.append(gradientBand(204, 40));
}

/** @type {import("./types.js").Picture} */
export const classified = { figure, mount, card };
