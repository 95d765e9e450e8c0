"""The baseline of the reviews: naive Bayes over the bag of words.

    log P(class | words) = log P(class) + Σ_words log P(word | class) + constant
    P(word | class) = (count of the word in the class's reviews + 1) / (all their words + V)

It sees every word and no order. Source: M. Maron, "Automatic Indexing: An Experimental Inquiry" (1961).
"""

from dataclasses import dataclass

import numpy as np

from ...cells.arrays import Array


@dataclass(frozen=True)
class Bayes:
    """log_prior: (2,); log_likelihood: (2, V)."""

    log_prior: Array
    log_likelihood: Array

    def positive(self, words: Array) -> bool:
        """The likelier class of a review by its words' numbers."""
        scores = self.log_prior + self.log_likelihood[:, words].sum(axis=1)
        return bool(scores[1] > scores[0])


def fit(reviews: list[Array], positive: list[bool], vocabulary: int) -> Bayes:
    """Count words by class, with one added to each count (Laplace)."""
    counts = np.ones((2, vocabulary))
    for words, label in zip(reviews, positive, strict=True):
        np.add.at(counts[int(label)], words, 1)
    classes = np.bincount(np.array(positive, int), minlength=2) + 1
    return Bayes(np.log(classes / classes.sum()), np.log(counts / counts.sum(axis=1, keepdims=True)))
