"""The live runs of one server process: who has a place, who waits for one, and what is kept for whom."""

import asyncio
import os
import secrets
import time
from collections.abc import Callable

from ..errors import Fault, NoSuchRun, QueueFull
from ..pool import Pool, local
from ..settings import Settings
from ..training.record import Record
from ..training.run import TrainingRun
from .session import Reader, Session

NICE = 19
"""Training gives way to whoever asks for an answer."""
SWEEP = 5.0
"""Seconds between two searches for runs that nobody has come back to."""


class Hub:
    """All live runs. A reader takes a place with `enter` and gives it back with `leave`."""

    def __init__(self, settings: Settings, pool: Pool | None = None) -> None:
        processes = settings.processes or os.cpu_count() or 1
        self.pool = pool or Pool(lambda: local(processes, NICE), processes)
        self.places = settings.live_runs
        self.most_waiting = settings.live_queue
        self.keep_seconds = settings.keep_seconds
        self.sessions: dict[str, Session] = {}
        self.inside = 0
        self.frames = 0
        self.waiting: list[tuple[asyncio.Event, Callable[[int], None]]] = []
        self.sweeper: asyncio.Task[None] | None = None

    def load(self) -> float:
        """Runs that train now for each process, at least one."""
        active = sum(session.active for session in self.sessions.values())
        return max(1.0, active / self.pool.processes)

    async def enter(self, on_place: Callable[[int], None]) -> None:
        """Take a place, or wait for one; `on_place` gets the place in the queue, from 1, whenever it changes."""
        self.sweeper = self.sweeper or asyncio.create_task(self.sweep())
        self.pool.warm()
        if self.inside < self.places and not self.waiting:
            self.inside += 1
            return
        if len(self.waiting) >= self.most_waiting:
            raise QueueFull
        turn = asyncio.Event()
        entry = (turn, on_place)
        self.waiting.append(entry)
        on_place(len(self.waiting))
        try:
            await turn.wait()
        except asyncio.CancelledError:
            if turn.is_set():
                self.leave()
            else:
                self.waiting.remove(entry)
                self.announce_places()
            raise

    def leave(self) -> None:
        """Give a place back: the first in the queue gets it."""
        if self.waiting:
            turn, _ = self.waiting.pop(0)
            turn.set()
            self.announce_places()
        else:
            self.inside -= 1

    def announce_places(self) -> None:
        """The queue has moved on."""
        for place, (_, on_place) in enumerate(self.waiting, 1):
            on_place(place)

    def open(self, run: TrainingRun, record: Record | None = None) -> Session:
        """A session for a run, with the past that it shares with another one where it is a branch."""
        session = Session(secrets.token_urlsafe(12), run, self.pool, self.load)
        session.record = record or session.record
        self.sessions[session.token] = session
        self.tidy(but=session)
        return session

    def find(self, token: str) -> Session:
        """The session of a token. Raises `NoSuchRun`."""
        if token not in self.sessions:
            raise NoSuchRun(Fault("run", token, "no_such_run"))
        return self.sessions[token]

    def attach(self, session: Session, reader: Reader) -> None:
        """Give a session to a reader; another one that had it has it no more."""
        if session.reader:
            session.reader.respond(NoSuchRun(Fault("run", session.token, "taken_over")))
            session.detach()
        session.attach(reader)

    def close(self, session: Session) -> None:
        """Forget a session."""
        self.sessions.pop(session.token, None)
        session.task.cancel()

    async def sweep(self) -> None:
        """Tidy up now and then."""
        while True:
            await asyncio.sleep(SWEEP)
            self.tidy()

    def tidy(self, but: Session | None = None) -> None:
        """Forget runs that nobody came back to, and the oldest without a reader beyond as many as may have one."""
        alone = [session for session in self.sessions.values() if session.reader is None and session is not but]
        alone.sort(key=lambda session: session.left_at)
        late = time.monotonic() - self.keep_seconds
        surplus = len(alone) - self.places
        for k, session in enumerate(alone):
            if session.left_at < late or k < surplus:
                self.close(session)

    async def shut(self) -> None:
        """End everything: pages bring their runs to the next server."""
        if self.sweeper:
            self.sweeper.cancel()
        for session in list(self.sessions.values()):
            self.close(session)
        self.pool.close()
