/** Words that several charts share. */

/** @typedef {import("./types.js").FigureContext} FigureContext */
/** @typedef {import("../base/types.js").Run} Run */
/** @typedef {import("../base/types.js").Trace} Trace */

/**
 * What tells one run of a trace from the others: its model's name, or its cell where each has a cell of its own.
 * Colours go by it; equations, gates and the catalogue go by the cell.
 * @param {Pick<Run, "cell" | "name">} run
 */
export const nameOf = ({ cell, name }) => name ?? cell;

/**
 * The name of a cell or a model as it stands at a panel or a line: `lstm` → LSTM, `lstm.2` → LSTM 2. Where layers read
 * in two directions: `lstm.2←` → ← LSTM, and in the second pair of them `lstm.4←2` → ← LSTM 2.
 * @param {Pick<FigureContext, "t">} context
 * @param {string} name
 */
export function cellName({ t }, name) {
  const [cell, number = ""] = name.split(".");
  const [, way, layer] = /^\d+([→←])(\d*)$/.exec(number) ?? [];
  return [way, t(`cell.${cell}`), way ? layer : number].filter(Boolean).join(" ");
}

/**
 * The name where there is little room: at the end of a line, beside a row.
 * @param {Pick<FigureContext, "t">} context
 * @param {string} name
 */
export function shortName({ t }, name) {
  const [cell] = name.split(".");
  const short = `cell.${cell}.short`;
  return t.has(short) ? cellName({ t }, name).replace(t(`cell.${cell}`), t(short)) : cellName({ t }, name);
}

/** A layer in words: its number, or all of them together. @param {Pick<FigureContext, "t">} context @param {number} layer */
export const layerText = ({ t }, layer) => (layer ? t("layer.one", { layer }) : t("layer.all"));

/**
 * The name of a shown run: its cell or model, and of a deep network which layer it is.
 * @param {Pick<FigureContext, "t">} context
 * @param {Run} run
 * @param {boolean} [isShort]
 */
export function runName(context, run, isShort = false) {
  const name = (isShort ? shortName : cellName)(context, nameOf(run));
  return (run.depth ?? 1) > 1 ? `${name}, ${layerText(context, run.layer ?? 1)}` : name;
}

/** Gates whose value is held constant, by the configuration. @param {Trace} trace @param {string} gate */
export const clampOf = (trace, gate) => /** @type {number | undefined} */ (trace.config.clamp?.[gate]);

/** Sentences that a reader hears one after the other. @param {string[]} parts */
export const sentences = (parts) => parts.filter(Boolean).join(" ");

/** Whether a chart is as narrow as on a phone. @param {{ width: number }} context */
export const isNarrow = ({ width }) => width <= 480;

/** A panel's title: the run's name in bold, then what is shown. @param {FigureContext} context @param {Run} run @param {string} [what] */
export const panelTitle = (context, run, what = "") =>
  `<b>${runName(context, run, isNarrow(context))}</b>  ${what}`.trimEnd();

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

/** Whether a symbol of a task is one to remember or to act on, not one of the stream around it. @param {string} channel */
export const isMarked = (channel) => /^[A-Z]|^go$/.test(channel);

/**
 * A symbol in one sign: its letter, or what stands for a word.
 * @param {import("../base/i18n.js").I18n} t
 * @param {string} channel
 */
export function signOf(t, channel) {
  const key = `figure.sign_${channel}`;
  return t.has(key) ? t(key) : channel;
}
