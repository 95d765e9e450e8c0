"""The trace: every part against the raw run, one sequence or unit of it, and numbers that are not finite."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from app.bptt.norms import NAN, OK, OVERFLOW, log_norms
from app.cells import CELLS
from app.cells.layer_norm import NORMALISATIONS
from app.config import RunConfig
from app.trace import DEFAULT_PARTS, FIELDS, PARTS, SEQUENCE, Trace, trace
from app.trace.layer import Selection
from app.trace.truncation import compare
from tests.engine import ANY_DTYPE, configs, traced_layer

SMALL = RunConfig(steps=9, units=4, batch=3, loss_at="every", truncate=5, clip="norm", threshold=0.05)
every_cell = pytest.mark.parametrize("cell", CELLS)


def parts(config: RunConfig, *names: str, **selection: Any) -> dict[str, Any]:
    """The parts of the one cell of a configuration."""
    (found,) = trace(config, names or FIELDS, Selection(**selection)).runs
    return found.parts


def of(cell: str, **update: Any) -> RunConfig:
    """`SMALL` with one cell."""
    return SMALL.model_copy(update={"cell": (cell,), **update})


def flat(value: Any, name: str = "") -> dict[str, Any]:
    """Every array and number in a value, by its path."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    elif hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {path: one for key, inner in value.items() for path, one in flat(inner, f"{name}.{key}").items()}
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return {path: one for k, inner in enumerate(value) for path, one in flat(inner, f"{name}.{k}").items()}
    return {name: value}


def test_the_runs_come_in_the_order_asked_for_on_the_same_sequence() -> None:
    found = trace(RunConfig(cell="gru,rnn", steps=5), ["states", SEQUENCE])
    assert [run.cell for run in found.runs] == ["gru", "rnn"]
    assert found.sequence is not None
    assert found.sequence.channels == ("value", "marker")
    alone = trace(RunConfig(cell="rnn", steps=5), ["states", SEQUENCE])
    np.testing.assert_array_equal(alone.sequence.inputs, found.sequence.inputs)  # type: ignore[union-attr]
    np.testing.assert_array_equal(alone.runs[0].parts["states"]["h"], found.runs[1].parts["states"]["h"])


def test_only_the_parts_asked_for_are_made() -> None:
    assert [set(run.parts) for run in trace(SMALL).runs] == [set(DEFAULT_PARTS)] * 3
    assert trace(SMALL).sequence is None
    for name in PARTS:
        found = trace(SMALL, [name])
        assert [set(run.parts) for run in found.runs] == [{name}] * 3
        assert (found.sequence is not None) == (name == "params")  # so that anyone can recompute it


@every_cell
def test_everything_is_the_same_whatever_else_is_asked_for(cell: str) -> None:
    together = parts(of(cell))
    for name in PARTS:
        np.testing.assert_equal(flat(parts(of(cell), name)[name]), flat(together[name]))


@every_cell
def test_the_parts_over_time_have_their_shapes(cell: str) -> None:
    found = parts(of(cell))
    kind = CELLS[cell]
    state = set(kind.state._fields)  # type: ignore[attr-defined]
    steps, batch, units = 9, 3, 4
    assert set(found["states"]) == state
    for split in ("total", "local", "future"):
        assert {array.shape for array in getattr(found["state_gradients"], split).values()} == {(steps, batch, units)}
    assert set(found["gates"]) == {gate.name for gate in kind.gates}
    assert set(found["preactivations"]) == set(kind.blocks)
    assert {array.shape for array in (*found["gates"].values(), *found["states"].values())} == {(steps, batch, units)}
    assert found["outputs"].shape == (steps, batch, 1)
    assert found["matrix"].log10.shape == found["matrix"].status.shape == (steps, steps)
    assert found["jacobians"].sigma.shape == (steps,)
    assert set(found["jacobians"].recurrent) == set(kind.blocks)
    rows = len(kind.blocks) * units
    assert found["contribution_matrices"]["W_hh"].shape == (steps, rows, units)
    assert found["contribution_matrices"]["W_xh"].shape == (steps, rows, 2)
    assert found["norms"].loss.shape == (steps,)


@every_cell
def test_the_norms_are_those_of_the_arrays(cell: str) -> None:
    found = parts(of(cell))
    norms, gradients = found["norms"], found["state_gradients"]
    pairs = {
        "state": found["states"],
        "d_state": gradients.total,
        "d_state_local": gradients.local,
        "d_state_future": gradients.future,
    }
    for name, arrays in pairs.items():
        for state, array in arrays.items():
            expected = log_norms(array, (1, 2))
            np.testing.assert_array_equal(getattr(norms, name)[state].log10, expected.log10)
            np.testing.assert_array_equal(getattr(norms, name)[state].status, expected.status)
    assert (norms.carry is None) == (CELLS[cell].carry_gate() is None)


