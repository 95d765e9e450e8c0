/** Where a note stands: above what it explains or below, within the window, and never over it. */

const GAP = 8;
const MARGIN = 8;

/**
 * @param {{ left: number, top: number, width: number, height: number }} box what is explained
 * @param {{ width: number, height: number }} note
 * @param {{ width: number, height: number }} window
 */
export function placeBeside(box, note, window) {
  const bottom = box.top + box.height;
  const above = box.top - GAP - note.height;
  const below = bottom + GAP;
  const fits = { above: above >= MARGIN, below: below + note.height <= window.height - MARGIN };
  const top = fits.above ? above : fits.below ? below : Math.max(MARGIN, window.height - MARGIN - note.height);
  const middle = box.left + box.width / 2 - note.width / 2;
  let left = Math.max(MARGIN, Math.min(window.width - MARGIN - note.width, middle));
  // where neither is room, it stands at a side
  if (!fits.above && !fits.below) {
    const right = box.left + box.width + GAP;
    left = right + note.width <= window.width - MARGIN ? right : Math.max(MARGIN, box.left - GAP - note.width);
  }
  return { left, top };
}

/** @param {HTMLElement} note @param {DOMRect} box */
export function beside(note, box) {
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { width: wide, height: high } = note.getBoundingClientRect();
  const { left, top } = placeBeside(box, { width: wide, height: high }, { width, height });
  note.style.left = `${left}px`;
  note.style.top = `${top}px`;
}
