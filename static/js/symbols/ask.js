/** The first question about a symbol fetches what answers it. */

const EVENTS = ["pointerover", "focusin", "click"];

/** @param {import("./note.js").Tools & { learn: () => Promise<void> }} tools */
export function followSymbols(tools) {
  let fetching = false;
  /** @type {Event} */
  let last;
  /** @param {Event} event */
  async function ask(event) {
    last = event;
    if (fetching) return;
    fetching = true;
    try {
      const [{ createNote }] = await Promise.all([import("./note.js"), tools.learn()]);
      for (const name of EVENTS) document.removeEventListener(name, ask);
      (await createNote(tools)).hear(last);
    } catch {
      fetching = false;
    }
  }
  for (const name of EVENTS) document.addEventListener(name, ask);
}
