/**
 * What the page knows of a run: `createRecord(started)`, then `extend(record, frame)` for every frame. Both are pure to
 * the eye: a new record each time, the old one as it was. The curves are long and grow at their end, so a record that
 * only goes on shares them with the one before it; its `iteration` says how much of them is its own.
 */

import { unpack, values } from "../state/decode.js";

/** @typedef {import("./types.js").Started} Started */
/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */
/** @typedef {import("./types.js").Curve} Curve */
/** @typedef {import("./types.js").Evaluation} Evaluation */
/** @typedef {import("../state/decode.js").Typed} Typed */

/** @typedef {"loss" | "norm" | "status" | "factor"} Column */
/** The columns of a curve, and what stands where the page was not told (it came in the middle of a run). */
const COLUMNS = /** @type {[Column, number][]} */ ([
  ["loss", Number.NaN],
  ["norm", Number.NaN],
  ["status", 0],
  ["factor", Number.NaN],
]);

/** A change as an object, also where a configuration has it as [iteration, field, value]. @param {any} change */
const mark = (change) =>
  Array.isArray(change) ? { iteration: change[0], field: change[1], value: String(change[2]) } : change;

/** @returns {Evaluation} */
const noEvaluation = () => ({ measure: [], accuracy: null, figure: null, gates: null, radius: {} });

/**
 * The record of a run of which nothing but its beginning is known.
 * @param {Started} started
 * @returns {TrainingRecord}
 */
export function createRecord(started) {
  const each = (/** @type {() => any} */ make) => started.models.map(make);
  return {
    started,
    steps: started.config.steps,
    models: started.models,
    iteration: started.iteration,
    state: "running",
    perSecond: 0,
    changes: (started.config.changes ?? []).map(mark),
    curves: each(() => ({ loss: [], norm: [], status: [], factor: [] })),
    ends: each(() => null),
    bytes: each(() => 0),
    rows: { iterations: [], stride: 1, models: each(() => []) },
    evaluations: { iterations: [], models: each(noEvaluation) },
    predictions: each(() => null),
    snapshots: [],
    ghosts: [],
  };
}

/** How many iterations of its curves are a record's own. @param {TrainingRecord} record */
const known = ({ iteration, curves }) => Math.min(iteration, curves[0]?.loss.length ?? 0);

/**
 * A curve with what is new. In place where that only adds to its end; a copy where something is forgotten.
 * @param {Curve} curve
 * @param {Frame["curves"][number] | undefined} fresh
 * @param {number} keep entries that stay
 * @param {number} from entries before the new ones
 * @returns {Curve}
 */
function grown(curve, fresh, keep, from) {
  const next = keep < curve.loss.length ? cut(curve, keep) : curve;
  for (const [column, unknown] of COLUMNS) {
    const list = next[column];
    const added = fresh ? values(fresh[column]) : [];
    if (added.length) while (list.length < from) list.push(unknown);
    for (const value of added) list.push(value);
  }
  return next;
}

/** @param {Curve} curve @param {number} keep @returns {Curve} */
const cut = ({ loss, norm, status, factor }, keep) => ({
  loss: loss.slice(0, keep),
  norm: norm.slice(0, keep),
  status: status.slice(0, keep),
  factor: factor.slice(0, keep),
});

