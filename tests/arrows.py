"""What imports what, as a graph: for the tests that hold the direction of the arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Iterable[str]]


def circles(graph: Graph) -> list[list[str]]:
    """Every set of nodes that lead back to themselves, sorted: the strongly connected components of more than one."""
    reached = {node: reachable(graph, node) for node in graph}
    found = {tuple(sorted(other for other in reached[node] if node in reached.get(other, ()))) for node in graph}
    return [list(circle) for circle in sorted(found) if circle]


def reachable(graph: Graph, start: str) -> set[str]:
    """All that `start` leads to, over one arrow or more."""
    found: set[str] = set()
    open_ends = list(graph.get(start, ()))
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            open_ends += graph.get(node, ())
    return found
