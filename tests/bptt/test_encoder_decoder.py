"""The encoder and its decoder: every gradient by differences, the joint between them, forcing, and greedy decoding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Pass, layer_params, learn, reach_of
from app.bptt.backward import backward
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples
from app.bptt.judges import cross_entropy
from app.bptt.learn import NonFinite
from app.bptt.unroll import at
from app.cells import CELLS
from app.cells.base import Array
from tests.architectures import LENGTHS, PAIR, TOLERANCE, Problem, problem, same_as_alone, slopes, stays_in_precision
from tests.engine import AnyCell, cells, central_difference, difference, label

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
each_cell = pytest.mark.parametrize("cell", [kind() for kind in CELLS.values()], ids=label)
START, END = 0, 1


@every_cell
def test_the_gradient_of_every_parameter_is_its_central_difference(cell: AnyCell) -> None:
    given = problem(cell, PAIR)
    assert given.solve()[2].params.keys() == given.params.keys() == PAIR.shapes(type(cell)).keys()
    slopes(given)


@each_cell
@pytest.mark.parametrize("window", [1, 2, 3, 4, 5, 6, 9])
def test_a_truncated_gradient_counts_the_encoder_s_steps_after_the_decoder_s(cell: AnyCell, window: int) -> None:
    slopes(problem(cell, PAIR), window)


@pytest.mark.parametrize("window", range(1, 11))
def test_the_last_word_reaches_back_over_exactly_as_many_steps_as_the_window_has(window: int) -> None:
    given = problem(CELLS["gru"](), PAIR, lengths=(5,), seed=1)  # five words, and six to write
    weights = np.zeros_like(given.examples.weights)
    weights[-1] = 1.0
    given = replace(given, examples=replace(given.examples, weights=weights))
    reach = reach_of(given.solve(window)[2])
    assert np.flatnonzero(np.isfinite(reach.log10)).tolist() == list(range(11 - window, 11))


@every_cell
def test_what_arrives_at_the_encoder_s_last_state_is_what_leaves_the_decoder_s_first(cell: AnyCell) -> None:
    given = problem(cell, PAIR)
    run, judged, back = given.solve()
    decoder, state = run.tapes["decoder"], at(run.tapes["encoder"].states, -1)

    def loss(start: Any) -> float:
        _, outputs = PAIR.decode(cell, given.params, given.examples.decoder, start)
        return cross_entropy(outputs, given.examples).total

    for name in state._fields:
        np.testing.assert_array_equal(getattr(decoder.states, name)[0], getattr(state, name))
        numeric = central_difference(
            lambda field, name=name: loss(state._replace(**{name: field})), getattr(state, name)
        )
        assert difference(getattr(back.layers["decoder"].initial, name), numeric) < TOLERANCE
    silent = np.zeros_like(run.tapes["encoder"].hidden)
    early = layer_params(given.params, "encoder")
    alone = backward(early, run.tapes["encoder"], silent, last=back.layers["decoder"].initial)
    for name, value in alone.params.items():
        np.testing.assert_array_equal(back.params[f"encoder.{name}"], value, err_msg=name)
    assert judged.total == given.loss()


@every_cell
def test_a_padded_batch_is_its_sentences_one_by_one(cell: AnyCell) -> None:
    same_as_alone(problem(cell, PAIR))


def test_teacher_forcing_reads_the_target_s_own_words_whatever_was_said() -> None:
    given = problem(CELLS["lstm"](), PAIR)
    decoder = given.examples.decoder
    assert decoder is not None
    loud = given.params | {"b_y": given.params["b_y"] + np.array([0, 0, 0, 0, 100.0])}
    said = PAIR.forward(given.cell, loud, given.examples)
    assert (said.outputs.argmax(axis=-1) == 4).all(), "it says the same word at every step"
    np.testing.assert_array_equal(said.tapes["decoder"].hidden, given.solve()[0].tapes["decoder"].hidden)
    other = decoder.copy()
    other[2] = (other[2] + 1) % 5
    changed = PAIR.forward(given.cell, given.params, replace(given.examples, decoder=other)).outputs
    differs = np.abs(changed - given.solve()[0].outputs).max(axis=(1, 2)) > 1e-9
    assert differs.tolist() == [False, False, True, True, True], "word 3 is read at step 3 and not before"


def test_without_a_decoder_s_words_nothing_is_run() -> None:
    given = problem(CELLS["rnn"](), PAIR)
    with pytest.raises(ValueError, match="decoder's input"):
        PAIR.forward(given.cell, given.params, replace(given.examples, decoder=None))


def greedy(given: Problem, most: int = 7, params: dict[str, Array] | None = None) -> Array:
    return PAIR.greedy(given.cell, params or given.params, given.examples, START, END, most)


def after(given: Problem, said: Array) -> Pass:
    """The network reading its own words: the start sign, then what was said, one step late."""
    read = np.concatenate([np.full((1, said.shape[1]), START), said[:-1]])
    return PAIR.forward(given.cell, given.params, replace(given.examples, decoder=read))


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
        loud = given.params | {"b_y": np.where(np.arange(5) == word, 1e3, 0)}
        assert greedy(given, params=loud).tolist() == [[word] * 3] * steps
    assert greedy(given, most=0).shape[0] == 0


def test_a_sentence_is_translated_alike_alone_and_in_a_batch() -> None:
    given = problem(CELLS["gru"](), PAIR, seed=2)
    together = greedy(given)
    for b in range(len(LENGTHS)):
        alone = greedy(given.alone(b))
        np.testing.assert_array_equal(together[: len(alone), b], alone[:, 0])
        assert (together[len(alone) :, b] == END).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_everything_stays_in_the_run_s_precision(dtype: Any) -> None:
    stays_in_precision(problem(CELLS["gru"](), PAIR), dtype)


@pytest.mark.parametrize(
    ("spoiled", "broken"),
    [
        ("encoder.b_h", NonFinite("h", 1)),
        ("decoder.b_h", NonFinite("h", 1)),
        ("W_hy", NonFinite("y", 1)),
    ],
)
def test_the_first_thing_that_is_not_finite_is_named(spoiled: str, broken: NonFinite) -> None:
    given = problem(CELLS["rnn"](), PAIR)
    params = {name: value.copy() for name, value in given.params.items()}
    params[spoiled].flat[0] = np.inf if spoiled == "W_hy" else np.nan
    assert learn(PAIR, given.cell, params, given.examples, cross_entropy).broken == broken


def test_the_reach_is_one_chain_from_the_last_word_to_the_first() -> None:
    given = problem(CELLS["lstm"](), PAIR)
    back = given.solve()[2]
    found = learn(PAIR, given.cell, given.params, given.examples, cross_entropy, steps=12).reach
    expected = [np.linalg.norm(state.h) for name in ("encoder", "decoder") for state in back.layers[name].totals]
    np.testing.assert_allclose(10 ** found.log10[:9], expected, rtol=1e-12)
    assert np.isneginf(found.log10[9:]).all()


def test_the_two_vocabularies_have_embeddings_of_their_own() -> None:
    plan = EncoderDecoder(3, 4, 7, 5)
    shapes = plan.shapes(CELLS["lstm"])
    assert shapes["encoder.E"] == (5, 3)
    assert shapes["decoder.E"] == (7, 3)
    assert shapes["W_hy"] == (7, 4)
    examples = Examples(np.array([[4]]), np.array([[True]]), np.array([[6]]), np.ones((1, 1)), np.array([[6]]))
    params = plan.initialise(CELLS["lstm"], init="orthogonal", rho=1, bias={}, seed=1, dtype=np.dtype(float))
    run = plan.forward(CELLS["lstm"](), params, examples)
    back = plan.backward(params, run, cross_entropy(run.outputs, examples).d_y)
    assert np.flatnonzero(np.abs(back.params["encoder.E"]).max(axis=1)).tolist() == [4]
    assert np.flatnonzero(np.abs(back.params["decoder.E"]).max(axis=1)).tolist() == [6]
    assert "encoder.E" not in layer_params(params, "decoder")
