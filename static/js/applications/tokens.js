/**
 * The steps of the input as a row of tokens, each over a bar for the gradient that reaches it, in the colour
 * of the unrolled network. One of them is asked about; the arrow keys and the pointer choose another one.
 */

import { h } from "../base/dom.js";
import { numbersIn } from "../base/numbers.js";
import { mix } from "../figure/colour.js";
import { normText } from "../figure/lines.js";
import { fraction, scaleOf } from "../figure/scale.js";
import { cellName, nameOf } from "../figure/words.js";
import { norms, OK } from "../state/decode.js";
import { createRoving, stepButton } from "./pictures/roving_tabindex.js";

/** @typedef {import("../base/types.js").State} State */
/** @typedef {import("../base/types.js").Trace} Trace */

/** Letters in all from which the row is a strip of bars whose tokens are told one at a time. */
const MANY = 420;

/** Decades below the largest gradient at which a bar is empty, so that bars differ where numbers do. */
const DECADES = 4;

/**
 * The scale of the bars: a few decades below the largest of them, or the page's own where a wider one was chosen.
 * @param {import("../state/decode.js").Norms[]} series
 * @param {Record<string, any>} page
 * @returns {{ floor: number, ceiling: number }}
 */
export function scaleOfBars(series, page) {
  if (page.scale && page.scale !== "normal") return scaleOf(page);
  const ceiling = Math.max(...series.flatMap(({ log10, status }) => [...log10].filter((_, i) => status[i] === OK)));
  return Number.isFinite(ceiling) ? { floor: ceiling - DECADES, ceiling } : scaleOf(page);
}

/** A pause in which further presses of an arrow key are the same choice. */
const REST = 180;

/** @param {number} count @param {string[]} tokens */
export const isStrip = (tokens, count = tokens.reduce((sum, token) => sum + token.length + 1, 0)) =>
  count > MANY || tokens.length > 120;

/**
 * @param {HTMLElement} root
 * @param {{ t: import("../base/i18n.js").I18n, theme: () => import("../base/types.js").Theme, choose: (step: number) => void }} wiring
 */
export function mountTokens(root, { t, theme, choose }) {
  const numbers = numbersIn(t.lang);
  const said = h("p", { class: "token-said" });
  const row = h("div", { class: "tokens", role: "group", "aria-label": t("apps.tokens") });
  const legend = h("p", { class: "hint" }, t("apps.bars"));
  root.replaceChildren(said, row, legend);
  /** @type {Trace | null} */
  let shown = null;
  let scaleShown = "";
  let filling = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const roving = createRoving(row, {
    choose: (step) => later(step, 0),
    preview: (step) => step !== null && !filling && keyed && focused() === step && later(step, REST),
  });
  /** The step whose token has the focus: one that merely comes to lie under a pointer at rest is not it. */
  const focused = () =>
    row.contains(document.activeElement)
      ? Number(/** @type {HTMLElement} */ (document.activeElement).dataset.step)
      : null;
  /** Whether an arrow key moved last: a pointer that passes chooses nothing. */
  let keyed = false;
  row.addEventListener(
    "keydown",
    () => {
      keyed = true;
    },
    true,
  );
  row.addEventListener("pointermove", () => {
    keyed = false;
  });

  /** @param {number} step @param {number} wait */
  function later(step, wait) {
    clearTimeout(resting);
    resting = setTimeout(() => step !== shown?.focus && choose(step), wait);
  }

  /** @param {Trace} trace @param {Record<string, any>} page */
  function fill(trace, page) {
    const { tokens = [], focus = 0, runs, boundary } = trace;
    const colours = theme();
    const scale = scaleOfBars(
      runs.map((run) => norms(run.norms.d_state.h)),
      page,
    );
    const strip = isStrip(tokens);
    row.classList.toggle("strip", strip);
    filling = true;
    roving.refill(
      tokens.flatMap((token, i) => {
        const bars = runs.map((run) => {
          const { log10, status } = norms(run.norms.d_state.h);
          const share = fraction(log10[i], status[i], scale);
          const bar = h("i", {});
          bar.style.backgroundColor =
            share > 0 ? mix(colours.surface, colours.cells[nameOf(run)], 0.14 + 0.86 * share) : "transparent";
          bar.style.blockSize = `${(share * 100).toFixed(1)}%`;
          return h("span", { class: "token-lane" }, bar);
        });
        const spoken = runs
          .map((run) => `${cellName({ t }, nameOf(run))}: ${normText(norms(run.norms.d_state.h), i, { numbers, t })}`)
          .join(", ");
        const button = stepButton(
          i + 1,
          i + 1 === focus,
          {
            class: "token",
            "aria-label": `${i + 1} ${token}: ${spoken}`,
            title: `${token} · ${spoken}`,
          },
          !strip && h("span", { class: "token-text" }, token.replaceAll(" ", "␣")),
          h("span", { class: "token-bars", "aria-hidden": "true" }, ...bars),
        );
        return i + 1 === boundary ? [button, h("span", { class: "token-boundary", "aria-hidden": "true" })] : [button];
      }),
      focus,
    );
    filling = false;
    said.textContent = t(boundary ? "apps.asked_decoder" : "apps.asked", {
      token: tokens[focus - 1] ?? "",
      step: t.number(focus),
      steps: t.number(tokens.length),
    });
    legend.hidden = Boolean(page.scale && page.scale !== "normal");
  }

  return {
    /** @param {State} state */
    update({ trace, page }) {
      if (!trace?.tokens || !trace.runs[0]?.norms || (trace === shown && page.scale === scaleShown)) return;
      shown = trace;
      scaleShown = page.scale;
      fill(trace, page);
    },
    destroy() {
      clearTimeout(resting);
      roving.destroy();
    },
  };
}
