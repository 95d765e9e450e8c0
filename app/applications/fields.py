"""The fields of all applications' inputs as one table: what the page's address of any of them may hold."""

import heapq
from collections.abc import Iterable
from typing import Any

from ..config import rows_of
from . import APPLICATIONS
from .config import InferenceConfig


def merge_orders(orders: Iterable[Iterable[str]]) -> list[str]:
    """One order that agrees with every one of `orders`; where they leave it open, by name."""
    before: dict[str, set[str]] = {}
    for order in orders:
        names = list(order)
        for i, name in enumerate(names):
            before.setdefault(name, set()).update(names[:i])
    merged_names: list[str] = []
    ready = [name for name, others in before.items() if not others]
    heapq.heapify(ready)
    while ready:
        merged_names.append(heapq.heappop(ready))
        for name, others in before.items():
            if others and merged_names[-1] in others:
                others.discard(merged_names[-1])
                if not others:
                    heapq.heappush(ready, name)
    if len(merged_names) < len(before):
        raise ValueError(f"applications disagree on the order of {sorted(set(before) - set(merged_names))}")
    return merged_names


def inference_table() -> list[dict[str, Any]]:
    """The rows of every field that an application takes; which one takes which is its `fields()`."""
    kinds = [InferenceConfig, *(kind.config for kind in APPLICATIONS.values())]
    rows = {name: row for kind in kinds for name, row in rows_of(kind).items()}
    return [dict(rows[name]) for name in merge_orders(rows_of(kind) for kind in kinds)]
