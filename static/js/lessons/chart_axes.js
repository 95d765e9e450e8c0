/**
 * The axes of a chart that is on the page: where a step and a magnitude lie in it, and back. Plotly says it, after every
 * drawing anew.
 */

/** @typedef {{ x: number, y: number }} Point in pixels of the plot */
/**
 * @typedef {object} Axes
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} floor of the logarithmic scale
 * @property {number} ceiling
 * @property {(step: number, log10: number) => Point} place
 * @property {(point: Point) => { step: number, log10: number }} read neither is rounded or held in its bounds
 */

/** The plot of the gradient over the steps. @param {ParentNode} [page] @returns {HTMLElement | null} */
export const gradientPlot = (page = document) => page.querySelector('.view-plot[aria-describedby="summary-gradient"]');

/**
 * @param {{ range: [number, number], _offset: number, _length: number }} xaxis as Plotly keeps it
 * @param {{ range: [number, number], _offset: number, _length: number }} yaxis
 * @returns {Axes}
 */
export function axesOf({ range: [from, to], _offset: left, _length: width }, yaxis) {
  const { range, _offset: top, _length: height } = yaxis;
  const [low, high] = range;
  return {
    left,
    top,
    width,
    height,
    floor: Math.ceil(low),
    ceiling: high,
    place: (step, log10) => ({
      x: left + ((step - from) / (to - from)) * width,
      y: top + (1 - (log10 - low) / (high - low)) * height,
    }),
    read: ({ x, y }) => ({
      step: from + ((x - left) / width) * (to - from),
      log10: low + (1 - (y - top) / height) * (high - low),
    }),
  };
}

/** Null until it is drawn. @param {HTMLElement} plot @returns {Axes | null} */
export function axesIn(plot) {
  const canvas = /** @type {any} */ (plot.querySelector(".view-canvas"));
  const { xaxis, yaxis } = canvas?._fullLayout ?? {};
  return xaxis?._length && yaxis?._length ? axesOf(xaxis, yaxis) : null;
}

/** Hear of every drawing of a plot. @param {HTMLElement} plot @param {() => void} listener @returns {() => void} */
export function onDrawn(plot, listener) {
  const canvas = /** @type {any} */ (plot.querySelector(".view-canvas"));
  canvas?.on?.("plotly_afterplot", listener);
  return () => canvas?.removeListener?.("plotly_afterplot", listener);
}
