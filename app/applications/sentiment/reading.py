"""A written sentence as the words that the network reads; what is typed and what the grammar has go through here alike.

I DIDN'T, it's         i did not it is               contractions, also without their apostrophe (dont, im)
top-notch              top notch                     a hyphen parts words
:-)  :(  ❤️             🙂 🙁 ❤                       a face is a word
goooood, jajajajaja    good, jajaja                  letters said at length, where the word is known so
pesimo                 pésimo                        a missing accent, where one word fits (`..accents`)
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from ..accents import Accents
from ..tokenise import Word, tokenise
from ..word_list import word_list

POSITIVE_FACES = "😀😃😄😁😊🙂😍🥰😘😎🤩👍❤💕💖🎉👏😂🤣💯✨🔥😋🥳💙💚💛💜🙌😇🤗"
NEGATIVE_FACES = "😠😡😞😢😭🙁☹👎💔🤮🤢😒😤😩😫😖😣😔😟🤬💩😴🥱😑😕😱😓🙄"
TYPED_FACES = (
    (re.compile(r"(?<!\w)[:;=]['’]?-?[)D\]]+|(?<!\w)<3|(?<!\w)[xX]D\b"), "🙂"),
    (re.compile(r"(?<!\w)[:;=]['’]?-?[(\[/|]+(?!\w)"), "🙁"),
)
SHORT = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "y'all": "you all", "gonna": "going to", "wanna": "want to", "gotta": "have to", "u": "you",
    "its": "it is", "im": "i am", "ive": "i have", "thats": "that is", "whats": "what is", "youre": "you are",
    "theyre": "they are", "theres": "there is", "pls": "please", "thx": "thanks", "ty": "thanks",
    "q": "que", "k": "que", "xq": "porque", "pq": "porque", "porq": "porque", "tb": "también", "tmb": "también",
    "x": "por", "xd": "🙂", "bn": "bien", "muxo": "mucho", "pa": "para", "toy": "estoy", "tqm": "te quiero mucho",
}  # fmt: skip
"""Contractions of their own, and what people type for short."""
NOT = word_list("do does did is was are were has have had could would should need must")
SHORT |= {f"{verb}nt": f"{verb} not" for verb in NOT} | {"cant": "can not", "wont": "will not"}
ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'s": "is"}
BEFORE_IS = frozenset(
    word_list("it that this what he she there here where who how everything everyone nothing nobody life")
)
"""After these 's is "is"; after any other word it is left out (Anna's)."""
LAUGHS = re.compile(r"(?:ja|je|ji|ha|he){2,}[jh]?")
LONG = re.compile(r"(.)\1{2,}")


def split_words(text: str) -> list[Word]:
    """The words of a text in small letters, each with the place where it was typed."""
    for face, sign in TYPED_FACES:
        text = face.sub(lambda found, sign=sign: sign.ljust(len(found[0])), text)  # type: ignore[misc]
    words = tokenise(text, marks=POSITIVE_FACES + NEGATIVE_FACES)
    return [
        Word(part, line, column) for typed, line, column in words for part in expand(typed.lower().replace("’", "'"))
    ]


def expand(word: str) -> Iterator[str]:
    """The words that one typed word stands for."""
    if word in SHORT:
        yield from SHORT[word].split()
        return
    for part in re.split("[-·]", word):
        head, end = next(((part[: -len(end)], end) for end in ENDINGS if part.endswith(end)), (part, ""))
        if head:
            yield head
        if end and (end != "'s" or head in BEFORE_IS):
            yield ENDINGS[end]


@lru_cache(maxsize=1 << 16)
def written(text: str) -> tuple[str, ...]:
    """The words of a text of the grammar."""
    return tuple(word.text for word in split_words(text))


def known_word(word: str, accents: Accents) -> str | None:
    """The known word that a word is read as: itself, with its accents, or without letters said at length."""
    if LAUGHS.fullmatch(word):
        word = "jajaja" if "j" in word else "haha"
    for candidate in (word, *shorter(word)):
        found = accents.complete(candidate)
        if found is not None:
            return found
    return None


def shorter(word: str) -> list[str]:
    """A word with its runs of three or more of one letter as two or one: "goooood" may be "good" or "god"."""
    runs = [(run.start(), run.end()) for run in LONG.finditer(word)]
    if not 0 < len(runs) <= 3:
        return []
    texts = []
    for lengths in product((2, 1), repeat=len(runs)):
        text, last = "", 0
        for (start, end), length in zip(runs, lengths, strict=True):
            text += word[last:start] + word[start] * length
            last = end
        texts.append(text + word[last:])
    return texts
