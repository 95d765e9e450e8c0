/**
 * The picture: drawing, player, equations and the chosen view, each in its slot. They are painted
 * together, once for each frame at most; when the newest answer is on the screen the document says so.
 */

import { byId } from "../base/dom.js";
import { mountLayer } from "../controls/view_options.js";
import { fields as equationFields, mountEquations } from "../equations/equations.js";
import { mountView } from "../figure/draw.js";
import { mountNetwork, fields as networkFields } from "../network/network.js";
import { createPlayer, mountPlayer } from "../network/player.js";
import { hasApplication } from "../state/address.js";
import { createSlot } from "../state/slot.js";
import { fetchView, views } from "../views/index.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Store} Store */

/** The views that mean something now, in the order of their tabs. @param {State} state */
export const viewsOf = (state) => views.filter(({ onlyTasks }) => !(onlyTasks && hasApplication(state)));

/** @param {State} state */
export function chosenView(state) {
  const meant = viewsOf(state);
  return meant.find(({ id }) => id === state.page.view) ?? meant[0];
}

/**
 * What the parts on the screen need.
 * @param {State} state
 * @param {(part: string) => boolean} seen which of them can be seen
 */
export function neededFields(state, seen) {
  const needs = {
    network: networkFields,
    equations: equationFields,
    view: chosenView(state).fields,
  };
  return Object.entries(needs).flatMap(([part, fields]) => (seen(part) ? fields : []));
}

/**
 * @param {{store: Store, also: (state: State) => void, failed: () => void, words: () => import("../base/i18n.js").I18n,
 *   learn: () => Promise<void>}} wiring `also` updates what is not drawn, `failed` says that a view could not be fetched,
 *   `learn` brings the words that views beyond the first have
 */
export function createStage({ store, also, failed, words, learn }) {
  const player = createPlayer({
    store,
    now: () => performance.now(),
    schedule: (run) => requestAnimationFrame(run),
  });
  const slots = {
    network: createSlot(byId("network"), store),
    player: createSlot(byId("player"), store),
    equations: createSlot(byId("equations"), store),
    view: createSlot(byId("view-panel"), store),
  };
  /** @type {unknown} */
  let painted;
  let scheduled = false;
  let view = "";

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => void paint());
  }

  async function paint() {
    scheduled = false;
    const state = store.get();
    also(state);
    await Promise.all(Object.values(slots).map((slot) => slot.update(state)));
    const now = store.get();
    if (now.trace !== state.trace || now.status !== "idle" || !now.trace || now.trace === painted) return;
    painted = now.trace;
    document.dispatchEvent(new CustomEvent("unroll:painted", { detail: { address: now.trace.address } }));
  }

  /** Its colours, once it has been mounted. @type {(() => import("../base/types.js").Theme) | null} */
  let colours = null;

  function mountChosen() {
    if (!colours) return;
    const tools = { t: words(), theme: colours };
    const chosen = chosenView(store.get());
    view = chosen.id;
    if (chosen.load) void fetchThenMount(chosen);
    else slots.view.mount((root, scopedStore) => mountView(root, chosen, { store: scopedStore, ...tools }));
  }

  /** A view that is chosen for the first time: its script says which parts of the trace it needs. @param {ReturnType<typeof chosenView>} chosen */
  async function fetchThenMount(chosen) {
    try {
      await Promise.all([fetchView(chosen), learn()]);
    } catch {
      view = ""; // the next change tries again
      failed();
      return;
    }
    const { page } = store.get();
    if (chosenView(store.get()) === chosen) mountChosen();
    store.set({ page: { ...page } }); // the server is asked for what it needs
  }

  /** The choice of a layer, where the drawing and the chart below it are seen. @param {import("../base/i18n.js").I18n} t */
  const layers = (t) => (/** @type {HTMLElement} */ place) =>
    mountLayer(place, {
      t,
      name: "player-layer",
      change: (fields) => store.set({ page: { ...store.get().page, ...fields } }, { history: "push" }),
    });

  store.subscribe((state) => {
    if (colours && chosenView(state).id !== view) mountChosen();
    schedule();
  });

  return {
    player,
    /**
     * Make every part anew, in these words and colours.
     * @param {import("../base/i18n.js").I18n} t
     * @param {() => import("../base/types.js").Theme} theme
     */
    mount(t, theme) {
      colours = theme;
      slots.network.mount((root, scopedStore) => mountNetwork(root, { store: scopedStore, t, theme, player }));
      slots.player.mount((root, scopedStore) =>
        mountPlayer(root, { player, store: scopedStore, t, beside: layers(t) }),
      );
      slots.equations.mount((root, scopedStore) => mountEquations(root, { store: scopedStore, t }));
      mountChosen();
      schedule();
    },
  };
}
