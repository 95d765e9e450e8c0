/** The page: wiring only. What happens lives in the modules; here they are told of each other. */

import { followAddress } from "./address.js";
import { createApi } from "./api.js";
import {
  applyAppearance,
  colourCells,
  createFold,
  currentTheme,
  onSystemTheme,
  THEMES,
  translatePage,
} from "./appearance.js";
import { mountControls } from "./controls/controls.js";
import { byId, icon, styled } from "./dom.js";
import { nameOf } from "./figure/words.js";
import { createHeadline } from "./headline.js";
import { createI18n } from "./i18n.js";
import { createSwitch, handler, shortcuts } from "./keys.js";
import { mountLecture } from "./lecture.js";
import { createNotice } from "./notice.js";
import { mountIndex, mountRelative, mountScale } from "./options.js";
import { createPhrases } from "./phrases.js";
import { mountProof } from "./proof.js";
import { batchOf, playOf, takeaways, traceQuery } from "./request.js";
import { createSheets } from "./sheets.js";
import { chosenView, createStage, mainView, neededFields, tabViews } from "./stage.js";
import { createStore } from "./store.js";
import { mountTabs } from "./tabs.js";
import { createToast } from "./toast.js";
import { defaultOf, hasApplication, parse, unknownNames } from "./url.js";

/** @typedef {import("./types.js").Page} Page */

const MODES = ["lab", "train", "apps"];
const { root: base = "", static: files = "" } = document.documentElement.dataset;

