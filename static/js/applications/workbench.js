/**
 * The workbench of one application: its name and figures, what it is given, its picture, and the tokens with the
 * gradient that reaches them. The laboratory's drawing and charts follow below, with the same trace.
 */

import { h, icon } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { hasTraining } from "../state/address.js";
import { playOf } from "../state/request.js";
import { allCards, opened, shipped, spokenIn, trained, variantOf } from "./address.js";
import { createEarlier } from "./earlier.js";
import { mountInputs, showPlayFaults } from "./inputs.js";
import { LESSONS } from "./lesson_inputs.js";
import { limitTexts } from "./limits.js";
import { pictureOf } from "./load_picture.js";
import { measureTexts } from "./measure_text.js";
import { pageLink } from "./page_link.js";
import { peopleText } from "./people_text.js";
import { mountTokens } from "./tokens.js";
import { mountUploadForm } from "./upload_form.js";
import { mountVoice } from "./voice.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Config} Config */

/** Put a text where it is another. @param {HTMLElement} place @param {string} text */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, theme: () => import("../base/types.js").Theme,
 *   entry: import("../base/types.js").ApplicationEntry, base: string, given: () => void,
 *   uploads: ReturnType<typeof import("./uploads.js").createUploads>, teach: import("./teach.js").Teach }} wiring
 */
export function mountWorkbench(root, { store, t, theme, entry, base, uploads, given, teach }) {
  const trains = hasTraining(store.get());
  const voicePlace = h("div", {});
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
  const limits = h("p", { class: "bench-limits" });
  const earlier = createEarlier({ t });
  /** Whether the picture is of what is asked now. @param {State} state */
  const mark = (state) => earlier.update(state, inputs.draft());

  /** "Train it live" trains. @param {State} state */
  const learns = (state) => ({ ...trained(state, entry), begin: true });
  const train = trains
    ? pageLink(store, (state) => shipped(state, entry), { class: "bench-link" }, t("apps.to_shipped"))
    : pageLink(store, learns, { class: "action bench-train" }, icon("play"), t("apps.train"));
  const untrained = pageLink(store, learns, { class: "action" }, icon("play"), t("apps.train_on_it"));
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
    ),
    voicePlace,
    inputPlace,
    uploadPlace,
    alone,
    earlier.line,
    place,
    tokenPlace,
    figures,
    limits,
  );

  const inputs = mountInputs(inputPlace, { store, t, entry, base, drafted: () => mark(store.get()) });
  const uploadForm = entry.material_bytes ? mountUploadForm(uploadPlace, { store, t, entry, uploads, given }) : null;

  /** What can be said to it comes first. */
  const voice = entry.fields.includes("sound")
    ? mountVoice(voicePlace, { t, teach, trains, entry, take: async (...sound) => uploadForm?.take(...sound) ?? null })
    : null;

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
      const variant = variantOf(entry, play);
      const measured = entry.figures[variant]?.[play.cell];
      const texts = measured && !trains ? measureTexts(entry, variant, measured, t) : null;
      const people = measured ? peopleText(measured, t) : "";
      write(figures, texts ? [texts.reached, texts.sure, texts.beside, people].filter(Boolean).join(" · ") : "");
      write(limits, trains ? "" : limitTexts(entry, variant, t).join(" "));
      const untold = state.error?.code === "not_trained"; // the last picture is of something else
      alone.hidden = !untold || trains;
      place.hidden = untold;
      tokenPlace.hidden = untold;
      inputs.update(state);
      uploadForm?.update(state);
      voice?.update(state);
      for (const link of links) link.update(state);
      tokens.update(state);
      draw(state);
      mark(state);
      explained = showPlayFaults([inputPlace, tokenPlace], state) || untold || (uploadForm?.asks() ?? false);
    },
    explains: () => explained,
    destroy() {
      gone = true;
      inputs.destroy();
      earlier.destroy();
      picture?.destroy();
      voice?.destroy();
      tokens.destroy();
      root.replaceChildren();
    },
  };
}
