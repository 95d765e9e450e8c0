/**
 * The workbench of one application: its name and figures, what it is given, its picture, and the tokens with the
 * gradient that reaches them. The laboratory's drawing and charts follow below, with the same trace.
 */

import { h, icon } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { hasTraining } from "../state/address.js";
import { playOf } from "../state/request.js";
import { allCards, opened, shipped, spokenIn, trained, variantOf } from "./address.js";
import { mountInputs, showPlayFaults } from "./inputs.js";
import { LESSONS } from "./lesson_inputs.js";
import { pictureOf } from "./load_picture.js";
import { measureTexts } from "./measure_text.js";
import { pageLink } from "./page_link.js";
import { peopleText } from "./people_text.js";
import { mountTokens } from "./tokens.js";
import { mountUploadForm } from "./upload_form.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, theme: () => import("../base/types.js").Theme,
 *   entry: import("../base/types.js").ApplicationEntry, uploads: ReturnType<typeof import("./uploads.js").createUploads> }} wiring
 */
export function mountWorkbench(root, { store, t, theme, entry, uploads }) {
  const trains = hasTraining(store.get());
  const inputPlace = h("div", { class: "bench-inputs" });
  const uploadPlace = h("div", {});
  const place = h("div", { class: "bench-picture" });
  const row = h("div", {});
  const tokenPlace = h(
    "div",
    { class: "bench-tokens", "data-control": "focus" },
    row,
    h("p", { class: "message", id: "play-focus-error" }),
  );
  const figures = h("p", { class: "bench-measure" });

  const train = trains
    ? pageLink(store, (state) => shipped(state, entry), { class: "bench-link" }, t("apps.to_shipped"))
    : pageLink(store, (state) => trained(state, entry), { class: "action bench-train" }, icon("play"), t("apps.train"));
  const untrained = pageLink(
    store,
    (state) => trained(state, entry),
    { class: "action" },
    icon("play"),
    t("apps.train_on_it"),
  );
  const alone = h(
    "div",
    { class: "bench-alone", role: "status", hidden: true },
    t("apps.not_trained"),
    " ",
    untrained.link,
  );
  const lesson = LESSONS[entry.name];
  const teaches = lesson
    ? pageLink(
        store,
        (state) => ({
          ...opened(state, entry, { ...lesson, ...spokenIn(entry, t.lang, state.catalogue) }),
          ...(trains && { page: state.page, play: { ...state.play, ...lesson } }),
        }),
        { class: "bench-link" },
        t("apps.teaches"),
      )
    : null;
  const all = pageLink(store, allCards, { class: "bench-link" }, t("apps.all"));
  const links = [train, untrained, all, ...(teaches ? [teaches] : [])];

  root.replaceChildren(
    h(
      "div",
      { class: "bench-head" },
      h("h2", { id: "bench-title" }, t(`app.${entry.name}.title`)),
      h("div", { class: "bench-links" }, all.link, teaches?.link, train.link),
      figures,
    ),
    inputPlace,
    uploadPlace,
    alone,
    place,
    tokenPlace,
  );

  const inputs = mountInputs(inputPlace, { store, t, entry });
  const uploadForm =
    entry.material_bytes && !trains ? mountUploadForm(uploadPlace, { store, t, entry, uploads }) : null;

  /** @param {Config} patch */
  const put = (patch) => store.set({ play: { ...store.get().play, ...patch } }, { history: "push" });
  const tokens = mountTokens(row, { t, theme, choose: (focus) => put({ focus }) });

  /** @type {{ show: (body: any) => void, destroy: () => void } | null} */
  let picture = null;
  let gone = false;
  /** @type {unknown} */
  let shown = null;
  let explained = false;
  void pictureOf(entry.name).then((module) => {
    if (gone || !module) return;
    picture = module.mount(place, {
      t,
      numbers: numbersIn(t.lang),
      theme,
      onFocus: (focus) => put({ focus }),
    });
    shown = null;
    draw(store.get());
  });

  /** @param {State} state */
  function draw({ prediction }) {
    if (!picture || !prediction || prediction.app !== entry.name || prediction === shown) return;
    shown = prediction;
    try {
      picture.show(prediction);
    } catch (error) {
      reportError(error); // a picture that fails takes nothing else with it
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      const play = playOf(state);
      const measured = entry.figures[variantOf(entry, play)]?.[play.cell];
      const text =
        measured && !trains
          ? [...measureTexts(entry, measured, t), peopleText(measured, t)].filter(Boolean).join(" · ")
          : "";
      if (figures.textContent !== text) figures.textContent = text;
      const untold = state.error?.code === "not_trained"; // the last picture is of something else
      alone.hidden = !untold || trains;
      place.hidden = untold;
      tokenPlace.hidden = untold;
      inputs.update(state);
      uploadForm?.update(state);
      for (const link of links) link.update(state);
      tokens.update(state);
      draw(state);
      explained = showPlayFaults([inputPlace, tokenPlace], state) || untold;
    },
    explains: () => explained,
    destroy() {
      gone = true;
      picture?.destroy();
      tokens.destroy();
      root.replaceChildren();
    },
  };
}
