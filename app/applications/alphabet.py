"""The symbols of a language model and their numbers.

    0            the end of a sequence
    1            a symbol that is none of the others, or is withheld
    2 … K-1      the symbols: characters, notes, phonemes
    K … V-1      the starts: what is given before the first symbol (a country, a metre, a language)

The network reads any of the V, and says which of the first K comes next. That the unknown one comes does not say what
came: a symbol w that is none of the others has the probability

    p(w) = p(unknown) / N,        -log p(w) = -log p(unknown) + log N

where N is how many symbols the unknown one may be, all alike. Source: the escape of J. Cleary, I. Witten, "Data
Compression Using Adaptive Coding and Partial String Matching", IEEE Transactions on Communications 32 (1984).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Generic, TypeVar

SymbolT = TypeVar("SymbolT")

END, UNKNOWN, FIRST = 0, 1, 2


@dataclass(frozen=True)
class Alphabet(Generic[SymbolT]):
    """See the module."""

    symbols: tuple[SymbolT, ...]
    starts: tuple[str, ...] = ("",)
    unlisted: int = 1
    """N, how many symbols there are beside these; 1: the unknown one is only ever a symbol that is withheld."""

    @property
    def predicted_count(self) -> int:
        """K, the symbols that can come next, the end and the unknown one among them."""
        return FIRST + len(self.symbols)

    @property
    def read_count(self) -> int:
        """V, all that can be read."""
        return self.predicted_count + len(self.starts)

    @cached_property
    def numbers(self) -> dict[SymbolT, int]:
        """Symbol → its number."""
        return {symbol: number for number, symbol in enumerate(self.symbols, FIRST)}

    @property
    def unknown_nats(self) -> float:
        """log N, what it takes to say which symbol the unknown one is."""
        return log(self.unlisted)

    def start(self, name: str) -> int:
        """The number of a start."""
        return self.predicted_count + self.starts.index(name)

    def sequence(self, start: str, symbols: Iterable[SymbolT], *, ends: bool = True) -> list[int]:
        """A sequence as it is learned: its start, its symbols, and the end where it has one."""
        inner = [self.numbers.get(symbol, UNKNOWN) for symbol in symbols]
        return [self.start(start), *inner, *([END] if ends else [])]

    def symbols_of(self, numbers: Sequence[int]) -> tuple[SymbolT, ...]:
        """The symbols of a sequence; start, end and unknown ones say nothing."""
        return tuple(self.symbols[number - FIRST] for number in numbers if FIRST <= number < self.predicted_count)
