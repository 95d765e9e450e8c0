/**
 * The page as a stop has it: its address, the controls that it takes away, the piece of an address that comes with the
 * answer, and the cover over the picture while it asks.
 */

import { apply } from "../state/address.js";
import { defaultOf } from "../state/address_values.js";
import { asks, stopOf } from "./progress.js";
import { veiled } from "./veil.js";

/** @typedef {import("./progress.js").Progress} Progress */

/** @param {{ store: import("../base/types.js").Store, words: () => import("../base/i18n.js").I18n }} wiring */
export function createStopPicture({ store, words }) {
  /** What the page hides whatever the stop. @type {string[]} */
  let hidden = [];

  /** @param {import("../training/figure.js").TrainingFigure} figure */
  const veil = (figure) => veiled(figure, store.get().page, words()("note.veiled"));

  /** @param {boolean} covered */
  function cover(covered) {
    const { dataset } = document.documentElement;
    if (covered) dataset.veil = "";
    else delete dataset.veil;
    return { veil: covered ? veil : undefined };
  }

  /** @param {string} name a field of the page */
  function usual(name) {
    const row = store.get().catalogue.page.find((property) => property.name === name);
    return row && defaultOf(row);
  }

  return {
    /** A lesson begins: what is hidden now stays hidden. */
    begin() {
      hidden = [store.get().page.hide ?? []].flat();
    },
    /**
     * @param {Progress} progress
     * @param {string} name as the address has it
     * @param {{ history?: "push" | "replace", stays?: boolean }} how `stays`: the page is as its address says
     */
    show(progress, name, { history = "push", stays = false }) {
      const { catalogue, config, page, play = {} } = store.get();
      const stop = stopOf(progress);
      const asking = asks(progress);
      let next = { config, page, play };
      if (!stays) {
        next = apply(`?${stop.address.replace(/^\?/, "")}`, next, catalogue);
        if (!asking && stop.reveal?.address) next = apply(stop.reveal.address, next, catalogue);
      }
      const hide = [...new Set([...hidden, ...(stop.hide ?? [])])];
      const opens = page.lesson !== name && { side: usual("side") }; // its card takes the lecture's place
      store.set(
        { ...next, page: { ...next.page, ...opens, lesson: name, stop: progress.stop, hide }, ...cover(asking) },
        { history },
      );
    },
    /** Nothing is asked any more. */
    uncover: () => store.set(cover(false)),
    /** No lesson is open. @param {"push" | "replace" | "none"} history none: the address is another one already */
    leave(history) {
      const { page } = store.get();
      const left = { ...page, lesson: usual("lesson"), stop: usual("stop"), hide: hidden };
      store.set({ page: history === "none" ? page : left, ...cover(false) }, { history });
    },
  };
}
