/** How a lesson that was made leaves the page: as a link, as a file, as code for a frame. */

import { h } from "../base/dom.js";
import { linkField } from "../controls/copy_link.js";
import { save } from "../figure/data_table.js";
import { finished } from "./draft.js";
import { readLesson } from "./lesson.js";
import { plainWords } from "./lesson_text.js";
import { quiet } from "./maker_fields.js";
import { missing } from "./maker_missing.js";
import { OWN } from "./source.js";
import { frameCode, LONGEST_LINK, linkOf, pack } from "./travel.js";

/** @typedef {import("./lesson.js").Lesson} Lesson */

/** A title as the name of a file. @param {string} title */
export const fileName = (title) =>
  `${
    title
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "lesson"
  }.json`;

/**
 * @param {{ t: import("../base/i18n.js").I18n, base: string, draft: () => Lesson }} wiring
 */
export function travelFields({ t, base, draft }) {
  const place = h("div", { class: "maker-travel-out" });
  const page = `${location.origin}${base}/`;
  const query = (/** @type {boolean} */ embed) => `${embed ? "embed=1&" : ""}lesson=${OWN}`;

  /** The finished lesson, or what is missing in it. @param {(lesson: Lesson) => void | Promise<void>} does */
  async function withLesson(does) {
    const lacks = missing(draft(), t);
    const read = readLesson(finished(draft()), t);
    if ("lesson" in read) return does(read.lesson);
    place.replaceChildren(
      h(
        "div",
        { class: "message", role: "alert" },
        t("maker.unfinished"),
        h("ul", {}, ...(lacks.length ? lacks : read.faults).map((fault) => h("li", {}, fault))),
      ),
    );
    place.scrollIntoView({ block: "nearest" });
  }

  /** @param {Lesson} lesson */
  function toFile(lesson) {
    save(fileName(plainWords(lesson.title, t.lang)), `${JSON.stringify(lesson, null, 2)}\n`, "application/json");
    place.replaceChildren(h("p", { role: "status" }, t("maker.file_saved")));
  }

  /** @param {Lesson} lesson @param {boolean} embed */
  async function toLink(lesson, embed) {
    const link = linkOf(page, await pack(lesson), query(embed));
    if (link.length > LONGEST_LINK) {
      place.replaceChildren(
        h(
          "p",
          { role: "status" },
          t("maker.link_long", { kb: t.number(link.length / 1024, { maximumFractionDigits: 1 }) }),
        ),
        quiet(t("maker.file"), () => toFile(lesson)),
      );
      return;
    }
    const field = linkField({ id: "maker-link", label: t(embed ? "maker.frame_code" : "maker.link_label"), t });
    place.replaceChildren(field.element);
    field.show(embed ? frameCode(link, plainWords(lesson.title, t.lang)) : link);
    await field.copy();
  }

  return h(
    "section",
    { class: "maker-travel", "aria-labelledby": "maker-travel-title" },
    h("h3", { id: "maker-travel-title" }, t("maker.travel")),
    h("p", { class: "note-small" }, t("maker.travel_about")),
    h(
      "div",
      { class: "maker-buttons" },
      quiet(t("maker.link"), () => void withLesson((lesson) => toLink(lesson, false))),
      quiet(t("maker.file"), () => void withLesson(toFile)),
      quiet(t("maker.frame"), () => void withLesson((lesson) => toLink(lesson, true))),
    ),
    place,
  );
}
