"""What a call says at its end: how many comparisons of each kind, the worst with their addresses, excuses, failures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .compare import EXCUSED, FAILED, OK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .compare import Comparison

PRECISIONS = ("float64", "float32", "float16")
MOST = 40
"""Most failures, and cases with excuses, that are listed each by themselves."""


def section(comparison: Comparison) -> str:
    """The kind of its case: lab, train, app, script, golden."""
    return comparison.case.partition("?")[0]


def worst(comparisons: Sequence[Comparison]) -> Comparison | None:
    """The one with the largest difference."""
    return max(comparisons, key=lambda comparison: comparison.relative, default=None)


def groups(comparisons: Sequence[Comparison]) -> dict[tuple[str, str], list[Comparison]]:
    """Comparisons by section and kind, in the order in which they came."""
    found: dict[tuple[str, str], list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        found[section(comparison), comparison.kind].append(comparison)
    return dict(sorted(found.items(), key=lambda pair: pair[0][0]))


def table(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """For each kind: how many were compared, and the worst difference that needs no excuse, by precision."""
    yield f"{'':22}{'compared':>9}{'excused':>9}{'failed':>8}" + "".join(f"{name:>10}" for name in PRECISIONS)
    for (name, kind), members in groups(comparisons).items():
        counts = [sum(member.verdict == verdict for member in members) for verdict in (EXCUSED, FAILED)]
        figures = []
        for precision in PRECISIONS:
            largest = worst([m for m in members if m.verdict == OK and m.dtype == precision])
            figures.append(f"{largest.relative:>10.1e}" if largest else f"{'':>10}")
        yield f"{name:7}{kind:15}{len(members):9,}{counts[0]:9,}{counts[1]:8,}" + "".join(figures)


def addresses(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Of each kind the worst difference in float64 that needs no excuse, with its address."""
    for (name, kind), members in groups(comparisons).items():
        largest = worst([member for member in members if member.verdict == OK and member.dtype == "float64"])
        if largest and name != "golden":
            yield f"  {name} {kind}: {largest.relative:.1e} {largest.quantity}\n      {largest.case}"


def goldens(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What came of making the golden values anew."""
    for comparison in comparisons:
        if comparison.kind == "golden":
            yield f"  {comparison.quantity}: {comparison.reason}, {comparison.relative:.1e}"


def excuses(comparisons: Sequence[Comparison], every: bool) -> Iterator[str]:
    """The cases in which something was excused, those in float64 first, each with its worst difference."""
    by_case: dict[str, list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        if comparison.verdict == EXCUSED:
            by_case[comparison.case].append(comparison)
    ordered = sorted(by_case.items(), key=lambda pair: (PRECISIONS.index(pair[1][0].dtype), -worst_of(pair[1])))
    for precision in PRECISIONS:
        cases = [pair for pair in ordered if pair[1][0].dtype == precision]
        if cases:
            yield f"{precision}: {len(cases)} cases, {sum(len(members) for _, members in cases)} quantities excused"
        for case, members in cases if every or precision == "float64" else cases[:MOST]:
            largest = max(members, key=lambda member: member.relative)
            yield f"  {largest.quantity}: {largest.relative:.1e} of {largest.allowed:.1e}, {largest.reason}"
            yield f"      {case}" + (f"  (and {len(members) - 1} more)" if len(members) > 1 else "")
        if not every and precision != "float64" and len(cases) > MOST:
            yield f"  … and {len(cases) - MOST} more (ARGS=--every lists them all)"


def worst_of(members: Sequence[Comparison]) -> float:
    """The largest difference."""
    return max(member.relative for member in members)


def failures(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """What has no excuse, and how it is repeated alone."""
    by_case: dict[str, list[Comparison]] = defaultdict(list)
    for comparison in comparisons:
        if comparison.verdict == FAILED:
            by_case[comparison.case].append(comparison)
    for case, members in list(by_case.items())[:MOST]:
        yield f"  make oracle CASE='{case}'"
        for member in members[:6]:
            yield f"      {member.quantity}: {member.relative:.1e} of {member.allowed:.1e}; {member.reason}"
        if len(members) > 6:
            yield f"      … and {len(members) - 6} more"
    if len(by_case) > MOST:
        yield f"  … and {len(by_case) - MOST} more cases"


def report(comparisons: Sequence[Comparison], unknown: Sequence[str], *, every: bool = False) -> Iterator[str]:
    """All of it."""
    yield from table(comparisons)
    yield ""
    parts = {
        "The worst differences in float64 without an excuse": addresses(comparisons),
        "Golden values made anew": goldens(comparisons),
        "Excused: rounding alone moves them as far": excuses(comparisons, every),
        "Unknown to the PyTorch side": (f"  {name}" for name in unknown),
        "FAILED": failures(comparisons),
    }
    for title, lines in parts.items():
        listed = list(lines)
        if listed:
            yield from (f"{title}:", *listed, "")
    failed = sum(comparison.verdict == FAILED for comparison in comparisons)
    excused = sum(comparison.verdict == EXCUSED for comparison in comparisons)
    cases = len({comparison.case for comparison in comparisons})
    yield f"{cases:,} cases, {len(comparisons):,} quantities: {excused:,} excused, {failed:,} failed"


def exit_code(comparisons: Sequence[Comparison], unknown: Sequence[str]) -> int:
    """1 where something failed or is unknown, or where nothing was compared."""
    return int(bool(unknown) or not comparisons or any(c.verdict == FAILED for c in comparisons))
