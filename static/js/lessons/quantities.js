/**
 * The numbers that a lesson speaks of and asks for, by name: how each is read from a trace, and how it is said. Nothing is
 * computed here that is not a ratio or a sum of what the trace holds.
 */

import { numbersIn } from "../base/numbers.js";
import { rateText } from "../figure/sentence.js";
import { halfAfter, sharesFrom } from "../figure/shares.js";
import { nameOf } from "../figure/words.js";
import { NAN, norms, OK, OVERFLOW, values, ZERO } from "../state/decode.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Catalogue} Catalogue */
/** @typedef {import("../base/i18n.js").I18n} I18n */
/** @typedef {"share" | "number" | "angle" | "bytes" | "steps" | "rate" | "ratio" | "curve"} Kind */
/** @typedef {{ log10: number | null, status: "ok" | "zero" | "overflow" | "nan" }} Point */
/** `none`: the picture has no such number. @typedef {{ value: number | null, log10: number | null, status: Point["status"] | "none", kind: Kind, series?: (Point & { value: null })[] }} Reading */
/**
 * @typedef {object} Quantity
 * @property {Kind} kind
 * @property {boolean} perCell
 * @property {string[]} fields the parts of the trace that it needs
 * @property {boolean} [atStep] whether it takes a step or a count after an @
 * @property {(given: { trace: Trace, run: Run, at: number | null, catalogue?: Catalogue }) => Point | number | Point[] | null} read
 */

const STATUS = /** @type {const} */ ({ [OK]: "ok", [ZERO]: "zero", [OVERFLOW]: "overflow", [NAN]: "nan" });

/** @param {import("../state/decode.js").Norms} series @param {number} i @returns {Point | null} */
function pointOf({ log10, status }, i) {
  if (i < 0 || i >= log10.length) return null;
  const name = STATUS[/** @type {keyof typeof STATUS} */ (status[i])] ?? "overflow";
  return { log10: name === "ok" ? log10[i] : null, status: name };
}

/** One norm over another; where one is no ordinary number, the ratio is what it is. @param {Point | null} a @param {Point | null} b @returns {Point | null} */
function ratio(a, b) {
  if (!a || !b) return null;
  if (a.status !== "ok" || b.status !== "ok") return a.status === "ok" ? { log10: null, status: "nan" } : a;
  return { log10: Number(a.log10) - Number(b.log10), status: "ok" };
}

/** A norm as a trace says one. @param {any} norm @returns {Point} */
const single = ({ log10, status }) => ({ log10: status === "ok" ? log10 : null, status });

/** What of a series' last norm arrives at its first. @param {any} series */
function arriving(series) {
  const decoded = norms(series);
  return ratio(pointOf(decoded, 0), pointOf(decoded, decoded.log10.length - 1));
}

/** @param {any} array */
const sizeOf = (array) => values(array).length;

/** The time of a pass with checkpoints in times of a full one, measured nearest to this length. @param {Trace} trace @param {Run} run @param {Catalogue} [catalogue] */
function timeRatio(trace, run, catalogue) {
  const ratios = (catalogue?.passes?.ratios ?? []).filter(
    ({ cell, loss_at }) => cell === run.cell && loss_at === trace.config.loss_at,
  );
  const away = (/** @type {{ steps: number }} */ { steps }) => Math.abs(Math.log(steps / trace.config.steps));
  return ratios.sort((a, b) => away(a) - away(b))[0]?.checkpointed ?? null;
}

