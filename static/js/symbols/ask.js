/** The first question about a symbol fetches what answers it. */

/** Where symbols stand. */
const SYMBOLIC = ".equations-lines, #controls, .figure, .math, .remarks, .sentence, .network-canvas";

const EVENTS = ["pointerover", "focusin", "click"];

/** @param {import("./note.js").Tools & { learn: () => Promise<void> }} tools */
export function followSymbols(tools) {
  let fetching = false;
  /** A tap is a pointer's coming, then a click: the last is meant. @type {Event} */
  let last;
  /** @param {Event} event */
  async function ask(event) {
    last = event;
    if (fetching || !(event.target instanceof Element) || !event.target.closest(SYMBOLIC)) return;
    fetching = true;
    try {
      const [{ createNote }] = await Promise.all([import("./note.js"), tools.learn()]);
      for (const name of EVENTS) document.removeEventListener(name, ask);
      (await createNote(tools)).hear(last);
    } catch {
      fetching = false; // the next one tries again
    }
  }
  for (const name of EVENTS) document.addEventListener(name, ask);
}
