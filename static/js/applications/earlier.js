/**
 * An answer to what was asked before stands beside a new question until the new answer comes, or for good where it can
 * not come. It is then marked as of the earlier question: without its colours, and in words.
 */

import { h } from "../base/dom.js";
import { formatPlay } from "../state/address.js";
import { followsRun, playOf } from "../state/request.js";
import { sentenceOf } from "./sentence_of.js";

/** @typedef {import("../base/types.js").State} State */

/** Most answers come sooner: until then no line comes and goes. */
const SOON = 400;

/**
 * The fields of an address that say what is read; the rest of a run's goes on by itself.
 * @param {string} address
 * @param {import("../base/types.js").Catalogue} catalogue
 */
function inputOf(address, { play = [] }) {
  const query = new URLSearchParams(address);
  const names = play.filter(({ group, name }) => group === "input" && name !== "seed").map(({ name }) => name);
  return names.map((name) => (query.get(name) ?? "").normalize("NFC")).join("\u0000");
}

/** Whether the picture answers another question than the page asks. @param {State} state */
export function answersEarlier(state) {
  const { prediction, catalogue, answered } = state;
  const play = playOf(state);
  if (!prediction || prediction.app !== play.app) return false;
  const now = formatPlay(play, catalogue);
  if (followsRun(state)) return inputOf(prediction.address ?? "", catalogue) !== inputOf(now, catalogue);
  return answered !== undefined && answered !== now;
}

/** The sentence that the picture is of; null where it reads none. @param {State} state */
export const earlierText = ({ prediction }) =>
  new URLSearchParams(prediction?.address ?? "").get("text") || sentenceOf(prediction) || null;

/**
 * @param {{ t: import("../base/i18n.js").I18n }} wiring
 */
export function createEarlier({ t }) {
  const line = h("p", { class: "bench-earlier", role: "status", hidden: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;

  /** @param {boolean} earlier */
  function mark(earlier) {
    document.documentElement.toggleAttribute("data-earlier", earlier);
  }

  return {
    line,
    /**
     * @param {State} state
     * @param {string | null} draft what is typed and not asked yet
     */
    update(state, draft) {
      const before = earlierText(state);
      const typed = draft ?? playOf(state).text;
      const earlier = answersEarlier(state) || (draft !== null && draft !== before);
      mark(earlier);
      if (!earlier) {
        clearTimeout(soon);
        soon = undefined;
        line.hidden = true;
        line.textContent = "";
        return;
      }
      const text = before && before !== typed ? t("apps.earlier", { text: before }) : t("apps.earlier_settings");
      if (!line.hidden) line.textContent = text;
      soon ??= setTimeout(() => {
        line.hidden = false;
        line.textContent = text;
      }, SOON);
    },
    destroy() {
      clearTimeout(soon);
      mark(false);
    },
  };
}
