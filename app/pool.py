"""The processes that compute: functions are sent to them, and nothing of a reader's or of a run stays there.

An answer is a function of its address, and a run travels with every slice (0.2 MB, half a millisecond): a process that
dies costs one answer or slice, which the next one computes again, to the same numbers. Any `concurrent.futures`
executor will do, a Dask client's among them.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from functools import partial
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
"""What breaks this many processes in a row is given up."""


def settle(nice: int) -> None:
    """Set up a process: it yields to those of less `nice`, leaves Ctrl-C to the server, and ends with it."""
    os.nice(nice)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """A server that was killed can not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def local(processes: int, nice: int = 0) -> ProcessPoolExecutor:
    """Processes of this machine; spawned, since the server has threads."""
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), partial(settle, nice))


class Pool:
    """An executor that is made anew when one of its processes has died."""

    def __init__(self, make: Callable[[], Executor], processes: int) -> None:
        self.make = make
        self.processes = processes
        self.executor: Executor | None = None
        self.restarts = 0

    @property
    def pids(self) -> list[int]:
        """The processes that there are now; none of an executor that has none of its own."""
        return list(getattr(self.executor, "_processes", None) or ())

    def warm(self) -> Executor:
        """Start the processes where there are none, so that the first run does not wait for them."""
        if self.executor is None:
            self.executor = self.make()
            for _ in range(self.processes):
                self.executor.submit(os.getpid)
        return self.executor

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in one of the processes."""
        for tries in range(1, TRIES + 1):
            executor = self.warm()
            try:
                return await asyncio.wrap_future(executor.submit(function, *args, **kwargs))
            except BrokenExecutor:
                if self.executor is executor:
                    executor.shutdown(wait=False, cancel_futures=True)
                    self.executor = None
                    self.restarts += 1
                if tries == TRIES:
                    raise
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """Stop the processes without waiting for what they compute."""
        if self.executor is None:
            return
        pids = self.pids
        self.executor.shutdown(wait=False, cancel_futures=True)
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        self.executor = None
