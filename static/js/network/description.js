/** The drawing in words, for those who can not see it. */

import { cellName, layerText } from "../figure/words.js";
import { OK, ZERO } from "../state/decode.js";

/** @typedef {import("../state/decode.js").Norms} Norms */

/**
 * @param {import("./scene.js").Scene} scene
 * @param {number} step under the cursor
 * @param {{ t: import("../base/i18n.js").I18n, numbers: import("../base/numbers.js").Numbers }} words
 */
export function describeScene({ rows, steps, groups }, step, { t, numbers }) {
  const value = (/** @type {Norms} */ { log10, status }) =>
    status[step - 1] === OK ? numbers.norm(log10[step - 1]) : t(`figure.status_${status[step - 1]}`);
  const cells = [...new Set(rows.map(({ name }) => cellName({ t }, name)))].join(", ");
  const layers = Math.max(...groups);
  const lead = layers > 1 ? "network.summary_deep" : "network.summary";
  // as the rows are built: the lowest layer first
  const inOrder = groups.flatMap((_, group) => rows.filter((row) => row.group === group).reverse());
  return [
    t(lead, { steps, cells, layers, t: step }),
    ...inOrder.map(({ name, layer, depth, norms, fromAbove }) => {
      const cell = depth > 1 ? `${cellName({ t }, name)}, ${layerText({ t }, layer)}` : cellName({ t }, name);
      if (!fromAbove || fromAbove.status[step - 1] === ZERO)
        return t("network.summary_cell", { cell, value: value(norms) });
      return t("network.summary_layer", { cell, value: value(norms), part: value(fromAbove), above: layer + 1 });
    }),
  ].join(" ");
}
