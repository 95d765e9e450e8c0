"""The processes that train: functions are sent to them, and nothing of a run stays there.

A run travels with every slice (0.2 MB, half a millisecond), so a process that dies costs one slice: it is computed
again, to the same numbers, by the next one. Any `concurrent.futures` executor will do, a Dask client's among them.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
"""A slice that breaks this many processes in a row is given up."""
NICE = 19
"""Training gives way to whoever asks for a trace."""


def settle() -> None:
    """Set up a training process: it yields to the server, leaves Ctrl-C to it, and ends when the server has ended."""
    os.nice(NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """A server that was killed can not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def local(processes: int) -> ProcessPoolExecutor:
    """Processes of this machine; spawned, since the server has threads."""
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), settle)


class Pool:
    """An executor that is made anew when one of its processes has died."""

    def __init__(self, make: Callable[[], Executor], processes: int) -> None:
        self.make = make
        self.processes = processes
        self.executor: Executor | None = None

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
                if tries == TRIES:
                    raise
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """Stop the processes without waiting for what they compute."""
        if self.executor is None:
            return
        processes = list(getattr(self.executor, "_processes", None) or ())
        self.executor.shutdown(wait=False, cancel_futures=True)
        for pid in processes:
            os.kill(pid, signal.SIGTERM)
        self.executor = None
