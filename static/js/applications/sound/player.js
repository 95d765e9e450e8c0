/**
 * Plays scores with Web Audio, one at a time in the whole page. The context is made at the first press of a button, as
 * browsers want it, and kept. While something sounds, `move` hears the time; where the reader asked for reduced motion
 * it hears it only where something changes (`marks`).
 */

/** @typedef {{ seconds: number, start: (output: AudioNode, at: number) => AudioScheduledSourceNode[] }} Prepared */
/** @typedef {{ prepare: (context: AudioContext) => Promise<Prepared> }} Score */

/** Seconds from the press of a button to the first sound, and in which a stopped one fades away. */
const SOON = 0.06;
const FADE = 0.03;

/** @type {AudioContext | null} */
let shared = null;
/** What sounds now. @type {{ stop: () => void } | null} */
let sounding = null;

/** Whether this browser can make sound. */
export const canPlay = () => typeof globalThis.AudioContext === "function";

/**
 * @param {{ move: (seconds: number) => void, change: (playing: boolean) => void }} on
 */
export function createPlayer({ move, change }) {
  /** @type {{ stop: () => void } | null} */
  let current = null;
  let request = 0;

  /** @param {Score} score @param {number[]} [marks] times in seconds at which something changes */
  async function play(score, marks = []) {
    sounding?.stop();
    const turn = ++request;
    shared ??= new AudioContext();
    const context = shared;
    await context.resume();
    const { seconds, start } = await score.prepare(context);
    if (turn !== request) return; // stopped, or asked again, meanwhile
    const output = new GainNode(context, { gain: 0.8 });
    output.connect(context.destination);
    const begun = context.currentTime + SOON;
    const sources = start(output, begun);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let frame = 0;
    let last = -1;
    const playback = {
      stop() {
        cancelAnimationFrame(frame);
        output.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
        for (const source of sources) source.stop(context.currentTime + FADE);
        setTimeout(() => output.disconnect(), FADE * 2000);
        if (sounding === playback) sounding = null;
        if (current === playback) {
          current = null;
          change(false);
        }
      },
    };
    function tick() {
      const time = context.currentTime - begun;
      if (time >= seconds) {
        playback.stop();
        return;
      }
      const mark = still ? marks.findLastIndex((at) => at <= time) : -2;
      if (time >= 0 && (!still || mark !== last)) {
        last = mark;
        move(still ? (marks[mark] ?? 0) : time);
      }
      frame = requestAnimationFrame(tick);
    }
    sounding = playback;
    current = playback;
    change(true);
    tick();
  }

  return {
    get playing() {
      return current !== null;
    },
    play,
    stop() {
      request += 1;
      current?.stop();
    },
  };
}
