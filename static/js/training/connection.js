/**
 * The one conversation about a run. A socket that breaks is sought anew with growing pauses, and the run is taken up
 * where it was: under its token where the server still has it, else from its address and the last snapshot, which any
 * server can go on from. What is said meanwhile waits until the run is back.
 */

import { pauseAfter } from "../state/pauses.js";

/** Messages of which only the newest counts. */
const NEWEST = ["pause", "play", "speed", "look", "visible"];

/** @typedef {Record<string, any> & { type: string }} Message */
/**
 * The run that is talked about.
 * @typedef {object} Aim
 * @property {string | null} run its token, once the server has given one
 * @property {() => string} query its address, with its changes
 * @property {() => number} have iterations of its curves that are known
 * @property {() => boolean} playing
 * @property {boolean} [only] this run and no other: it is not begun anew where the server has dropped it
 */

/** @param {Message} message the other one of its kind @param {Message} than */
const replaces = (message, than) =>
  message.type === than.type || (["pause", "play"].includes(message.type) && ["pause", "play"].includes(than.type));

/**
 * @param {object} wiring
 * @param {() => WebSocket} wiring.open a new socket to the server
 * @param {() => string} wiring.lang language of the server's sentences
 * @param {(message: any) => void} wiring.onMessage
 * @param {(lost: boolean) => void} wiring.onLost the connection is gone, or back
 * @param {(run: () => void, milliseconds: number) => any} [wiring.later]
 * @param {(handle: any) => void} [wiring.forget]
 * @param {() => number} [wiring.chance]
 */
export function createConnection({
  open,
  lang,
  onMessage,
  onLost,
  later = (run, milliseconds) => setTimeout(run, milliseconds),
  forget = clearTimeout,
  chance = Math.random,
}) {
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {Aim | null} */
  let aim = null;
  /** @typedef {{ iteration: number, data: any } | null} Snapshot */
  /** The last snapshot of the run that is talked about. @type {Snapshot} */
  let snapshot = null;
  /** @type {Message[]} */
  let waiting = [];
  /** @type {any} */
  let pause = null;
  let failures = 0;
  let ready = false;
  /** the server was asked for a token that it may not know */
  let asking = false;
  /** What was talked about before a start that may be refused. @type {{ aim: Aim | null, snapshot: Snapshot } | null} */
  let before = null;

  const isOpen = () => socket?.readyState === 1;
  /** @param {Message} message */
  const write = (message) => socket?.send(JSON.stringify(message));

  /** The run's first word on a new socket. */
  function introduce() {
    if (!aim) return;
    ready = false;
    asking = aim.run !== null;
    const known = { lang: lang(), have: aim.have() };
    if (asking) write({ type: "attach", run: aim.run, ...known });
    else begin();
  }

  function begin() {
    if (!aim) return;
    asking = false;
    const { query, have, playing } = aim;
    write({
      type: "start",
      query: query(),
      lang: lang(),
      play: playing(),
      have: have(),
      ...(snapshot && { snapshot: snapshot.data }),
    });
  }

  function connect() {
    forget(pause);
    pause = null;
    const mine = open();
    socket = mine;
    mine.onopen = () => {
      if (socket !== mine) return;
      introduce();
    };
    mine.onmessage = ({ data }) => {
      if (socket === mine) hear(String(data));
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = null;
      ready = false;
      if (!aim) return;
      failures += 1;
      onLost(true);
      pause = later(connect, pauseAfter(failures, chance()));
    };
  }

  /** @param {string} text */
  function hear(text) {
    /** @type {any} */
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (failures > 0) {
      failures = 0;
      onLost(false);
    }
    if (message.type === "error" && asking && message.error?.code === "no_such_run") {
      if (aim?.only) {
        aim = before = null;
        asking = false;
        waiting = [];
        onMessage(message);
        return;
      }
      if (aim) aim.run = null;
      begin();
      return;
    }
    if (message.type === "error" && before) {
      // refused: the run that was there is still the one that is talked about
      ({ aim, snapshot } = before);
      before = null;
      waiting = [];
      ready = Boolean(aim?.run);
    }
    if (message.type === "started") {
      if (aim) aim.run = message.run;
      before = null;
      asking = false;
      ready = true;
    }
    if (message.type === "snapshot") snapshot = message;
    // A run that went back is not what a later snapshot says.
    if (message.type === "frame" && snapshot && message.first <= snapshot.iteration) snapshot = null;
    onMessage(message);
    if (message.type === "started") for (const held of waiting.splice(0)) write(held);
  }

  /** Talk about this run from now on. @param {Aim} next */
  function turn(next) {
    before = { aim: ready ? aim : null, snapshot };
    aim = next;
    snapshot = null;
    waiting = [];
    if (isOpen()) introduce();
    else if (!socket) connect();
  }

  return {
    /** @param {Omit<Aim, "run">} run */
    start: (run) => turn({ ...run, run: null }),
    /** @param {Aim} run */
    attach: turn,
    /**
     * How the run that has begun is known from now on.
     * @param {Omit<Aim, "run">} run
     * @param {boolean} anew it is another one than before: a branch
     */
    follow(run, anew) {
      aim = { ...run, run: aim?.run ?? null };
      if (anew) snapshot = null;
    },
    /** @param {Message} message */
    send(message) {
      if (ready && isOpen()) {
        write(message);
        return;
      }
      if (!aim) return;
      if (NEWEST.includes(message.type)) waiting = waiting.filter((held) => !replaces(message, held));
      waiting.push(message);
    },
    /** A word that is of no use later: a frame was drawn. @param {Message} message */
    mention(message) {
      if (ready && isOpen()) write(message);
    },
    /** Try again now, for example when the network is back. */
    retry() {
      if (pause !== null && !socket) connect();
    },
    close() {
      aim = null;
      forget(pause);
      socket?.close();
      socket = null;
    },
  };
}
