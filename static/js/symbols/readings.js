/** The number of a symbol now: of every compared run, at the step under the cursor. */

import { numberOf } from "../base/numbers.js";
import { nameOf } from "../figure/words.js";
import { norms, values } from "../state/decode.js";

/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {{ id: string, letter?: string, sub?: string }} Symbol */
/** @typedef {import("../base/numbers.js").Numbers} Numbers */
/**
 * `of`: which kind of number (`symbol.of.<of>` in the locales); `runs`: the compared runs' numbers, or one for all.
 * @typedef {{ of: string, runs: { name: string | null, text: string }[] }} Reading
 */

/** A step besides the cursor's: `t-1`, `t+1`, `T`, `1`. @param {string | undefined} sub @param {number} t @param {number} steps */
function stepOf(sub, t, steps) {
  if (sub === "T") return steps;
  if (/^\d+$/.test(sub ?? "")) return Number(sub);
  return t + (/t[-−]1/.test(sub ?? "") ? -1 : /t\+1/.test(sub ?? "") ? 1 : 0);
}

/** Names under which the trace may have a unit's numbers. @param {Symbol} symbol */
function seriesOf({ id, letter = "", sub }) {
  const name = id.startsWith("gate.") ? id.slice(5) : letter.normalize("NFC").replace("û", "u");
  if (id === "own_loss") return ["d_h_local"];
  if (id === "arrives") return ["d_h_future"];
  return sub && !/^[tT\d]/.test(sub) ? [`${name}_${sub}`] : [name, `${name}_h`, `${name}0`];
}

/** @param {Run} run @param {Symbol} symbol @param {number} step @param {Numbers} numbers */
function ofUnit(run, symbol, step, numbers) {
  const name = seriesOf(symbol).find((key) => run.unit?.series[key]);
  const value = name && values(run.unit.series[name])[step - 1];
  return typeof value === "number" ? numbers.value(value, 3) : null;
}

/** @param {any} series @param {number} step @param {Numbers} numbers @param {(status: number) => string} odd */
function ofNorm(series, step, numbers, odd) {
  if (!series) return null;
  const { log10, status } = norms(series);
  if (log10[step - 1] === undefined) return null;
  return status[step - 1] ? odd(status[step - 1]) : numbers.norm(log10[step - 1]);
}

/** A recurrent matrix has a block for each gate. @param {Run} run @param {"rho" | "sigma"} which @param {Numbers} numbers */
function ofMatrix(run, which, numbers) {
  const blocks = Object.values(run.jacobians?.recurrent ?? {}).map((block) => numberOf(block[which]));
  if (!blocks.length) return null;
  const [low, high] = [Math.min(...blocks), Math.max(...blocks)].map((value) => numbers.plain(value));
  return low === high ? low : `${low} … ${high}`;
}

/** Numbers that the configuration says. @type {Record<string, string>} */
const CONFIGURED = { T: "steps", H: "units", B: "batch", k: "truncate", threshold: "threshold", t: "t" };

/** What the trace has to have besides for a symbol. @param {string} id @returns {string[]} */
export const needs = (id) =>
  ["rho", "sigma_max", "rho_step", "sigma_step", "jacobian", "chain"].includes(id) ? ["jacobians"] : [];

/**
 * @param {Symbol} symbol
 * @param {{ trace: Trace | null, config: Record<string, any>, t: number, numbers: Numbers, odd: (status: number) => string }} now
 * @returns {Reading[]}
 */
export function readingsOf(symbol, { trace, config, t, numbers, odd }) {
  const { id } = symbol;
  const steps = trace?.config.steps ?? config.steps;
  const each = (/** @type {string} */ of, /** @type {(run: Run) => string | null} */ read) => {
    const runs = (trace?.runs ?? []).map((run) => ({ name: nameOf(run), text: read(run) ?? "" }));
    const there = runs.filter(({ text }) => text);
    return there.length ? [{ of, runs: there }] : [];
  };
  const one = (/** @type {string} */ of, /** @type {any} */ value) =>
    value === undefined || value === null ? [] : [{ of, runs: [{ name: null, text: numbers.plain(Number(value)) }] }];
  if (id === "t") return one("configured", t);
  if (Object.hasOwn(CONFIGURED, id)) return one("configured", config[CONFIGURED[id]]);
  if (id === "rho")
    return [...one("configured", config.rho), ...each("measured", (run) => ofMatrix(run, "rho", numbers))];
  if (id === "sigma_max") return each("measured", (run) => ofMatrix(run, "sigma", numbers));
  const step = stepOf(symbol.sub, t, steps);
  if (step < 1 || step > steps) return [];
  if (id === "norm_gradient" || id === "gradient")
    return each("norm", (run) => ofNorm(run.norms?.d_state?.h, step, numbers, odd));
  if (id === "rho_step")
    return each("norm", (run) => run.jacobians?.rho && numbers.value(values(run.jacobians.rho)[step - 1], 3));
  if (id === "jacobian" || id === "sigma_step")
    return each("norm", (run) => run.jacobians?.sigma && numbers.value(values(run.jacobians.sigma)[step - 1], 3));
  if (id === "chain") return each("norm", (run) => ofNorm(run.jacobians?.product, step, numbers, odd));
  if (id === "L") return each("total", (run) => numbers.value(numberOf(run.loss), 3));
  return each("unit", (run) => ofUnit(run, symbol, step, numbers));
}
