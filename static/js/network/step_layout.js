/** Where a step lies, and from which width on it is drawn how. */

/** @typedef {import("./paint.js").Painting} Painting */

/** Width from which a step is a box of its own, and from which it is labelled. */
export const BOX = 12;
export const LABEL = 30;

/** @param {Painting} painting @param {number} t */
export const middleOf = ({ edges }, t) => (edges[t - 1] + edges[t]) / 2;
/** @param {Painting} painting @param {number} t */
export const widthOf = ({ edges }, t) => edges[t] - edges[t - 1];
/** Room between a box and the next one. @param {number} width */
export const gapOf = (width) => Math.max(0, Math.min(18, (width - BOX) * 0.36));

/** @param {Painting} painting @param {number} size in em @param {string} [weight] */
export const font = ({ theme }, size, weight = "400") =>
  `${weight} ${(theme.font.size * size).toFixed(1)}px ${theme.font.family}`;