/** @param {string} address */
async function load(address) {
  for (let pause = 500; ; pause = Math.min(5000, pause * 2)) {
    try {
      const response = await fetch(address);
      if (response.ok) return await response.json();
    } catch {
      // The server is away: the page is readable meanwhile, and asks again.
    }
    const notice = document.getElementById("notice");
    if (notice && !notice.hasChildNodes()) {
      notice.dataset.kind = "away";
      notice.textContent = notice.dataset.away ?? "";
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

/** @type {Map<string, Promise<Record<string, string>>>} */
const dictionaries = new Map();

/** @param {string} name */
function dictionary(name) {
  const known = dictionaries.get(name) ?? load(`${files}/locales/${name}.json`);
  dictionaries.set(name, known);
  return known;
}

async function start() {
  const served = document.documentElement.lang;
  const [catalogue, words] = await Promise.all([load(`${base}/api/catalogue`), dictionary(served)]);
  for (const row of catalogue.page) {
    // No language in the address means the reader's own, which the server has chosen already.
    if (row.name === "lang") Object.assign(row, { default: "", choices: undefined });
  }
  const store = createStore({
    ...parse(location.search, catalogue),
    training: null,
    trace: null,
    played: null,
    status: "loading",
    error: null,
    catalogue,
  });
  let t = createI18n(words, served);
  const theme = () => currentTheme(store.get().page);

  /** @param {Page} patch @param {"push" | "replace"} [how] */
  const look = (patch, how = "replace") => store.set({ page: { ...store.get().page, ...patch } }, { history: how });

  byId("notice").replaceChildren();
  followAddress(store, base);
  /** What trains, once the page was asked to. @type {ReturnType<typeof import("./training/mode.js").createTraining> | null} */
  let training = null;
  /** The applications, once the page was asked for one. @type {ReturnType<typeof import("./applications/mode.js").createApplications> | null} */
  let applications = null;
  /** The laboratory's own picture, for the way back from a run. @type {import("./types.js").Trace | null} */
  let own = null;
  const applied = () => hasApplication(store.get());
  const follows = () => training?.follows(store.get()) ?? false;
  const api = createApi({
    fetch: (query, init) => fetch(`${base}/api/trace?${query}`, init),
    onAnswer(trace, _query, newest) {
      own = trace;
      if (!follows() && !applied()) store.set(newest ? { trace, status: "idle", error: null } : { trace });
    },
    onStatus: (status, error) => !follows() && !applied() && store.set({ status, error }),
  });
  function ask() {
    if (training && follows()) training.ask();
    else if (applied()) applications?.ask();
    else api.want(traceQuery(store.get(), neededFields(store.get()), t.lang));
  }
  const retry = () => {
    api.retry();
    applications?.retry();
    training?.session.retry();
  };
  for (const event of ["online", "focus"]) addEventListener(event, retry);

  const fold = createFold(byId("tool-controls"), byId("controls"));
  const toast = createToast(byId("toast"));
  const unknown = unknownNames(location.search, catalogue);
  if (unknown.length) toast.show(t("page.unknown", { names: unknown.join(", ") }));
  const headline = createHeadline({ sentence: byId("sentence"), remarks: byId("remarks"), spoken: byId("spoken") });
  const notice = createNotice(byId("notice"), { retry, home: `${base}/` });
  const letters = createSwitch();
  /** @type {{update: (state: import("./types.js").State, view: string) => void}[]} */
  let parts = [];
  /** @type {ReturnType<typeof mountControls> | undefined} */
  let controls;

  const stage = createStage({
    store,
    also(state) {
      const teller = state.page.mode === "train" ? training : hasApplication(state) ? applications : null;
      headline.update(state, t, teller?.headline);
      controls?.update(state);
      applications?.update(state);
      const explained = applications?.explains(state) || controls?.explains(state);
      notice.update(state, t, explained ?? false);
      for (const part of parts) part.update(state, chosenView(state).id);
    },
  });
  const phrases = createPhrases({ store, toast, words: () => t, find: (names) => controls?.find(names) ?? [] });

  const next = (/** @type {string[]} */ list, /** @type {string} */ now) => list[(list.indexOf(now) + 1) % list.length];
  const trains = () => store.get().page.mode === "train";
  const languages = catalogue.languages.map((/** @type {{code: string}} */ { code }) => code);
  const act = {
    step: (/** @type {number} */ steps) => stage.player.step(/** @type {any} */ (steps)),
    jump: (/** @type {"first" | "last"} */ end) =>
      stage.player.seek(end === "first" ? 1 : (store.get().trace?.config.steps ?? 1)),
    toggle: () => (trains() ? training?.session.toggle() : stage.player.toggle()),
    mode: () => turnTo(next(MODES, store.get().page.mode)),
    iterate: () => training?.session.step(1),
    shift: (/** @type {1 | -1} */ direction) => training?.session.shift(direction),
    recover: () => training?.session.recover(),
    play: (/** @type {"forward" | "backward"} */ direction) => stage.player.play(direction),
    reset: () => stage.player.reset(),
    presenter: () => look({ size: store.get().page.size === "projector" ? "normal" : "projector" }),
    controls: () => fold.toggle(),
    theme: () => look({ theme: next(THEMES, store.get().page.theme) }),
    language: () => look({ lang: next(languages, t.lang) }),
    lessons: () => sheets.lessons(),
    share: () => sheets.share(),
    view: (/** @type {number} */ index) => look({ view: tabViews[index]?.id ?? tabViews[0].id }, "push"),
    help: () => sheets.help(),
  };

  /** @type {import("./keys.js").Shortcut[]} */
  let table = [];
  const sheets = createSheets({
    store,
    words: () => t,
    base,
    open: phrases.act,
    table: () => table,
    letters,
    takes: () => (trains() ? (training?.takes(t) ?? []) : []),
    learn: learnWords,
    failed: () => toast.show(t("page.away")),
  });

  /** What the laboratory was set to before an application's run, for the way back. */
  let kept = store.get().config.app ? parse("", catalogue).config : store.get().config;
  /** To another mode of the page: applications are left where they were, and begin with their cards. @param {string} mode */
  function turnTo(mode) {
    const { config, page, play } = store.get();
    const cards = Object.fromEntries(
      (catalogue.play ?? []).map((/** @type {any} */ row) => [row.name, defaultOf(row)]),
    );
    const left = config.app ? { ...kept, app: "" } : config;
    store.set({ page: { ...page, mode }, config: left, play: mode === "apps" ? cards : play }, { history: "push" });
  }

  /** The column of controls: the laboratory's and a run's, or an application's. */
  function mountColumn() {
    const column = byId("controls");
    controls =
      (store.get().page.mode === "apps" && applications?.mountControls(column, t)) ||
      mountControls(column, { store, t, training });
  }

  /** Everything that holds words or colours, made anew. */
  function mount() {
    mountColumn();
    const tabs = mountTabs(byId("tabs"), byId("view-panel"), {
      views: tabViews,
      t,
      choose: (id) => look({ view: id }, "push"),
    });
    byId("gradient-title").textContent = t(`view.${mainView.id}.title`);
    parts = [
      mountScale(byId("gradient-options"), { catalogue, t, change: look }),
      mountRelative(byId("relative-option"), { t, change: look }),
      mountIndex(byId("unit-option"), { t, change: look, name: "unit", count: ({ units }) => units }),
      mountIndex(byId("sample-option"), {
        t,
        change: look,
        name: "sample",
        count: (config) => batchOf(config, catalogue),
      }),
      mountProof(byId("proof"), { store, t, base, fetch: (...given) => fetch(...given) }),
      { update: (_state, view) => tabs.show(view) },
      {
        update(_state, view) {
          byId("view-about").textContent = t(`view.${view}.about`);
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
    mountLecture(byId("lecture-body"), { t, act: phrases.act });
    stage.mount(t, theme);
    training?.mount(t);
    applications?.mount(t);
  }

  /** The table of shortcuts: while the page trains it has a few more. */
  function learnKeys() {
    const titles = tabViews.map(({ id }) => t(`view.${id}.title`));
    table = shortcuts(act, titles, trains());
    keys = handler(table, () => letters.on);
  }

  let later = false;
  const wordsIn = async (/** @type {string} */ lang) =>
    Object.assign({}, ...(await Promise.all((later ? [lang, `later/${lang}`] : [lang]).map(dictionary))));
  /** The words that a first visit to the laboratory does without. */
  async function learnWords() {
    later = true;
    const { lang } = t;
    const found = await wordsIn(lang);
    if (lang === t.lang) t = createI18n(found, lang);
  }

  let fetching = false;
  /** Fetch what trains, when the page is first asked to. */
  async function fetchTraining() {
    if (fetching) return;
    fetching = true;
    try {
      const [{ createTraining }] = await Promise.all([
        import("./training/mode.js"),
        learnWords(),
        styled(`${files}/css/training.css`),
      ]);
      training = createTraining({
        store,
        base,
        words: () => t,
        theme,
        look,
        picture: (body) => applications?.pictureOf(body) ?? { trace: body },
      });
      mount();
    } catch (error) {
      if (training) throw error;
      toast.show(t("page.away"));
    } finally {
      fetching = false;
    }
  }

  let unfolding = false;
  /** Fetch the applications, when the page is first asked for them. */
  async function fetchApplications() {
    if (unfolding) return;
    unfolding = true;
    try {
      const [{ createApplications }] = await Promise.all([
        import("./applications/mode.js"),
        learnWords(),
        styled(`${files}/css/applications.css`),
        styled(`${files}/css/pictures.css`),
      ]);
      applications = createApplications({
        store,
        base,
        words: () => t,
        theme,
        start: () => training?.session.start(),
      });
      mount();
      void follow();
    } catch (error) {
      if (applications) throw error;
      unfolding = false;
      toast.show(t("page.away"));
    }
  }

  /** @type {(event: KeyboardEvent) => void} */
  let keys = () => {};
  addEventListener("keydown", (event) => keys(event));

  function tools() {
    const { page } = store.get();
    const button = byId("tool-theme");
    const name = t("page.theme", { theme: t(`page.theme.${page.theme}`) });
    button.setAttribute("aria-label", name);
    button.title = name;
    button.replaceChildren(icon(page.theme));
    byId("tool-size").setAttribute("aria-pressed", String(page.size === "projector"));
    for (const one of document.querySelectorAll("[data-mode-choice]")) {
      const mode = /** @type {HTMLElement} */ (one).dataset.modeChoice;
      one.setAttribute("aria-pressed", String(mode === page.mode));
    }
    for (const one of document.querySelectorAll("[data-lang]")) {
      one.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (one).dataset.lang === t.lang));
    }
  }

  /** Every name that has a colour: the cells, and the models of a run. */
  const cells = () => [
    ...(store.get().trace?.runs ?? []).map(nameOf),
    ...catalogue.cells.map((/** @type {{name: string}} */ { name }) => name),
    ...(store.get().training?.models ?? []).map(({ name }) => name),
  ];
  let colours = theme();
  let asked = "";
  /** Follow what the reader chose: words first, since they may have to be fetched. */
  async function follow() {
    const { page } = store.get();
    const lang = languages.includes(page.lang) ? page.lang : served;
    if (lang !== asked) {
      asked = lang;
      const found = await wordsIn(lang);
      if (asked !== lang) return;
      if (lang !== t.lang) {
        t = createI18n(found, lang);
        translatePage(t);
        applyAppearance(page, appOf());
        colours = theme();
        colourCells(cells(), colours);
        mount();
      }
    }
    applyAppearance(store.get().page, appOf());
    fold.update(store.get().page);
    if (theme() !== colours) {
      colours = theme();
      colourCells(cells(), colours);
      stage.mount(t, theme);
      training?.paint(t);
      applications?.mount(t);
    }
    if (trains() && !training) void fetchTraining();
    if (applied() && !applications) void fetchApplications();
    tools();
    ask();
  }

  const appOf = () => (applied() ? playOf(store.get()).app : "");
  applyAppearance(store.get().page, appOf());
  colours = theme();
  colourCells(cells(), colours);
  fold.update(store.get().page);
  mount();
  store.subscribe((state, previous) => {
    if (state.training?.models !== previous.training?.models || state.trace?.tokens) colourCells(cells(), colours);
    if (state.config.app && !previous.config.app) kept = previous.config;
    if (state.page.mode !== previous.page.mode) {
      learnKeys();
      if ([state.page.mode, previous.page.mode].includes("apps")) mountColumn();
      if (state.page.mode === "lab" && own) store.set({ trace: own });
    }
    if (hasApplication(previous) && !applied()) store.set({ trace: own, played: null, status: "idle", error: null });
    if (state.config !== previous.config || state.page !== previous.page || state.play !== previous.play) void follow();
  });
  onSystemTheme(() => void follow());
  void follow();

  byId("tool-lessons").addEventListener("click", act.lessons);
  byId("tool-share").addEventListener("click", act.share);
  byId("tool-help").addEventListener("click", act.help);
  byId("tool-theme").addEventListener("click", act.theme);
  byId("tool-size").addEventListener("click", act.presenter);
  for (const one of document.querySelectorAll("[data-mode-choice]")) {
    one.addEventListener("click", () => turnTo(/** @type {HTMLElement} */ (one).dataset.modeChoice ?? "lab"));
  }
  for (const one of document.querySelectorAll("button[data-lang]")) {
    one.addEventListener("click", () => look({ lang: /** @type {HTMLElement} */ (one).dataset.lang }));
  }
}

void start();
