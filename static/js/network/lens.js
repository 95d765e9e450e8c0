/**
 * Where the steps of the unrolled network stand. Few steps get the same room each; of many, those around the cursor
 * are drawn large and the rest share what is left, so that T = 500 still fits into one row. The lens travels evenly
 * with the cursor, so the step under a resting pointer stays under it.
 *
 *     const lens = createLens({ left: 60, width: 900, steps: 100, cell: 56, focus: 7 })
 *     lens.edges(37)   // 101 positions: step t lies between edges[t - 1] and edges[t]
 *     lens.stepAt(480) // the step that the cursor has when the pointer rests at 480
 */

/** Room that a step needs to be drawn as a labelled box, in pixels. */
export const ROOMY = 34;

/** No step is wider than this, however few there are. */
export const WIDEST = 150;

/**
 * ∫₀^d of the bump: 1 within ±flat, falling to 0 at ±end.
 * @param {number} d
 * @param {number} flat
 * @param {number} end
 */
function area(d, flat, end) {
  const size = Math.abs(d);
  const fall = end - flat;
  let sum = Math.min(size, flat);
  if (size > flat) {
    const rest = Math.max(0, end - size) / fall;
    sum += (fall / 2) * (1 - rest * rest);
  }
  return d < 0 ? -sum : sum;
}

/**
 * @param {object} room
 * @param {number} room.left
 * @param {number} room.width
 * @param {number} room.steps
 * @param {number} room.cell width of a step under the lens
 * @param {number} room.focus how many of them
 */
export function createLens({ left, width: room, steps, cell, focus }) {
  const width = Math.min(room, steps * WIDEST);
  const flat = Math.min(focus, steps - 3) / 2;
  const end = flat + 1;
  const magnifies = width / steps < ROOMY && flat >= 0.5;

  /** @param {number} t the cursor, not necessarily whole */
  function edges(t) {
    const out = new Float64Array(steps + 1);
    if (!magnifies) {
      for (let u = 0; u <= steps; u++) out[u] = left + (width * u) / steps;
      return out;
    }
    const centre = Math.min(steps - flat, Math.max(flat, t - 0.5));
    const before = area(-centre, flat, end);
    const total = area(steps - centre, flat, end) - before;
    const large = Math.min(cell, (0.62 * width) / total);
    const small = (width - large * total) / (steps - total);
    for (let u = 0; u <= steps; u++)
      out[u] = left + small * u + (large - small) * (area(u - centre, flat, end) - before);
    return out;
  }

  /** @param {number} t */
  const middle = (t) => {
    const at = edges(t);
    return (at[t - 1] + at[t]) / 2;
  };

  return {
    magnifies,
    edges,
    /** @param {number} x */
    stepAt(x) {
      let low = 1;
      let high = steps;
      while (low < high) {
        const half = Math.floor((low + high) / 2);
        if ((middle(half) + middle(half + 1)) / 2 < x) low = half + 1;
        else high = half;
      }
      return low;
    },
  };
}