@pytest.mark.parametrize("cell", [name for name, kind in CELLS.items() if kind.carry_gate()])
def test_the_direct_path_carries_the_last_state_s_gradient_through_the_gates_after_it(cell: str) -> None:
    found = parts(of(cell))
    gate, last = found["gates"][CELLS[cell].carry_gate()], list(found["states"])[-1]
    assert found["norms"].carry.log10[-1] == found["norms"].d_state[last].log10[-1]
    for t in range(1, 10):
        carried = found["state_gradients"].total[last][-1] * np.prod(gate[t:], axis=0)
        assert 10 ** found["norms"].carry.log10[t - 1] == pytest.approx(np.linalg.norm(carried))


@every_cell
def test_the_last_loss_alone_is_the_matrix_s_last_row(cell: str) -> None:
    found = parts(of(cell))
    np.testing.assert_allclose(found["norms"].d_h_last.log10, found["matrix"].log10[-1], atol=1e-9)
    last = parts(of(cell, loss_at="last"))
    np.testing.assert_array_equal(last["matrix"].log10, found["matrix"].log10)  # whatever steps the run's loss counts
    np.testing.assert_allclose(last["norms"].d_state["h"].log10, found["matrix"].log10[-1], atol=1e-9)


@every_cell
def test_the_loss_is_the_sum_over_the_steps(cell: str) -> None:
    (run,) = trace(of(cell)).runs
    assert run.loss == pytest.approx(run.parts["norms"].loss.sum())
    (last,) = trace(of(cell, loss_at="last")).runs
    assert last.loss == run.parts["norms"].loss[-1]
    assert not last.parts["norms"].loss[:-1].any()


@every_cell
def test_one_sequence_of_the_batch_is_that_slice_of_all(cell: str) -> None:
    whole, one = parts(of(cell)), parts(of(cell), sequence=2)
    for name in ("states", "gates", "preactivations", "outputs", "state_gradients"):
        expected = {path: array[:, 2] for path, array in flat(whole[name]).items()}
        np.testing.assert_equal(flat(one[name]), expected)
    for name in ("norms", "contributions", "gradients", "params", "clipping", "memory", "matrix"):
        np.testing.assert_equal(flat(one[name]), flat(whole[name]))
    beyond = parts(of(cell), sequence=99)
    np.testing.assert_equal(flat(beyond["states"]), flat(one["states"]))  # the last one there is


@every_cell
def test_a_unit_s_series_are_the_numbers_of_its_equations(cell: str) -> None:
    whole = parts(of(cell))
    found = parts(of(cell), "unit", sequence=1, unit=3)["unit"]
    assert (found.index, found.sequence) == (3, 1)
    series = found.series
    assert all(values.shape == (9,) for values in series.values())
    sequence = trace(of(cell), [SEQUENCE]).sequence
    assert sequence is not None
    np.testing.assert_array_equal(series["x1"], sequence.inputs[:, 1, 1])
    np.testing.assert_array_equal(series["y0"], whole["outputs"][:, 1, 0])
    for name, array in whole["states"].items():
        np.testing.assert_array_equal(series[name], array[:, 1, 3])
        np.testing.assert_array_equal(series[f"{name}_prev"], [0, *array[:-1, 1, 3]])
        for suffix, split in (("", "total"), ("_local", "local"), ("_future", "future")):
            np.testing.assert_array_equal(
                series[f"d_{name}{suffix}"], getattr(whole["state_gradients"], split)[name][:, 1, 3]
            )
    for name, array in whole["preactivations"].items():
        np.testing.assert_array_equal(series[f"a_{name}"], array[:, 1, 3])
    for name, array in whole["gates"].items():
        np.testing.assert_array_equal(series[name], array[:, 1, 3])


def test_the_equations_of_each_cell_hold_for_its_unit_s_numbers() -> None:
    def sigmoid(a: Any) -> Any:
        return 1 / (1 + np.exp(-a))

    rnn = parts(of("rnn"), "unit")["unit"].series
    np.testing.assert_allclose(rnn["h"], np.tanh(rnn["a_h"]), rtol=1e-14)
    lstm = parts(of("lstm"), "unit")["unit"].series
    np.testing.assert_allclose(lstm["f"], sigmoid(lstm["a_f"]), rtol=1e-14)
    np.testing.assert_allclose(lstm["c"], lstm["f"] * lstm["c_prev"] + lstm["i"] * lstm["g"], rtol=1e-13)
    np.testing.assert_allclose(lstm["h"], lstm["o"] * np.tanh(lstm["c"]), rtol=1e-14)
    gru = parts(of("gru"), "unit")["unit"].series
    np.testing.assert_allclose(gru["n"], np.tanh(gru["a_n"]), rtol=1e-14)
    np.testing.assert_allclose(gru["h"], (1 - gru["z"]) * gru["n"] + gru["z"] * gru["h_prev"], rtol=1e-13, atol=1e-16)
    assert "m" in gru


