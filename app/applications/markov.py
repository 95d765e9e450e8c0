"""What can be said of the next symbol from the two before it, counted and smoothed: interpolated Kneser-Ney.

    p(w | u v) = max(c(u v w) - D(c), 0) / c(u v ·)  +  λ(u v) p(w | v)
    p(w | v)   = max(n(v w)   - D(n), 0) / n(v ·)    +  λ(v) p(w)
    p(w)       = max(n(w)     - D(n), 0) / n(·)      +  λ() / V

c(u v w) is how often w came after u v; n(v w) after how many different symbols v w came, n(w) after how many w did: a
symbol that follows one other only, however often, is unlikely after anything else. What the discounts D take away,
λ = Σ_w D / c(·), is what the shorter context divides, and so each line sums to 1. With n_k the number of contexts that
were counted k times, Y = n₁ / (n₁ + 2 n₂):   D(k) = k - (k + 1) Y n_{k+1} / n_k  for k = 1, 2, and D(3+) like k = 3.

For characters this is the smoothed trigram of the language model, for notes and phonemes the second-order Markov model.

Source: "modified Kneser-Ney" of S. Chen, J. Goodman, "An Empirical Study of Smoothing Techniques for Language
Modeling", Computer Speech and Language 13 (1999); R. Kneser, H. Ney, "Improved Backing-off for M-gram Language
Modeling" (1995).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from ..cells.arrays import Array

Context: TypeAlias = tuple[int, ...]
NOTHING = -1
"""What stands before a sequence."""
PLAIN = 0.5
"""The discount where there are too few counts to estimate one."""
LEAST = 0.1
"""The smallest discount: something is always left for what was never seen."""


@dataclass(frozen=True)
class ContextCounts:
    """What followed one context. times: symbol → count; total: their sum; backoff: λ, what the discounts took away."""

    times: Counter[int]
    total: int
    backoff: float


class Markov:
    """The model of `order` symbols of context, counted in `sequences` of token numbers.

    sequences: each begins with a symbol that is given (a start, a country, a metre) and never predicted
    symbols:   V; symbols 0 … V-1 can be predicted, given ones may have any number
    with_start: whether the first place of a context is the sequence's start, however long ago that was
    """

    def __init__(
        self, sequences: Iterable[Sequence[int]], symbols: int, order: int = 2, *, with_start: bool = False
    ) -> None:
        self.symbols, self.order, self.with_start = symbols, order, with_start
        counts: list[dict[Context, Counter[int]]] = [defaultdict(Counter) for _ in range(order + 1)]
        for sequence in sequences:
            for context, symbol in self.steps(sequence):
                counts[order][context][symbol] += 1
        for k in range(order, 0, -1):  # n(v w): each different u v w counts once
            for context, times in counts[k].items():
                counts[k - 1][context[1:]].update(times.keys())
        self.levels = [self.level(level_counts) for level_counts in counts]

    def steps(self, sequence: Sequence[int]) -> Iterable[tuple[Context, int]]:
        """Every predicted symbol of a sequence, with its context."""
        before = self.order - 1
        padded = [NOTHING] * before + list(sequence)
        if self.with_start:  # the start stands in a place of its own
            padded[before] = NOTHING
        for end in range(self.order, len(padded)):
            context = tuple(padded[end - before : end])
            yield (sequence[0] if self.with_start else padded[end - self.order], *context), padded[end]

    def level(self, counts: dict[Context, Counter[int]]) -> tuple[Array, dict[Context, ContextCounts]]:
        """One line of the equations: its discounts D(0) … D(3), and what it has seen."""
        often = Counter(count for times in counts.values() for count in times.values())
        discounts = np.array([0.0, PLAIN, PLAIN, PLAIN])
        if all(often[k] for k in (1, 2, 3)):
            y = often[1] / (often[1] + 2 * often[2])
            for k in (1, 2, 3):
                discounts[k] = max(k - (k + 1) * y * often[k + 1] / often[k], LEAST)
        seen = {}
        for context, times in counts.items():
            total = sum(times.values())
            discounted = sum(float(discounts[min(count, 3)]) for count in times.values())
            seen[context] = ContextCounts(times, total, discounted / total)
        return discounts, seen

    def probability(self, context: Context, symbol: int) -> float:
        """p(symbol | context), the context being the `order` symbols before it."""
        p = 1.0 / self.symbols
        for k, (discounts, seen) in enumerate(self.levels):
            counted = seen.get(context[self.order - k :])
            if counted is None:
                break  # no longer context was seen either
            count = counted.times.get(symbol, 0)
            p = (count - float(discounts[min(count, 3)])) / counted.total + counted.backoff * p
        return p

    def nats(self, sequence: Sequence[int]) -> Array:
        """-ln p of every predicted symbol of a sequence, (its length - 1,)."""
        return np.array([-np.log(self.probability(*step)) for step in self.steps(sequence)])

    def mean_nats(self, sequences: Iterable[Sequence[int]]) -> float:
        """The mean of -ln p over all predicted symbols of all sequences."""
        return float(np.concatenate([self.nats(sequence) for sequence in sequences]).mean())

    @cached_property
    def contexts(self) -> list[Context]:
        """The longest contexts that were seen."""
        return list(self.levels[-1][1])
