/** What stands around a drawing: the choice of a cell, readings under the pointer, a sentence, a table, files. */

import { h } from "../base/dom.js";
import { createPreview } from "../state/preview.js";
import { createDataTable, tableOf } from "./data_table.js";
import { cellName } from "./words.js";

/** @typedef {import("./draw.js").AnyView} ChartView */
/** @typedef {import("./types.js").ChartFigure} ChartFigure */
/** @typedef {import("../base/i18n.js").I18n} Translate */
/** @typedef {import("../base/numbers.js").Numbers} Numbers */
/** @typedef {ReturnType<typeof import("./cursor.js").createCursor>} Cursor */

/**
 * @param {ChartView} view
 * @param {{ plot: HTMLElement, cursor: Cursor, store: import("../base/types.js").Store, t: Translate, numbers: Numbers,
 *   pick?: (iteration: number) => void }} tools
 */
export function extras(view, { plot, cursor, store, t, numbers, pick }) {
  const title = t(`view.${view.id}.title`);
  const options = h("div", { class: "view-options segment", role: "group", "aria-label": t("figure.choose_cell") });
  const facts = h("div", { class: "view-facts" });
  const summary = h("p", { class: "view-summary", id: `summary-${view.id}` });
  plot.setAttribute("aria-describedby", summary.id);
  const readout = h("div", { class: "view-readout", "aria-hidden": "true", hidden: true });
  plot.append(readout);
  /** @type {ChartFigure | null} */
  let figure = null;
  let offered = "";

  const image = (/** @type {string} */ format) => () => {
    if (!figure) return;
    const surface = getComputedStyle(plot).getPropertyValue("--surface").trim();
    void globalThis.Plotly?.downloadImage(
      { data: figure.data, layout: { ...figure.layout, paper_bgcolor: surface } },
      { format, width: figure.layout.width, height: figure.layout.height, scale: 2, filename: `unroll-${view.id}` },
    );
  };

  const data = createDataTable({
    title,
    file: `unroll-${view.id}`,
    t,
    images: [
      { text: "PNG", run: image("png") },
      { text: "SVG", run: image("svg") },
    ],
  });

  /** @param {ReturnType<Cursor["read"]>[number]} reading */
  function lineOf({ label, colour, value, format, unit, pair }) {
    const where = unit === null ? "" : pair ? ` = ${unit}` : `, ${t("figure.unit", { unit })}`;
    const text =
      value === null || Number.isNaN(value)
        ? "·"
        : format === "norm"
          ? numbers.norm(value <= -999 ? -Infinity : value)
          : numbers[format](value);
    const swatch = h("i", {});
    if (typeof colour === "string") swatch.style.backgroundColor = colour;
    return h("div", {}, typeof colour === "string" && swatch, h("span", {}, label + where), h("b", {}, text));
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const area = plot.getBoundingClientRect();
    const x = event.clientX - area.left;
    const hit = cursor.at(x, event.clientY - area.top);
    readout.hidden = !hit;
    if (!hit) return;
    const { along } = cursor;
    preview.show({ [along]: hit.step });
    readout.replaceChildren(h("p", {}, `${along} = ${hit.step}`), ...cursor.read(hit).map(lineOf));
    readout.classList.toggle("left", x > area.width * 0.6);
    readout.style.transform = `translate(${x}px, ${Math.max(0, hit.box.top)}px)`;
  }

  const preview = createPreview(store);
  /** A click, or the end of a drag, keeps what it shows. @param {PointerEvent} event */
  function keep(event) {
    const area = plot.getBoundingClientRect();
    const hit = cursor.at(event.clientX - area.left, event.clientY - area.top);
    if (!hit) return;
    preview.keep();
    const { page } = store.get();
    const pair = cursor.read(hit).some((reading) => reading.pair);
    if (cursor.along === "n") {
      if (pair && hit.unit) store.set({ page: { ...page, t: hit.unit } }, { history: "none" });
      pick?.(hit.step);
      return;
    }
    const unit = hit.unit === null || pair ? {} : { unit: hit.unit };
    store.set({ page: { ...page, t: hit.step, ...unit } }, { history: "replace" });
  }

  plot.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" || event.buttons) point(event);
  });
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("pointerup", keep);
  for (const leaving of ["pointerleave", "pointercancel"])
    plot.addEventListener(leaving, () => {
      readout.hidden = true;
      preview.end();
    });

  return {
    options,
    facts,
    summary,
    data: data.element,
    destroy: preview.destroy,
    /**
     * @param {ChartFigure} next
     * @param {string[]} choices
     * @param {string | undefined} chosen
     * @param {(choice: string) => void} choose
     */
    show(next, choices, chosen, choose) {
      figure = next;
      summary.textContent = next.summary;
      data.show(next.table);
      options.hidden = choices.length < 2;
      const key = choices.join() + (chosen ?? "");
      if (key !== offered) {
        offered = key;
        const current = chosen && choices.includes(chosen) ? chosen : choices[0];
        options.replaceChildren(
          ...choices.map((choice) =>
            h(
              "button",
              { type: "button", "aria-pressed": String(choice === current), onclick: () => choose(choice) },
              cellName({ t }, choice),
            ),
          ),
        );
      }
      facts.hidden = !next.facts;
      summary.classList.toggle("quiet", Boolean(next.facts)); // the table says the same to the eye
      if (next.facts)
        facts.replaceChildren(tableOf(next.facts, title), ...(next.facts.note ? [h("p", {}, next.facts.note)] : []));
    },
  };
}
