"""What a language model writes: the temperature's softmax, reproducible draws, the end, and the state carried on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.applications.alphabet import END, UNKNOWN, Alphabet
from app.applications.base import Network
from app.applications.sampling import inputs_only, sample_continuations, sampling_probabilities
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.losses import log_softmax
from app.bptt.stacked import Stacked
from app.cells import CELLS
from tests.engine import drawn_network

K, START = 6, 6


def model(cell: str = "gru", end: float = 0.0) -> Network:
    """A random network; end: what is added to the score of the end."""
    plan = Stacked(3, 5, K, vocabulary=K + 1)
    network = drawn_network(CELLS[cell](), plan)
    b_y = np.where(np.arange(K) == END, end, 0)
    return replace(network, params={**network.params, "W_hy": 4 * network.params["W_hy"], "b_y": b_y})


def test_the_temperature_is_that_of_the_softmax() -> None:
    y = np.array([0.0, 9.0, 1.0, 2.0])
    for temperature in (0.5, 1.0, 2.0):
        found = sampling_probabilities(y, temperature)
        weights = np.exp(y / temperature) * (np.arange(4) != UNKNOWN)
        np.testing.assert_allclose(found, weights / weights.sum())
    np.testing.assert_array_equal(sampling_probabilities(y, 0), [0, 0, 0, 1])
    np.testing.assert_allclose(sampling_probabilities(np.array([3.0, 0.0, 3.0]), 0), [0.5, 0, 0.5])


def test_huge_scores_and_tiny_temperatures_do_not_overflow() -> None:
    with np.errstate(over="raise", invalid="raise"):
        assert np.isfinite(sampling_probabilities(np.array([1e4, 0.0, -1e4]), 0.05)).all()


@pytest.mark.parametrize("cell", list(CELLS))
def test_every_symbol_is_drawn_from_what_the_network_expects_of_all_that_came(cell: str) -> None:
    network = model(cell, end=-50)
    (own,) = sample_continuations(network, [START, 3, 2], np.random.default_rng(0), temperature=0, most=8)
    assert len(own) == 8
    whole = np.array([START, 3, 2, *own])[:, None]
    scores = network.forward(inputs_only(whole)).outputs[:, 0]
    scores[:, UNKNOWN] = -np.inf
    assert scores.argmax(axis=-1)[2:-1].tolist() == own


def test_symbols_come_as_often_as_the_network_expects_them() -> None:
    network = model()
    count = 20_000
    drawn = sample_continuations(network, [START], np.random.default_rng(1), temperature=1, most=1, count=count)
    times = np.bincount([own[0] if own else END for own in drawn], minlength=K) / count
    outputs = network.forward(inputs_only(np.array([[START]]))).outputs[0, 0]
    p = np.exp(log_softmax(np.where(np.arange(K) == UNKNOWN, -np.inf, outputs)))
    np.testing.assert_allclose(times, p, atol=0.02)


def test_a_continuation_stops_at_its_end_and_the_others_go_on() -> None:
    drawn = sample_continuations(model(), [START], np.random.default_rng(2), temperature=1, most=40, count=50)
    assert all(END not in own and UNKNOWN not in own for own in drawn)
    assert len({len(own) for own in drawn} - {40}) > 0
    assert max(map(len, drawn)) > min(map(len, drawn))


def test_the_same_generator_writes_the_same_and_nothing_is_written_where_nothing_may_be() -> None:
    first, again = (
        sample_continuations(model(), [START], np.random.default_rng(3), temperature=1, most=9) for _ in range(2)
    )
    assert first == again
    assert sample_continuations(model(), [START], np.random.default_rng(3), temperature=1, most=0, count=2) == [[], []]


def test_only_a_network_that_can_go_on_from_a_state_writes() -> None:
    plan = EncoderDecoder(3, 5, K, vocabulary=K + 1)
    with pytest.raises(TypeError, match="EncoderDecoder"):
        sample_continuations(
            Network(CELLS["gru"](), plan, {}), [START], np.random.default_rng(0), temperature=1, most=1
        )


def test_an_alphabet_numbers_end_unknown_symbols_and_starts() -> None:
    alphabet = Alphabet(("a", "b"), ("ES", "MX"))
    assert (alphabet.predicted_count, alphabet.read_count) == (4, 6)
    assert alphabet.sequence("MX", "abx") == [5, 2, 3, UNKNOWN, END]
    assert alphabet.sequence("ES", "b", ends=False) == [4, 3]
    assert alphabet.symbols_of([5, 2, UNKNOWN, 3, END]) == ("a", "b")
