"""One live run: commands come in, slices of training go out to the pool, and whoever watches gets the news.

Commands act between two slices, so all that they do is done to a run between two iterations. A slice is short
(25 ms), and the first one after a change is a single iteration: its effect is seen at once.

Whether a run goes on is its `Motion`, how fast its `Pace`, which trace is wanted its `Watch`, by whom its `Reader`.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..errors import Problem, Unexpected
from ..pool import Pool
from ..training.config import TrainConfig
from ..training.record import Record
from ..training.run import Budget, TrainingRun, begin
from ..wire.messages import ChangeData
from . import frame
from .motion import Motion, Paused, Playing, State, Stepping, after, state_of
from .pace import Pace, slice_seconds
from .watch import Watch
from .work import Slice, TraceRequest, replay, work

Act: TypeAlias = Callable[["Session"], Awaitable[None] | None]
"""A command: a function of the session, called between two slices; it may be asynchronous."""
Respond: TypeAlias = Callable[[Problem], None]
"""How a reader hears what was wrong."""

REPLAY = 40
"""Iterations that are replayed in one go on the way back to an iteration that no snapshot was kept of."""


@dataclass(eq=False)
class Reader:
    """Who watches a run. news: it sleeps until this is set; known: the iterations up to this it has got."""

    respond: Respond
    news: asyncio.Event
    known: int = 0
    visible: bool = True


class Session:
    """One live run. `load` says how many runs share a process of the pool."""

    def __init__(self, token: str, run: TrainingRun, pool: Pool, load: Callable[[], float]) -> None:
        self.token = token
        self.pool = pool
        self.load = load
        self.run = run
        self.record = Record(run)
        self.motion: Motion = Paused()
        self.pace = Pace()
        self.watch = Watch()
        self.reader: Reader | None = None
        self.left_at = time.monotonic()
        self.unsent = False  # there is something that no frame has shown
        self.changed = True  # nor an iteration: the next one is done alone
        self.inbox: asyncio.Queue[tuple[Act, Respond]] = asyncio.Queue(100)
        self.task = asyncio.create_task(self.carry_on())

    # --- what the reader sees ---------------------------------------------------------------------------------------

    @property
    def visible(self) -> bool:
        """Whether anybody can see it: a run without a reader is not hidden, it waits for one."""
        return self.reader is None or self.reader.visible

    @property
    def state(self) -> State:
        """The state in one word."""
        return state_of(self.run, self.motion, visible=self.visible)

    @property
    def active(self) -> bool:
        """Whether iterations should be done now."""
        return self.reader is not None and self.state is State.RUNNING

    def refresh(self) -> None:
        """There is news."""
        self.unsent = True
        if self.reader:
            self.reader.news.set()

    def has_news(self, reader: Reader) -> bool:
        """Whether a frame should be sent to a reader; after a change not before an iteration shows what it does."""
        return self.reader is reader and self.unsent and not (self.changed and self.active)

    def frame(self, number: int, reader: Reader) -> str:
        """The frame with everything that is new since the last one; the reader is taken to get it."""
        news = frame.frame(
            self.record,
            reader.known,
            number=number,
            state=self.state,
            per_second=self.pace.per_second if self.active else 0.0,
            changes=[ChangeData(**change._asdict()) for change in self.run.config.changes],
        )
        text = frame.with_trace(news, self.watch.take())
        reader.known, self.unsent = self.record.iteration, False
        return text

    def attach(self, reader: Reader) -> None:
        """A reader has come; it knows no more iterations than there are."""
        self.reader = reader
        reader.known = min(reader.known, self.record.iteration)
        self.watch.due = True
        self.refresh()
        if self.inbox.empty():
            self.inbox.put_nowait((lambda _: None, reader.respond))  # wake up

    def detach(self) -> None:
        """The reader has gone: the run stands still, and is kept for a while."""
        self.reader, self.left_at = None, time.monotonic()

    # --- commands ---------------------------------------------------------------------------------------------------

    async def do(self, act: Act, respond: Respond) -> None:
        """Act between two slices; `respond` hears what was wrong."""
        await self.inbox.put((act, respond))

    def play(self, *, playing: bool) -> None:
        """Go on, or pause."""
        self.motion = Playing() if playing else Paused()
        self.pace.rest()

    def see(self, *, visible: bool) -> None:
        """Whether anybody can see the page."""
        if self.reader:
            self.reader.visible = visible

    def step(self, iterations: int) -> None:
        """So many iterations, then pause."""
        self.motion = Stepping(iterations)

    def limit(self, per_second: float | None) -> None:
        """How many iterations a second, at most."""
        self.pace.allow(per_second)

    def subscribe(self, wanted: TraceRequest | None, at: int | None) -> None:
        """What the frames' traces should show; of a kept snapshot where `at` names one."""
        self.watch.subscribe(wanted, at)

    def change(self, config: TrainConfig) -> None:
        """Go on under a configuration with further changes."""
        self.run = replace(self.run, config=config)
        self.changed = self.watch.due = True

    async def back_to(self, iteration: int) -> TrainingRun:
        """The run as it was after `iteration` iterations, with the changes before: kept, or computed again."""
        target = min(iteration, self.run.iteration)
        config = self.run.config.until(target)
        start = self.record.before(target)
        run = replace(start if start.iteration <= target else begin(config, start.material), config=config)
        while run.iteration < target:
            carried = await self.pool(replay, run, min(REPLAY, target - run.iteration))
            run = replace(carried, material=start.material)
        return run

    def go_back(self, run: TrainingRun) -> None:
        """Take back what came after `run`."""
        self.record.forget_after(run)
        self.run = run
        if self.reader:
            self.reader.known = min(self.reader.known, run.iteration)
        self.changed = self.watch.due = True

    # --- training ---------------------------------------------------------------------------------------------------

    async def carry_on(self) -> None:
        """Commands, a slice, commands, a slice, …"""
        while True:
            try:
                await self.take_commands()
                if self.patience() == 0:
                    self.take(await self.pool(work, *self.next_slice()))
            except Exception:
                logging.getLogger("unroll").exception("run %s failed", self.token)
                self.motion, self.watch.due = Paused(), False
                if self.reader:
                    self.reader.respond(Unexpected())
                self.refresh()

    def patience(self) -> float | None:
        """Seconds to wait for a command until there is a slice to be done; None: there is none."""
        if self.watch.due and self.reader:
            return 0
        return self.pace.wait if self.active else None

    async def take_commands(self) -> None:
        """Do what has been asked for, for as long as there is no slice to be done."""
        while True:
            patience = self.patience()
            try:
                if patience == 0:
                    act, respond = self.inbox.get_nowait()
                else:
                    act, respond = await asyncio.wait_for(self.inbox.get(), patience)
            except (asyncio.QueueEmpty, TimeoutError):
                return
            await self.act(act, respond)

    async def act(self, act: Act, respond: Respond) -> None:
        """One command, or what was wrong with it."""
        try:
            pending = act(self)
            if pending is not None:
                await pending
        except Problem as problem:
            respond(problem)
        except Exception:
            logging.getLogger("unroll").exception("run %s: a command failed", self.token)
            respond(Unexpected())
        if not self.active:  # otherwise the next slice is the news, and shows what the command has done
            self.watch.settle()
            self.refresh()

    def next_slice(self) -> tuple[TrainingRun, Budget | None, TraceRequest | None]:
        """How far to go now, and whether to look at the probe."""
        budget = None
        if self.active:
            alone = self.changed or self.pace.limit is not None
            most = self.motion.left if isinstance(self.motion, Stepping) else 1 << 30
            budget = Budget(slice_seconds(self.load()), 1 if alone else most)
            self.pace.spend()
        return self.run, budget, self.watch.next(self.record)

    def take(self, done: Slice) -> None:
        """The results of a slice."""
        self.changed = False
        self.watch.update(done.trace, done.trace_seconds * self.load(), moved=bool(done.frames))
        if done.frames:
            # what comes back from a process has a copy of the material: of hundreds of kept runs, hundreds of copies
            self.run = replace(done.run, material=self.run.material)
            self.record.add(done.frames, self.run)
            self.motion = after(self.motion, len(done.frames))
            self.pace.mark(self.run.iteration)
            if not self.active:
                self.watch.settle()
        self.refresh()