/** @type {Record<string, Quantity>} */
export const QUANTITIES = {
  // how much of the last loss's gradient at the last step arrives at the first
  kept: {
    kind: "share",
    perCell: true,
    fields: ["norms"],
    read: ({ run }) => arriving(run.norms.d_h_last ?? run.norms.d_state.h),
  },
  // the same along the state that the carry gate multiplies, and nothing else
  carry: {
    kind: "share",
    perCell: true,
    fields: ["norms"],
    read: ({ run }) => (run.norms.carry ? arriving(run.norms.carry) : null),
  },
  // ‖∂L/∂h_t‖
  norm: {
    kind: "number",
    perCell: true,
    atStep: true,
    fields: ["norms"],
    read: ({ run, at }) => pointOf(norms(run.norms.d_state.h), (at ?? 1) - 1),
  },
  gradient: {
    kind: "curve",
    perCell: true,
    fields: ["norms"],
    read({ run }) {
      const series = norms(run.norms.d_state.h);
      return Array.from(series.log10, (_, i) => /** @type {Point} */ (pointOf(series, i)));
    },
  },
  loss: { kind: "number", perCell: true, fields: [], read: ({ run }) => /** @type {number} */ (run.loss) },
  // of ∂L/∂W_hh: its norm, the share of its last and first n terms, and how many of the last terms make up half of it
  weight: {
    kind: "number",
    perCell: true,
    fields: ["contributions"],
    read: ({ run }) => pointOf(norms(run.contributions.W_hh.running), 0),
  },
  from_last: {
    kind: "share",
    perCell: true,
    atStep: true,
    fields: ["contributions"],
    read: ({ run, at }) => sharesFrom(values(run.contributions.W_hh.share).slice(-(at ?? 1)))[0],
  },
  from_first: {
    kind: "share",
    perCell: true,
    atStep: true,
    fields: ["contributions"],
    read: ({ run, at }) => sharesFrom(values(run.contributions.W_hh.share).slice(0, at ?? 1))[0],
  },
  half: {
    kind: "steps",
    perCell: true,
    fields: ["contributions"],
    read: ({ run }) => halfAfter(values(run.contributions.W_hh.share)),
  },
  // clipping: the norm of the gradient before and after it, what it was multiplied by, by how much it turned
  before_clipping: {
    kind: "number",
    perCell: true,
    fields: ["clipping"],
    read: ({ run }) => single(run.clipping.before),
  },
  after_clipping: {
    kind: "number",
    perCell: true,
    fields: ["clipping"],
    read: ({ run }) => single(run.clipping.after),
  },
  factor: { kind: "number", perCell: true, fields: ["clipping"], read: ({ run }) => run.clipping.factor },
  angle: { kind: "angle", perCell: true, fields: ["clipping"], read: ({ run }) => run.clipping.angle },
  // truncation: what of the full ∂L/∂W_hh its sum keeps, and by how much it turns
  truncated_share: {
    kind: "share",
    perCell: true,
    fields: ["truncation"],
    read: ({ run }) => run.truncation.params.W_hh?.share,
  },
  truncated_angle: {
    kind: "angle",
    perCell: true,
    fields: ["truncation"],
    read: ({ run }) => run.truncation.params.W_hh?.angle,
  },
  // memory: what the tape keeps, with checkpoints, in windows, and what checkpoints cost in time
  bytes: { kind: "bytes", perCell: true, fields: ["memory"], read: ({ run }) => run.memory.total },
  checkpointed: { kind: "bytes", perCell: true, fields: ["memory"], read: ({ run }) => run.memory.checkpointed },
  windowed: { kind: "bytes", perCell: true, fields: ["memory"], read: ({ run }) => run.memory.truncated },
  time: {
    kind: "ratio",
    perCell: true,
    fields: [],
    read: ({ trace, run, catalogue }) => timeRatio(trace, run, catalogue),
  },
  // Jacobians: the spectral radius and largest singular value of W_hh, one step's largest stretch, the product of all
  radius: { kind: "number", perCell: true, fields: ["jacobians"], read: ({ run }) => run.jacobians.recurrent.h?.rho },
  stretch: {
    kind: "number",
    perCell: true,
    atStep: true,
    fields: ["jacobians"],
    read: ({ run, at }) => values(run.jacobians.sigma)[(at ?? 2) - 1] ?? null,
  },
  product: {
    kind: "number",
    perCell: true,
    fields: ["jacobians"],
    read: ({ run }) => pointOf(norms(run.jacobians.product), 0),
  },
  // the pace of vanishing or exploding: "÷ 10 every 10 steps"
  rate: { kind: "rate", perCell: true, fields: [], read: ({ run }) => /** @type {number} */ (run.verdict.rate) },
  weights: {
    kind: "steps",
    perCell: true,
    fields: ["params"],
    read: ({ run }) => Object.values(run.params).reduce((sum, array) => sum + sizeOf(array), 0),
  },
  steps: { kind: "steps", perCell: false, fields: [], read: ({ trace }) => trace.config.steps },
};

/** `kept:rnn@50` in its parts. @param {string} spec */
function parts(spec) {
  const [, name, cell, at] = /^([a-z_]+)(?::([a-z_0-9]+))?(?:@(\d+))?$/.exec(spec) ?? [];
  return {
    quantity: Object.hasOwn(QUANTITIES, name ?? "") ? QUANTITIES[name] : null,
    cell,
    at: at ? Number(at) : null,
  };
}

/** @param {string} spec @returns {Kind} */
export const kindOf = (spec) => parts(spec).quantity?.kind ?? "number";

/** @param {number} value @returns {Point & { value: number | null }} */
function plainPoint(value) {
  if (value === 0) return { value, log10: null, status: "zero" };
  if (!Number.isFinite(value)) return { value: null, log10: null, status: Number.isNaN(value) ? "nan" : "overflow" };
  return { value, log10: Math.log10(Math.abs(value)), status: "ok" };
}

/**
 * A quantity of a trace; null where the trace has none.
 * @param {string} spec
 * @param {Trace | null | undefined} trace
 * @param {Catalogue} [catalogue]
 * @returns {Reading | null}
 */
