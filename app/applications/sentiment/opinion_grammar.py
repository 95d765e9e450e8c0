"""A grammar whose sentences have an opinion: context-free, with polarity and agreement carried down from the top.

    [CLAUSE *]                                     a symbol; *: its gender and number are its own
    3x {subject} {is} {very} {Adj}                 a rule, three times as frequent as one without a number
    no {is} {~Adj}                                 {~Adj}: of the other opinion
    +2x (vale|merece) la pena                      a rule of one opinion only; (a|b|): one of them, or nothing
    el/la/los/las                                  by gender and number
    {Like:yo}  {Affect:el/el/ellos/ellos}          one form of a verb

The files in `language/` are written so: <language>.words.txt has the lists ([Adj+ adjective] is inflected by
`inflection`), <language>.sentences.txt the rules. A symbol with a capital has the opinion, one in small letters none.
"""

from bisect import bisect
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeAlias

from . import inflection
from .reading import written
from .rule_text import RULE, Choice, Literal, Piece, Tokens, compiled, leaves, sections

FOLDER = Path(__file__).parent / "language"
Chances: TypeAlias = Iterator[float]
START = "SENTENCE"
BOTH = (True, False)


class Words(NamedTuple):
    """A list of words: those that may stand where gender and number are the n-th of four, for n = 0 … 3."""

    by_agreement: tuple[tuple[Tokens, ...], ...]


class Rules(NamedTuple):
    """A symbol's rules of one opinion, with their added-up weights."""

    bounds: tuple[float, ...]
    runs: tuple[tuple[Piece, ...], ...]
    own_agreement: bool


class Drawn(NamedTuple):
    """A sentence, and the places of its words that come from a list of words with an opinion."""

    words: list[str]
    telling: list[int]


class OpinionGrammar:
    """The grammar of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: dict[tuple[str, str, bool], Words] = {}
        self.rules: dict[tuple[str, bool], Rules] = {}
        self.read_words((FOLDER / f"{language}.words.txt").read_text("utf-8"))
        self.read_rules((FOLDER / f"{language}.sentences.txt").read_text("utf-8"))

    def read_words(self, text: str) -> None:
        """Take the lists of words of a file."""
        for name, opinion, kind, lines in sections(text):
            self.add_words(name, opinion, kind or "", " ".join(lines).split())

    def add_words(self, name: str, opinion: str, kind: str, words: list[str]) -> None:
        """One list: every form of it is looked up by its name and its opinion."""
        for form, forms in inflected(self.language, kind, words).items():
            found = Words(tuple(tuple(written(four[k]) for four in forms if four[k]) for k in range(4)))
            for positive in BOTH:
                if not opinion or positive == (opinion == "+"):
                    self.words[name, form, positive] = found

    def read_rules(self, text: str) -> None:
        """Take the rules of a file."""
        for name, _, kind, lines in sections(text):
            if kind == "words":
                self.add_words(name, "", "words", " ".join(lines).split())
                continue
            found = [RULE.fullmatch(line) for line in lines]
            rules = [(match[1], float(match[2] or 1), compiled(match[3])) for match in found if match]
            for positive in BOTH:
                fit = [(weight, run) for sign, weight, run in rules if not sign or positive == (sign == "+")]
                bounds = tuple(accumulate(weight for weight, _ in fit))
                self.rules[name, positive] = Rules(bounds, tuple(run for _, run in fit), kind == "*")

    def draw(self, positive: bool, chances: Chances, start: str = START) -> Drawn:
        """A sentence of an opinion."""
        sentence = Drawn([], [])
        self.expand(start, positive, int(4 * next(chances)), chances, sentence)
        return sentence

    def expand(self, name: str, positive: bool, agreement: int, chances: Chances, sentence: Drawn) -> None:
        """Add the words of a symbol."""
        rules = self.rules[name, positive]
        run = rules.runs[bisect(rules.bounds, next(chances) * rules.bounds[-1])]
        self.add(run, positive, int(4 * next(chances)) if rules.own_agreement else agreement, chances, sentence)

    def add(self, run: tuple[Piece, ...], positive: bool, agreement: int, chances: Chances, sentence: Drawn) -> None:
        """Add the words of a run of pieces."""
        for piece in run:
            if isinstance(piece, Literal):
                sentence.words.extend(piece.by_agreement[agreement])
            elif isinstance(piece, Choice):
                self.add(piece.runs[int(next(chances) * len(piece.runs))], positive, agreement, chances, sentence)
            elif (piece.name, not positive if piece.flip else positive) in self.rules:
                self.expand(piece.name, positive != piece.flip, agreement, chances, sentence)
            else:
                form = piece.forms[agreement] if piece.forms else ""
                options = self.words[piece.name, form, positive != piece.flip].by_agreement[agreement]
                chosen = options[int(next(chances) * len(options))]
                if piece.name[0].isupper():
                    sentence.telling.extend(range(len(sentence.words), len(sentence.words) + len(chosen)))
                sentence.words.extend(chosen)

    def vocabulary(self) -> set[str]:
        """Every word that a sentence can have."""
        found: set[str] = set()
        for rules in self.rules.values():
            for run in rules.runs:
                for piece in leaves(run):
                    if isinstance(piece, Literal):
                        found.update(*piece.by_agreement)
                    elif (piece.name, True) not in self.rules:
                        found.update(
                            *(word for form in piece.forms or ("",) for word in self.words_of(piece.name, form))
                        )
        return found

    def words_of(self, name: str, form: str) -> Iterator[Tokens]:
        """The words of a list in one form, of both opinions."""
        for positive in BOTH:
            for options in self.words[name, form, positive].by_agreement:
                yield from options


def inflected(language: str, kind: str, words: list[str]) -> dict[str, list[inflection.Four]]:
    """A list of words by form; words that do not agree, or have no form here, are the same in all four places."""
    if kind == "verb":
        inflect: Callable[[str], dict[str, list[str]]]
        inflect = inflection.spanish_verb if language == "es" else inflection.english_verb
        forms: dict[str, list[inflection.Four]] = {}
        for word in words:
            for form, texts in inflect(word).items():
                forms.setdefault(form, []).extend(map(inflection.same, texts))
        return forms
    if kind == "adjective":
        return {"": [four for word in words for four in inflection.adjective(word)]}
    if kind == "noun" and language == "es":
        return {"": [spanish_noun(*inflection.noun(word)) for word in words]}
    if kind == "noun":
        return {"": [(one, one, more, more) for one, more in map(inflection.english_noun, words)]}
    return {"": [inflection.written_out(word) for word in words]}


def spanish_noun(gender: int, one: str, more: str) -> inflection.Four:
    """A noun in the places of its gender; the others are empty."""
    return (one, "", more, "") if gender == inflection.MASCULINE else ("", one, "", more)


@lru_cache(maxsize=2)
def opinion_grammar(language: str) -> OpinionGrammar:
    """The grammar of one language, read once."""
    return OpinionGrammar(language)
