"""What readers bring to an application: described or refused, never a failure, and what is accepted can be learned."""

from __future__ import annotations

import json

import pytest

from app.applications import build
from app.applications.base import OWN, MaterialError, Network, Uploaded
from app.cells import CELLS
from app.settings import LIMITS
from app.training.run import Budget, advance, begin
from app.wire.encoding import Encoder
from tests.applications.registry import KINDS, every_application, holds_together, recipe, refusal

pytestmark = pytest.mark.usefixtures("toy")


RUBBISH = [
    b"",
    b"\x00" * 50,
    bytes(range(256)) * 4,
    b"\xff\xfe" + "texto".encode("utf-16-le"),
    b"RIFF\x24\x00\x00\x00WAVEfmt ",
    b"RIFF\xff\xff\xff\xffWAVEfmt "
    + bytes.fromhex("10000000010001 00401f0000803e000002001000")
    + b"data\xff\xff\xff\xff",
    b",,,,\n" * 30,
    b"1\n" * 40,
    b"nan\ninf\n-inf\n1e999\n" * 10,
    b"=cmd|' /C calc'!A0\n" * 30,
    "año;valor\n1;2,5\n".encode() * 20,
    b"a" * 90,
    b"abc\nbca\n",
    "¿Qué?\n".encode("latin-1") * 30,
]
TAKERS = [name for name, kind in KINDS.items() if kind.material_bytes]


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize("content", RUBBISH, ids=range(len(RUBBISH)))
def test_whatever_is_brought_is_described_or_refused_with_what_is_wrong(name: str, content: bytes) -> None:
    kind, told = KINDS[name], list[Uploaded]()
    fault = refusal(lambda: told.append(kind.read_material(content)))
    if fault is not None:
        assert fault.field == "material"
        assert "value" in fault.values
    for about in told:
        json.dumps(Encoder("list")(about), allow_nan=False)
        if OWN in kind.variants:
            can_be_trained_on(name, content)


def can_be_trained_on(name: str, content: bytes) -> None:
    """What was accepted as a reader's own material can be trained on, and the network then answers."""
    kind = KINDS[name]
    config = recipe(name, OWN, kind.cell, material="0" * 64, units=4, minibatch=2, iterations=2)
    run, frames = advance(begin(config, content), Budget())
    assert len(frames) == 2
    application = build(name, OWN, content)
    model = Network(CELLS[kind.cell](), application.architecture(4), run.models[0].params)
    holds_together(model, application.predict(model, KINDS[name].request(variant=OWN, material="0" * 64)))


@every_application
def test_what_an_application_has_no_use_for_does_not_make_it_anew(name: str) -> None:
    kind = KINDS[name]
    same = build(name, "", b"something") is build(name)
    assert same == (not kind.material_bytes)


@every_application
def test_only_who_takes_material_has_a_variant_of_one_s_own(name: str) -> None:
    kind = KINDS[name]
    assert OWN not in kind.variants or kind.material_bytes
    assert kind.variants[0] != OWN
    assert kind.material_bytes <= LIMITS.material_bytes
    if not kind.material_bytes:
        with pytest.raises(MaterialError):
            kind.read_material(b"anything")