@every_cell
def test_clipping_in_the_trace_is_of_the_gradients_in_the_trace(cell: str) -> None:
    found = parts(of(cell))
    clipping, gradients = found["clipping"], found["gradients"]
    assert (clipping.mode, clipping.threshold) == ("norm", 0.05)
    whole = np.sqrt(sum((array**2).sum() for array in gradients.before.values()))
    assert 10 ** float(clipping.before.log10) == pytest.approx(whole)
    assert 10 ** float(clipping.after.log10) == pytest.approx(clipping.factor * whole)
    assert clipping.factor == pytest.approx(min(1, 0.05 / (whole + 1e-6)), rel=1e-10)
    assert clipping.params.keys() == gradients.before.keys() == gradients.after.keys() == found["params"].keys()
    for name, array in gradients.after.items():
        np.testing.assert_allclose(array, gradients.before[name] * clipping.factor, rtol=1e-12)
        assert 10 ** float(clipping.params[name].after.log10) == pytest.approx(np.linalg.norm(array))


@every_cell
def test_the_angle_of_clipping_is_that_between_the_gradients_in_the_trace(cell: str) -> None:
    for mode in ("none", "norm", "value"):
        found = parts(of(cell, clip=mode, threshold=0.01), "clipping", "gradients")
        before, after = (
            np.concatenate([array.ravel() for array in gradients.values()])
            for gradients in (found["gradients"].before, found["gradients"].after)
        )
        cosine = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
        if mode == "value":
            assert found["clipping"].angle == pytest.approx(np.degrees(np.arccos(cosine)), rel=1e-9)
            assert found["clipping"].angle > 1
        else:
            assert cosine == pytest.approx(1)
            assert found["clipping"].angle == 0


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_what_truncation_keeps_is_measured_against_the_gradient_of_the_same_run_without_it(
    cell: str, loss_at: str
) -> None:
    found = parts(of(cell, truncate=3, loss_at=loss_at, rho=1.0), "truncation", "gradients", "contributions")
    whole = parts(of(cell, truncate=0, loss_at=loss_at, rho=1.0), "truncation", "gradients", "contributions")
    cut, full = found["gradients"].before, whole["gradients"].before
    assert found["truncation"].window == 3
    assert found["truncation"].params.keys() == cut.keys()
    pairs = {name: (cut[name].ravel(), full[name].ravel()) for name in cut}
    whole_cut, whole_full = (np.concatenate([array.ravel() for array in g.values()]) for g in (cut, full))
    pairs["all"] = whole_cut, whole_full
    for name, (g, G) in pairs.items():
        kept = found["truncation"].all if name == "all" else found["truncation"].params[name]
        assert 10 ** float(kept.full.log10) == pytest.approx(np.linalg.norm(G))
        assert 10 ** float(kept.truncated.log10) == pytest.approx(np.linalg.norm(g))
        assert kept.share == pytest.approx(g @ G / (G @ G))
        cosine = g @ G / np.linalg.norm(g) / np.linalg.norm(G)
        assert kept.angle == pytest.approx(np.degrees(np.arccos(np.clip(cosine, -1, 1))), abs=2e-6)
    assert found["truncation"].params["W_hh"].angle > 0
    if loss_at == "last":  # the sum of the last k terms
        last = whole["contributions"]["W_hh"].share[-3:].sum()
        assert found["truncation"].params["W_hh"].share == pytest.approx(last)


@every_cell
def test_without_truncation_all_of_the_gradient_is_kept(cell: str) -> None:
    kept = parts(of(cell, truncate=0), "truncation")["truncation"]
    assert (kept.window, kept.all.share, kept.all.angle) == (0, pytest.approx(1), 0)


def test_a_gradient_of_nothing_has_neither_share_nor_angle() -> None:
    nothing = compare(np.zeros(3), np.ones(3))
    assert (nothing.share, nothing.angle) == (None, None)
    tiny = compare(np.array([1e-200, 0.0]), np.array([1e-200, 1e-200]))
    assert tiny.share == pytest.approx(0.5)
    assert tiny.angle == pytest.approx(45)


