"""The registry of applications: to add one, write its folder beside these and list its class here."""

from functools import cache, lru_cache

from .base import Application
from .entities import Entities
from .forecast import Forecast
from .music import Music
from .sentiment import Sentiment
from .speech import Speech
from .text import Text
from .translation import Translation

KINDS: tuple[type[Application], ...] = (Translation, Text, Entities, Sentiment, Forecast, Speech, Music)
APPLICATIONS: dict[str, type[Application]] = {kind.name: kind for kind in KINDS}


def build(name: str, variant: str = "", material: bytes = b"", input_upload: bytes = b"") -> Application:
    """The application called `name`, made once and kept; one that takes no material is the same with any."""
    kind = APPLICATIONS[name]
    own = (material if kind.material_bytes else b"", input_upload)
    make = application_with_upload if any(own) else cached_application
    return make(kind, kind.variant_of(variant), *own)


@cache
def cached_application(kind: type[Application], variant: str, material: bytes, input_upload: bytes) -> Application:
    """One application; what readers upload cannot drive these out."""
    return kind(variant, material, input_upload)


@lru_cache(maxsize=16)
def application_with_upload(kind: type[Application], variant: str, material: bytes, input_upload: bytes) -> Application:
    """One of the last few with something of a reader's."""
    return kind(variant, material, input_upload)


__all__ = ["APPLICATIONS", "Application", "build"]
