/**
 * The one conversation with the server. At most one request is under way; what is wanted next is only the
 * newest address, so a drag never queues. Answers come in the order of the questions, hence an older picture
 * never replaces a newer one, and `status` stays `loading` until the picture is the newest.
 *
 * When the server is away the last good picture stays, the state says `away`, and the question is asked
 * again with growing pauses until an answer comes.
 */

import { pauseAfter } from "./pauses.js";

/** @typedef {import("../base/types.js").Trace} Trace */
/** @typedef {import("../base/types.js").ErrorBody} ErrorBody */

/** After this long an answer counts as lost. */
export const PATIENCE = 15000;
/** After this long an unanswered question is dropped in favour of a newer one. */
export const IMPATIENCE = 1500;

/** @param {unknown} body @returns {ErrorBody} */
function errorOf(body) {
  const error = /** @type {any} */ (body)?.error;
  return { code: error?.code ?? "internal", message: error?.message ?? "", details: error?.details ?? [] };
}

/**
 * @typedef {object} Conversation
 * @property {(address: string, init: {signal: AbortSignal}) => Promise<Response>} fetch
 * @property {(trace: Trace, address: string, newest: boolean) => void} onAnswer
 * @property {(status: "loading" | "away" | "error", error: ErrorBody | null) => void} onStatus
 * @property {(run: () => void, ms: number) => any} [later]
 * @property {(handle: any) => void} [forget]
 * @property {() => number} [now]
 * @property {() => number} [chance]
 */

/**
 * @param {Conversation} options
 */
export function createApi({
  fetch,
  onAnswer,
  onStatus,
  later = (run, ms) => setTimeout(run, ms),
  forget = (handle) => clearTimeout(handle),
  now = () => Date.now(),
  chance = Math.random,
}) {
  /** @type {string | null} */
  let wanted = null;
  /** @type {string | null} */
  let settled = null;
  /** @type {{address: string, controller: AbortController, since: number} | null} */
  let current = null;
  /** @type {any} */
  let pause = null;
  let failures = 0;

  async function send() {
    if (current || wanted === null || wanted === settled) return;
    forget(pause);
    pause = null;
    const address = wanted;
    const mine = { address, controller: new AbortController(), since: now() };
    current = mine;
    const lost = later(() => mine.controller.abort(), PATIENCE);
    /** @type {{response: Response, body: any} | null} */
    let got = null;
    try {
      const response = await fetch(address, { signal: mine.controller.signal });
      got = { response, body: await response.json() };
    } catch {
      got = null;
    }
    forget(lost);
    if (current !== mine) return;
    current = null;
    settle(address, got);
  }

  /**
   * @param {string} address
   * @param {{response: Response, body: any} | null} got
   */
  function settle(address, got) {
    const status = got?.response.status ?? 0;
    const busy = status === 429 || status === 502 || status === 503 || status === 504;
    if (!got || busy) {
      failures += 1;
      if (address === wanted || failures > 1) onStatus("away", got ? errorOf(got.body) : null);
      const requested = Number(got?.response.headers.get("retry-after")) * 1000;
      pause = later(() => void send(), (requested || 0) + pauseAfter(failures, chance()));
      return;
    }
    failures = 0;
    const newest = address === wanted;
    if (newest) settled = address;
    if (got.response.ok) onAnswer(got.body, address, newest);
    else if (newest) onStatus("error", errorOf(got.body));
    if (!newest) void send();
  }

  return {
    /**
     * Say which address the page now stands for.
     * @param {string} address
     */
    want(address) {
      if (address === wanted) return;
      wanted = address;
      settled = null;
      if (failures === 0) onStatus("loading", null);
      if (current && now() - current.since > IMPATIENCE) {
        current.controller.abort();
        current = null;
      }
      void send();
    },
    /** Ask the same once more: what it was about has changed. */
    again() {
      settled = null;
      void send();
    },
    /** Ask again now, for example when the network is back. */
    retry() {
      if (failures > 0) void send();
    },
    /** @returns {boolean} whether the last answer is the one that the page asks for */
    get idle() {
      return wanted === settled;
    },
  };
}
