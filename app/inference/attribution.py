"""A play's question, asked at every step: where each answer sends its gradient."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..applications.base import Answer, Network, Prediction
from ..bptt.architecture import REVERSE
from ..bptt.examples import Examples
from ..bptt.norms import LogNorms, log_norms, with_status
from ..cells.base import Array

TOGETHER = 16
"""Answers that are carried back side by side: more are no faster, and their tapes larger."""


@dataclass(frozen=True)
class Attribution:
    """A play with the network that played; truncate: the window of its backward pass."""

    model: Network
    played: Prediction[Answer]
    truncate: int = 0

    @cached_property
    def question(self) -> Array:
        """g = ∂L/∂y of the answer that was asked for, (K,)."""
        d_y = self.played.judged.d_y[:, 0]
        return np.asarray(d_y[np.abs(d_y).sum(axis=1).argmax()])

    @cached_property
    def by_layer(self) -> dict[str, Array]:
        """log10 ‖∂L_s/∂h_t‖ of L_s = ⟨g, y_s⟩ at [s-1, t-1], (U, T) for each layer, in the order in which it reads.

        The network reads its sequence as a batch of copies, each with another answer to go back from.
        """
        run, found = self.played.run, dict[str, list[Array]]()
        count = len(self.played.run.outputs)
        copies = min(TOGETHER, count)
        given = run.examples
        several = Examples(
            np.repeat(given.inputs, copies, axis=1),
            np.repeat(given.mask, copies, axis=1),
            given.targets,
            given.weights,
            None if given.decoder is None else np.repeat(given.decoder, copies, axis=1),
        )
        passed = self.model.forward(several)
        for first in range(0, count, copies):
            d_y = np.zeros(passed.outputs.shape, passed.outputs.dtype)
            own = np.arange(first, min(first + copies, count))
            d_y[own, own - first] = self.question
            back = self.model.backward(passed, d_y, self.truncate)
            for name, gradients in back.layers.items():
                norms = log_norms(gradients.total.h[:, : len(own)], (2,)).log10  # (T, answers)
                found.setdefault(name, []).append(norms.T)
        return {name: np.concatenate(parts) for name, parts in found.items()}

    def reach(self, layers: tuple[str, ...]) -> LogNorms:
        """The same of layers that are one chain, (T, T); steps before the first answer have none of their own."""
        found = np.concatenate([self.by_layer[name] for name in layers], axis=1)  # (U, T)
        answers, steps = found.shape
        whole = np.full((steps, steps), -np.inf)
        whole[steps - answers :] = found[::-1] if layers[-1].endswith(REVERSE) else found
        return with_status(whole)
