"""The baseline of the tagger: every word has the tag that it had most often in training, whatever stands around it.

An unknown word has the tag that unknown words of its looks had most often.
"""

from collections import Counter, defaultdict

import numpy as np

from .sentences import draw
from .words import read_as, stand_in

SENTENCES = 10000
"""Training sentences that are counted."""


def most_frequent_tags(seed: int = 0) -> dict[str, str]:
    """Word or looks → tag, counted over training sentences."""
    rng = np.random.default_rng([seed, 7])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _ in range(SENTENCES):
        words, tags, _ = draw(rng, "training")
        for word, known, tag in zip(words, read_as(words), tags, strict=True):
            counts[known][tag] += 1
            if tag != "O":
                counts[stand_in(word)][tag] += 1
    return {word: tag_counts.most_common(1)[0][0] for word, tag_counts in counts.items()}


def tag_by_table(table: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """The baseline's tags of a sentence."""
    return [table.get(word, "O") for word in read_as(words)]
