"""The trace of a prediction: every part of every layer is what the engine says of it, step by step under the tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import layer_params
from app.bptt.unroll import Tape, at, unroll
from app.trace import FIELDS, PARTS
from app.trace.cell_trace import CellTrace
from app.wire.encoding import encode
from tests.applications.random_prediction import EXACT, PLANS, STEPS, RandomPrediction, every_plan
from tests.applications.registry import every_cell


@every_plan
@every_cell
@pytest.mark.parametrize("focus", [0, 4, 8])
def test_every_part_of_every_layer_is_there_and_can_be_sent(plan: str, cell: str, focus: int) -> None:
    given = RandomPrediction(plan, cell, min(focus, STEPS) if plan != "pair" else focus)
    found = given.trace(*FIELDS)
    assert tuple(run.name for run in found.runs) == PLANS[plan][1]
    assert {run.cell for run in found.runs} == {cell}
    assert found.config["steps"] == given.steps == len(given.prediction.tokens)
    for encoding in ("base64", "list", "display"):
        runs: Any = encode(found, encoding)["runs"]
        for run in runs:
            assert set(PARTS) <= set(run)
    for run in found.runs:
        steps_of_all(run, given.steps)


def steps_of_all(run: CellTrace, steps: int) -> None:
    """Whatever runs over time has as many steps as there are tokens."""
    norms = run.parts["norms"]
    series = [*norms.state.values(), *norms.d_state.values(), norms.d_h_last]
    assert {len(one.log10) for one in series} == {steps}
    arrays = [*run.parts["states"].values(), run.parts["outputs"], *run.parts["unit"].series.values()]
    assert {len(one) for one in arrays} == {steps}
    assert run.parts["matrix"].log10.shape == (steps, steps)
    assert len(run.parts["jacobians"].sigma) == steps


def test_the_sequence_is_what_the_first_layer_reads() -> None:
    given = RandomPrediction("deep", "gru")
    found = given.trace("sequence").sequence
    assert found is not None
    np.testing.assert_array_equal(found.inputs, given.run.tapes["layer1"].inputs[:, 0])
    assert found.channels == ("x0", "x1")


def read(given: RandomPrediction, layer: str) -> Tape:
    """A layer's pass, made again from its parameters, in the order in which it reads."""
    kept = given.run.tapes[layer]
    initial = at(kept.states, 0)
    return unroll(
        given.network.cell, layer_params(given.network.cell, given.network.params, layer), kept.inputs, initial
    )


@every_cell
@pytest.mark.parametrize("plan", ["one", "both", "deep"])
def test_states_gates_and_gradients_stand_under_their_tokens(plan: str, cell: str) -> None:
    given = RandomPrediction(plan, cell, 4)
    found = {run.name: run.parts for run in given.trace("states", "gates", "preactivations", "state_gradients").runs}
    for layer in PLANS[plan][1]:
        tape, parts, own = read(given, layer), found[layer], given.back.gradients[layer]
        order = slice(None, None, -1) if layer.endswith(".reverse") else slice(None)
        for name in tape.states._fields:
            np.testing.assert_allclose(parts["states"][name], getattr(tape.following, name)[order, 0], **EXACT)
            for ours, theirs in (("total", own.total), ("local", own.local), ("future", own.arrives)):
                sent = getattr(parts["state_gradients"], ours)[name]
                np.testing.assert_allclose(sent, getattr(theirs, name)[order, 0], **EXACT)
        values = given.network.cell.gate_values(tape.saved)
        for k, gate in enumerate(given.network.cell.blocks if values is not None else ()):
            assert values is not None
            np.testing.assert_allclose(parts["gates"][gate], values[order, 0, k], **EXACT)


@every_cell
def test_the_state_before_a_step_of_a_reverse_layer_is_the_one_after_the_next_token(cell: str) -> None:
    given = RandomPrediction("both", cell)
    series = given.part("unit")["layer1.reverse"].series
    h = series["h"]
    np.testing.assert_array_equal(series["h_prev"], [*h[1:], 0.0])
    np.testing.assert_array_equal(series["x0"], given.run.tapes["layer1"].inputs[:, 0, 0])
    np.testing.assert_array_equal(series["y0"], given.run.outputs[:, 0, 0])


@every_plan
@every_cell
def test_the_equations_of_a_step_give_its_state(plan: str, cell: str) -> None:
    """The unit's numbers of every layer, put into the RNN's and the LSTM's last equation, are its h."""
    for one in RandomPrediction(plan, cell).part("unit").values():
        s = one.series
        if cell == "rnn":
            np.testing.assert_allclose(s["h"], np.tanh(s["a_h"]), **EXACT)
        elif cell in ("lstm", "peephole"):
            np.testing.assert_allclose(s["c"], s["f"] * s["c_prev"] + s["i"] * s["g"], **EXACT)
            np.testing.assert_allclose(s["h"], s["o"] * np.tanh(s["c"]), **EXACT)
        else:
            np.testing.assert_allclose(s["h"], (1 - s["z"]) * s["n"] + s["z"] * s["h_prev"], **EXACT)


@every_cell
def test_the_chain_joins_encoder_and_decoder(cell: str) -> None:
    given = RandomPrediction("pair", cell)
    (run,) = given.trace("states", "norms", "outputs", "state_gradients").runs
    tapes, layers = given.run.tapes, given.back.gradients
    joined = np.concatenate([tapes["encoder"].hidden, tapes["decoder"].hidden])[:, 0]
    np.testing.assert_array_equal(run.parts["states"]["h"], joined)
    norms = 10 ** run.parts["norms"].d_state["h"].log10
    totals = np.concatenate([layers[name].total.h for name in ("encoder", "decoder")])
    np.testing.assert_allclose(norms, np.linalg.norm(totals, axis=(1, 2)), **EXACT)
    future = run.parts["state_gradients"].future["h"][STEPS - 1]
    arrived = given.network.cell.within(at(layers["encoder"].partials, slice(-1, None)), at_last(given))
    np.testing.assert_allclose(future, arrived.h[0, 0], **EXACT)
    assert not run.parts["outputs"][:STEPS].any()
    np.testing.assert_array_equal(run.parts["outputs"][STEPS:], given.run.outputs[:, 0])
    assert np.flatnonzero(run.parts["norms"].loss).tolist() == [given.steps - 1]
    assert run.loss == given.value.total


def at_last(given: RandomPrediction) -> Any:
    """∂L/∂r_0, which arrives at the encoder's last state, as a record of one step."""
    initial = given.back.layers["decoder"].initial
    return type(initial)(*(field[None] for field in initial))


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_run_in_small_precision_can_be_looked_at(dtype: str) -> None:
    given = RandomPrediction("deep", "gru")
    params = {name: value.astype(dtype) for name, value in given.network.params.items()}
    given.network = replace(given.network, params=params)
    given.solve()
    found = given.trace(*FIELDS)
    assert found.config["dtype"] == dtype
    assert encode(found, "display")["runs"]
