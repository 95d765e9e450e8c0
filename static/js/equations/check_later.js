/** The button of the gradient check; what it does is fetched when it is first pressed. */

import { h, icon } from "../base/dom.js";

/** @typedef {Parameters<typeof import("./gradient_check.js").mountProof>[1]} Wiring */

/** @param {HTMLElement} root @param {Wiring & { failed: () => void }} wiring `failed`: its script could not be fetched */
export function mountCheckLater(root, { failed, ...wiring }) {
  /** @type {{ update: (state: import("../base/types.js").State) => void } | undefined} */
  let check;
  const button = h(
    "button",
    { type: "button", class: "action quiet", onclick: () => void begin().catch(failed) },
    icon("check"),
    h("span", {}, wiring.words()("proof.button")),
  );
  root.replaceChildren(button);
  async function begin() {
    const [{ mountProof }] = await Promise.all([import("./gradient_check.js"), wiring.learn()]);
    check = mountProof(root, wiring);
    const own = root.querySelector("button");
    own?.focus();
    own?.click();
  }
  return { update: (/** @type {import("../base/types.js").State} */ state) => check?.update(state) };
}
