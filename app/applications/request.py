"""What an application reads of a reader's request: which input, and what of it is looked at.

`InferenceConfig` is one. It knows the registry of applications; they know it only by these fields, so that no arrow
leads back.
"""

from typing import Protocol


class Request(Protocol):
    """An application uses those of the fields that it names in its `fields`, and those that all have."""

    @property
    def text(self) -> str:
        """What the reader typed; empty: an example."""

    @property
    def language(self) -> str:
        """The language of the input, "es" or "en"."""

    @property
    def example(self) -> int:
        """Which example, from 0; counted round and round."""

    @property
    def distance(self) -> int:
        """Words between the one that decides and the end."""

    @property
    def horizon(self) -> int:
        """Steps that are forecast."""

    @property
    def length(self) -> int:
        """Most symbols that the network writes."""

    @property
    def temperature(self) -> float:
        """Of the draws; 0 takes the likeliest."""

    @property
    def seed(self) -> int:
        """Of the draws."""

    @property
    def focus(self) -> int:
        """The step whose answer the gradient is of, from 1; 0: the application chooses."""

    @property
    def truncate(self) -> int:
        """The window of the backward pass; 0: full."""
