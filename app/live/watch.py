"""What a reader looks at while a run goes on: which trace, of which weights, and when it has to be made anew."""

import time
from dataclasses import replace

from ..training.record import Record
from .work import TraceRequest

SHARE = 8
"""The probe's trace takes at most one part in so many of a run's time."""
GAP = 0.08
"""Seconds between two traces, at the least."""


class Watch:
    """wanted: what the trace should show, None for no trace; at: the iteration of a kept snapshot, None for the newest.

    due:     the next slice has to make a trace, however young the last one is: another one is wanted
    behind:  iterations have been done since the last trace
    unsent:  the last trace, as JSON, until it is sent
    """

    def __init__(self) -> None:
        self.wanted: TraceRequest | None = None
        self.at: int | None = None
        self.due = True
        self.behind = False
        self.unsent: str | None = None
        self.began = 0.0
        self.seconds = 0.02

    def subscribe(self, wanted: TraceRequest | None, at: int | None) -> None:
        """Show this from now on."""
        self.wanted, self.at, self.due = wanted, at, True

    def settle(self) -> None:
        """The run has come to rest: it is shown where it rests, however young the last trace is."""
        if self.behind and self.wanted is not None and self.at is None:
            self.due = True

    def next(self, record: Record) -> TraceRequest | None:
        """The trace that the slice which begins now should make, if any."""
        if self.wanted is None:
            self.due = False
            return None
        now = time.monotonic()
        young = now - self.began < max(GAP, SHARE * self.seconds)
        if not self.due and (young or self.at is not None):  # a snapshot's trace stays what it is
            return None
        self.due, self.began = False, now
        return self.wanted if self.at is None else replace(self.wanted, at=record.before(self.at))

    def update(self, trace: str | None, seconds: float, *, moved: bool) -> None:
        """A slice has ended: the trace that it made, if it did, in so long; moved: whether it did iterations."""
        if trace is not None:
            self.unsent, self.seconds = trace, seconds
        self.behind = trace is None and (self.behind or moved)

    def take(self) -> str | None:
        """The trace that is to be sent, once."""
        trace, self.unsent = self.unsent, None
        return trace
