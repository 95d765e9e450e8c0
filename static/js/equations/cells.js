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

/** Whether the options of the cell under which something exists are the chosen ones. @param {{ when?: Record<string, string> | null }} entry @param {Record<string, any>} config */
export const exists = ({ when }, config) =>
  Object.entries(when ?? {}).every(([option, value]) => config[option] === value);

/**
 * A formula as it reads in a layer of a deep network: what comes in is the state of the layer below, and below the
 * highest layer what comes down from the one above stands in the place of the loss.
 * @param {string} formula
 * @param {{ layer?: number, depth?: number }} run
 */
export function inLayer(formula, { layer = 1, depth = 1 }) {
  const input = layer > 1 ? formula.replaceAll(/\bx_t\b/g, `h_t^{(${layer - 1})}`) : formula;
  return layer < depth ? input.replace("∂L_t/∂h_t", `[h_t^{(${layer + 1})} → h_t^{(${layer})}]`) : input;
}

/**
 * The lines of a cell under the options that are chosen.
 * @param {{ equations: Equations }} cell of the catalogue
 * @param {Record<string, any>} config
 * @param {{ layer?: number, depth?: number }} [run] whose lines they are
 * @returns {Equations}
 */
export function equationsOf({ equations }, config, run = {}) {
  const lines = (/** @type {Line[]} */ all) =>
    all
      .filter((line) => exists(line, config))
      .map((line) => (line.formula ? { ...line, formula: inLayer(line.formula, run) } : line));
  return { ...equations, forward: lines(equations.forward), backward: lines(equations.backward) };
}
