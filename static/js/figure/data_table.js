/** The numbers of a picture: a table that is made when someone opens it, and the files that it can be taken along as. */

import { h } from "../base/dom.js";
import { machine } from "../base/numbers.js";

/** @typedef {{ columns: string[], readonly rows: (string | number)[][] }} Table */

/** @param {Table} table @param {string} name */
export function tableOf({ columns, rows }, name) {
  const head = h(
    "tr",
    {},
    ...columns.map((column) =>
      column
        ? h("th", { scope: "col" }, ...column.split(/_(\w+)/).map((part, i) => (i % 2 ? h("sub", {}, part) : part)))
        : h("td"),
    ),
  );
  const body = rows.map(([first, ...rest]) =>
    h("tr", {}, h("th", { scope: "row" }, String(first)), ...rest.map((cell) => h("td", {}, String(cell)))),
  );
  return h("table", { "aria-label": name }, h("thead", {}, head), h("tbody", {}, ...body));
}

/** @param {string | number} cell */
function quoted(cell) {
  const text = machine(String(cell));
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Table} table */
export const csv = ({ columns, rows }) => [columns, ...rows].map((row) => row.map(quoted).join(",")).join("\n");

/** What is made in the page as a file. @param {string} name @param {BlobPart} content @param {string} [type] */
export function save(name, content, type = "text/csv") {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/**
 * @param {object} wiring
 * @param {string} wiring.title what is shown
 * @param {string} wiring.file name of the files, without an ending
 * @param {import("../base/types.js").Translate} wiring.t
 * @param {{ text: string, run: () => void }[]} [wiring.images] other files, before the table's own
 */
export function createDataTable({ title, file, t, images = [] }) {
  const body = h("div", { class: "view-data-body", role: "region", tabindex: "0", "aria-label": title });
  const element = h("details", { class: "view-data" }, h("summary", {}, t("figure.data")), body);
  /** @type {Table | null} */
  let table = null;
  const take = () => table && save(`${file}.csv`, csv(table));

  function fill() {
    if (!table || !element.open) return;
    const files = [...images, { text: "CSV", run: take }];
    body.replaceChildren(
      h(
        "div",
        { class: "view-files" },
        ...files.map(({ text, run }) => h("button", { type: "button", onclick: run }, text)),
      ),
      tableOf(table, title),
    );
  }
  element.addEventListener("toggle", fill);
  return {
    element,
    /** @param {Table} next */
    show(next) {
      table = next;
      fill();
    },
  };
}
