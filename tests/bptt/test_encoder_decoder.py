"""The encoder and its decoder: every gradient by differences, the joint between them, forcing, and greedy decoding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Network, Pass, layer_params
from app.bptt.backward import backward
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples
from app.bptt.initialisers import initialise
from app.bptt.non_finite import NonFinite
from app.bptt.unroll import at
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from tests.architectures import (
    LENGTHS,
    MEAN,
    PAIR,
    TOLERANCE,
    alone,
    problem,
    same_as_alone,
    slopes,
    stays_in_precision,
)
from tests.engine import Problem, cells, central_difference, difference, label

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
each_cell = pytest.mark.parametrize("cell", [kind() for kind in CELLS.values()], ids=label)
START, END = 0, 1


@every_cell
def test_the_gradient_of_every_parameter_is_its_central_difference(cell: AnyCell) -> None:
    given = problem(cell, PAIR)
    assert given.solve().params.keys() == given.params.keys() == PAIR.shapes(cell).keys()
    slopes(given)


@each_cell
@pytest.mark.parametrize("window", [1, 2, 3, 4, 5, 6, 9])
def test_a_truncated_gradient_counts_the_encoder_s_steps_after_the_decoder_s(cell: AnyCell, window: int) -> None:
    slopes(problem(cell, PAIR), window)


@pytest.mark.parametrize("window", range(1, 11))
def test_the_last_word_s_gradient_goes_back_over_exactly_as_many_steps_as_the_window_has(window: int) -> None:
    given = problem(CELLS["gru"](), PAIR, lengths=(5,), seed=1)  # five words, and six to write
    weights = np.zeros_like(given.examples.weights)
    weights[-1] = 1.0
    norms = given.reading(weights=weights).solve(window).back.norms(PAIR.chain)
    assert np.flatnonzero(np.isfinite(norms.log10)).tolist() == list(range(11 - window, 11))


@every_cell
def test_what_arrives_at_the_encoder_s_last_state_is_what_leaves_the_decoder_s_first(cell: AnyCell) -> None:
    given = problem(cell, PAIR)
    run, value, back = given.solve()
    decoder, state = run.tapes["decoder"], at(run.tapes["encoder"].states, -1)

    read = given.examples.decoder
    assert read is not None

    def loss(start: Any) -> float:
        _, outputs = PAIR.decode(cell, given.params, read, start)
        return MEAN(outputs, given.examples).total

    for name in state._fields:
        np.testing.assert_array_equal(getattr(decoder.states, name)[0], getattr(state, name))
        numeric = central_difference(
            lambda field, name=name: loss(state._replace(**{name: field})), getattr(state, name)
        )
        assert difference(getattr(back.layers["decoder"].initial, name), numeric) < TOLERANCE
    silent = np.zeros_like(run.tapes["encoder"].hidden)
    encoder = backward(run.tapes["encoder"], silent, last=back.layers["decoder"].initial)
    for name, gradient in encoder.params.items():
        np.testing.assert_array_equal(back.params[f"encoder.{name}"], gradient, err_msg=name)
    assert value.total == given.total()


@every_cell
def test_a_padded_batch_is_its_sentences_one_by_one(cell: AnyCell) -> None:
    same_as_alone(problem(cell, PAIR))


@each_cell
@pytest.mark.parametrize("window", [1, 2, 3, 4, 6, 9])
def test_each_pair_of_a_padded_batch_is_cut_as_if_it_were_alone(cell: AnyCell, window: int) -> None:
    """Targets of 4, 2 and 5 words: each pair's windows are counted from its own last word, the encoder's after them."""
    same_as_alone(problem(cell, PAIR), window)


def test_teacher_forcing_reads_the_target_s_own_words_whatever_was_said() -> None:
    given = problem(CELLS["lstm"](), PAIR)
    decoder = given.examples.decoder
    assert decoder is not None
    said = given.moved(b_y=given.params["b_y"] + np.array([0, 0, 0, 0, 100.0])).solve().run
    assert (said.outputs.argmax(axis=-1) == 4).all(), "it says the same word at every step"
    np.testing.assert_array_equal(said.tapes["decoder"].hidden, given.solve().run.tapes["decoder"].hidden)
    other = decoder.copy()
    other[2] = (other[2] + 1) % 5
    changed = given.reading(decoder=other).solve().run.outputs
    differs = np.abs(changed - given.solve().run.outputs).max(axis=(1, 2)) > 1e-9
    assert differs.tolist() == [False, False, True, True, True], "word 3 is read at step 3 and not before"


def test_without_a_decoder_s_words_nothing_is_run() -> None:
    given = problem(CELLS["rnn"](), PAIR)
    with pytest.raises(ValueError, match="decoder's input"):
        given.network.forward(replace(given.examples, decoder=None))


def greedy(given: Problem, most: int = 7) -> Array:
    return PAIR.greedy(given.cell, given.params, given.examples, START, END, most)


def after(given: Problem, said: Array) -> Pass:
    """The network reading its own words: the start sign, then what was said, one step late."""
    read = np.concatenate([np.full((1, said.shape[1]), START), said[:-1]])
    return given.network.forward(replace(given.examples, targets=said, weights=np.ones(said.shape), decoder=read))


@each_cell
@pytest.mark.parametrize("seed", range(4))
def test_greedy_decoding_says_the_likeliest_word_after_its_own(cell: AnyCell, seed: int) -> None:
    given = problem(cell, PAIR, seed=seed)
    said = greedy(given)
    assert said.shape[1] == len(LENGTHS)
    assert 1 <= len(said) <= 7
    likeliest = after(given, said).outputs.argmax(axis=-1)
    for b in range(len(LENGTHS)):
        ends = np.flatnonzero(said[:, b] == END)
        upto = int(ends[0]) + 1 if ends.size else len(said)
        np.testing.assert_array_equal(said[:upto, b], likeliest[:upto, b])
        assert (said[upto:, b] == END).all(), "nothing but the end sign after the end"
    if len(said) < 7:
        assert (said == END).any(axis=0).all(), "it stops when the last sentence has ended, not before"
        assert not (said[:-1] == END).any(axis=0).all(), "and at once"


def test_greedy_decoding_stops_at_the_end_sign_and_otherwise_after_as_many_words_as_are_allowed() -> None:
    given = problem(CELLS["lstm"](), PAIR)
    for word, steps in ((END, 1), (3, 7)):
        loud = given.moved(b_y=np.where(np.arange(5) == word, 1e3, 0))
        assert greedy(loud).tolist() == [[word] * 3] * steps
    assert greedy(given, most=0).shape[0] == 0


def test_a_sentence_is_translated_alike_alone_and_in_a_batch() -> None:
    given = problem(CELLS["gru"](), PAIR, seed=2)
    together = greedy(given)
    for b in range(len(LENGTHS)):
        own = greedy(alone(given, b))
        np.testing.assert_array_equal(together[: len(own), b], own[:, 0])
        assert (together[len(own) :, b] == END).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_everything_stays_in_the_run_s_precision(dtype: Any) -> None:
    stays_in_precision(problem(CELLS["gru"](), PAIR), dtype)


@pytest.mark.parametrize(
    ("spoiled", "first"),
    [
        ("encoder.b_h", NonFinite("h", 1)),
        ("decoder.b_h", NonFinite("h", 1)),
        ("W_hy", NonFinite("y", 1)),
    ],
)
def test_the_first_thing_that_is_not_finite_is_named(spoiled: str, first: NonFinite) -> None:
    given = problem(CELLS["rnn"](), PAIR)
    value = given.params[spoiled].copy()
    value.flat[0] = np.inf if spoiled == "W_hy" else np.nan
    assert given.moved(**{spoiled: value}).batch_gradients().non_finite == first


def test_the_norms_over_time_are_one_chain_from_the_last_word_to_the_first() -> None:
    given = problem(CELLS["lstm"](), PAIR)
    gradients = given.solve().back.gradients
    found = given.batch_gradients().gradient_norms
    totals = np.concatenate([gradients[name].total.h for name in ("encoder", "decoder")])
    np.testing.assert_allclose(10**found.log10, np.linalg.norm(totals, axis=(1, 2)), rtol=1e-12)
    assert len(found.log10) == len(given.examples.inputs) + len(given.examples.decoder) == 9  # type: ignore[arg-type]


def test_the_two_vocabularies_have_embeddings_of_their_own() -> None:
    plan = EncoderDecoder(3, 4, 7, 5)
    shapes = plan.shapes(CELLS["lstm"]())
    assert shapes["encoder.E"] == (5, 3)
    assert shapes["decoder.E"] == (7, 3)
    assert shapes["W_hy"] == (7, 4)
    examples = Examples(np.array([[4]]), np.array([[True]]), np.array([[6]]), np.ones((1, 1)), np.array([[6]]))
    params = initialise(CELLS["lstm"], shapes, init="orthogonal", rho=1, bias={}, seed=1, dtype=np.dtype(float))
    gradients = Problem(Network(CELLS["lstm"](), plan, params), examples, MEAN).solve().params
    assert np.flatnonzero(np.abs(gradients["encoder.E"]).max(axis=1)).tolist() == [4]
    assert np.flatnonzero(np.abs(gradients["decoder.E"]).max(axis=1)).tolist() == [6]
    assert "E" not in layer_params(CELLS["lstm"](), params, "decoder")
