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
  /** @param {Event} event */
  async function ask(event) {
    if (fetching || !(event.target instanceof Element) || !event.target.closest(SYMBOLIC)) return;
    fetching = true;
    try {
      const [{ createNote }] = await Promise.all([import("./note.js"), tools.learn()]);
      for (const name of events) document.removeEventListener(name, ask);
      (await createNote(tools)).hear(event);
    } catch {
      fetching = false; // the next question tries again
    }
  }
  for (const name of events) document.addEventListener(name, ask);
}
