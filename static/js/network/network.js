/**
 * The unrolled network, drawn. It shows both passes of the player, follows the one cursor, and sets it: hover, click
 * or drag. The drawing is a canvas; in words it is the sentence beside it, and the player's slider moves it by keys.
 */

import { h, hasFixedHeight } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { layerOf } from "../figure/layers.js";
import { shortName, signOf } from "../figure/words.js";
import { createPreview } from "../state/preview.js";
import { createLens } from "./lens.js";
import { paint } from "./paint.js";
import { leaves } from "./ribbon_legend.js";
import { places, rowAt, sceneOf } from "./scene.js";
import { stripOf } from "./state_boxes.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Theme} Theme */

/** Parts of the trace that the drawing reads. */
export const fields = ["norms", "states", "sequence"];

/** Share of the remaining way that the lens goes in one frame. */
const GLIDE = 0.3;

/** @param {State["trace"]} trace */
const complete = (trace) =>
  Boolean(trace?.runs?.length && trace.runs.every((run) => run.norms && (run.layer === 0 || run.states?.h)));

/**
 * @param {HTMLElement} root
 * @param {{ store: import("../base/types.js").Store, t: import("../base/i18n.js").I18n, theme: Theme | (() => Theme),
 *   player?: ReturnType<typeof import("./player.js").createPlayer> }} tools
 */
