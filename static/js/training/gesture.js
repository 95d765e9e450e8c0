/**
 * One movement of a hand is one change of a run: while a pointer is down what it says is held, and said when it is
 * released; what keys say, when they have come to rest.
 */

/** Milliseconds of rest after which keys have said what they mean. */
export const REST = 250;

/**
 * @param {object} wiring
 * @param {(values: Record<string, string>) => void} wiring.send
 * @param {() => boolean} wiring.pressed whether a pointer is down
 * @param {(run: () => void, milliseconds: number) => any} [wiring.later]
 */
export function createGesture({ send, pressed, later = (run, ms) => setTimeout(run, ms) }) {
  /** @type {Record<string, string> | null} */
  let held = null;
  let words = 0;

  function flush() {
    const values = held;
    held = null;
    if (values) send(values);
  }

  return {
    /** @param {Record<string, string>} values */
    say(values) {
      held = { ...held, ...values };
      const word = ++words;
      if (!pressed()) later(() => word === words && !pressed() && flush(), REST);
    },
    /** The pointer is up. */
    release: flush,
    /** What was not yet said is not said any more. */
    drop() {
      held = null;
    },
  };
}
