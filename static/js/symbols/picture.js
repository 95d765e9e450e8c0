/** The drawn network: what is under a point of it, and the outline of what a symbol is there. */

import { h } from "../base/dom.js";
import { boxesOf, symbolAt } from "./network_places.js";

/** @typedef {{ places: import("../network/scene.js").Places, edges: Float64Array }} Drawn */

/** Where a drawing has what it shows; the drawing itself answers. @param {Element} canvas @returns {Drawn | null} */
function drawn(canvas) {
  /** @type {{ drawn: Drawn | null }} */
  const detail = { drawn: null };
  canvas.dispatchEvent(new CustomEvent("unroll:places", { detail }));
  return detail.drawn;
}

export function createPicture() {
  document.addEventListener("unroll:symbol", (event) => {
    for (const old of document.querySelectorAll(".symbol-outline")) old.remove();
    const { id } = /** @type {CustomEvent} */ (event).detail;
    for (const canvas of id ? document.querySelectorAll(".network-canvas") : []) {
      const now = drawn(canvas);
      for (const { left, top, width, height } of now ? boxesOf(now.places, now.edges, id) : []) {
        const outline = h("div", { class: "symbol-outline", "aria-hidden": "true" });
        Object.assign(outline.style, {
          left: `${left}px`,
          top: `${top}px`,
          width: `${width}px`,
          height: `${height}px`,
        });
        canvas.after(outline);
      }
    }
  });
  return {
    /** @param {HTMLCanvasElement} canvas @param {number} x of the window @param {number} y */
    at(canvas, x, y) {
      const now = drawn(canvas);
      const frame = canvas.getBoundingClientRect();
      const found = now && symbolAt(now.places, now.edges, x - frame.left, y - frame.top);
      if (!found) return null;
      const box = () => {
        const { left, top } = canvas.getBoundingClientRect();
        // of a lane that goes over the whole picture the part about the pointer
        const from = Math.max(found.box.left + left, x - 40);
        return new DOMRect(from, found.box.top + top, Math.min(80, found.box.width), found.box.height);
      };
      return { symbol: { id: found.id, letter: found.id.length === 1 ? found.id : "h" }, box };
    },
  };
}