export function mountNetwork(root, { store, t, theme, player }) {
  let fills = hasFixedHeight(root);
  const numbers = numbersIn(/** @type {any} */ (t).lang ?? document.documentElement.lang);
  const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
  const canvas = h("canvas", { class: "network-canvas", "aria-hidden": "true" });
  const words = h("p", { class: "network-words" });
  const box = h("div", { class: "network-drawing", role: "figure", "aria-label": t("network.label") }, canvas, words);
  root.append(box);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  // asking the page for its measures in the middle of a change is slow: they are kept
  let width = box.clientWidth;
  let given = root.clientHeight;
  /** @type {State["trace"]} */
  let trace = null;
  let shown = "";
  /** @type {import("./scene.js").Scene | null} */
  let scene = null;
  /** @type {HTMLCanvasElement[]} */
  let strips = [];
  /** @type {ReturnType<typeof createLens> | null} */
  let lens = null;
  /** @type {import("./scene.js").Places | null} */
  let place = null;
  let eye = 1;
  let waiting = false;
  let gone = false;
  let seen = true;
  /** @type {unknown} */
  let scaleShown;
  /** @type {unknown} */
  let veilShown;

  const current = () => (typeof theme === "function" ? theme() : theme);

  /** What only some pictures need. @type {Pick<import("./paint.js").Painting, "deep" | "torn" | "inputs">} */
  const parts = { deep: null, torn: null, inputs: null };
  /** @type {Record<keyof typeof parts, () => Promise<any>>} */
  const sources = {
    deep: () =>
      Promise.all([import("./layer_tags.js"), import("./gradient_between_layers.js")]).then(([tags, between]) => ({
        ...tags,
        ...between,
      })),
    torn: () => import("./torn_edge.js"),
    inputs: () => import("./named_inputs.js"),
  };
  /** Fetch a part; where it can not be had, the next new picture tries again. @param {keyof typeof parts} name */
  async function fetchPart(name) {
    parts[name] ??= await sources[name]().catch(() => null);
    ask();
  }

  /** Take the trace and the room in; true if there is something to draw. */
  function prepare() {
    const state = store.get();
    if (!complete(state.trace)) return scene !== null;
    const next = /** @type {import("../base/types.js").Trace} */ (state.trace);
    const colours = current();
    const key = [width, fills && given, state.page.scale, next.runs.length, devicePixelRatio].join();
    if (next === trace && key === shown) return width > 40;
    trace = next;
    aim = null;
    scaleShown = state.page.scale;
    shown = key;
    scene = sceneOf(next, state.page);
    const { edge, rows, groups, steps } = scene;
    strips = rows.map((row) => stripOf(row.states, edge, colours.diverging));
    const em = colours.font.size;
    root.style.setProperty("--rows", String(rows.length)); // the more rows, the higher the drawing
    ctx.font = `700 ${em}px ${colours.font.family}`;
    const longest = Math.max(...rows.map(({ name }) => ctx.measureText(shortName({ t }, name)).width));
    place = places(width, fills ? given : em * (5 + 5 * rows.length), groups, em, longest);
    lens = createLens({
      left: place.left,
      width: place.width,
      steps,
      cell: em * (place.width > 700 ? 3.9 : 3.2),
      focus: place.width > 640 ? 7 : place.width > 380 ? 5 : 3,
    });
    const { symbols, tokens } = scene;
    const needs = { deep: isDeep(), torn: leaves(next, scene.scale.ceiling), inputs: Boolean(symbols ?? tokens) };
    for (const name of /** @type {(keyof typeof parts)[]} */ (Object.keys(parts)))
      if (needs[name] && !parts[name]) void fetchPart(name);
    eye = Math.min(steps, Math.max(1, eye));
    const ratio = devicePixelRatio || 1;
    const height = Math.round(place.height);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    return width > 40;
  }

  function draw() {
    if (!gone && seen && prepare() && scene && lens && place) {
      const steps = scene.steps;
      const { page, veil } = store.get();
      const step = Math.min(steps, Math.max(1, Math.round(Number(page.t) || 1)));
      eye = still?.matches || Math.abs(step - eye) < 0.02 ? step : eye + (step - eye) * GLIDE;
      const ratio = devicePixelRatio || 1;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, canvas.width, canvas.height);
      veilShown = veil;
      const { sweeping = false, direction = "forward", part = 1 } = player?.state ?? {};
      paint({
        ctx,
        scene,
        places: place,
        edges: lens.edges(eye),
        strips,
        theme: current(),
        t: step,
        phase: veil && direction === "backward" ? "veiled" : sweeping ? direction : veil ? "veiled" : "rest",
        part,
        ...parts,
        layer: layerOf(store.get().page, Math.max(...scene.groups)),
        norm: numbers.power,
        odd: (status) => t(`figure.status_${status}`),
        name: (name) => shortName({ t }, name),
        sign: (channel) => signOf(t, channel),
        ask: question(),
      });
      if (lens.magnifies && eye !== step) ask();
      describe(step);
    }
  }

  /** What the task asks of its inputs; an application's are words that say it themselves. */
  function question() {
    const key = `task.${trace?.config.task}.asks`;
    return !scene?.tokens && t.has(key) ? t(key) : "";
  }

  function ask() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  let announcing = 0;
  /** The sentence follows when things have come to rest. @param {number} step */
  function describe(step) {
    clearTimeout(announcing);
    announcing = window.setTimeout(() => {
      if (gone || !trace || !scene) return;
      const described = scene;
      const put = (/** @type {typeof import("./description.js")} */ { describeScene }) => {
        if (described === scene) words.textContent = describeScene(described, step, { t, numbers });
      };
      import("./description.js").then(put, () => {}); // the next step tries again
    }, 300);
  }

  /** Whether the drawing has layers to choose between. */
  const isDeep = () => Boolean(scene && Math.max(...scene.groups) > 1);

  /** Whether a point is among the names, where a click means a layer and no step. @param {PointerEvent} event */
  const amongNames = (event) =>
    isDeep() && place !== null && event.clientX - canvas.getBoundingClientRect().left < place.left - 2;

  /** A click on a row, not a drag along it, chooses its layer. @param {PointerEvent} event */
  function chooseLayer(event) {
    if (!scene || !place || !isDeep()) return;
    const at = rowAt(place, event.clientY - canvas.getBoundingClientRect().top);
    const { page } = store.get();
    if (at === null || scene.rows[at].depth === 1 || page.layer === scene.rows[at].layer) return;
    store.set({ page: { ...page, layer: scene.rows[at].layer } }, { history: "push" });
  }

  /** Look at the step under the pointer, or keep it. @param {PointerEvent} event @param {boolean} [keep] */
  function point(event, keep = false) {
    canvas.style.cursor = amongNames(event) ? "pointer" : "";
    if (!lens || !place || amongNames(event)) return;
    const x = event.clientX - canvas.getBoundingClientRect().left;
    // the lens moves below a pointer at rest: what it has shown is what a press keeps
    if (!aim || Math.abs(x - aim.x) >= 1) aim = { x, step: lens.stepAt(x) };
    const { step } = aim;
    if (!keep) return preview.show({ t: step });
    preview.keep();
    store.set({ page: { ...store.get().page, t: step } }, { history: "replace" });
  }
  const preview = createPreview(store);
  /** Where the pointer was last, and the step that it showed. @type {{ x: number, step: number } | null} */
  let aim = null;
  let pressed = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pressed = event.clientX;
    player?.pause();
    if (event.pointerType !== "mouse") aim = null;
    point(event); // a finger that scrolls the page takes it back
  });
  canvas.addEventListener("pointermove", (event) => {
    const hover = event.pointerType === "mouse" && !player?.state.sweeping;
    if (event.buttons || hover) point(event);
  });
  canvas.addEventListener("pointerup", (event) => {
    point(event, true);
    if (Math.abs(event.clientX - pressed) < 6) chooseLayer(event);
  });
  for (const leaving of ["pointerleave", "pointercancel"])
    canvas.addEventListener(leaving, () => {
      aim = null;
      preview.end();
    });

  // for what explains the picture's parts
  canvas.addEventListener("unroll:places", (event) => {
    if (place && lens) /** @type {CustomEvent} */ (event).detail.drawn = { places: place, edges: lens.edges(eye) };
  });

  const watcher = new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen) ask();
  });
  watcher.observe(box);
  let across = root.clientWidth;
  const sizes = new ResizeObserver(() => {
    // a place that was hidden has a height of its own once it is seen
    if (root.clientWidth !== across) fills = hasFixedHeight(root);
    across = root.clientWidth;
    width = box.clientWidth;
    given = root.clientHeight;
    ask();
  });
  for (const element of [root, box]) sizes.observe(element);
  const cuts = [
    store.subscribe((next, previous) => {
      if (next.page.t !== previous.page.t || next.page.layer !== previous.page.layer) ask();
    }),
    player?.subscribe(ask),
  ];
  eye = Math.max(1, Number(store.get().page.t) || 1);
  ask();

  return {
    /** The page calls this within a frame: a new picture is drawn at once, a moved cursor in its own frame. */
    update() {
      const { trace: newest, page, veil } = store.get();
      if (newest !== trace || page.scale !== scaleShown || veil !== veilShown) draw();
    },
    destroy() {
      gone = true;
      preview.destroy();
      for (const cut of cuts) cut?.();
      watcher.disconnect();
      sizes.disconnect();
      clearTimeout(announcing);
      box.remove();
    },
  };
}
