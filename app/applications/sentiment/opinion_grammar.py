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

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeAlias

from . import inflection
from .reading import written

FOLDER = Path(__file__).parent / "language"
Tokens: TypeAlias = tuple[str, ...]
Chances: TypeAlias = Iterator[float]
START = "SENTENCE"
HEADER = re.compile(r"\[(\w+)([+-]?)(?: (\*|\w+))?\]")
RULE = re.compile(r"(?:([+-])?(?:([\d.]+)x)? )?(.*)")
PIECE = re.compile(r"\{(~?)(\w+)(?::([\w/]+))?\}")
BOTH = (True, False)


class Words(NamedTuple):
    """A list of words: those that may stand where gender and number are the n-th of four, for n = 0 … 3."""

    by_agreement: tuple[tuple[Tokens, ...], ...]


class Literal(NamedTuple):
    """Words as they stand, by gender and number."""

    by_agreement: tuple[Tokens, ...]


class Slot(NamedTuple):
    """Another symbol: of the opinion or of the other one; forms: by gender and number, empty for none."""

    name: str
    flip: bool
    forms: tuple[str, ...]


class Choice(NamedTuple):
    """One of several runs of pieces."""

    runs: tuple[tuple["Piece", ...], ...]


Piece: TypeAlias = Literal | Slot | Choice


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

    def telling(self, positive: bool) -> set[str]:
        """The words of its lists of one opinion."""
        return {
            word
            for (name, _, opinion), words in self.words.items()
            if name[0].isupper() and opinion == positive
            for options in words.by_agreement
            for run in options
            for word in run
        }


def leaves(run: tuple[Piece, ...]) -> Iterator[Literal | Slot]:
    """The pieces of a run, and of the choices in it."""
    for piece in run:
        if isinstance(piece, Choice):
            for inner in piece.runs:
                yield from leaves(inner)
        else:
            yield piece


def sections(text: str) -> Iterator[tuple[str, str, str | None, list[str]]]:
    """The sections of a file: name, opinion ("+", "-" or none), kind, lines."""
    current: tuple[str, str, str | None, list[str]] | None = None
    for line in filter(None, (line.strip() for line in text.splitlines())):
        header = HEADER.fullmatch(line)
        if header:
            if current:
                yield current
            current = (header[1], header[2], header[3], [])
        elif current and not line.startswith("# "):
            current[3].append(line)
    if current:
        yield current


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


def compiled(text: str) -> tuple[Piece, ...]:
    """A rule's pieces."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if text[at] == "(":
            end = closing(text, at)
            pieces.append(Choice(tuple(compiled(run) for run in alternatives(text[at + 1 : end]))))
            at = end + 1
        elif text[at] == "{":
            match = PIECE.match(text, at)
            if match is None:
                raise ValueError(f"not a slot: {text[at:]}")
            forms = (match[3] or "").split("/")
            four = () if forms == [""] else tuple(forms) if len(forms) == 4 else (forms[0],) * 4
            pieces.append(Slot(match[2], bool(match[1]), four))
            at = match.end()
        else:
            end = min((place for place in (text.find("(", at), text.find("{", at)) if place >= 0), default=len(text))
            pieces.extend(plain(text[at:end]))
            at = end
    return tuple(pieces)


def plain(text: str) -> list[Piece]:
    """Words as they stand; if there are bars, one run for each gender and number."""
    if "/" in text:
        forms = text.split("/")
        if len(forms) != 4:
            raise ValueError(f"not four forms: {text}")
        return [Literal(tuple(written(form) for form in forms))]
    words = written(text)
    return [Literal((words,) * 4)] if words else []


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise ValueError(f"an open bracket: {text}")


def alternatives(text: str) -> list[str]:
    """The parts of a choice."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


@lru_cache(maxsize=2)
def opinion_grammar(language: str) -> OpinionGrammar:
    """The grammar of one language, read once."""
    return OpinionGrammar(language)
