/** The first question about a symbol fetches what answers it; the page's first picture does without. */

/** Where symbols stand. */
export const SYMBOLIC =
  "math[data-source], .control .label, .gate-block, .lettering .symbolic, .math, .remark, .sentence .cell-name, .network-canvas, .equations-lines";

/**
 * @param {import("./note.js").Tools & { learn: () => Promise<void> }} tools
 */
export function followSymbols(tools) {
  const events = ["pointerover", "focusin", "click"];
  let fetching = false;
  /** A tap is a pointer's coming, then a click: the last is what was meant. @type {Event} */
  let last;
  /** @param {Event} event */
  async function ask(event) {
    last = event;
    if (fetching || !(event.target instanceof Element) || !event.target.closest(SYMBOLIC)) return;
    fetching = true;
    try {
      const [{ createNote }] = await Promise.all([import("./note.js"), tools.learn()]);
      for (const name of events) document.removeEventListener(name, ask);
      (await createNote(tools)).hear(last);
    } catch {
      fetching = false; // the next question tries again
    }
  }
  for (const name of events) document.addEventListener(name, ask);
}
