/** The page: wiring only. What happens lives in the modules; here they are told of each other. */

import { byId, styled } from "./base/dom.js";
import { createDictionary, createI18n, load } from "./base/i18n.js";
import { mountTabs } from "./controls/tabs.js";
import { mountIndex, mountLayer, mountRelative, mountScale } from "./controls/view_options.js";
import { mountCheckLater } from "./equations/check_later.js";
import { depthOf } from "./figure/layers.js";
import { nameOf } from "./figure/words.js";
import { MODES } from "./modes/index.js";
import { createActions, mountHeader } from "./shell/actions.js";
import {
  applyAppearance,
  colourCells,
  createFold,
  currentTheme,
  onSystemTheme,
  translatePage,
} from "./shell/appearance.js";
import { createDialogs } from "./shell/dialogs.js";
import { askFirst, isFirstVisit } from "./shell/first_visit.js";
import { createHeadline } from "./shell/headline.js";
import { createSwitch, handler, shortcuts } from "./shell/keys.js";
import { createModes } from "./shell/modes.js";
import { createNotice } from "./shell/notice.js";
import { createShow } from "./shell/show.js";
import { createSide } from "./shell/side.js";
import { chosenView, createStage, neededFields, viewsOf } from "./shell/stage.js";
import { createToast } from "./shell/toast.js";
import { parse } from "./state/address.js";
import { followAddress, LESSON_HASH } from "./state/history.js";
import { batchOf, takeaways } from "./state/request.js";
import { createStore } from "./state/store.js";
import { followSymbols } from "./symbols/ask.js";
import { fetchView, views } from "./views/index.js";

/** @typedef {import("./base/types.js").Page} Page */

const { root: base = "", static: files = "" } = document.documentElement.dataset;
const dictionary = createDictionary(files);

