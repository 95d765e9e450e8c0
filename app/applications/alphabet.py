"""The symbols of a language model and their numbers.

    0            the end of a sequence
    1            a symbol that is none of the others, or is withheld
    2 … K-1      the symbols: characters, notes, phonemes
    K … V-1      the starts: what is given before the first symbol (a country, a metre, a language)

The network reads any of the V, and says which of the first K comes next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

SymbolT = TypeVar("SymbolT")

END, UNKNOWN, FIRST = 0, 1, 2


@dataclass(frozen=True)
class Alphabet(Generic[SymbolT]):
    """See the module."""

    symbols: tuple[SymbolT, ...]
    starts: tuple[str, ...] = ("",)

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