/** The rows of a (n, m) array, or of one of another shape with n in front. @param {any} array @returns {Typed[]} */
function split(array) {
  const { data, shape } = unpack(array);
  const count = shape[0];
  const size = count ? data.length / count : 0;
  return Array.from({ length: count }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

/** The indices of a list that hold `test`. @template Item @param {Item[]} list @param {(item: Item) => boolean} test */
const where = (list, test) => list.flatMap((item, i) => (test(item) ? [i] : []));

/**
 * @param {TrainingRecord["rows"]} rows
 * @param {Frame["rows"]} fresh
 * @param {number} until iterations that stay
 * @returns {TrainingRecord["rows"]}
 */
function moreRows(rows, fresh, until) {
  const stride = fresh.stride || rows.stride;
  const held = (/** @type {number} */ iteration) => iteration % stride === 0;
  const old = where(rows.iterations, (iteration) => iteration <= until && held(iteration));
  const last = old.length ? rows.iterations[old[old.length - 1]] : 0;
  const added = where(fresh.iterations, (iteration) => iteration > last && held(iteration));
  if (old.length === rows.iterations.length && !added.length && stride === rows.stride) return rows;
  return {
    stride,
    iterations: [...old.map((i) => rows.iterations[i]), ...added.map((i) => fresh.iterations[i])],
    models: rows.models.map((model, m) => {
      const before = old.map((i) => model[i]);
      if (!added.length) return before;
      const log10 = split(fresh.models[m].log10);
      const status = split(fresh.models[m].status);
      return [...before, ...added.map((i) => ({ log10: log10[i], status: status[i] }))];
    }),
  };
}

/**
 * @param {TrainingRecord["evaluations"]} evaluations
 * @param {Frame["looks"]} fresh
 * @param {number} until
 * @returns {TrainingRecord["evaluations"]}
 */
function moreEvaluations(evaluations, fresh, until) {
  const past = where(evaluations.iterations, (iteration) => iteration <= until);
  const last = past.length ? evaluations.iterations[past[past.length - 1]] : 0;
  const later = where(fresh.iterations, (iteration) => iteration > last);
  const newest = later.length ? fresh.iterations[later[later.length - 1]] : last;
  const held = (/** @type {number} */ iteration) => iteration % (fresh.stride || 1) === 0 || iteration === newest;
  const old = past.filter((i) => held(evaluations.iterations[i]));
  const added = later.filter((i) => held(fresh.iterations[i]));
  if (old.length === evaluations.iterations.length && !added.length) return evaluations;
  /** @param {number[] | null | undefined} before @param {any} array */
  const joined = (before, array) => {
    const numbers = added.length ? values(array) : [];
    return [...old.map((i) => before?.[i] ?? Number.NaN), ...added.map((i) => numbers[i])];
  };
  return {
    iterations: [...old.map((i) => evaluations.iterations[i]), ...added.map((i) => fresh.iterations[i])],
    models: evaluations.models.map((evaluation, m) => {
      const more = fresh.models[m] ?? {};
      const gates = added.length && more.gates ? split(more.gates) : null;
      const blocks = new Set([...Object.keys(evaluation.radius), ...Object.keys(more.radius ?? {})]);
      const list = (/** @type {any} */ array) => array ?? new Array(fresh.iterations.length).fill(Number.NaN);
      const none = new Float32Array(gates?.[0]?.length ?? evaluation.gates?.[0]?.length ?? 0).fill(Number.NaN);
      return {
        measure: joined(evaluation.measure, list(more.measure)),
        accuracy: evaluation.accuracy || more.accuracy ? joined(evaluation.accuracy, list(more.accuracy)) : null,
        figure: evaluation.figure || more.figure ? joined(evaluation.figure, list(more.figure)) : null,
        gates:
          evaluation.gates || gates
            ? [...old.map((i) => evaluation.gates?.[i] ?? none), ...added.map((i) => gates?.[i] ?? none)]
            : null,
        radius: Object.fromEntries(
          [...blocks].map((name) => [name, joined(evaluation.radius[name], list(more.radius?.[name]))]),
        ),
      };
    }),
  };
}

/**
 * The record after a frame. Where the frame's curves begin before their end, the run went back: what lay beyond is
 * forgotten, rows, evaluations and predictions too.
 * @param {TrainingRecord} record
 * @param {Frame} frame
 * @returns {TrainingRecord}
 */
export function extend(record, frame) {
  const before = frame.first - 1;
  const keep = Math.min(known(record), before);
  const back = before < record.iteration;
  return {
    ...record,
    iteration: frame.iteration,
    state: frame.state,
    perSecond: frame.per_second,
    changes: frame.changes,
    curves: record.curves.map((curve, m) => grown(curve, frame.curves[m], keep, before)),
    ends: frame.ends,
    bytes: frame.bytes,
    rows: moreRows(record.rows, frame.rows, back ? before : record.iteration),
    evaluations: moreEvaluations(record.evaluations, frame.looks, back ? before : record.iteration),
    predictions: record.predictions.map((old, m) => frame.predictions[m] ?? (back ? null : old)),
    snapshots: frame.snapshots,
  };
}

/**
 * A record to go on from as a branch: the same curves (copies, which the branch cuts where it begins), and the old
 * record beside them, to be drawn thin.
 * @param {TrainingRecord} record
 * @param {string} label
 * @param {Started} [started] the branch's own, where it is known already
 * @returns {TrainingRecord}
 */
export function branchOf(record, label, started = record.started) {
  const keep = known(record);
  return {
    ...record,
    started,
    curves: record.curves.map((curve) => cut(curve, keep)),
    ghosts: [...record.ghosts, { label, record: { ...record, ghosts: [] } }],
  };
}

/** The number nearest to another one. @param {number[]} numbers @param {number} to */
export const nearest = (numbers, to) =>
  numbers.reduce((best, number) => (Math.abs(number - to) < Math.abs(best - to) ? number : best), numbers[0] ?? to);

/** The first model that ended, and how; null while all go on. @param {TrainingRecord | null | undefined} record */
export function firstEnd(record) {
  const ends = (record?.ends ?? []).flatMap((end, model) => (end ? [{ ...end, model }] : []));
  return ends.length ? ends.reduce((a, b) => (b.iteration < a.iteration ? b : a)) : null;
}
