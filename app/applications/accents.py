"""Accents that were not typed: which known words a word may stand for, if some of their accents are missing.

A missing accent is forgiven where only one word fits ("pesimo" is "pésimo"); one that was typed is never taken away
("compró" is not "compro"). Tilde and diaeresis count as accents: "nino" is "niño".
"""

from collections import defaultdict
from collections.abc import Iterable
from unicodedata import combining, normalize


class Accents:
    """The known words by their letters without accents; built once for a vocabulary."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self.by_letters: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.known):
            self.by_letters[bare(word)].append(word)

    def fitting(self, word: str) -> tuple[str, ...]:
        """The known words that this one may be: itself, or those that have all its accents and more."""
        if word in self.known:
            return (word,)
        typed = letters(word)
        return tuple(
            known
            for known in self.by_letters.get(bare(word), ())
            if all(marks <= more for (_, marks), (_, more) in zip(typed, letters(known), strict=True))
        )

    def complete(self, word: str) -> str | None:
        """The one known word that this one may be; None where there is none, or more than one."""
        fitting = self.fitting(word)
        return fitting[0] if len(fitting) == 1 else None


def letters(word: str) -> list[tuple[str, frozenset[str]]]:
    """Every letter with the accents on it: "ñu" is (n, {tilde}), (u, {})."""
    signs: list[tuple[str, frozenset[str]]] = []
    for sign in normalize("NFD", word):
        if combining(sign) and signs:
            letter, marks = signs[-1]
            signs[-1] = letter, marks | {sign}
        else:
            signs.append((sign, frozenset()))
    return signs


def bare(word: str) -> str:
    """A word without its accents."""
    return "".join(letter for letter, _ in letters(word))
