/** Music and voice: the next note, or the next phoneme. Which of the two, the answer says. */

import { h } from "../../base/dom.js";
import { card } from "./cards/music.js";
import { createFrame } from "./frame.js";
import * as melody from "./melody.js";
import * as phonemes from "./phonemes.js";

/** @typedef {import("./types.js").Tools} Tools */

/** @param {any} answer @param {Pick<Tools, "t" | "numbers">} tools @returns {import("./types.js").Figure} */
export const figure = (answer, tools) => (answer.kind === "melody" ? melody : phonemes).figure(answer, tools);

/** @param {HTMLElement} root @param {Tools} tools */
function mount(root, tools) {
  const frame = createFrame(root, "music", tools.t);
  /** @type {{ kind: string, part: import("./types.js").Mounted } | null} */
  let inner = null;

  return {
    /** @param {import("./types.js").Body} body */
    show(body) {
      const { kind } = body.answer;
      if (inner === null || inner.kind !== kind) {
        inner?.part.destroy();
        const box = h("div", { class: `pic-body ${kind}` });
        frame.body.replaceChildren(box);
        inner = { kind, part: kind === "melody" ? melody.mountMelody(box, tools) : phonemes.mountPhonemes(box, tools) };
      }
      inner.part.show(body);
      frame.tell(figure(body.answer, tools));
    },
    destroy() {
      inner?.part.destroy();
      frame.destroy();
    },
  };
}

/** @type {import("./types.js").Picture} */
export const music = { figure, mount, card };
