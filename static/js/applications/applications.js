/**
 * The page's applications, fetched when the page is first asked for them: the cards, the workbench of the one that is
 * open, what it asks of the server, and what of its answers the laboratory's own parts show.
 */

import { byId } from "../base/dom.js";
import { hasApplication, hasTraining } from "../state/address.js";
import { createApi } from "../state/api.js";
import { followsRun, playOf } from "../state/request.js";
import { entryOf, playQuery, questionOf } from "./address.js";
import { mountCards } from "./cards.js";
import { mountColumn } from "./controls.js";
import { applicationHeadline } from "./headline.js";
import { createTeach } from "./teach.js";
import { traceOf } from "./trace.js";
import { createUploads } from "./uploads.js";
import { mountWorkbench } from "./workbench.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/i18n.js").I18n} I18n */

/**
 * @param {import("../modes/types.js").Wiring} wiring
 * @returns {import("../modes/types.js").Part & { pictureOf: (body: any) => Partial<State> }}
 */
export function createApplications({ store, base, words, theme, needed, other }) {
  const uploads = createUploads({ base, lang: () => words().lang });
  const teach = createTeach({ store, base, lang: () => words().lang, uploads });
  /** Whether the page shows answers of the weights that ship, not those of a run. @param {State} state */
  const asks = (state) => hasApplication(state) && !followsRun(state);

  /** The last question. */
  let asked = "";
  /** The last error of a play, as opposed to a run's. @type {State["error"]} */
  let refused = null;
  const api = createApi({
    fetch: (query, init) => fetch(`${base}/api/play?${query}`, init),
    onAnswer(body, query, newest) {
      const state = store.get();
      if (!asks(state) || /** @type {any} */ (body).app !== playOf(state).app) return;
      store.set({ ...pictureOf(body), answered: questionOf(query), ...(newest && { status: "idle", error: null }) });
    },
    onStatus(status, error) {
      refused = error;
      const state = store.get();
      if (!asks(state)) return;
      // that nothing is trained yet is no fault where the page is about to train it
      const begins = hasTraining(state) && error?.code === "not_trained";
      store.set(begins ? { status: "idle", error: null } : { status, error });
    },
  });

  /** @param {any} body @returns {Partial<State>} */
  const pictureOf = (body) => (body?.tokens ? { prediction: body, trace: traceOf(body) } : { trace: body });

  /** @type {ReturnType<typeof mountCards> | null} */
  let cards = null;
  /** @type {ReturnType<typeof mountWorkbench> | null} */
  let bench = null;
  let open = "";
  /** @type {I18n | null} */
  let t = null;
  /** Uploads that were sent again once: a second time would not help. @type {Set<string>} */
  const sentAgain = new Set();

  /** What an upload was missing for is asked again. */
  function given() {
    if (hasTraining(store.get())) other("train")?.session.startAgain();
    else api.again();
  }

  /** The workbench of the application that is open. @param {State} state */
  function openBench(state) {
    const entry = entryOf(state);
    const key = entry && hasApplication(state) ? `${entry.name} ${hasTraining(state)}` : "";
    if (key === open || !t) return;
    open = key;
    bench?.destroy();
    bench =
      entry && key ? mountWorkbench(byId("bench"), { store, t, theme, entry, base, uploads, given, teach }) : null;
  }

  store.subscribe((state, previous) => {
    const { error } = state;
    if (!error || error === previous.error || error.code !== "no_such_material") return;
    const { material, sound, app } = playOf(state);
    const names = [material, sound].filter((name) => name && uploads.has(name) && !sentAgain.has(name));
    if (!names.length) return;
    for (const name of names) sentAgain.add(name);
    void Promise.all(names.map((name) => uploads.uploadAgain(app, name))).then((back) => {
      if (!back.every(Boolean)) return;
      for (const name of names) sentAgain.delete(name);
      if (error === refused) api.again();
      else other("train")?.session.startAgain();
    });
  });

  return {
    retry: () => api.retry(),
    pictureOf,
    /** Ask for what the page now stands for. */
    ask() {
      const state = store.get();
      const untaught = hasTraining(state) && playOf(state).variant === "own"; // no weights ship: the run will answer
      if (!entryOf(state) || untaught) {
        if (state.status !== "idle") store.set({ status: "idle", error: null });
        return;
      }
      const query = playQuery(state, needed(state), words().lang);
      // its picture was put away in another mode: the same question is one to be asked again
      if (query === asked && !state.prediction && state.status === "idle") api.again();
      else api.want(query);
      asked = query;
    },
    /** @param {State} state */
    update(state) {
      if (!hasApplication(state)) return;
      openBench(state);
      const train = hasTraining(state) && teach.waits ? other("train") : null;
      if (train && teach.takeStart()) train.session.start();
      teach.update(state);
      cards?.update(state);
      bench?.update(state);
      document.documentElement.dataset.played =
        state.error?.code === "not_trained" ? "" : (state.prediction?.app ?? "");
    },
    /** @param {State} state */
    explains: (state) => hasApplication(state) && (bench?.explains() ?? false),
    headline: applicationHeadline,
    /** @param {HTMLElement} root @param {I18n} now */
    mountControls: (root, now) => mountColumn(root, { store, t: now }),
    /** Anew, in these words and colours. @param {I18n} now */
    mount(now) {
      t = now;
      open = "";
      cards = mountCards(byId("cards"), { store, t });
      openBench(store.get());
    },
  };
}
