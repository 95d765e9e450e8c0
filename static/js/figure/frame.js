/**
 * The frame of every chart: panels in a grid, each with a title at its left edge, the steps below. All measures are
 * in pixels and in em, so that the drawing (`geometry`) can be known without asking Plotly.
 */

/** @typedef {import("./types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").Box} Box */
/** @typedef {{ title: string, colour?: string | undefined, weight?: number, y: Record<string, any>, x?: Record<string, any> }} Panel */

/** @param {number} index 0, 1, 2 … → "", "2", "3" … as Plotly counts its axes */
export const nth = (index) => (index === 0 ? "" : String(index + 1));

/**
 * Ticks of the steps 1 … T: the ends and a few round numbers between, none so close to an end that they touch.
 * @param {number} steps
 * @param {number} room how many fit
 */
export function stepTicks(steps, room) {
  const stride = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250].find((s) => steps / s <= Math.max(2, room)) ?? 500;
  const ticks = [1];
  for (let step = stride; step < steps; step += stride)
    if (step - 1 >= stride * 0.6 && steps - step >= stride * 0.6) ticks.push(step);
  if (steps > 1) ticks.push(steps);
  return ticks;
}

/** A token is a reader's own text: no mark in it is one of a chart's. @param {string} token */
const plain = (token) => shortToken(token).replaceAll("<", "‹");

/** Letters of a token that an axis shows. */
const LETTERS = 12;

/** A token as it stands at an axis or under a step. @param {string} token */
export const shortToken = (token) => (token.length > LETTERS ? `${token.slice(0, LETTERS - 1)}…` : token);

/**
 * Tokens under their steps, from left to right as many as fit without touching.
 * @param {string[]} tokens
 * @param {number} step width of a step in pixels
 * @param {number} letter width of a letter
 */
export function tokenTicks(tokens, step, letter) {
  const ticks = [];
  let free = Number.NEGATIVE_INFINITY;
  for (let t = 1; t <= tokens.length; t++) {
    const half = (shortToken(tokens[t - 1]).length * letter) / 2;
    if (t * step - half < free) continue;
    ticks.push(t);
    free = t * step + half + letter;
  }
  return ticks;
}

/**
 * The horizontal axis of every chart over time: 1 … T, with `before` steps of room at its left for labels. Where the
 * steps are words or letters, they stand there in place of numbers.
 * @param {FigureContext} context
 * @param {number} steps
 * @param {number} width in pixels
 * @param {number} [before]
 */
export function stepAxis(context, steps, width, before = 0) {
  const size = context.theme.font.size;
  const tokens = context.tokens?.length === steps ? context.tokens : null;
  const ticks = tokens
    ? tokenTicks(tokens, width / (steps + before), size * 0.5)
    : stepTicks(steps, Math.min(10, Math.floor(width / (size * 4))));
  return {
    range: [0.5 - before, steps + 0.5],
    tickvals: ticks,
    ticktext: ticks.map((tick, i) => (tokens ? plain(tokens[tick - 1]) : i === 0 ? `t = ${tick}` : String(tick))),
    showgrid: false,
    zeroline: false,
    fixedrange: true,
    ticks: "",
    color: context.theme.muted,
  };
}

/**
 * What all charts have in common.
 * @param {FigureContext} context
 * @param {number} height
 * @param {{ l: number, r: number, t: number, b: number }} margin
 */
export function base({ theme, width }, height, margin) {
  return {
    width,
    height,
    margin: { ...margin, pad: 0, autoexpand: false },
    font: { family: theme.font.family, size: Math.round(theme.font.size * 0.87), color: theme.ink },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: false,
    dragmode: false,
    bargap: 0.15,
    annotations: /** @type {any[]} */ ([]),
    shapes: /** @type {any[]} */ ([]),
  };
}

/**
 * In how many columns panels stand: one, unless their place is too low for them above each other and wide enough.
 * @param {FigureContext} context
 * @param {number} count
 * @param {number} row what a panel wants, in em
 * @param {number} [least] width of a column, in em
 */
export function columnsFor({ width, height, theme }, count, row, least = 18) {
  const wanted = count * (row * 0.8 + 1.75);
  const given = (height ?? Number.POSITIVE_INFINITY) / theme.font.size - 1.9;
  const most = Math.max(1, Math.floor(width / theme.font.size / least));
  const needed = Math.min(count, most, Math.ceil(wanted / given));
  // three stand in one line rather than in two with a gap
  for (let columns = needed; columns <= Math.min(most, count); columns++) if (count % columns === 0) return columns;
  return needed;
}

