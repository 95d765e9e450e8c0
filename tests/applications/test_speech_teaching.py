"""A reader teaches the network their voice: recordings with names, a short run from what ships, and after."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from pydantic import ValidationError

from app.applications import build
from app.applications.base import OWN, MaterialError
from app.applications.speech import OWN_SHARE, Speech
from app.applications.speech.clips import CLASSES
from app.applications.speech.mel import RATE
from app.applications.speech.recordings import LONGEST, MOST, read_recordings
from app.applications.speech.wav import to_wav
from app.applications.weights import build_network, shipped
from app.errors import InvalidRequest
from app.training.config import ApplicationTraining
from app.training.run import Budget, advance, begin
from app.wire.cost import bound_training
from tests.applications.marked_wav import marked, siren

SOUNDS = {"one": (400, 400), "two": (2500, 2500), "three": (300, 3000), "four": (3000, 300)}
"""What stands for a person of whom no voice that ships gives an idea."""


def said(seed: int, words: int = 4) -> list[tuple[str, np.ndarray]]:
    return [(word, siren(*SOUNDS[word], seed=10 * seed + k)) for k, word in enumerate(list(SOUNDS)[:words])]


TAUGHT = marked([recording for seed in range(3) for recording in said(seed)])


def config(**fields: Any) -> ApplicationTraining:
    recipe = dict(parse_qsl(Speech.recipe_of(OWN)))
    given = {**recipe, "app": "speech", "variant": OWN, "material": "0" * 64, "cell": "gru", **fields}
    return ApplicationTraining.model_validate(given)


def refused(content: bytes) -> MaterialError:
    with pytest.raises(MaterialError) as raised:
        read_recordings(content)
    return raised.value


@pytest.mark.parametrize("rate", [8000, 16000, 44100])
def test_recordings_are_read_with_their_words_and_without_the_silence_around_them(rate: int) -> None:
    sounds = [(word, siren(*SOUNDS[word], rate=rate, seed=k)) for k, word in enumerate([*SOUNDS, "one"])]
    recordings = read_recordings(marked(sounds, rate=rate))
    assert [CLASSES[recording.label] for recording in recordings] == [word for word, _ in sounds]
    for recording, (_, samples) in zip(recordings, sounds, strict=True):
        assert len(recording.samples) < len(samples) * RATE / rate - 0.2 * RATE
        assert np.abs(recording.samples).max() == pytest.approx(np.abs(samples).max(), abs=0.05)


def test_an_upload_says_how_many_recordings_it_has_and_a_plain_sound_has_none() -> None:
    about = Speech.read_material(TAUGHT)
    assert (about.recordings, about.words) == (12, ("one", "two", "three", "four"))
    plain = Speech.read_material(to_wav(siren(400, 400)))
    assert (plain.recordings, plain.words) == (0, ())


def test_marks_without_names_are_those_of_one_sound() -> None:
    assert Speech.read_material(marked(said(0), named=False)).recordings == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (marked(said(0)), "recordings_few"),
        (marked([("one", siren(400, 400, 0.05)[3000:3400])] * (MOST + 1)), "recordings_many"),
        (marked([*said(0), ("eleven", siren(400, 400))]), "recordings_word"),
        (marked([*said(0), ("<b>", siren(400, 400))]), "recordings_word"),
        (marked([*said(0), ("one", np.zeros(4000))]), "recordings_empty"),
        (marked([*said(0), ("one", siren(400, 400, LONGEST + 1))]), "recordings_long"),
        (to_wav(siren(400, 400)), "recordings_few"),
        (b"no sound", "sound_not_wav"),
    ],
)
def test_what_cannot_teach_is_named(content: bytes, code: str) -> None:
    error = refused(content)
    assert error.code == code
    assert {"value", "allowed"} <= error.values.keys()
    with pytest.raises(InvalidRequest):
        bound_training(config(), content)


def test_a_run_begins_with_the_weights_that_ship_and_says_what_it_cannot_choose() -> None:
    run = begin(config(), TAUGHT)
    for name, value in shipped("speech", "", "gru").items():
        np.testing.assert_array_equal(run.models[0].params[name], value.astype(np.float32))
    for field, choice in (("units", 40), ("rho", 1), ("init", "identity"), ("bias_init", "chrono"), ("norm", "layer")):
        with pytest.raises(ValidationError) as raised:
            config(**{field: choice})
        assert raised.value.errors()[0]["ctx"]["field"] == field


def test_half_of_a_batch_is_the_readers_own_and_the_rest_keeps_it_from_forgetting() -> None:
    application = build("speech", OWN, TAUGHT)
    batch = application.batch(np.random.default_rng(0), 16)
    alone = {CLASSES.index(word) for word in SOUNDS}
    own = batch.targets[0, : round(OWN_SHARE * 16)]
    assert set(own.tolist()) <= alone
    assert (batch.targets[1:, : len(own)] == -1).all()
    assert not set(batch.targets[0].tolist()) <= alone
    assert application.validation.size == build("speech").validation.size


def test_a_few_iterations_teach_a_voice_that_the_network_did_not_understand() -> None:
    run, frames = advance(begin(config(minibatch=12, iterations=60, changes="", checkpoint=0), TAUGHT), Budget())
    losses = [frame.points[0].loss for frame in frames if frame.points[0]]
    assert np.mean(losses[-10:]) < 0.5 * np.mean(losses[:5])
    application = build("speech")
    networks = [
        build_network(application, "gru", {}, params) for params in (shipped("speech", "", "gru"), run.models[0].params)
    ]
    fresh = said(7)
    right = []
    for network in networks:
        heard = [
            Speech(OWN, TAUGHT, to_wav(samples)).predict(network, Speech.request(variant=OWN, material="0" * 64))
            for _, samples in fresh
        ]
        right.append(sum(one.answer.transcript == (word,) for one, (word, _) in zip(heard, fresh, strict=True)))
        assert all(one.answer.truth is None for one in heard)
    assert right[0] <= 1
    assert right[1] == len(fresh)


def test_without_a_sound_to_hear_the_recordings_are_the_examples() -> None:
    application = Speech(OWN, TAUGHT)
    network = build_network(application, "gru", {}, shipped("speech", "", "gru"))
    for example, word in enumerate([*SOUNDS, *SOUNDS]):
        answer = application.predict(network, Speech.request(variant=OWN, material="0" * 64, example=example)).answer
        assert answer.truth == (word,)
        assert answer.examples == 12
