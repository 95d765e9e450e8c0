/**
 * A cell's equations, as its own file on the server says them and the catalogue sends them: a formula, the same with
 * numbers in it, and what comes out. `{f}` is this step's value of the unit's series `f` in the trace,
 * `{d_h_future<}` a value one step earlier, `{f>}` one later (0 where nothing comes back: at T and at a cut); a line
 * may be broken at `|`.
 */

/**
 * @typedef {object} Line
 * @property {string} formula
 * @property {string} [numbers]
 * @property {string} [result]
 * @property {string} [gate] a gate that may be held: then it has no formula
 * @property {boolean} [half] short enough for two in a row
 * @property {Record<string, string>} [when] options of the cell under which it is shown
 */
/**
 * @typedef {object} Equations
 * @property {Line[]} forward
 * @property {Line[]} backward
 * @property {string} open the text of what the carry gate does when it is held at 1; may be empty
 * @property {string} closed the same at 0
 */

/**
 * The lines of a cell under the options that are chosen.
 * @param {{ equations: Equations }} cell of the catalogue
 * @param {Record<string, any>} config
 * @returns {Equations}
 */
export function equationsOf({ equations }, config) {
  const shown = (/** @type {Line} */ { when = {} }) =>
    Object.entries(when).every(([option, value]) => config[option] === value);
  return { ...equations, forward: equations.forward.filter(shown), backward: equations.backward.filter(shown) };
}
