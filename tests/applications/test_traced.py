"""The trace of a play: every part of every layer is what the engine says of it, step by step under the tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.api.encoding import encode
from app.applications.base import Model, Played, surprise
from app.applications.config import PlayConfig
from app.applications.traced import traced
from app.bptt.architecture import Architecture, layer_params
from app.bptt.clipping import clip, global_norm
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, unroll
from app.cells import CELLS
from app.cells.base import Array
from app.trace import FIELDS, PARTS, CellTrace, Trace
from app.trace.run import Selection
from tests.architectures import PAIR, problem
from tests.engine import central_difference

STEPS = 6
DEEP = Stacked(2, 2, 3, 4, depth=2, both=True)
PLANS: dict[str, tuple[Architecture, tuple[str, ...]]] = {
    "one": (Stacked(2, 2, 3, 4), ("layer1",)),
    "both": (Stacked(2, 2, 3, both=True), ("layer1", "layer1.reverse")),
    "deep": (DEEP, ("layer1", "layer1.reverse", "layer2", "layer2.reverse")),
    "pair": (PAIR, ("chain",)),
}
every_plan = pytest.mark.parametrize("plan", PLANS)
every_cell = pytest.mark.parametrize("cell", list(CELLS))
EXACT = {"rtol": 1e-10, "atol": 1e-13}


class Play:
    """One sequence through a random network, with the gradient of one of its answers, and the trace of all that."""

    def __init__(self, plan: str, cell: str, focus: int = 0, **request: Any) -> None:
        architecture, _ = PLANS[plan]
        given = problem(CELLS[cell](), architecture, lengths=(STEPS,), seed=3)
        self.model = Model(given.cell, architecture, given.params)
        self.run = self.model.forward(given.examples)
        pair = isinstance(architecture, EncoderDecoder)
        self.before = STEPS if pair else 0
        self.steps = self.before + len(self.run.outputs)
        self.focus = focus or self.steps
        self.judged = surprise(self.run.outputs, self.focus - 1 - self.before, 1)
        self.request = PlayConfig.model_construct(**{**DEFAULTS, "cell": cell, **request})
        self.back = architecture.backward(given.params, self.run, self.judged.d_y, self.request.truncate)
        tokens = tuple(f"w{k}" for k in range(self.steps))
        self.played = Played(tokens, self.run, self.judged, self.back, self.focus, {})

    def trace(self, *fields: str, unit: int = 1) -> Trace:
        return traced(self.model, self.request, self.played, fields, Selection(0, unit))

    def part(self, name: str) -> dict[str, Any]:
        """One part of every layer's trace, by the layer's name."""
        return {run.name: run.parts[name] for run in self.trace(name).runs}


DEFAULTS = {name: info.default for name, info in PlayConfig.model_fields.items()}


@every_plan
@every_cell
@pytest.mark.parametrize("focus", [0, 4, 8])
def test_every_part_of_every_layer_is_there_and_can_be_sent(plan: str, cell: str, focus: int) -> None:
    play = Play(plan, cell, min(focus, STEPS) if plan != "pair" else focus)
    found = play.trace(*FIELDS)
    assert tuple(run.name for run in found.runs) == PLANS[plan][1]
    assert {run.cell for run in found.runs} == {cell}
    assert found.config.steps == play.steps == len(play.played.tokens)
    for encoding in ("base64", "list", "display"):
        for run in encode(found, encoding)["runs"]:
            assert set(PARTS) <= set(run)
    for run in found.runs:
        steps_of_all(run, play.steps)


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
    play = Play("deep", "gru")
    found = play.trace("sequence").sequence
    assert found is not None
    np.testing.assert_array_equal(found.inputs, play.run.tapes["layer1"].inputs[:, 0])
    assert found.channels == ("x0", "x1")


def read(play: Play, layer: str) -> Tape:
    """A layer's pass, made again from its parameters, in the order in which it reads."""
    kept = play.run.tapes[layer]
    initial = at(kept.states, 0)
    return unroll(play.model.cell, layer_params(play.model.params, layer), kept.inputs, initial)


@every_cell
@pytest.mark.parametrize("plan", ["one", "both", "deep"])
def test_states_gates_and_gradients_stand_under_their_tokens(plan: str, cell: str) -> None:
    play = Play(plan, cell, 4)
    found = {run.name: run.parts for run in play.trace("states", "gates", "preactivations", "state_gradients").runs}
    for layer in PLANS[plan][1]:
        tape, parts, own = read(play, layer), found[layer], play.back.layers[layer]
        order = slice(None, None, -1) if layer.endswith(".reverse") else slice(None)
        for name in tape.states._fields:
            np.testing.assert_allclose(parts["states"][name], getattr(tape.following, name)[order, 0], **EXACT)
            for ours, theirs in (("total", own.total), ("local", own.local), ("future", own.arrives)):
                sent = getattr(parts["state_gradients"], ours)[name]
                np.testing.assert_allclose(sent, getattr(theirs, name)[order, 0], **EXACT)
        values = play.model.cell.gate_values(tape.saved)
        for k, gate in enumerate(play.model.cell.blocks if values is not None else ()):
            assert values is not None
            np.testing.assert_allclose(parts["gates"][gate], values[order, 0, k], **EXACT)


