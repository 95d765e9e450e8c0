import assert from "node:assert/strict";
import test from "node:test";
import { PAUSES } from "../../static/js/state/pauses.js";
import { createConnection } from "../../static/js/training/connection.js";

/** A server and a clock that do only what a test says. */
function world() {
  /** @type {any[]} */
  const sockets = [];
  /** @type {{ run: () => void, wait: number }[]} */
  let timers = [];
  /** @type {any[]} */
  const received = [];
  /** @type {boolean[]} */
  const lost = [];
  const connection = createConnection({
    chance: () => 1,
    open() {
      const socket = {
        readyState: 0,
        /** @type {any[]} */
        sent: [],
        send: (/** @type {string} */ text) => socket.sent.push(JSON.parse(text)),
        close() {},
        onopen: () => {},
        onclose: () => {},
        /** @type {(event: any) => void} */
        onmessage: () => {},
      };
      sockets.push(socket);
      return /** @type {any} */ (socket);
    },
    lang: () => "es",
    onMessage: (message) => received.push(message),
    onLost: (value) => lost.push(value),
    later(run, wait) {
      timers.push({ run, wait });
      return run;
    },
    forget(run) {
      timers = timers.filter((timer) => timer.run !== run);
    },
  });
  const newest = () => sockets[sockets.length - 1];
  return {
    connection,
    received,
    lost,
    sockets,
    newest,
    waits: () => timers.map(({ wait }) => wait),
    opened() {
      newest().readyState = 1;
      newest().onopen();
    },
    /** @param {any} message */
    receive: (message) => newest().onmessage({ data: JSON.stringify(message) }),
    broke() {
      newest().readyState = 3;
      newest().onclose();
    },
    passes() {
      const due = timers;
      timers = [];
      for (const { run } of due) run();
    },
  };
}

const run = { query: () => "cell=lstm&changes=9:clip=norm", have: () => 40, playing: () => true };
const fresh = { query: () => "cell=lstm", have: () => 0, playing: () => true };

/** A run that is under way. */
function underWay() {
  const it = world();
  it.connection.start(fresh);
  it.opened();
  it.receive({ type: "started", run: "one" });
  it.connection.follow(run, false);
  return it;
}

test("a run begins with its address, as soon as the socket is open", () => {
  const it = world();
  it.connection.start(fresh);
  assert.deepEqual(it.newest().sent, []);
  it.opened();
  assert.deepEqual(it.newest().sent, [{ type: "start", query: "cell=lstm", lang: "es", play: true, have: 0 }]);
});

test("what is said before the run is there waits for it, and of speeds only the last", () => {
  const it = world();
  it.connection.start(fresh);
  it.connection.send({ type: "speed", per_second: 2 });
  it.connection.send({ type: "speed", per_second: 10 });
  it.connection.mention({ type: "ack", number: 1 });
  it.opened();
  it.receive({ type: "started", run: "one" });
  assert.deepEqual(it.newest().sent.slice(1), [{ type: "speed", per_second: 10 }]);
});

test("after a loss the run is taken up under its token, with what is known of its curves", () => {
  const it = underWay();
  it.broke();
  assert.deepEqual(it.lost, [true]);
  it.connection.send({ type: "change", changes: { rate: "0.1" } });
  it.passes();
  it.opened();
  assert.deepEqual(it.newest().sent, [{ type: "attach", run: "one", lang: "es", have: 40 }]);
  it.receive({ type: "started", run: "one" });
  assert.deepEqual(it.lost, [true, false]);
  assert.deepEqual(it.newest().sent[1], { type: "change", changes: { rate: "0.1" } });
});

test("a server that does not know the run gets its address and the last snapshot", () => {
  const it = underWay();
  it.receive({ type: "snapshot", iteration: 30, data: { iteration: 30 } });
  it.broke();
  it.passes();
  it.opened();
  it.receive({ type: "error", error: { code: "no_such_run", details: [] } });
  assert.deepEqual(it.newest().sent[1], {
    type: "start",
    query: "cell=lstm&changes=9:clip=norm",
    lang: "es",
    play: true,
    have: 40,
    snapshot: { iteration: 30 },
  });
  assert.ok(!it.received.some(({ type }) => type === "error"), "nobody is told of what was mended");
});

test("a snapshot from beyond the iteration that the run went back to is of no use", () => {
  const it = underWay();
  it.receive({ type: "snapshot", iteration: 30, data: { iteration: 30 } });
  it.receive({ type: "frame", first: 11, iteration: 11 });
  it.broke();
  it.passes();
  it.opened();
  it.receive({ type: "error", error: { code: "no_such_run", details: [] } });
  assert.equal(it.newest().sent[1].snapshot, undefined);
});

test("pauses grow, stay within reason, and end when the network is back", () => {
  const it = underWay();
  for (const wait of [...PAUSES, PAUSES[PAUSES.length - 1]]) {
    it.broke();
    assert.deepEqual(it.waits(), [wait]);
    it.passes();
  }
  it.broke();
  const count = it.sockets.length;
  it.connection.retry();
  assert.equal(it.sockets.length, count + 1);
  assert.deepEqual(it.waits(), []);
});

test("a start that is refused leaves the run that was there", () => {
  const it = underWay();
  it.connection.start({ ...fresh, query: () => "rate=50" });
  it.receive({ type: "error", error: { code: "invalid_request", details: [] } });
  it.connection.send({ type: "play" });
  assert.deepEqual(it.newest().sent.at(-1), { type: "play" });
  it.broke();
  it.passes();
  it.opened();
  assert.equal(it.newest().sent[0].run, "one");
});

test("without a run a lost socket is not sought again, and nonsense is not heard", () => {
  const it = world();
  it.connection.start(fresh);
  it.opened();
  it.newest().onmessage({ data: "not json" });
  it.receive({ type: "error", error: { code: "queue_full", details: [] } });
  it.broke();
  assert.deepEqual(it.waits(), []);
  it.connection.start(fresh);
  assert.equal(it.sockets.length, 2);
});