/**
 * Panels one above the other (or in several columns) over the same steps.
 * @param {FigureContext} context
 * @param {Panel[]} panels
 * @param {{ steps?: number, row?: number, least?: number, left?: number, right?: number, columns?: number, before?: number,
 *   gap?: number, stacked?: boolean }} [options] `row`, `least`, `left`, `right` in em: `least` is what a row keeps where the height
 *   is given, and the place scrolls; `before` in pixels
 */
export function frame(context, panels, options = {}) {
  const { steps = 1, row = 6, least = row / 2, left = 1, right = 1, columns = 1, before = 0, stacked = true } = options;
  const em = context.theme.font.size;
  const rows = Math.max(1, Math.ceil(panels.length / columns));
  const ticked = panels.some(({ y }) => y.showticklabels && y.tickvals !== undefined);
  const title = em * (ticked ? 2.35 : 1.75); // the uppermost tick reaches above its panel
  const below = stacked ? 0 : em * 1.9;
  const margin = { l: Math.round(left * em), r: Math.round(right * em), t: 0, b: Math.round(em * 1.9) };
  const weights = Array.from({ length: rows }, (_, line) =>
    Math.max(...panels.slice(line * columns, (line + 1) * columns).map(({ weight = 1 }) => weight)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const around = rows * (title + below) - below + margin.b;
  const height = Math.round(Math.max(context.height ?? total * row * em + around, total * least * em + around));
  const gap = (options.gap ?? 3.5) * em;
  const inner = Math.max(40, context.width - margin.l - margin.r);
  const innerHeight = Math.max(40, height - margin.b);
  const width = (inner - gap * (columns - 1)) / columns;
  const unit = (innerHeight + below - rows * (title + below)) / total;
  const tops = weights.map((_, line) =>
    weights.slice(0, line).reduce((sum, weight) => sum + weight * unit + title + below, title),
  );
  /** @type {Record<string, any>} */
  const layout = base(context, height, margin);
  panels.forEach((panel, i) => {
    const column = i % columns;
    const line = Math.floor(i / columns);
    const x0 = (column * (width + gap)) / inner;
    const top = tops[line];
    const tall = weights[line] * unit;
    const last = i + columns >= panels.length;
    const axis = stepAxis(context, steps, width, before ? (before / (width - before)) * steps : 0);
    layout[`xaxis${nth(i)}`] = {
      ...axis,
      domain: [x0, x0 + width / inner],
      anchor: `y${nth(i)}`,
      showticklabels: last || !stacked,
      ...panel.x,
    };
    layout[`yaxis${nth(i)}`] = {
      domain: [Math.max(0, 1 - (top + tall) / innerHeight), 1 - top / innerHeight],
      anchor: `x${nth(i)}`,
      fixedrange: true,
      zeroline: false,
      showgrid: false,
      showticklabels: false,
      ticks: "",
      color: context.theme.muted,
      gridcolor: context.theme.grid,
      ...panel.y,
    };
    if (context.boundary && context.tokens?.length === steps)
      layout.shapes.push({
        type: "line",
        xref: `x${nth(i)}`,
        yref: `y${nth(i)} domain`,
        x0: context.boundary + 0.5,
        x1: context.boundary + 0.5,
        y0: 0,
        y1: 1,
        line: { color: context.theme.muted, width: 1, dash: "4px,4px" },
        layer: "below",
      });
    layout.annotations.push({
      text: panel.title,
      xref: "paper",
      yref: "paper",
      x: x0,
      y: 1 - top / innerHeight,
      xanchor: "left",
      yanchor: "bottom",
      xshift: column === 0 && panel.y.showticklabels ? -margin.l : 0,
      yshift: ticked ? em * 0.65 : 3,
      showarrow: false,
      font: { color: panel.colour ?? context.theme.ink, size: em * 0.93 },
    });
  });
  return {
    layout,
    height,
    cursor: panels.map((_, i) => `x${nth(i)}`),
    plot: { width, height: (weights.at(-1) ?? 1) * unit },
  };
}

/**
 * Where each panel lies, from the layout alone.
 * @param {Record<string, any>} layout
 * @returns {Box[]}
 */
export function geometry(layout) {
  const { l, r, t, b } = layout.margin;
  const width = layout.width - l - r;
  const height = layout.height - t - b;
  return Object.keys(layout)
    .filter((key) => key.startsWith("yaxis") && layout[key].anchor !== undefined)
    .map((key) => {
      const y = layout[key];
      const x = layout[`xaxis${y.anchor.slice(1)}`];
      return {
        x: y.anchor,
        y: `y${key.slice(5)}`,
        left: l + x.domain[0] * width,
        width: (x.domain[1] - x.domain[0]) * width,
        top: t + (1 - y.domain[1]) * height,
        height: (y.domain[1] - y.domain[0]) * height,
        xRange: x.range,
        yRange: y.range,
      };
    });
}
