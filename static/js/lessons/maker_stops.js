/** The stops of a lesson in the making, in their order: to open, to move, to take away and have back. */

import { h, icon } from "../base/dom.js";
import { addStop, moveStop, removeStop } from "./draft.js";
import { plainWords } from "./lesson_text.js";
import { quiet } from "./maker_fields.js";
import { stopFields } from "./maker_stop.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */
/** @typedef {import("./lesson.js").Stop} Stop */

/**
 * @param {object} wiring
 * @param {import("../base/i18n.js").I18n} wiring.t
 * @param {import("../base/types.js").Store} wiring.store
 * @param {() => Lesson} wiring.draft
 * @param {() => number} wiring.editing index of the stop whose fields are open; -1: none
 * @param {(at: number) => void} wiring.edit
 * @param {(draft: Lesson) => void} wiring.keep
 * @param {(at: number, patch: Partial<Stop>) => void} wiring.patch
 * @param {() => string} wiring.picture
 * @param {(address: string) => void} wiring.see
 * @param {(text: string) => void} wiring.say
 * @param {HTMLElement} wiring.status where a way back is offered
 */
export function createStopList({ t, store, draft, editing, edit, keep, patch, picture, see, say, status }) {
  const list = h("ol", { class: "maker-stops" });
  const element = h("section", { "aria-label": t("maker.stops") }, h("h3", {}, t("maker.stops")), list);

  /** @param {number} at @param {string} part of its row */
  const focus = (at, part) =>
    /** @type {HTMLElement | null} */ (list.children[at]?.querySelector(`[data-do="${part}"]`))?.focus();

  /** @param {number} at @param {1 | -1} by */
  function move(at, by) {
    const next = moveStop(draft(), at, by);
    if (next === draft()) return;
    keep(next);
    if (editing() === at) edit(at + by);
    else if (editing() === at + by) edit(at);
    show();
    focus(at + by, "edit");
    say(t("maker.moved", { n: at + by + 1 }));
  }

  /** @param {number} at */
  function remove(at) {
    const stop = draft().stops[at];
    const open = editing();
    keep(removeStop(draft(), at));
    edit(open === at ? -1 : open > at ? open - 1 : open);
    show();
    say(t("maker.removed", { n: at + 1 }));
    const undo = quiet(t("page.undo"), () => {
      keep(addStop(draft(), stop, at));
      edit(-1);
      show();
      say("");
      focus(at, "edit");
    });
    status.append(" ", undo);
    undo.focus();
  }

  /** @param {string} name @param {string} label @param {() => void} run @param {boolean} [disabled] */
  const tool = (name, label, run, disabled = false) =>
    h(
      "button",
      {
        type: "button",
        class: "tool small",
        "aria-label": label,
        title: label,
        disabled,
        "data-do": name,
        onclick: run,
      },
      name === "close" ? icon(name) : { up: "↑", down: "↓" }[name],
    );

  /** @param {Stop} stop @param {number} at */
  function row(stop, at) {
    const open = editing() === at;
    const title = plainWords(stop.title, t.lang) || t("maker.untitled");
    const names = { n: at + 1, title };
    const button = h(
      "button",
      {
        type: "button",
        class: "maker-stop-name",
        "aria-expanded": String(open),
        "data-do": "edit",
        onclick() {
          edit(open ? -1 : at);
          show();
          focus(at, "edit");
        },
      },
      h("b", {}, String(at + 1)),
      h("span", {}, title),
      stop.predict && h("em", {}, t(`maker.ask_${stop.predict.kind}`)),
    );
    return h(
      "li",
      {
        onkeydown(/** @type {KeyboardEvent} */ event) {
          const by = { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key];
          if (!event.altKey || !by) return;
          event.preventDefault();
          move(at, by);
        },
      },
      h(
        "div",
        { class: "maker-stop-row" },
        button,
        tool("up", t("maker.up", names), () => move(at, -1), at === 0),
        tool("down", t("maker.down", names), () => move(at, 1), at === draft().stops.length - 1),
        tool("close", t("maker.remove", names), () => remove(at)),
      ),
      open &&
        stopFields({
          stop,
          index: at,
          store,
          t,
          picture,
          see,
          say,
          change(change) {
            patch(at, change);
            if (change.title) button.children[1].textContent = plainWords(change.title, t.lang) || t("maker.untitled");
          },
        }),
    );
  }

  function show() {
    const { stops } = draft();
    list.replaceChildren(...(stops.length ? stops.map(row) : [h("li", { class: "note-small" }, t("maker.no_stops"))]));
  }
  show();
  return { element };
}
