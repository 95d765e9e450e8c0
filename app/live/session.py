"""One live run: commands come in, slices of training go out to the pool, and whoever watches is told of news.

Commands act between two slices, so all that they do is done to a run between two iterations. A slice is short
(25 ms), and the first one after a change is a single iteration: its effect is seen at once.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from ..errors import Problem, Unexpected
from ..inference.answer import Play
from ..trace.layer import Selection
from ..training.config import TrainConfig
from ..training.record import Record
from ..training.run import Budget, TrainingRun, begin
from . import frame
from .pool import Pool
from .work import Slice, Wanted, replay, work

Act: TypeAlias = Callable[["Session"], Any]
"""A command: a function of the session, called between two slices; it may be asynchronous."""
Tell: TypeAlias = Callable[[Problem], None]
"""How a reader is told of what was wrong."""

SHORTEST, LONGEST, ROUND = 0.01, 0.025, 0.1
"""Seconds of a slice, and of a round in which every run that shares a process has one."""
REPLAY = 40
"""Iterations that are replayed in one go on the way back to an iteration that no snapshot was kept of."""
TRACE_SHARE = 8
"""The probe's trace takes at most one part in so many of a run's time."""
TRACE_GAP = 0.08
"""Seconds between two traces, at the least."""


class Session:
    """One live run."""

    def __init__(self, token: str, run: TrainingRun, pool: Pool, load: Callable[[], float]) -> None:
        self.token = token
        self.run = run
        self.record = Record(run)
        self.pool = pool
        self.load = load
        self.playing = False
        self.visible = True
        self.reader: Tell | None = None
        self.left_at = time.monotonic()
        self.steps_left = 0
        self.per_second: float | None = None
        self.wanted: Wanted | None = None
        self.look_at: int | None = None
        self.trace: str | None = None
        self.sent = run.iteration
        self.pace: deque[tuple[float, int]] = deque(maxlen=20)
        self.news = asyncio.Event()
        self.fresh = False
        self.inbox: asyncio.Queue[tuple[Act, Tell]] = asyncio.Queue(100)
        self.hurry = True
        self.stale = True
        self.behind = False
        self.traced_at = 0.0
        self.trace_seconds = 0.02
        self.due = 0.0
        self.task = asyncio.create_task(self.carry_on())

    # --- what the reader sees ---------------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether iterations should be done now."""
        going = self.playing or self.steps_left > 0
        return going and self.visible and self.reader is not None and not self.run.over

    @property
    def state(self) -> str:
        """The state in one word."""
        if self.run.iteration >= self.run.config.iterations:
            return "finished"
        if self.run.over:
            return "diverged"
        if not (self.playing or self.steps_left):
            return "paused"
        return "running" if self.visible else "hidden"

    def refresh(self) -> None:
        """There is something new to be told."""
        self.fresh = True
        self.news.set()

    @property
    def has_news(self) -> bool:
        """Whether a frame should be sent; just after a change, not before an iteration shows what it does."""
        return self.fresh and not (self.hurry and self.active)

    def frame(self, number: int) -> str:
        """The frame with everything that is new since the last one; the reader is taken to get it."""
        text = frame.joined(
            {
                "type": "frame",
                "number": number,
                "iteration": self.record.iteration,
                "state": self.state,
                "per_second": self.per_second_lately(),
                "changes": [change._asdict() for change in self.run.config.changes],
                **frame.news(self.record, self.sent),
            },
            self.trace,
        )
        self.sent, self.trace, self.fresh = self.record.iteration, None, False
        return text

    # --- commands ---------------------------------------------------------------------------------------------------

    def per_second_lately(self) -> float:
        """Iterations a second over the last slices."""
        if not self.active or len(self.pace) < 2:
            return 0.0
        (start, first), (end, last) = self.pace[0], self.pace[-1]
        return round((last - first) / max(end - start, 1e-6), 1)

    async def do(self, act: Act, failed: Tell) -> None:
        """Act between two slices; `failed` is told of what was wrong."""
        await self.inbox.put((act, failed))

    def attach(self, have: int, reader: Tell, news: asyncio.Event) -> None:
        """A reader has come who knows the iterations up to `have`, and sleeps until `news`."""
        self.reader, self.news, self.visible, self.stale = reader, news, True, True
        self.sent = min(have, self.record.iteration)
        self.refresh()
        if self.inbox.empty():
            self.inbox.put_nowait((lambda _: None, reader))  # wake up

    def detach(self) -> None:
        """The reader has gone: the run pauses, and is kept for a while."""
        self.reader, self.left_at = None, time.monotonic()

    def play(self, *, playing: bool) -> None:
        """Go on, or pause."""
        self.playing, self.steps_left = playing, 0
        self.pace.clear()

    def see(self, *, visible: bool) -> None:
        """Whether anybody can see the page."""
        self.visible = visible

    def step(self, iterations: int) -> None:
        """So many iterations, then pause."""
        self.playing, self.steps_left = False, iterations

    def limit(self, per_second: float | None) -> None:
        """How many iterations a second, at most."""
        self.per_second, self.due = per_second, 0.0

    def subscribe(
        self, fields: tuple[str, ...], selection: Selection, iteration: int | None, play: Play | None = None
    ) -> None:
        """What the frames' traces should show; of a kept snapshot where `iteration` names one."""
        self.wanted = Wanted(fields, selection, play=play) if fields else None
        self.look_at, self.stale = iteration, True

    def change(self, config: TrainConfig) -> None:
        """Go on under a configuration with further changes."""
        self.run = replace(self.run, config=config)
        self.hurry = self.stale = True

    async def back_to(self, iteration: int) -> TrainingRun:
        """The run as it was after `iteration` iterations, with the changes before: kept, or computed again."""
        target = min(iteration, self.run.iteration)
        config = self.run.config.until(target)
        start = self.record.before(target)
        found = replace(start if start.iteration <= target else begin(config, start.material), config=config)
        while found.iteration < target:
            done = await self.pool(replay, found, min(REPLAY, target - found.iteration))
            found = replace(done, material=start.material)
        return found

    def go_back(self, run: TrainingRun) -> None:
        """Take back what came after `run`."""
        self.record.forget_after(run)
        self.run, self.sent = run, min(self.sent, run.iteration)
        self.hurry = self.stale = True

    # --- training ---------------------------------------------------------------------------------------------------

    async def carry_on(self) -> None:
        """Commands, a slice, commands, a slice, …"""
        while True:
            try:
                await self.take_commands()
                if self.active or (self.stale and self.reader):
                    self.take(await self.pool(work, *self.next_slice()))
            except Exception:
                logging.getLogger("unroll").exception("run %s failed", self.token)
                self.playing, self.steps_left, self.stale = False, 0, False
                if self.reader:
                    self.reader(Unexpected())
                self.refresh()

    async def take_commands(self) -> None:
        """Do what has been asked for; wait for it where there is nothing else to do."""
        while True:
            pause = self.due - time.monotonic() if self.active else None
            if not self.inbox.empty():
                act, failed = self.inbox.get_nowait()
            elif pause is None and not (self.stale and self.reader):
                act, failed = await self.inbox.get()
            elif pause is not None and pause > 0 and not self.stale:
                try:
                    act, failed = await asyncio.wait_for(self.inbox.get(), pause)
                except TimeoutError:
                    return
            else:
                return
            await self.act(act, failed)

    async def act(self, act: Act, failed: Tell) -> None:
        """One command, or what was wrong with it."""
        try:
            found = act(self)
            if found is not None:
                await found
        except Problem as problem:
            failed(problem)
        except Exception:
            logging.getLogger("unroll").exception("run %s: a command failed", self.token)
            failed(Unexpected())
        if not self.active:  # otherwise the next slice is the news, and shows what the command has done
            self.catch_up()
            self.refresh()

    def catch_up(self) -> None:
        """A run that has come to rest is looked at where it rests, however soon after the last look."""
        if self.behind and not self.active and self.wanted is not None and self.look_at is None:
            self.stale = True

    def next_slice(self) -> tuple[TrainingRun, Budget | None, Wanted | None]:
        """How far to go now, and whether to look at the probe."""
        budget = None
        if self.active:
            most = self.steps_left or 1 << 30
            slow = self.per_second is not None
            budget = Budget(self.slice_seconds, 1 if self.hurry or slow else most)
            if slow and self.per_second:
                self.due = max(self.due, time.monotonic() - 1 / self.per_second) + 1 / self.per_second
        return self.run, budget, self.due_trace()

    @property
    def slice_seconds(self) -> float:
        """How long a slice takes: shorter where many runs share a process, so that each has its turn often."""
        return min(LONGEST, max(SHORTEST, ROUND / self.load()))

    def due_trace(self) -> Wanted | None:
        """The trace that this slice should bring, if any."""
        if self.wanted is None:
            self.stale = False
            return None
        now = time.monotonic()
        if not self.stale and (
            self.look_at is not None or now - self.traced_at < max(TRACE_GAP, TRACE_SHARE * self.trace_seconds)
        ):
            return None
        self.stale, self.traced_at = False, now
        return self.wanted if self.look_at is None else replace(self.wanted, at=self.record.before(self.look_at))

    def take(self, done: Slice) -> None:
        """What a slice has brought."""
        self.hurry = False
        if done.trace is not None:
            self.trace = done.trace
            self.trace_seconds = done.trace_seconds * self.load()
            self.behind = False
        if done.frames:
            self.behind = done.trace is None
            # what comes back from a process has a copy of the material: of hundreds of kept runs, hundreds of copies
            self.run = replace(done.run, material=self.run.material)
            self.record.add(done.frames, self.run)
            self.steps_left = max(0, self.steps_left - len(done.frames))
            self.pace.append((time.monotonic(), self.run.iteration))
            self.catch_up()
        self.refresh()
