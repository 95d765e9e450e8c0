/**
 * The one place where colours and type are decided. The stylesheet `tokens.css` is
 * written from here (a test holds them equal), and the charts read `themeOf()`, so that a line in a
 * chart, a cell in the drawing and a word in the sentence can not differ in colour.
 *
 * Cells use a set that stays apart under protan, deutan and tritan vision; each colour reaches 4.5:1
 * on its own surface. Interaction is violet and used for nothing else; the data has the other hues. `hues` tell apart
 * what is no cell: kinds of names, forecasts, notes.
 */

/** @typedef {import("../base/types.js").Theme} Theme */
/** @typedef {Omit<Theme, "mode" | "size" | "font" | "dashes">} Palette */

const FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace';
const MATH = '"STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math';

/** Base size in CSS pixels: the same scale of type, larger for the back of the room. */
const SIZES = { normal: 15, projector: 19 };

/** @type {Record<string, Palette>} */
const PALETTES = {
  light: {
    ink: "#1a1c1f",
    muted: "#555a61",
    faint: "#8b9097",
    grid: "#e6e5e0",
    line: "#d5d4ce",
    surface: "#ffffff",
    background: "#f6f6f3",
    accent: "#6d3fc4",
    warn: "#8a5a00",
    error: "#b42318",
    cells: { rnn: "#c8440a", lstm: "#0f4cb8", gru: "#0a8060", peephole: "#7d0d63" },
    hues: ["#0b6f8c", "#b0307a", "#8a6400"],
    diverging: [
      [0, "#12408a"],
      [0.2, "#3f7fc4"],
      [0.4, "#b5d0ea"],
      [0.5, "#f5f4f0"],
      [0.6, "#f3c3ae"],
      [0.8, "#d1603f"],
      [1, "#861f16"],
    ],
    sequential: [
      [0, "#f7f5fa"],
      [0.2, "#ddd3ec"],
      [0.4, "#b7a2d8"],
      [0.6, "#8b68bd"],
      [0.8, "#5c3592"],
      [1, "#2a1150"],
    ],
  },
  dark: {
    ink: "#eceae4",
    muted: "#a7abb3",
    faint: "#6e747d",
    grid: "#2a2d33",
    line: "#373b43",
    surface: "#17191e",
    background: "#101216",
    accent: "#b79cff",
    warn: "#e5b454",
    error: "#ff8d80",
    cells: { rnn: "#ff8a4a", lstm: "#5f9dff", gru: "#4fe0b4", peephole: "#ff1fb4" },
    hues: ["#56c3de", "#f283bd", "#d9b23a"],
    diverging: [
      [0, "#a9cdfb"],
      [0.2, "#4f8fdb"],
      [0.4, "#1f3f66"],
      [0.5, "#1c1e23"],
      [0.6, "#6b2f20"],
      [0.8, "#dd6a45"],
      [1, "#ffc2ab"],
    ],
    sequential: [
      [0, "#1b1a22"],
      [0.2, "#35284f"],
      [0.4, "#573f87"],
      [0.6, "#8264bf"],
      [0.8, "#b299e6"],
      [1, "#efe7ff"],
    ],
  },
};

/** A projector washes colours out: quiet greys become firm ones, the rest stays as it is. */
/** @type {Record<string, Partial<Palette>>} */
const FIRM = {
  light: {
    ink: "#000000",
    muted: "#33373c",
    faint: "#6b7077",
    grid: "#d9d8d2",
    line: "#a9a8a2",
    background: "#ffffff",
  },
  dark: { ink: "#ffffff", muted: "#d3d6db", faint: "#9499a2", grid: "#33373e", line: "#5a606a", background: "#000000" },
};

/** Colours and dashes for cells that this file does not name, in the order in which they are asked for. */
const SPARE = { light: ["#b0307a", "#8a6400", "#5b6068"], dark: ["#f283bd", "#d9b23a", "#b9bec6"] };
const SPARE_DASHES = ["longdash", "longdashdot", "5px 2px 1px 2px"];
const DASHES = { rnn: "solid", lstm: "solid", gru: "solid", peephole: "10px,3px" };

/**
 * A table that answers for every name: known ones keep their entry, new ones get the next spare one. Of several models
 * with one cell (`lstm.1`, `lstm.2`) the first has the cell's entry, the others spare ones, such that no two of up to
 * four models are alike.
 * @param {Record<string, string>} known
 * @param {string[]} spare
 * @returns {Record<string, string>}
 */
function withFallback(known, spare) {
  /** @type {Map<string, string>} */
  const given = new Map();
  return new Proxy(known, {
    get(target, name, table) {
      if (typeof name !== "string" || Object.hasOwn(target, name)) return Reflect.get(target, name);
      const [cell, number] = name.split(".");
      const nth = Number.parseInt(number, 10);
      if (nth === 1) return table[cell];
      if (nth) return spare[(Object.keys(target).indexOf(cell) + nth) % spare.length];
      const value = given.get(name) ?? spare[given.size % spare.length];
      given.set(name, value);
      return value;
    },
  });
}

/** @type {Map<string, Theme>} */
const made = new Map();

/**
 * The theme as data. The same arguments give the same object, so a changed theme is a changed identity.
 * @param {"light" | "dark"} mode
 * @param {"normal" | "projector"} [size]
 * @returns {Theme}
 */
export function themeOf(mode, size = "normal") {
  const key = `${mode} ${size}`;
  const known = made.get(key);
  if (known) return known;
  const palette = { ...PALETTES[mode], ...(size === "projector" ? FIRM[mode] : {}) };
  const theme = {
    ...palette,
    mode,
    size,
    font: { family: FAMILY, mono: MONO, math: MATH, size: SIZES[size] },
    cells: withFallback(palette.cells, SPARE[mode]),
    dashes: withFallback(DASHES, SPARE_DASHES),
  };
  made.set(key, theme);
  return theme;
}

/**
 * What `auto` means here and now.
 * @param {string} choice `auto`, `light` or `dark`
 * @param {boolean} prefersDark
 * @returns {"light" | "dark"}
 */
export function modeOf(choice, prefersDark) {
  if (choice === "light" || choice === "dark") return choice;
  return prefersDark ? "dark" : "light";
}
