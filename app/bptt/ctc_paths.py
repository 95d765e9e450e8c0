"""Paths through the frames of a CTC network's outputs: what is most probably said, and when.

    best path      the most probable class of each frame, read as labels: no label sequence has to be known
    alignment      the most probable of all paths that read as given labels (Viterbi's algorithm on the lattice)

    v_t(s) = y_t(l'_s) max [v_{t-1}(s), v_{t-1}(s-1), v_{t-1}(s-2)]       as α, with the greatest in place of the sum

The best path's reading is not always the most probable reading, which sums over many paths; where the network is sure
of itself, as after training, the two are the same.

Sources: A. Graves et al., "Connectionist Temporal Classification", ICML (2006), section 3.2; G. Forney, "The Viterbi
Algorithm" (1973).
"""

import numpy as np

from ..cells.arrays import Array
from .ctc import BLANK, lattice, shift
from .losses import log_softmax


def collapse(path: Array) -> tuple[int, ...]:
    """How a path, (T,) of classes, reads: repetitions merged, then blanks dropped."""
    changes = np.flatnonzero(np.diff(path, prepend=BLANK))
    return tuple(int(path[t]) for t in changes if path[t] != BLANK)


def best_path(outputs: Array, frames: Array) -> list[tuple[int, ...]]:
    """The labels that the most probable class of each frame reads as, for each sequence.

    outputs: (T, B, K), before or after the softmax, class 0 the blank; frames: (B,).
    """
    classes = outputs.argmax(axis=2)
    return [collapse(classes[:count, b]) for b, count in enumerate(frames)]


@np.errstate(invalid="ignore")
def align(outputs: Array, frames: Array, labels: Array) -> Array:
    """The most probable path that reads as `labels`: the position s in l' at each frame, (T, B); -1 where is none.

    Position 2 i + 1 is the label i (from 0), an even one a blank. Arguments as for `ctc`; there is no position beyond a
    sequence's frames, nor anywhere in a sequence of which no path reads as its labels.
    """
    steps, batch, _ = outputs.shape
    paths = lattice(labels)
    scores = paths.scores(log_softmax(outputs.astype(np.float64)))
    closed = np.where(paths.skips, 0.0, -np.inf)
    best = np.full(scores.shape[1:], -np.inf)
    best[:, :2] = scores[0, :, :2]
    best[paths.last == 0, 1:] = -np.inf
    at_frame = [best]
    came_by = [np.zeros(best.shape, int)]  # how many positions the step onto (t, s) went on: 0, 1 or 2
    for t in range(1, steps):
        ways = np.stack([best, shift(best, 1), shift(best, 2) + closed])
        came_by.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + scores[t]
        at_frame.append(best)

    positions = np.full((steps, batch), -1)
    for b, (count, last) in enumerate(zip(frames, paths.last, strict=True)):
        end = at_frame[count - 1][b]
        position = int(last)
        if last and end[last - 1] > end[last]:
            position -= 1
        if not end[position] > -np.inf:
            continue
        for t in range(count - 1, -1, -1):
            positions[t, b] = position
            position -= int(came_by[t][b, position])
    return positions
