/**
 * A hand on a slider says more than a server needs to hear: the first value goes at once, then at most one in each
 * interval, and the last value always.
 */

/** Milliseconds between two words. */
export const INTERVAL = 100;

/**
 * @param {object} wiring
 * @param {(values: Record<string, string>) => void} wiring.send
 * @param {(run: () => void, milliseconds: number) => any} [wiring.later]
 * @param {number} [wiring.interval]
 */
export function createThrottle({ send, later = (run, ms) => setTimeout(run, ms), interval = INTERVAL }) {
  /** @type {Record<string, string> | null} */
  let held = null;
  let resting = false;

  function rest() {
    resting = true;
    later(() => {
      resting = false;
      if (held) flush();
    }, interval);
  }

  function flush() {
    const values = held ?? {};
    held = null;
    rest();
    send(values);
  }

  return {
    /** @param {Record<string, string>} values */
    say(values) {
      held = { ...held, ...values };
      if (!resting) flush();
    },
    /** What was not yet said is not said any more. */
    drop() {
      held = null;
    },
  };
}