@every_cell
def test_the_state_before_a_step_of_a_reverse_layer_is_the_one_after_the_next_token(cell: str) -> None:
    play = Play("both", cell)
    series = play.part("unit")["layer1.reverse"].series
    h = series["h"]
    np.testing.assert_array_equal(series["h_prev"], [*h[1:], 0.0])
    np.testing.assert_array_equal(series["x0"], play.run.tapes["layer1"].inputs[:, 0, 0])
    np.testing.assert_array_equal(series["y0"], play.run.outputs[:, 0, 0])


@every_plan
@every_cell
def test_the_equations_of_a_step_give_its_state(plan: str, cell: str) -> None:
    """The unit's numbers of every layer, put into the RNN's and the LSTM's last equation, are its h."""
    for one in Play(plan, cell).part("unit").values():
        s = one.series
        if cell == "rnn":
            np.testing.assert_allclose(s["h"], np.tanh(s["a_h"]), **EXACT)
        elif cell == "lstm":
            np.testing.assert_allclose(s["c"], s["f"] * s["c_prev"] + s["i"] * s["g"], **EXACT)
            np.testing.assert_allclose(s["h"], s["o"] * np.tanh(s["c"]), **EXACT)
        else:
            np.testing.assert_allclose(s["h"], (1 - s["z"]) * s["n"] + s["z"] * s["h_prev"], **EXACT)


@every_cell
def test_the_chain_joins_encoder_and_decoder(cell: str) -> None:
    play = Play("pair", cell)
    (run,) = play.trace("states", "norms", "outputs", "state_gradients").runs
    tapes, layers = play.run.tapes, play.back.layers
    joined = np.concatenate([tapes["encoder"].hidden, tapes["decoder"].hidden])[:, 0]
    np.testing.assert_array_equal(run.parts["states"]["h"], joined)
    norms = 10 ** run.parts["norms"].d_state["h"].log10
    expected = [np.linalg.norm(state.h) for name in ("encoder", "decoder") for state in layers[name].totals]
    np.testing.assert_allclose(norms, expected, **EXACT)
    future = run.parts["state_gradients"].future["h"][STEPS - 1]
    arrived = play.model.cell.within(at(layers["encoder"].partials, slice(-1, None)), at_last(play))
    np.testing.assert_allclose(future, arrived.h[0, 0], **EXACT)
    assert not run.parts["outputs"][:STEPS].any()
    np.testing.assert_array_equal(run.parts["outputs"][STEPS:], play.run.outputs[:, 0])
    assert np.flatnonzero(run.parts["norms"].loss).tolist() == [play.steps - 1]
    assert run.loss == play.judged.total


def at_last(play: Play) -> Any:
    """∂L/∂r_0, which arrives at the encoder's last state, as a record of one step."""
    initial = play.back.layers["decoder"].initial
    return type(initial)(*(field[None] for field in initial))


@every_plan
@every_cell
def test_what_the_steps_contribute_adds_up_to_the_gradient(plan: str, cell: str) -> None:
    play = Play(plan, cell, 4 if plan != "pair" else 9)
    runs = play.trace("contributions", "contribution_matrices").runs
    for run in runs:
        names = ("encoder", "decoder") if run.name == "chain" else (run.name,)
        for weight in ("W_hh", "W_xh"):
            whole = sum(play.back.layers[name].params[weight] for name in names)
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
    play = Play(plan, cell)
    for name, found in play.part("jacobians").items():
        layers = ("encoder", "decoder") if name == "chain" else (name,)
        sigma = [value for layer in layers for value in spectral_norms(play, layer)]
        np.testing.assert_allclose(found.sigma, sigma[::-1] if name.endswith(".reverse") else sigma, rtol=1e-6)
        blocks = len(play.model.cell.blocks)
        assert len(found.recurrent) == blocks * len(layers)
        first = layer_params(play.model.params, layers[0])["W_hh"][:2]
        assert next(iter(found.recurrent.values())).sigma == pytest.approx(np.linalg.norm(first, 2))


def spectral_norms(play: Play, layer: str) -> list[float]:
    """‖∂s_t/∂s_{t-1}‖ of every step by differences."""
    tape, params = play.run.tapes[layer], layer_params(play.model.params, layer)
    found = []
    for t in range(tape.steps):
        before = at(tape.states, t)

        def step(flat: Array, t: int = t, before: Any = before) -> Array:
            state = type(before)(*np.split(flat, len(before), axis=-1))
            return np.concatenate(at(unroll(play.model.cell, params, tape.inputs[t : t + 1], state).states, -1), -1)

        flat = np.concatenate(before, axis=-1)
        found.append(np.linalg.norm(central_difference(step, flat).reshape(flat.size, flat.size), 2))
    return found


