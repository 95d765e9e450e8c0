"""The baseline: what was said in the training clip that looks most alike.

Every clip is read at `TIMES` moments, evenly spaced from its first frame to its last, and what was understood is what
was said in the training clip with the nearest spectrogram (Euclidean, in dB, each band around its own mean). It is how
words were first recognised, by templates; it has no memory and knows only whole utterances that it has heard.
"""

from collections.abc import Sequence

import numpy as np

from ...cells.arrays import Array
from .clips import Clip
from .vary import between

TIMES = 16


def template(levels: Array) -> Array:
    """A clip's spectrogram at `TIMES` moments, each band around its mean: (T, bands) → (TIMES · bands,)."""
    rows = between(levels, np.linspace(0, len(levels) - 1, TIMES))
    return np.asarray((rows - rows.mean(axis=0)).ravel())


def nearest(known: Sequence[Clip], clips: Sequence[Clip]) -> list[tuple[int, ...]]:
    """The labels of the most similar of the known clips, for each of the asked."""
    templates = np.stack([template(clip.levels) for clip in known])
    square = (templates**2).sum(axis=1)
    labels = []
    for clip in clips:
        distances = square - 2 * templates @ template(clip.levels)  # but for a constant, the squared distance
        labels.append(known[int(distances.argmin())].labels)
    return labels
