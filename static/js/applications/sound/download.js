/** A file that is made in the page. */

import { h } from "../../dom.js";

/**
 * @param {string} name
 * @param {ArrayBuffer} bytes
 * @param {string} type
 */
export function download(name, bytes, type) {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
