"""What the trace of a prediction says of its gradient: back from the answer, in every layer's own direction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import layer_params
from app.bptt.clipping import clip, global_norm
from app.bptt.unroll import at, unroll
from app.cells.arrays import Array
from tests.applications.random_prediction import EXACT, STEPS, RandomPrediction, every_plan
from tests.applications.registry import every_cell
from tests.engine import central_difference


@every_plan
@every_cell
def test_what_the_steps_contribute_adds_up_to_the_gradient(plan: str, cell: str) -> None:
    given = RandomPrediction(plan, cell, 4 if plan != "pair" else 9)
    runs = given.trace("contributions", "contribution_matrices").runs
    for run in runs:
        names = ("encoder", "decoder") if run.name == "chain" else (run.name,)
        for weight in ("W_hh", "W_xh"):
            whole = sum(given.back.layers[name].params[weight] for name in names)
            matrices = run.parts["contribution_matrices"][weight]
            np.testing.assert_allclose(matrices.sum(axis=0), whole, **EXACT)
            measured = run.parts["contributions"][weight]
            np.testing.assert_allclose(10**measured.norm.log10, np.linalg.norm(matrices, axis=(1, 2)), **EXACT)
            assert measured.share.sum() == pytest.approx(1)
            last = 0 if not run.name.endswith(".reverse") else -1  # where the running sum has run through all
            assert 10 ** measured.running.log10[last] == pytest.approx(float(np.linalg.norm(whole)))


@every_plan
@every_cell
def test_jacobians_are_those_of_each_step_with_its_own_weights(plan: str, cell: str) -> None:
    given = RandomPrediction(plan, cell)
    for name, found in given.part("jacobians").items():
        layers = ("encoder", "decoder") if name == "chain" else (name,)
        sigma = [value for layer in layers for value in spectral_norms(given, layer)]
        np.testing.assert_allclose(found.sigma, sigma[::-1] if name.endswith(".reverse") else sigma, rtol=1e-6)
        blocks = len(given.network.cell.blocks)
        assert len(found.recurrent) == blocks * len(layers)
        first = layer_params(given.network.cell, given.network.params, layers[0])["W_hh"][:2]
        assert next(iter(found.recurrent.values())).sigma == pytest.approx(np.linalg.norm(first, 2))


def spectral_norms(given: RandomPrediction, layer: str) -> list[float]:
    """‖∂s_t/∂s_{t-1}‖ of every step by differences."""
    tape, params = given.run.tapes[layer], layer_params(given.network.cell, given.network.params, layer)
    found = []
    for t in range(tape.steps):
        before = at(tape.states, t)

        def step(flat: Array, t: int = t, before: Any = before) -> Array:
            state = type(before)(*np.split(flat, len(before), axis=-1))
            return np.concatenate(at(unroll(given.network.cell, params, tape.inputs[t : t + 1], state).states, -1), -1)

        flat = np.concatenate(before, axis=-1)
        found.append(float(np.linalg.norm(central_difference(step, flat).reshape(flat.size, flat.size), 2)))
    return found


@every_plan
@every_cell
@pytest.mark.parametrize("truncate", [0, 3])
def test_the_matrix_is_the_prediction_s_own_question_asked_at_every_step(plan: str, cell: str, truncate: int) -> None:
    given = RandomPrediction(plan, cell, STEPS - 2 if plan != "pair" else STEPS + 3, truncate=truncate)
    matrices, asked = given.part("matrix"), given.value.d_y[given.focus - 1 - given.before]
    for s in range(given.steps):
        d_y = np.zeros_like(given.run.outputs)
        if s >= given.before:
            d_y[s - given.before] = asked
        back = given.network.backward(given.run, d_y, truncate)
        for name, found in matrices.items():
            layers = ("encoder", "decoder") if name == "chain" else (name,)
            norms = np.concatenate([np.linalg.norm(back.gradients[layer].total.h, axis=(1, 2)) for layer in layers])
            expected = norms[::-1] if name.endswith(".reverse") else norms
            np.testing.assert_allclose(10 ** found.log10[s], expected, **EXACT)
            assert (found.status[s] == 1).tolist() == (expected == 0).tolist()


@every_cell
def test_the_carry_runs_from_the_answer_back_and_in_a_reverse_layer_the_other_way(cell: str) -> None:
    given = RandomPrediction("both", cell, 4)
    for name, norms in given.part("norms").items():
        if cell == "rnn":
            assert norms.carry is None
            continue
        total = given.back.gradients[name].total[-1][:, 0]
        gate = given.network.cell.carry(given.run.tapes[name].partials())
        assert gate is not None
        own = [4 - 1, *range(2, -1, -1)] if name == "layer1" else [2, 1, 0]  # its steps back from the answer
        kept, expected = total[own[0]], np.full(STEPS, -np.inf)
        for t in own:
            place = t if name == "layer1" else STEPS - 1 - t
            expected[place] = np.log10(np.linalg.norm(kept))
            kept = kept * gate[t, 0]
        np.testing.assert_allclose(norms.carry.log10, expected, rtol=1e-10)


def test_the_verdict_goes_back_from_the_answer_and_not_from_the_end() -> None:
    given = RandomPrediction("both", "rnn", 4)
    for name in ("layer1", "layer1.reverse"):
        given.network.params[f"{name}.W_hh"][:] = 1e-4 * np.eye(2)
    given.solve()
    forwards, backwards = (run.verdict for run in given.trace("norms").runs)
    for one, lag, small in ((forwards, 3, 3), (backwards, 2, 5)):
        assert one.kind == "vanishing"
        assert one.lag == lag
        assert one.below_thousandth == small, "the token beside the answer's"
        assert one.first_zero is None


@pytest.mark.parametrize("focus", range(1, STEPS + 1))
def test_a_gradient_that_is_cut_has_not_vanished(focus: int) -> None:
    given = RandomPrediction("one", "lstm", focus, truncate=2)
    (run,) = given.trace("norms").runs
    status = run.parts["norms"].d_state["h"].status
    assert np.flatnonzero(status == 0).tolist() == [focus - 1 - k for k in reversed(range(2 - focus % 2))]
    assert np.isfinite(run.verdict.rate), "what is cut has no rate of its own"


@every_plan
def test_clipping_is_that_of_the_whole_network(plan: str) -> None:
    given = RandomPrediction(plan, "lstm", clip="norm", threshold=0.01)
    expected = clip(given.back.params, "norm", 0.01)
    for run in given.trace("clipping", "gradients", "params").runs:
        found = run.parts["clipping"]
        assert found.factor == expected.factor
        np.testing.assert_allclose(found.before.log10, global_norm(given.back.params).log10)
        assert found.params.keys() == given.network.params.keys()
        assert run.parts["params"].keys() == run.parts["gradients"].after.keys() == given.network.params.keys()
        for name, value in expected.params.items():
            np.testing.assert_array_equal(run.parts["gradients"].after[name], value)
