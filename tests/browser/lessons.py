"""A lesson of a test's own: one question of each kind and a stop that only tells, and the link that it travels in."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

LESSON: dict[str, Any] = {
    "title": {"en": "How far back", "es": "Hasta dónde"},
    "about": {"en": "What is left of a gradient.", "es": "Qué queda de un gradiente."},
    "minutes": 5,
    "stops": [
        {
            "title": {"en": "The curve", "es": "La curva"},
            "address": "cell=rnn&steps=40",
            "text": {"en": "A gradient travels from step 40 back. [[t=40|Look there]]", "es": "Un gradiente vuelve."},
            "predict": {
                "kind": "curve",
                "question": {"en": "How large is it at every step?", "es": "¿Cuánto vale en cada paso?"},
                "of": "gradient:rnn",
                "options": [
                    {"text": {"en": "it stays", "es": "se queda"}, "value": 1},
                    {"text": {"en": "it is lost", "es": "se pierde"}, "value": 1e-12},
                ],
            },
            "reveal": {"play": "backward", "text": {"en": "{kept:rnn} arrives.", "es": "Llega {kept:rnn}."}},
            "takeaway": {"en": "Factors below 1 vanish.", "es": "Los factores menores que 1 se desvanecen."},
            "misconception": {"en": "More steps, more learning", "es": "Más pasos, más aprendizaje"},
        },
        {
            "title": {"en": "The share", "es": "La parte"},
            "address": "cell=gru&steps=60",
            "text": {"en": "A GRU now.", "es": "Ahora una GRU."},
            "predict": {
                "kind": "number",
                "question": {"en": "What share arrives?", "es": "¿Qué parte llega?"},
                "of": "kept:gru",
            },
            "reveal": {"text": {"en": "It keeps {kept:gru}.", "es": "Conserva {kept:gru}."}},
            "takeaway": {"en": "Gates carry it.", "es": "Las compuertas lo llevan."},
        },
        {
            "title": {"en": "The choice", "es": "La opción"},
            "address": "cell=rnn,gru&steps=50&view=jacobians",
            "text": {"en": "Two cells.", "es": "Dos células."},
            "predict": {
                "kind": "choice",
                "question": {"en": "How much of the RNN's arrives?", "es": "¿Cuánto llega de la RNN?"},
                "of": "kept:rnn",
                "options": [
                    {"text": {"en": "most of it", "es": "casi todo"}, "from": 0.5},
                    {"text": {"en": "next to nothing", "es": "casi nada"}, "to": 0.5},
                ],
            },
            "takeaway": {"en": "It does not.", "es": "No llega."},
        },
        {
            "title": {"en": "Only told", "es": "Solo contado"},
            "address": "cell=rnn&steps=30&rho=1.1",
            "text": {"en": "Nothing is asked here.", "es": "Aquí no se pregunta nada."},
            "hide": ["dtype"],
        },
    ],
}


def packed(lesson: object = LESSON) -> str:
    """The part of a link after ``#lesson=``: deflate-raw, base64url."""
    compress = zlib.compressobj(9, wbits=-15)
    return spelled(compress.compress(json.dumps(lesson).encode()) + compress.flush())


def spelled(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def bomb(size: int = 50_000_000) -> str:
    """A short link that swells to this many bytes."""
    compress = zlib.compressobj(9, wbits=-15)
    return spelled(compress.compress(b" " * size) + compress.flush())