export function measure(spec, trace, catalogue) {
  const { quantity, cell, at } = parts(spec);
  // of several layers: all together where the trace has them so, else the lowest
  const runs = (trace?.runs ?? []).filter((run) => !cell || nameOf(run) === cell || run.cell === cell);
  const run = runs.find(({ layer }) => layer === 0) ?? runs[0];
  if (!trace || !quantity || !run || quantity.fields.some((field) => /** @type {any} */ (run)[field] === undefined))
    return null;
  const read = quantity.read({ trace, run, at, ...(catalogue && { catalogue }) });
  if (read === null || read === undefined) return null;
  if (Array.isArray(read)) {
    const series = read.map((point) => ({ ...point, value: null }));
    return { value: null, log10: null, status: "ok", kind: quantity.kind, series };
  }
  if (typeof read === "number") return { ...plainPoint(read), kind: quantity.kind };
  return { value: null, ...read, kind: quantity.kind };
}

/**
 * What was true of a question: its quantity, or that the picture has none such; null until the picture has what it is
 * read from.
 * @param {string} spec
 * @param {Trace} trace
 * @param {Catalogue} [catalogue]
 * @returns {Reading | null}
 */
export function truthOf(spec, trace, catalogue) {
  const { quantity } = parts(spec);
  const isThere = trace.runs.some((run) =>
    (quantity?.fields ?? []).every((field) => /** @type {any} */ (run)[field] !== undefined),
  );
  const none = { value: null, log10: null, status: /** @type {const} */ ("none"), kind: kindOf(spec) };
  return measure(spec, trace, catalogue) ?? (isThere ? none : null);
}

/**
 * A reading in words.
 * @param {Reading} reading
 * @param {I18n} t
 */
export function say({ value, log10, status, kind }, t) {
  const numbers = numbersIn(t.lang);
  if (status === "none") return t("guess.no_number");
  if (kind === "steps" && value !== null) return t.number(value);
  if (kind === "angle" && value !== null) return `${numbers.fixed(value, value < 10 ? 1 : 0)}°`;
  if (kind === "ratio" && value !== null) return numbers.fixed(value, 2);
  if (kind === "bytes" && value !== null) return numbers.bytes(value);
  if (kind === "rate" && value !== null) return rateText(value, t) || t("lesson.no_rate");
  if (status === "zero") return kind === "share" ? numbers.percent(0) : "0";
  if (status !== "ok") return status === "overflow" ? "∞" : "NaN";
  const size = log10 ?? Math.log10(Math.abs(Number(value)));
  const sign = value !== null && value < 0 ? "−" : "";
  // up to a factor of 1.05 a share is said in per cent: more would puzzle
  if (kind === "share" && size >= -3 && size < 0.0212) return sign + numbers.percent(10 ** size);
  return sign + (kind === "share" && size >= 0.0212 ? `×${numbers.norm(size)}` : numbers.norm(size));
}

/** A place for a number in a text: `{kept:rnn}`, or `{before.kept:rnn}` at the picture at which the stop asked. */
const PLACE = /\{(before\.)?([a-z_]+(?::[a-z_0-9]+)?(?:@\d+)?)\}/g;

/** The quantities that a text names. @param {string} text */
export const placesIn = (text) =>
  [...text.matchAll(PLACE)]
    .map(([, before, spec]) => ({ spec, before: Boolean(before) }))
    .filter(({ spec }) => parts(spec).quantity); // W_{hh} is a subscript

/** The texts of a stop that have numbers, in every language. @param {import("./lesson.js").Stop} stop */
const textsOf = ({ text, reveal, takeaway }) =>
  [text, reveal?.text, takeaway].flatMap((words) => Object.values(words ?? {}));

/**
 * The parts of the trace that a stop's numbers need.
 * @param {import("./lesson.js").Stop} stop
 */
export function fieldsOf(stop) {
  const specs = textsOf(stop)
    .flatMap(placesIn)
    .map(({ spec }) => spec);
  if (stop.predict?.of) specs.push(stop.predict.of);
  return [...new Set(specs.flatMap((spec) => parts(spec).quantity?.fields ?? []))];
}

/**
 * What the texts of a stop will say of the picture that asks, by the name of each.
 * @param {import("./lesson.js").Stop} stop
 * @param {Trace | null} trace
 * @param {Catalogue} [catalogue]
 * @returns {Record<string, Reading>}
 */
export function readingsBefore(stop, trace, catalogue) {
  const specs = textsOf(stop)
    .flatMap(placesIn)
    .filter(({ before }) => before);
  const read = specs.map(({ spec }) => /** @type {const} */ ([spec, measure(spec, trace, catalogue)]));
  return Object.fromEntries(read.flatMap(([spec, reading]) => (reading ? [[spec, reading]] : [])));
}

/**
 * A text with its numbers; … where there is none.
 * @param {string} text
 * @param {{ now: Trace | null, before?: Readonly<Record<string, Reading>>, catalogue?: Catalogue }} given
 * @param {I18n} t
 */
export function fill(text, { now, before = {}, catalogue }, t) {
  return text.replace(PLACE, (place, asked, spec) => {
    if (!parts(spec).quantity) return place;
    const reading = asked ? before[spec] : measure(spec, now, catalogue);
    return reading ? say(reading, t) : "…";
  });
}
