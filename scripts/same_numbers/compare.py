"""Two records side by side: every leaf that is neither bit-equal nor within `TOLERANCE`."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_plus

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .leaves import Array, Leaf, Leaves
    from .record import Record
    from .requests import Request

TOLERANCE = 1e-12
"""Largest difference, of the array's largest finite magnitude; of a logarithm x, in units of max(1, |x|)."""
LOGARITHM = re.compile(r"log10(\[\d+\])*$|^curves\[\d+\]\.norm$")
"""Paths of arrays that are logarithms."""


class Difference(NamedTuple):
    """A leaf that is not what it was. size: largest difference, in the units of `TOLERANCE`; inf: of another kind."""

    request: Request
    path: str
    size: float
    about: str

    @property
    def pattern(self) -> str:
        """Where it is, whatever the request: the path without places in lists and names of models."""
        general = re.sub(r"\[\d+\]", "[*]", self.path)
        return f"{self.request.section}: " + re.sub(r"^(rnn|lstm|gru)(\.\d+)?/", "*/", general)


def difference(path: str, before: Leaf, after: Leaf) -> tuple[float, str] | None:
    """How far apart two leaves are, with what is to be said of it; None: they are bit-equal."""
    if isinstance(before, str) or isinstance(after, str):
        return None if isinstance(before, str) and before == after else (math.inf, excerpt(before, after))
    if (before.dtype, before.shape) != (after.dtype, after.shape):
        return math.inf, f"{before.dtype}{list(before.shape)} → {after.dtype}{list(after.shape)}"
    if before.tobytes() == after.tobytes():
        return None
    if before.dtype.kind != "f":
        count = int((before != after).sum())
        return math.inf, f"{count} of {before.size} whole numbers differ{values(before, after)}"
    a, b = before.astype(np.float64), after.astype(np.float64)
    finite = np.isfinite(a) & np.isfinite(b)
    other = ~(finite | (a == b) | (np.isnan(a) & np.isnan(b)))
    if other.any():
        return math.inf, f"{int(other.sum())} of {a.size} are not finite, or were not{values(a, b, other)}"
    a, b = a[finite], b[finite]
    magnitude = np.abs(a).max(initial=0)
    scale = np.maximum(1, np.abs(a)) if LOGARITHM.search(path) else max(magnitude, np.abs(b).max(initial=0), 1e-320)
    size = float(np.abs(a / scale - b / scale).max(initial=0))
    return size, f"{size:.1e} of {magnitude:.3g}{values(before, after)}"


def values(before: Array, after: Array, where: Array | None = None) -> str:
    """A lone number, or the first that is `where`, before and after."""
    if where is not None and before.ndim:
        before, after = before[where][0], after[where][0]
    return "" if before.ndim else f": {before.item()!r} → {after.item()!r}"


def excerpt(before: Leaf, after: Leaf, width: int = 60) -> str:
    """Two leaves of which one at least is a text, from a little before the first letter that differs."""
    texts = [leaf if isinstance(leaf, str) else f"{leaf.dtype}{list(leaf.shape)}" for leaf in (before, after)]
    same = next((k for k, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), min(map(len, texts)))
    start = max(0, same - width // 3)
    return " → ".join(f"{'…' * bool(start)}{text[start:][:width]}{'…' * (len(text) > start + width)}" for text in texts)


class Comparison:
    """What came of comparing two records."""

    def __init__(self, before: Record, after: Record) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.differences: list[Difference] = []
        requests = {request.name: request for request in (*before.requests, *after.requests)}
        for name, request in requests.items():
            count = self.counts.setdefault(request.section, Counter())
            count["addresses"] += 1
            if name in before.index and name in after.index:
                self.compare(request, before.leaves(name), after.leaves(name))
            else:
                self.differs(request, "the whole", "is missing" if name in before.index else "is new")

    def compare(self, request: Request, before: Leaves, after: Leaves) -> None:
        """One answer; where the status is another nothing else is compared."""
        difference_found = difference("status", before["status"], after["status"])
        if difference_found:
            self.differs(request, "status", difference_found[1])
            return
        for path in {**before, **after}:
            if path in before and path in after:
                self.compare_leaf(request, path, before[path], after[path])
            else:
                self.differs(request, path, "is missing" if path in before else "is new")

    def compare_leaf(self, request: Request, path: str, before: Leaf, after: Leaf) -> None:
        """One leaf of both."""
        kind = "texts" if isinstance(before, str) else "arrays"
        difference_found = difference(path, before, after)
        self.counts[request.section].update({kind: 1, f"equal {kind}": difference_found is None})
        if difference_found is None:
            return
        if difference_found[0] <= TOLERANCE:
            self.counts[request.section]["close"] += 1
        else:
            self.differs(request, path, difference_found[1], difference_found[0])

    def differs(self, request: Request, path: str, about: str, size: float = math.inf) -> None:
        """Note an exception."""
        self.differences.append(Difference(request, path, size, about))
        self.counts[request.section]["exceptions"] += 1

    def listing(self, most: int) -> Iterator[str]:
        """The listing: exceptions by pattern, the largest first, then the table."""
        groups: dict[str, list[Difference]] = {}
        for exception in sorted(self.differences, key=lambda exception: -exception.size):
            groups.setdefault(exception.pattern, []).append(exception)
        for pattern, members in groups.items():
            largest = "of another kind" if math.isinf(members[0].size) else f"the largest {members[0].size:.1e}"
            yield f"{pattern}: {len(members):,}, {largest}"
            for exception in members[: most or None]:
                yield f"    {unquote_plus(exception.request.name)}  {exception.path}: {exception.about}"
            if 0 < most < len(members):
                yield f"    … and {len(members) - most:,} more"
        columns = ("addresses", "arrays", "equal arrays", "close", "texts", "equal texts", "exceptions")
        yield f"{'':12}" + "".join(f"{column:>14}" for column in columns)
        total = sum(self.counts.values(), Counter())
        for section, count in (*self.counts.items(), ("all", total)):
            yield f"{section:12}" + "".join(f"{count[column]:14,}" for column in columns)
        yield (
            f"{total['addresses']:,} addresses, {total['arrays']:,} arrays: {total['equal arrays']:,} bit-equal, "
            f"{total['close']:,} more within {TOLERANCE:g}; {len(self.differences):,} exceptions"
        )