@every_plan
@every_cell
@pytest.mark.parametrize("truncate", [0, 3])
def test_the_matrix_is_the_play_s_own_question_asked_at_every_step(plan: str, cell: str, truncate: int) -> None:
    play = Play(plan, cell, STEPS - 2 if plan != "pair" else STEPS + 3, truncate=truncate)
    matrices, asked = play.part("matrix"), play.judged.d_y[play.focus - 1 - play.before]
    for s in range(play.steps):
        d_y = np.zeros_like(play.run.outputs)
        if s >= play.before:
            d_y[s - play.before] = asked
        back = play.model.architecture.backward(play.model.params, play.run, d_y, truncate)
        for name, found in matrices.items():
            layers = ("encoder", "decoder") if name == "chain" else (name,)
            norms = np.concatenate([np.linalg.norm(back.layers[layer].total.h, axis=(1, 2)) for layer in layers])
            expected = norms[::-1] if name.endswith(".reverse") else norms
            np.testing.assert_allclose(10 ** found.log10[s], expected, **EXACT)
            assert (found.status[s] == 1).tolist() == (expected == 0).tolist()


@every_cell
def test_the_carry_runs_from_the_answer_back_and_in_a_reverse_layer_the_other_way(cell: str) -> None:
    play = Play("both", cell, 4)
    for name, norms in play.part("norms").items():
        if cell == "rnn":
            assert norms.carry is None
            continue
        total = play.back.layers[name].total[-1][:, 0]
        gate = play.model.cell.carry(play.run.tapes[name].partials())
        assert gate is not None
        own = [4 - 1, *range(2, -1, -1)] if name == "layer1" else [2, 1, 0]  # its steps back from the answer
        kept, expected = total[own[0]], np.full(STEPS, -np.inf)
        for t in own:
            place = t if name == "layer1" else STEPS - 1 - t
            expected[place] = np.log10(np.linalg.norm(kept))
            kept = kept * gate[t, 0]
        np.testing.assert_allclose(norms.carry.log10, expected, rtol=1e-10)


def test_the_verdict_goes_back_from_the_answer_and_not_from_the_end() -> None:
    play = Play("both", "rnn", 4)
    for name in ("layer1", "layer1.reverse"):
        play.model.params[f"{name}.W_hh"][:] = 1e-4 * np.eye(2)
    play = remade(play)
    forwards, backwards = (run.verdict for run in play.trace("norms").runs)
    for one, lag, small in ((forwards, 3, 3), (backwards, 2, 5)):
        assert one.kind == "vanishing"
        assert one.lag == lag
        assert one.below_thousandth == small, "the token beside the answer's"
        assert one.first_zero is None


def remade(play: Play) -> Play:
    """The same play with the parameters as they are now."""
    play.run = play.model.forward(play.run.examples)
    play.judged = surprise(play.run.outputs, play.focus - 1, 1)
    play.back = play.model.architecture.backward(play.model.params, play.run, play.judged.d_y)
    play.played = replace(play.played, run=play.run, judged=play.judged, back=play.back)
    return play


@pytest.mark.parametrize("focus", range(1, STEPS + 1))
def test_a_gradient_that_is_cut_has_not_vanished(focus: int) -> None:
    play = Play("one", "lstm", focus, truncate=2)
    (run,) = play.trace("norms").runs
    status = run.parts["norms"].d_state["h"].status
    assert np.flatnonzero(status == 0).tolist() == [focus - 1 - k for k in reversed(range(2 - focus % 2))]
    assert np.isfinite(run.verdict.rate), "what is cut has no rate of its own"


@every_plan
def test_clipping_is_that_of_the_whole_network(plan: str) -> None:
    play = Play(plan, "lstm", clip="norm", threshold=0.01)
    expected = clip(play.back.params, "norm", 0.01)
    for run in play.trace("clipping", "gradients", "params").runs:
        found = run.parts["clipping"]
        assert found.factor == expected.factor
        np.testing.assert_allclose(found.before.log10, global_norm(play.back.params).log10)
        assert found.params.keys() == play.model.params.keys()
        assert run.parts["params"].keys() == run.parts["gradients"].after.keys() == play.model.params.keys()
        for name, value in expected.params.items():
            np.testing.assert_array_equal(run.parts["gradients"].after[name], value)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_run_in_small_precision_can_be_looked_at(dtype: str) -> None:
    play = Play("deep", "gru")
    params = {name: value.astype(dtype) for name, value in play.model.params.items()}
    play.model = replace(play.model, params=params)
    found = remade(play).trace(*FIELDS)
    assert found.config.dtype == dtype
    assert encode(found, "display")["runs"]
