/** A lesson's file: chosen with a button, or dropped. */

import { h } from "../base/dom.js";
import { quiet } from "./maker_fields.js";

/**
 * @param {object} wiring
 * @param {string} wiring.id
 * @param {string} wiring.label
 * @param {HTMLElement} wiring.target where a file may be dropped
 * @param {(file: File) => void} wiring.open
 */
export function fileField({ id, label, target, open }) {
  const input = h("input", {
    type: "file",
    id,
    accept: ".json,application/json",
    class: "unseen",
    tabindex: "-1",
    "aria-label": label,
    onchange() {
      if (input.files?.[0]) open(input.files[0]);
      input.value = ""; // the same file once more is a change too
    },
  });
  target.ondragover = (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };
  target.ondrop = (event) => {
    const dropped = event.dataTransfer?.files[0];
    if (!dropped) return;
    event.preventDefault();
    open(dropped);
  };
  return [quiet(label, () => input.click()), input];
}
