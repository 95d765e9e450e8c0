import assert from "node:assert/strict";
import test from "node:test";
import { createApi, IMPATIENCE, PATIENCE } from "../../static/js/state/api.js";
import { PAUSES, pauseAfter } from "../../static/js/state/pauses.js";

/** A server that answers when told to, and a clock that moves when told to. */
function stage() {
  /** @type {{address: string, signal: AbortSignal, answer: (status: number, body: any, headers?: Record<string, string>) => Promise<void>, fail: () => Promise<void>}[]} */
  const requests = [];
  /** @type {{run: () => void, ms: number}[]} */
  const timers = [];
  /** @type {any[]} */
  const seen = [];
  let clock = 0;
  const settle = () => new Promise((done) => setImmediate(done));
  const api = createApi({
    chance: () => 1,
    fetch: (address, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        requests.push({
          address,
          signal,
          async answer(status, body, headers) {
            resolve(new Response(JSON.stringify(body), { status, headers }));
            await settle();
          },
          async fail() {
            reject(new TypeError("no network"));
            await settle();
          },
        });
      }),
    onAnswer: (trace, address, newest) => seen.push([trace, address, newest]),
    onStatus: (status, error) => seen.push(error ? [status, error.code] : [status]),
    later(run, ms) {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    forget(timer) {
      if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
    },
    now: () => clock,
  });
  return {
    api,
    requests,
    seen,
    timers,
    settle,
    wait(/** @type {number} */ ms) {
      clock += ms;
    },
    async ring(/** @type {number} */ ms) {
      const timer = timers.find((timer) => timer.ms === ms);
      assert.ok(timer, `a timer of ${ms} ms`);
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
      await settle();
    },
  };
}

test("one question, one answer", async () => {
  const { api, requests, seen } = stage();
  api.want("a");
  assert.equal(requests.length, 1);
  await requests[0].answer(200, "A");
  assert.deepEqual(seen, [["loading"], ["A", "a", true]]);
  assert.equal(api.idle, true);
});

test("while one is under way only the newest of the others is asked", async () => {
  const { api, requests, seen } = stage();
  for (const address of ["a", "b", "c", "d"]) api.want(address);
  assert.equal(requests.length, 1);
  await requests[0].answer(200, "A");
  assert.equal(requests.length, 2);
  assert.equal(requests[1].address, "d");
  assert.deepEqual(seen.at(-1), ["A", "a", false]);
  await requests[1].answer(200, "D");
  assert.deepEqual(seen.at(-1), ["D", "d", true]);
});

test("the same address is not asked twice, and going back to it is asked again", async () => {
  const { api, requests } = stage();
  api.want("a");
  api.want("a");
  await requests[0].answer(200, "A");
  api.want("a");
  assert.equal(requests.length, 1);
  api.want("b");
  api.want("a");
  await requests[1].answer(200, "B");
  assert.equal(requests[2].address, "a");
});

test("an answer that is very late gives way to a newer question", async () => {
  const { api, requests, wait, seen, settle } = stage();
  api.want("a");
  wait(IMPATIENCE + 1);
  api.want("b");
  await settle();
  assert.equal(requests[0].signal.aborted, true);
  assert.equal(requests[1].address, "b");
  await requests[1].answer(200, "B");
  assert.deepEqual(seen.at(-1), ["B", "b", true]);
});

test("an error of the newest question is told; one of an older question is not", async () => {
  const { api, requests, seen } = stage();
  const body = { error: { code: "invalid_request", message: "no", details: [] } };
  api.want("bad");
  api.want("good");
  await requests[0].answer(422, body);
  assert.equal(
    seen.some(([status]) => status === "error"),
    false,
  );
  await requests[1].answer(200, "G");
  api.want("bad");
  await requests[2].answer(422, body);
  assert.deepEqual(seen.at(-1), ["error", "invalid_request"]);
});

test("a server that is away is asked again with growing pauses until it answers", async () => {
  const { api, requests, seen, ring } = stage();
  api.want("a");
  await requests[0].fail();
  assert.deepEqual(seen.at(-1), ["away"]);
  await ring(PAUSES[0]);
  await requests[1].fail();
  await ring(PAUSES[1]);
  assert.equal(requests.length, 3);
  await requests[2].answer(200, "A");
  assert.deepEqual(seen.at(-1), ["A", "a", true]);
});

test("while the server is away a newer value is asked at once", async () => {
  const { api, requests } = stage();
  api.want("a");
  await requests[0].fail();
  api.want("b");
  assert.equal(requests[1].address, "b");
});

test("a busy server says how long to wait", async () => {
  const { api, requests, seen, ring } = stage();
  api.want("a");
  await requests[0].answer(503, { error: { code: "busy", message: "busy", details: [] } }, { "retry-after": "2" });
  assert.deepEqual(seen.at(-1), ["away", "busy"]);
  await ring(2000 + PAUSES[0]); // as long as it said, and a pause in which no two pages come at once
  assert.equal(requests.length, 2);
});

test("an answer that never comes counts as lost", async () => {
  const { api, requests, seen, ring } = stage();
  api.want("a");
  await ring(PATIENCE);
  assert.equal(requests[0].signal.aborted, true);
  assert.deepEqual(seen.at(-1), ["away"]);
});

test("retry asks now, and only where something failed", async () => {
  const { api, requests } = stage();
  api.want("a");
  api.retry();
  assert.equal(requests.length, 1);
  await requests[0].fail();
  api.retry();
  assert.equal(requests.length, 2);
});

test("pages that lost the server at one instant come back at many, and all within five seconds", () => {
  for (const failures of [1, 2, 3, 9]) {
    const [first, last] = [pauseAfter(failures, 0), pauseAfter(failures, 1)];
    assert.ok(first >= 200 && last <= 5000);
    assert.equal(last, 2 * first);
    assert.ok(pauseAfter(failures, 0.5) > first && pauseAfter(failures, 0.5) < last);
  }
});
