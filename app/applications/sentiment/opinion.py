"""The network's opinion of texts, as numbers: what all its measures count."""

from collections.abc import Sequence

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples, at_end, padded, present
from ...bptt.losses import log_softmax
from ...cells.arrays import Array


def examples(words: Sequence[Array], positive: Sequence[bool]) -> Examples:
    """Texts as numbers; the class is asked at each one's last word."""
    mask = present([len(text) for text in words])
    classes = np.broadcast_to(np.array(positive, np.int64), mask.shape).copy()
    return Examples(padded(list(words)), mask, classes, at_end(mask))


def opinion_after(network: Network, words: Sequence[Array]) -> Array:
    """p of "positive" after each text's last word, (N,)."""
    batch = examples(words, [False] * len(words))
    last = batch.mask.sum(axis=0) - 1
    outputs = network.forward(batch).outputs[last, np.arange(len(words))]
    return np.asarray(np.exp(log_softmax(outputs))[:, 1])
