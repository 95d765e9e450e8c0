"""The word error rate: how many words have to be put in, left out or changed, for each word that was said.

    WER = (insertions + deletions + substitutions) / words said

with the fewest that make what was understood into what was said (V. Levenshtein 1966). It can be above 1.
"""

from collections.abc import Sequence

import numpy as np


def distance(said: Sequence[object], heard: Sequence[object]) -> int:
    """The fewest insertions, deletions and substitutions of words between the two."""
    row = np.arange(len(heard) + 1)  # from no word of `said` to the first j heard
    for word in said:
        above, row = row, row + 1
        for j, other in enumerate(heard, 1):
            row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (word != other))
    return int(row[-1])


def word_error_rate(said: Sequence[Sequence[object]], heard: Sequence[Sequence[object]]) -> float:
    """WER over many utterances together: long ones count for more."""
    wrong = sum(distance(*pair) for pair in zip(said, heard, strict=True))
    return wrong / sum(len(words) for words in said)
