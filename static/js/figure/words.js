/** Words that several charts share. */

/** @typedef {import("./types.js").FigureContext} FigureContext */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../types.js").Trace} Trace */

/** The name of a cell as it stands at a panel or a line. @param {FigureContext} context @param {string} cell */
export const cellName = ({ t }, cell) => t(`cell.${cell}`);

/** Gates whose value is held constant, by the configuration. @param {Trace} trace @param {string} gate */
export const clampOf = (trace, gate) => /** @type {number | undefined} */ (trace.config.clamp?.[gate]);

/** Sentences that a reader hears one after the other. @param {string[]} parts */
export const sentences = (parts) => parts.filter(Boolean).join(" ");

/** A panel's title: the cell in bold, then what is shown. @param {FigureContext} context @param {string} cell @param {string} [what] */
export const panelTitle = (context, cell, what = "") => `<b>${cellName(context, cell)}</b>  ${what}`.trimEnd();

/**
 * A table over the steps.
 * @param {FigureContext} context
 * @param {number} steps
 * @param {{ name: string, text: (step: number) => string | number }[]} columns
 */
export function stepTable({ t }, steps, columns) {
  return {
    columns: [t("figure.step"), ...columns.map((column) => column.name)],
    /** Written when someone looks at them. */
    get rows() {
      return Array.from({ length: steps }, (_, i) => [i + 1, ...columns.map((column) => column.text(i))]);
    },
  };
}