async function start() {
  const served = document.documentElement.lang;
  // a page that opens with another mode than the laboratory was sent that mode's words ahead
  if (document.documentElement.dataset.mode !== MODES[0].id) dictionary.complete();
  const [catalogue, words] = await Promise.all([load(`${base}/api/catalogue`), dictionary.words(served)]);
  for (const row of catalogue.page) if (row.name === "mode") row.choices = MODES.map(({ id }) => id);
  catalogue.modes = Object.fromEntries(MODES.map(({ id, address }) => [id, address]));
  const store = createStore({
    ...parse(location.search, catalogue),
    training: null,
    trace: null,
    prediction: null,
    status: "loading",
    error: null,
    catalogue,
  });
  let t = createI18n(words, served);
  const chosen = chosenView(store.get());
  if (chosen.load) await Promise.all([fetchView(chosen), learn()]).catch(() => {}); // the stage tries again, and says so
  const theme = () => currentTheme(store.get().page);

  /** @param {Page} fields @param {"push" | "replace"} [how] */
  const patch = (fields, how = "replace") => store.set({ page: { ...store.get().page, ...fields } }, { history: how });

  byId("notice").replaceChildren();
  followAddress(store, base);
  const modes = createModes({
    modes: MODES,
    store,
    base,
    files,
    words: () => t,
    learn,
    theme,
    patch,
    mount,
    follow: () => void follow(),
    failed: missed,
    needed: (state, seen) => [
      ...neededFields(state, (part) => modes.hasPart(state, part) && (!seen || seen.has(part))),
      ...(lessons?.fields() ?? []),
    ],
  });
  const { retry } = modes;
  for (const event of ["online", "focus"]) addEventListener(event, retry);

  const fold = createFold(byId("tool-controls"), byId("controls"));
  const toast = createToast(byId("toast"));
  if (location.search) void remark();
  const headline = createHeadline({ sentence: byId("sentence"), remarks: byId("remarks"), spoken: byId("spoken") });
  const notice = createNotice(byId("notice"), { retry, home: `${base}/` });
  const letters = createSwitch();
  /** @type {{update: (state: import("./base/types.js").State, view: string) => void}[]} */
  let parts = [];
  /** @type {ReturnType<typeof modes.mountControls> | undefined} */
  let controls;

  const stage = createStage({
    store,
    words: () => t,
    learn,
    failed: missed,
    also(state) {
      const question = lessons?.headline(t) ?? first?.headline(t);
      headline.update(state, t, question ? () => question : modes.teller(state), question?.words[0].text);
      lessons?.update(state);
      controls?.update(state);
      modes.update(state);
      notice.update(state, t, modes.explains(state) || (controls?.explains(state) ?? false));
      for (const part of parts) part.update(state, chosenView(state).id);
    },
  });
  /** @type {ReturnType<typeof import("./lessons/phrases.js").createPhrases> | undefined} */
  let phrases;
  /** A phrase of the lecture, or a lesson, sets the page. @param {string} patch @param {string} label @param {HTMLElement} [from] */
  async function applyPiece(patch, label, from) {
    const [{ createPhrases }] = await Promise.all([import("./lessons/phrases.js"), learn()]);
    phrases ??= createPhrases({
      store,
      toast,
      words: () => t,
      find: (names) => controls?.find(names) ?? [],
      shows: modes.shows,
    });
    phrases.act(patch, label, from);
  }
  const open = (/** @type {Parameters<typeof applyPiece>} */ ...given) => void applyPiece(...given).catch(missed);

  /** Write the lecture, once a reader has come near it. @type {(() => void) | undefined} */
  let lecture;
  async function fetchLecture() {
    const [{ mountLecture }] = await Promise.all([
      import("./lessons/lecture.js"),
      learn(),
      styled(`${files}/css/lecture.css`),
    ]);
    near.disconnect();
    lecture = () => mountLecture(byId("lecture-body"), { t, act: open });
    lecture();
  }
  // where it fails the reader, who scrolls on, asks again
  const near = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && void fetchLecture().catch(() => {}),
    { rootMargin: "200px" },
  );
  near.observe(byId("lecture"));

  /** The question of a first visit. @type {ReturnType<typeof askFirst> | undefined} */
  let first;
  /** All that has to do with lessons. @type {ReturnType<typeof import("./lessons/lessons.js").createLessons> | undefined} */
  let lessons;
  /** Its scripts come when a lesson is first opened. @param {(lessons: any) => unknown} does */
  async function withLessons(does) {
    const { createLessons } = await import("./lessons/lessons.js");
    const place = byId("note");
    const announce = toast.show;
    lessons ??= createLessons({
      store,
      words: () => t,
      learn,
      base,
      files,
      place,
      act: open,
      player: stage.player,
      announce,
    });
    learnKeys();
    return does(lessons);
  }
  const lesson = (/** @type {Parameters<typeof withLessons>} */ ...given) => void withLessons(...given).catch(missed);

  followSymbols({ store, words: () => t, learn, base, files });

  const languages = catalogue.languages.map((/** @type {{code: string}} */ { code }) => code);
  const show = createShow(patch);
  const side = createSide({ page: () => store.get().page, patch });
  const act = createActions({
    store,
    side,
    modes,
    player: stage.player,
    fold,
    sheets: () => sheets,
    languages,
    lang: () => t.lang,
    patch,
  });
  const header = mountHeader(act, { turnTo: modes.turnTo, patch });

  /** @type {import("./shell/keys.js").Shortcut[]} */
  let table = [];
  const sheets = createDialogs({
    store,
    words: () => t,
    base,
    files,
    open,
    lessons: {
      open: (name) => lesson((lessons) => lessons.open(name)),
      make: () => lesson((lessons) => lessons.make()),
      openFile: (file) => lesson((lessons) => lessons.openFile(file)),
      leave: () => lessons?.close(),
    },
    table: () => table,
    letters,
    takes: () => modes.takes(t),
    learn,
    failed: missed,
  });

  function mountColumn() {
    controls = modes.mountControls(byId("controls"), t);
  }

  /** Everything that holds words or colours, made anew. */
  function mount() {
    mountColumn();
    const tabs = mountTabs(byId("tabs"), byId("view-panel"), {
      views,
      t,
      choose: (id) => patch({ view: id }, "push"),
    });
    parts = [
      mountScale(byId("scale-option"), { catalogue, t, change: patch }),
      mountRelative(byId("relative-option"), { t, change: patch }),
      mountLayer(byId("layer-option"), { t, change: (fields) => patch(fields, "push") }),
      mountIndex(byId("unit-option"), { t, change: patch, name: "unit", count: ({ units }) => units }),
      mountIndex(byId("sample-option"), {
        t,
        change: patch,
        name: "sample",
        count: (config) => batchOf(config, catalogue),
      }),
      mountCheckLater(byId("proof"), {
        ...{ store, words: () => t, learn, base, fetch: (...given) => fetch(...given) },
        failed: missed,
      }),
      { update: (state, view) => tabs.show(view, viewsOf(state)) },
      {
        update({ trace }, view) {
          const deep = `view.${view}.about_deep`;
          byId("view-about").textContent = t(depthOf(trace) > 1 && t.has(deep) ? deep : `view.${view}.about`);
        },
      },
      {
        update(state) {
          const hrefs = takeaways(state, base);
          for (const kind of ["json", "npz", "py"]) {
            const link = byId(`foot-${kind}`);
            link.hidden = !hrefs[kind];
            link.setAttribute("href", hrefs[kind] ?? "");
          }
        },
      },
    ];
    learnKeys();
    lecture?.();
    stage.mount(t, theme);
    modes.mount(t);
    lessons?.mount();
  }

  /** The table of shortcuts: a mode may have a few more. */
  function learnKeys() {
    const titles = views.map(({ id }) => t(`view.${id}.title`));
    table = shortcuts(
      act,
      titles,
      modes.list.map((id) => t(`page.mode.${id}`)),
      [...modes.keys(), ...(lessons?.keys() ?? [])],
    );
    keys = handler(table, () => letters.on);
  }

  /** A part of the page could not be fetched: the server is away, or has meanwhile become one of another version. */
  async function missed() {
    const there = await fetch(`${base}/healthz`).catch(() => null);
    toast.show(t(there?.ok ? "page.renewed" : "page.away"));
  }

  /** What of the address the page leaves out or replaces. */
  async function remark() {
    const { remarks, sayable } = await import("./state/address_remarks.js");
    const text = sayable(remarks(location.search, catalogue, { view: views.map(({ id }) => id) }), t);
    if (text) toast.show(text);
  }

  /** The words that a first visit to the laboratory does without. */
  async function learn() {
    dictionary.complete();
    const { lang } = t;
    const texts = await dictionary.words(lang);
    if (lang === t.lang) t = createI18n(texts, lang);
  }

  /** @type {(event: KeyboardEvent) => void} */
  let keys = () => {};
  addEventListener("keydown", (event) => keys(event));

  /** Every name that has a colour: the cells, and the models of a run. */
  const cells = () => [
    ...(store.get().trace?.runs ?? []).map(nameOf),
    ...catalogue.cells.map((/** @type {{name: string}} */ { name }) => name),
    ...(store.get().training?.models ?? []).map(({ name }) => name),
  ];
  let colours = theme();
  let wanted = "";
  /** Follow what the reader chose: words first, since they may have to be fetched. */
  async function follow() {
    const { page } = store.get();
    const lang = languages.includes(page.lang) ? page.lang : served;
    if (lang !== wanted) {
      wanted = lang;
      const texts = await dictionary.words(lang);
      if (wanted !== lang) return;
      if (lang !== t.lang) {
        t = createI18n(texts, lang);
        translatePage(t);
        applyAppearance(page, modes.marks(store.get()));
        colours = theme();
        colourCells(cells(), colours);
        mount();
      }
    }
    applyAppearance(store.get().page, modes.marks(store.get()));
    fold.update(store.get().page);
    if (theme() !== colours) {
      colours = theme();
      colourCells(cells(), colours);
      stage.mount(t, theme);
      modes.paint(t);
    }
    modes.come();
    header.update(store.get().page, t);
    side.update(store.get().page);
    show.update(store.get().page);
    modes.ask();
  }

  applyAppearance(store.get().page, modes.marks(store.get()));
  colours = theme();
  colourCells(cells(), colours);
  fold.update(store.get().page);
  mount();
  store.subscribe((state, previous) => {
    const renamed = state.trace !== previous.trace && state.trace?.tokens; // an application's layers
    if (state.training?.models !== previous.training?.models || renamed) colourCells(cells(), colours);
    if (state.page.mode !== previous.page.mode) {
      learnKeys();
      if (!modes.sameColumn(state, previous)) mountColumn();
    }
    modes.changed(state, previous);
    if (state.config !== previous.config || state.page !== previous.page || state.play !== previous.play) void follow();
  });
  onSystemTheme(() => void follow());
  void follow();
  if (isFirstVisit())
    first = askFirst({
      store,
      words: () => t,
      answer: (choose) => withLessons((lessons) => lessons.open("first_minute", { choose })).catch(missed),
    });
  const found = () => store.get().page.lesson || location.hash.startsWith(LESSON_HASH);
  addEventListener("hashchange", () => found() && !lessons && lesson((lessons) => lessons.follow()));
  if (found()) lesson((lessons) => lessons.follow());
}

void start();
