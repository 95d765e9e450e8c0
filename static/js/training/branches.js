/** The branches of this page's run, as a small menu: the way back to an earlier one. */

import { h } from "../base/dom.js";

/** @typedef {import("../base/types.js").State} State */

/**
 * @param {{ session: Pick<ReturnType<typeof import("./session.js").createSession>, "turnTo">,
 *   t: import("../base/types.js").Translate }} tools
 */
export function createBranches({ session, t }) {
  const element = h("select", {
    class: "select train-branches",
    "aria-label": t("trainbar.branches"),
    hidden: true,
    onchange: () => session.turnTo(element.value),
  });
  let shown = "";
  return {
    element,
    /** @param {State} state */
    update({ live, training }) {
      const branches = live?.branches ?? [];
      const key = branches.map(({ run, label }) => `${run} ${label}`).join();
      if (key !== shown) {
        shown = key;
        element.replaceChildren(
          ...branches.map(({ run, label }) => h("option", { value: run }, t("trainbar.branch_name", { label }))),
        );
        element.hidden = branches.length < 2;
      }
      if (training && element.value !== training.started.run) element.value = training.started.run;
    },
  };
}