@every_cell
def test_contributions_add_up_to_the_gradient_before_clipping(cell: str) -> None:
    found = parts(of(cell))
    for weight, matrices in found["contribution_matrices"].items():
        np.testing.assert_allclose(matrices.sum(axis=0), found["gradients"].before[weight], rtol=1e-10, atol=1e-16)
        assert found["contributions"][weight].share.sum() == pytest.approx(1)
        running = found["contributions"][weight].running.log10[0]
        assert 10**running == pytest.approx(np.linalg.norm(found["gradients"].before[weight]))


def test_three_numbers_of_the_recurrent_matrix_are_kept_apart() -> None:
    found = parts(of("rnn", init="gaussian", rho=1.1), "jacobians", "params")
    spectrum = found["jacobians"].recurrent["h"]
    assert spectrum.rho == pytest.approx(1.1)
    assert spectrum.sigma == pytest.approx(np.linalg.norm(found["params"]["W_hh"], 2))
    assert spectrum.sigma > spectrum.rho
    assert found["jacobians"].growth < np.log10(1.1)  # tanh pulls it below


def test_what_an_overflow_does_is_data() -> None:
    config = RunConfig(
        cell="rnn", bias="", activation="identity", rho=3, steps=60, dtype="float16", loss_at="every", input_scale=10
    )
    (run,) = trace(config, FIELDS).runs
    assert run.verdict.kind == "exploding"
    assert not np.isfinite(run.loss)
    assert set(np.unique(run.parts["norms"].d_state["h"].status)) & {OVERFLOW, NAN}
    status = run.parts["norms"].state["h"].status
    first = int(np.flatnonzero(status != OK)[0])
    assert status[first] == OVERFLOW
    assert (status[first:] != OK).all()


@pytest.mark.parametrize("activation", ["tanh", "relu", "identity"])
def test_states_near_the_end_of_float16_are_traced_without_a_warning(activation: str) -> None:
    values = "0,60000,-60000,1e5,1"
    config = RunConfig(cell=tuple(CELLS), task="sequence", values=values, dtype="float16", activation=activation, rho=0)
    for norm in NORMALISATIONS:
        assert len(trace(config.model_copy(update={"norm": norm}), FIELDS).runs) == len(CELLS)


@pytest.mark.parametrize("value", [1e6, 70000.0])
def test_a_typed_number_that_float16_cannot_hold_is_an_overflow(value: float) -> None:
    config = RunConfig(task="sequence", values=f"1,{value},2", dtype="float16", loss_at="every")
    for run in trace(config, FIELDS).runs:
        assert not np.isfinite(run.loss)


@settings(max_examples=60)
@given(configs(dtypes=ANY_DTYPE, scale=10.0, depth=3))
def test_every_part_of_every_configuration_is_made_and_is_the_same_again(config: RunConfig) -> None:
    first, second = (trace(config, FIELDS) for _ in range(2))
    np.testing.assert_equal(flat(first.runs), flat(second.runs))
    assert_statuses(first)


def assert_statuses(found: Trace[Any]) -> None:
    """Wherever there is a logarithm there is a status that agrees with it."""
    values = flat(found.runs)
    pairs = [path.removesuffix(".log10") for path in values if path.endswith(".log10")]
    assert pairs
    for path in pairs:
        log10, status = np.asarray(values[f"{path}.log10"]), np.asarray(values[f"{path}.status"])
        np.testing.assert_array_equal(np.isfinite(log10), status == OK, err_msg=path)


@pytest.mark.parametrize(
    ("address", "losses"),
    [
        ({"bias": "f:3,z:3", "seed": 1}, (1.54909146702, 3.40911616162, 1.98984063723)),
        (
            {"task": "latch", "bias": "", "seed": 7, "init": "gaussian", "batch": 4},
            (0.6926341256, 0.693363080792, 0.693064022866),
        ),
    ],
)
def test_a_link_shows_the_same_numbers_in_every_version(address: dict[str, Any], losses: tuple[float, ...]) -> None:
    """Links are shared: how the batch and the weights are drawn from the seed does not change."""
    found = trace(RunConfig(cell="rnn,lstm,gru", steps=30, units=8, rho=0.9, **address))
    np.testing.assert_allclose([run.loss for run in found.runs], losses, rtol=1e-9)


def test_the_example_in_the_docstring_is_true() -> None:
    found = trace(RunConfig(cell="rnn,lstm", steps=100))
    assert [(run.cell, run.verdict.kind) for run in found.runs] == [("rnn", "vanishing"), ("lstm", "stable")]


def test_a_layer_that_is_asked_twice_computes_once() -> None:
    layer = traced_layer(cell="lstm", steps=5)
    assert layer.gradients is layer.gradients
    assert layer.tape is layer.tape
    assert layer.last_loss is layer.last_loss
    assert layer.jacobians is layer.jacobians
    assert layer.matrix is layer.matrix
    assert layer.passes.matrices is layer.passes.matrices
