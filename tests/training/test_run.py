"""A training run: the same numbers however it is cut, carried, replayed or accompanied, and how it ends."""

from __future__ import annotations

import pickle
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bptt.clipping import clip, global_norm
from app.bptt.optimisers import OPTIMISERS, remember, step
from app.cells import CELLS
from app.tasks import TASKS
from app.training.config import LIVE_FIELDS, Change, TaskTraining
from app.training.problem import HELD_OUT, problem_of
from app.training.run import (
    EVALUATE_EVERY,
    Budget,
    Divergence,
    TrainingRun,
    advance,
    begin,
    divided_by_zero,
)
from tests.engine import Problem
from tests.training.runs import advanced, arrays, differ, same_frames, same_model, same_points, same_run

SMALL: dict[str, Any] = {"steps": 8, "units": 4, "minibatch": 4, "iterations": 40, "seed": 3}
CHANGES = "7:clip=norm;7:threshold=0.02;12:clamp=f:0.5;12:truncate=3;25:rate=0.05;25:clip=none"


def small(**fields: Any) -> TaskTraining:
    """A configuration that is quick."""
    return TaskTraining(**(SMALL | fields))


def after(config: TaskTraining, iterations: int) -> TrainingRun:
    """The run after some iterations."""
    return advanced(config, iterations)[0] if iterations else begin(config)


# --- the same run, however it is carried on ---------------------------------------------------------------------------


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_replay_of_a_run_that_was_changed_on_its_way_gives_the_same_weights(optimiser: str) -> None:
    config = small(optimiser=optimiser, rate=0.01)
    written = config.with_added_changes(TaskTraining(changes=CHANGES).changes)
    run, frames = begin(config), []
    for iterations in (7, 5, 13, 100):
        run, found = advanced(run, iterations)
        frames += found
        now = [change for change in written.changes if change.iteration == run.iteration]
        run = replace(run, config=run.config.with_added_changes(now))
    again, expected = advanced(written)
    assert run.config == again.config
    same_run(run, again)
    same_frames(frames, expected)
    for one, unchanged in zip(run.models, advanced(config)[0].models, strict=True):
        assert differ(one, unchanged)


@settings(max_examples=15)
@given(st.lists(st.integers(1, 15), min_size=1, max_size=8))
def test_a_run_cut_into_slices_of_any_size_is_the_same_run(sizes: list[int]) -> None:
    config = small(cell="lstm", changes=CHANGES, iterations=30)
    run, frames = begin(config), []
    for size in (*sizes, 100):
        run, found = advanced(run, size)
        assert len(found) <= size
        frames += found
    whole, expected = advanced(config)
    same_run(run, whole)
    same_frames(frames, expected)
    assert [frame.iteration for frame in frames] == list(range(1, 31))


def test_a_budget_of_no_time_is_still_one_iteration_and_a_run_that_is_over_has_none() -> None:
    run = begin(small(cell="rnn", iterations=3))
    for n in (1, 2, 3):
        run, frames = advance(run, Budget(seconds=0))
        assert [frame.iteration for frame in frames] == [n] == [run.iteration]
    assert run.over
    ended, frames = advance(run, Budget())
    assert frames == []
    same_run(ended, run)


@pytest.mark.parametrize("task", TASKS)
def test_a_run_that_was_pickled_goes_on_the_same(task: str) -> None:
    half = after(small(task=task, changes=CHANGES), 15)
    copy = pickle.loads(pickle.dumps(half))
    assert copy.config == half.config
    same_run(copy, half)
    (one, frames), (other, expected) = advanced(copy), advanced(half)
    same_run(one, other)
    same_frames(frames, expected)


def test_carrying_a_run_on_leaves_it_as_it_was() -> None:
    half = after(small(changes=CHANGES), 15)
    before = pickle.loads(pickle.dumps(half))
    for model in half.models:
        for array in arrays(model).values():
            array.flags.writeable = False  # a run may be shared: nothing may write into it
    first, second = advanced(half), advanced(half)
    same_run(half, before)
    same_run(first[0], second[0])
    same_frames(first[1], second[1])


def test_a_run_and_its_resolved_configuration_are_the_same_run() -> None:
    config = small(task="sequence", values="0,1,0,-1*2,0.5,1,0")
    run = begin(config)
    assert run.config == config.resolved()
    same_run(advanced(config)[0], advanced(config.resolved())[0])


def test_another_seed_is_another_run() -> None:
    one, other = (after(small(cell="lstm", seed=seed), 3) for seed in (1, 2))
    assert differ(one.models[0], other.models[0])
    assert one.generator != other.generator


# --- models beside each other -----------------------------------------------------------------------------------------


def test_a_model_beside_others_is_the_model_alone() -> None:
    texts = ["cell=lstm;optimiser=sgd;rate=0.5", "cell=lstm;units=6;checkpoint=1", "cell=rnn;clip=value", "cell=gru"]
    together, frames = advanced(small(models="|".join(texts), changes="9:rate=0.02;9:truncate=3"))
    for k, text in enumerate(texts):
        alone, expected = advanced(small(models=text, changes="9:rate=0.02;9:truncate=3"))
        same_model(together.models[k], alone.models[0])
        assert together.generator == alone.generator
        for mine, its in zip(frames, expected, strict=True):
            same_points(mine.points[k : k + 1], its.points)


def test_the_order_of_the_models_changes_none_of_them() -> None:
    one, other = (advanced(small(cell=cells))[0] for cells in ("rnn,lstm,gru", "gru,rnn,lstm"))
    for mine, its in ((0, 1), (1, 2), (2, 0)):
        same_model(one.models[mine], other.models[its])


def test_models_of_the_same_fields_stay_the_same_and_of_others_part() -> None:
    run, _ = advanced(small(models="cell=gru|cell=gru|cell=gru;rho=0.7"))
    same_model(run.models[0], run.models[1])
    assert differ(run.models[0], run.models[2])


@pytest.mark.parametrize("cell", CELLS)
def test_the_first_weights_are_those_of_the_laboratory(cell: str) -> None:
    from app.trace.run import initial_params  # noqa: PLC0415

    for fields in ({}, {"bias_init": "chrono"}, {"init": "identity", "rho": 1.1, "dtype": "float32"}):
        config = small(cell=cell, **fields)
        (model,) = begin(config).models
        expected = initial_params(config.run_config(), CELLS[cell]())
        for name, value in model.params.items():
            np.testing.assert_array_equal(value, expected[name])
        assert model.memory.steps == 0
        assert not any(array.any() for name, array in arrays(model).items() if "/" in name)


# --- changes ----------------------------------------------------------------------------------------------------------

LIVE_VALUES = {"rate": "0.3", "clip": "value", "threshold": "0.001", "clamp": "f:0.5,z:0.5", "truncate": "2"}


@pytest.mark.parametrize(("name", "cell"), list(product(LIVE_FIELDS, CELLS)))
def test_a_change_acts_from_the_next_iteration_on_and_not_before(name: str, cell: str) -> None:
    usual: dict[str, Any] = {"cell": cell, "threshold": 0.002, "clip": "norm"}
    value = LIVE_VALUES[name]
    if name == "clamp" and not CELLS[cell].gates:
        return
    value = ",".join(part for part in value.split(",") if name != "clamp" or part[0] in CELLS[cell].blocks)
    plain, changed = small(**usual, optimiser="sgd"), small(**usual, optimiser="sgd", changes=f"10:{name}={value}")
    same_run(after(plain, 10), after(changed, 10))
    one, other = after(plain, 11), after(changed, 11)
    assert one.generator == other.generator  # the batches stay the same
    assert differ(one.models[0], other.models[0])


def test_what_a_change_is_tested_with_is_every_live_field() -> None:
    assert LIVE_VALUES.keys() == set(LIVE_FIELDS)


def test_a_change_of_the_rate_shows_in_the_weights_of_its_iteration_and_in_the_loss_of_the_next() -> None:
    _, plain = advanced(small(cell="gru"))
    _, changed = advanced(small(cell="gru", changes="10:rate=0.3"))
    same_frames(plain[:10], changed[:10])
    losses = [[one.points[0].loss for one in frames[10:12] if one.points[0]] for frames in (plain, changed)]
    assert losses[0][0] == losses[1][0]
    assert losses[0][1] != losses[1][1]


@pytest.mark.parametrize("back", [0, 4, 12, 13, 20, 39])
def test_going_back_and_changing_something_else_is_a_fresh_run_with_those_changes(back: int) -> None:
    config = small(cell="lstm,rnn", changes=CHANGES)
    earlier = after(config, back)
    other = config.until(back).with_added_changes([Change(back, "rate", "0.2"), Change(back + 5, "clip", "value")])
    rewound, frames = advanced(replace(earlier, config=other))
    fresh, expected = advanced(other)
    same_run(rewound, fresh)
    same_frames(frames, expected[back:])
    assert differ(fresh.models[0], advanced(config)[0].models[0])


# --- one iteration ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("task", "cell"), list(product(TASKS, CELLS)))
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_an_iteration_is_a_gradient_on_the_batch_clipped_and_a_step_of_the_optimiser(
    task: str, cell: str, loss_at: str
) -> None:
    config = small(task=task, cell=cell, loss_at=loss_at, clip="norm", threshold=0.01, input_scale=0.5).resolved()
    run = begin(config)
    problem = problem_of(config)
    generator = np.random.default_rng()
    generator.bit_generator.state = run.generator
    for n in (1, 2, 3):
        (model,) = run.models
        batch = problem.draw(generator)
        _, value, back = Problem(problem.network(config, model.params), batch, problem.loss).solve()
        clipped = clip(back.params, "norm", 0.01)
        params, _ = step("adam", model.params, clipped.params, model.memory, config.rate)
        run, (frame,) = advanced(run, 1)
        point = frame.points[0]
        assert point is not None
        assert (frame.iteration, point.end, run.models[0].memory.steps) == (n, None, n)
        assert point.loss == pytest.approx(value.total / problem.loss_steps, rel=1e-12)
        assert point.norm.log10 == pytest.approx(global_norm(back.params).log10, abs=1e-10)
        assert point.factor == pytest.approx(clipped.factor, rel=1e-10)
        norms = back.norms(problem.architecture(config).chain)
        np.testing.assert_array_equal(point.gradient_norms.status, norms.status)
        np.testing.assert_allclose(point.gradient_norms.log10, norms.log10, atol=1e-10)
        assert point.bytes > 0
        for name, param in run.models[0].params.items():
            # Adam divides g by |g|: where g is all rounding, so is the step, which is the rate at most
            sure = np.abs(back.params[name]) > 1e-10 * np.abs(back.params[name]).max()
            np.testing.assert_allclose(param[sure], params[name][sure], rtol=1e-7, atol=1e-9, err_msg=name)
        assert run.generator == generator.bit_generator.state


@pytest.mark.parametrize(("task", "cell"), list(product(TASKS, CELLS)))
def test_every_task_trains_every_cell_to_finite_losses_and_a_look(task: str, cell: str) -> None:
    run, frames = advanced(small(task=task, cell=cell, steps=12, iterations=EVALUATE_EVERY + 3))
    assert run.over
    assert run.models[0].end is None
    points = [frame.points[0] for frame in frames]
    assert all(point is not None and np.isfinite(point.loss) for point in points)
    evaluations = [frame.iteration for frame in frames if (point := frame.points[0]) and point.evaluation]
    assert evaluations == [EVALUATE_EVERY, EVALUATE_EVERY + 3]  # now and then, and after the last iteration


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize(("task", "loss_at"), list(product(TASKS, ("last", "every"))))
def test_the_shortest_sequences_train_too(task: str, loss_at: str, steps: int) -> None:
    values = ",".join("123456"[: steps + 1])
    run, frames = advanced(small(task=task, loss_at=loss_at, steps=steps, values=values, minibatch=1, iterations=21))
    assert run.iteration == 21
    assert all(point and np.isfinite(point.loss) and point.end is None for frame in frames for point in frame.points)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_checkpointing_gives_the_same_weights_and_takes_less_memory(
    cell: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)  # small tapes are cut as large ones are
    plain, checkpointed = (
        advanced(small(cell=cell, dtype=dtype, steps=30, changes=CHANGES.replace("f:0.5", ""), checkpoint=checkpoint))
        for checkpoint in (0, 1)
    )
    same_run(plain[0], checkpointed[0])
    for mine, its in zip(plain[1], checkpointed[1], strict=True):
        (one,), (other,) = mine.points, its.points
        assert one is not None
        assert other is not None
        assert other.bytes < one.bytes
        same_points([replace(one, bytes=0)], [replace(other, bytes=0)])


@pytest.mark.parametrize(("optimiser", "cell"), list(product(OPTIMISERS, CELLS)))
def test_in_float32_everything_stays_so_and_comes_close_to_float64(optimiser: str, cell: str) -> None:
    found = {}
    for dtype in ("float32", "float64"):
        run, frames = advanced(small(cell=cell, dtype=dtype, optimiser=optimiser, iterations=20))
        assert {array.dtype for array in arrays(run.models[0]).values()} == {np.dtype(dtype)}
        found[dtype] = [point.loss for frame in frames for point in frame.points if point]
        assert len(found[dtype]) == 20
        last = frames[-1].points[0]
        assert last is not None
        evaluation = last.evaluation
        assert evaluation is not None
        assert evaluation.predictions.dtype == dtype
    np.testing.assert_allclose(found["float32"], found["float64"], rtol=1e-3, atol=1e-4)
    assert found["float32"] != found["float64"]


@pytest.mark.parametrize("cell", CELLS)
def test_training_learns_the_latch_and_carries_what_it_learned_to_the_held_out_sequences(cell: str) -> None:
    config = small(task="latch", cell=cell, steps=6, units=8, minibatch=32, rate=0.02, iterations=100, rho=1)
    _, frames = advanced(config)
    point = frames[-1].points[0]
    assert point is not None
    assert point.evaluation is not None
    assert point.evaluation.measure < 0.1 * np.log(2)
    assert point.evaluation.accuracy == 1


# --- held-out sequences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", [name for name in TASKS if name != "sequence"])
def test_no_held_out_sequence_is_ever_in_a_training_batch(task: str) -> None:
    config = small(task=task, steps=40)
    problem = problem_of(config)
    generator = np.random.default_rng()
    generator.bit_generator.state = begin(config).generator
    held_out = {sequence.tobytes() for sequence in problem.evaluated.inputs.swapaxes(0, 1)}
    assert len(held_out) == HELD_OUT
    trained = {one.tobytes() for _ in range(100) for one in problem.draw(generator).inputs.swapaxes(0, 1)}
    assert len(trained) == 100 * config.minibatch
    assert not trained & held_out


@pytest.mark.parametrize("task", TASKS)
def test_the_held_out_sequences_are_the_same_for_every_model_change_and_seeming_variant(task: str) -> None:
    config = small(task=task).resolved()
    one = problem_of(config).evaluated
    for other in (
        config.with_added_changes([Change(3, "rate", "1")]),
        small(task=task, cell="rnn", minibatch=2).resolved(),
    ):
        np.testing.assert_array_equal(problem_of(other).evaluated.inputs, one.inputs)
        np.testing.assert_array_equal(problem_of(other).evaluated.targets, one.targets)
    assert not np.array_equal(problem_of(small(task=task, seed=99).resolved()).evaluated.inputs, one.inputs) or (
        task == "sequence"
    )


def test_a_typed_sequence_is_trained_on_its_first_two_thirds_alone() -> None:
    """Numbers that are only held out change no weight."""
    one, other = ("0,1,0,-1,0,1,0,-1,0,1", "0,1,0,-1,0,1,0,5,-3,2")
    for loss_at in ("last", "every"):
        runs = [advanced(small(task="sequence", values=text, loss_at=loss_at)) for text in (one, other)]
        for mine, its in zip(*(run.models for run, _ in runs), strict=True):
            same_model(mine, its)
        evaluations = [frames[-1].points[0].evaluation for _, frames in runs if frames[-1].points[0]]
        assert evaluations[0].measure != evaluations[1].measure  # type: ignore[union-attr]


# --- how it ends ------------------------------------------------------------------------------------------------------


def wild(rate: float = 10, rho: float = 2) -> str:
    return f"cell=rnn;activation=identity;optimiser=sgd;rate={rate:g};rho={rho:g}"


WILD = wild()


def test_a_model_that_diverges_keeps_its_last_finite_weights_and_the_others_go_on() -> None:
    config = small(models=f"{WILD}|cell=lstm", steps=30)
    run, frames = advanced(config)
    wild, lstm = run.models
    assert isinstance(wild.end, Divergence)
    n = wild.end.iteration
    assert 1 < n < config.iterations
    before = after(config, n - 1)
    assert before.models[0].end is None
    same_model(replace(wild, end=None), before.models[0])
    assert all(np.isfinite(array).all() for array in arrays(wild).values())

    # the named quantity is what is not finite when those weights meet the next batch
    problem = problem_of(config)
    generator = np.random.default_rng()
    generator.bit_generator.state = before.generator
    batch = problem.draw(generator)
    tape = Problem(problem.network(config.effective(n)[0], wild.params), batch, problem.loss).solve().tape
    if wild.end.quantity == "h":
        assert wild.end.step == np.flatnonzero(~np.isfinite(tape.hidden).all(axis=(1, 2)))[0] + 1
    else:
        assert wild.end.quantity in ("y", "L", "d_h") or wild.end.quantity.removeprefix("d_") in wild.params

    assert lstm.end is None
    same_model(lstm, advanced(small(models="cell=lstm", steps=30))[0].models[0])
    ends = [frame.points[0].end if frame.points[0] else None for frame in frames]
    assert [k + 1 for k, end in enumerate(ends) if end] == [n]
    assert ends[n - 1] == wild.end
    assert all(frame.points[0] for frame in frames[:n])
    assert not any(frame.points[0] for frame in frames[n:])
    assert all(frame.points[1] for frame in frames)
    assert run.iteration == config.iterations


@pytest.mark.parametrize(
    ("fields", "quantity"),
    [
        # states of 10³⁰⁸ after the first steps of the sequence, or of the optimiser
        ({"cell": "rnn", "activation": "identity", "rho": 3, "steps": 500, "dtype": "float32"}, "h"),
        ({"cell": "rnn", "rho": 3, "activation": "identity", "steps": 45, "dtype": "float32"}, "L"),
        # nothing goes in, but the bias of the readout asks: the gradient alone grows
        (
            {"cell": "rnn", "activation": "identity", "rho": 3, "steps": 500, "input_scale": 0, "dtype": "float32"},
            "d_h",
        ),
    ],
)
def test_the_quantity_that_is_not_finite_is_named_with_its_step(fields: dict[str, Any], quantity: str) -> None:
    run, frames = advanced(small(optimiser="sgd", **fields))
    (model,) = run.models
    assert model.end is not None
    assert (model.end.iteration, model.end.quantity) == (1, quantity)
    assert model.end.step is not None
    assert 1 <= model.end.step <= run.config.steps
    assert run.over
    assert (run.iteration, len(frames)) == (1, 1)  # nothing comes after the end of the only model
    same_model(replace(model, end=None), begin(run.config).models[0])


def test_a_weight_that_the_step_itself_makes_infinite_is_named_without_a_step() -> None:
    """h = 10²⁰, y = h / 100, L = 10³⁶, ∂L/∂W_hy = 2 y h = 2 · 10³⁸: all within float32, but not ten times that."""
    fields = {"activation": "identity", "units": 1, "rate": 10, "optimiser": "sgd", "dtype": "float32"}
    run = begin(small(task="sequence", values="1,0", cell="rnn", **fields))
    params = run.models[0].params | {"W_xh": np.full((1, 1), 1e20, "f"), "W_hy": np.full((1, 1), 1e-2, "f")}
    run, frames = advanced(replace(run, models=(replace(run.models[0], params=params),)))
    (model,), point = run.models, frames[-1].points[0]
    assert model.end == Divergence(1, "W_hy", None)
    assert point is not None
    assert point.end == model.end
    assert point.loss == pytest.approx(1e36)
    assert point.norm.log10 == pytest.approx(np.log10(2e38))
    assert model.params is params


def test_a_run_is_over_when_all_its_models_have_ended_and_not_before() -> None:
    config = small(models=f"{WILD}|{wild(rate=9)}|{wild(rho=1.5)}", steps=30)
    run, frames = advanced(config)
    ends = [model.end for model in run.models]
    assert all(ends)
    last = max(end.iteration for end in ends if end)
    assert run.iteration == len(frames) == last < config.iterations
    assert run.over
    assert not after(config, last - 1).over
    assert advance(run, Budget())[1] == []


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_run_whose_optimiser_divides_by_an_epsilon_of_zero_ends_at_once_and_is_known_for_it(optimiser: str) -> None:
    run, _ = advanced(small(cell="rnn,lstm", optimiser=optimiser, dtype="float16", rate=0.001))
    ends = optimiser in ("adam", "rmsprop")
    for k, learner in enumerate(run.models):
        assert (learner.end is not None and learner.end.iteration == 1) == ends
        assert divided_by_zero(run, k) == ends


def test_a_run_that_explodes_did_not_divide_by_zero() -> None:
    run, _ = advanced(small(models=f"{WILD}|cell=lstm", steps=30))
    assert run.models[0].end is not None
    assert not divided_by_zero(run, 0)


def test_clipping_by_norm_saves_what_diverges_without_it() -> None:
    free, tame = (
        advanced(small(models=f"{wild(rate=0.1)};clip={clip}", steps=15))[0].models[0] for clip in ("none", "norm")
    )
    assert free.end is not None
    assert tame.end is None


def test_a_model_without_slots_and_one_with_them_remember_what_their_optimiser_asks() -> None:
    for name, optimiser in OPTIMISERS.items():
        (model,) = after(small(cell="lstm", optimiser=name), 2).models
        assert {len(slots) for slots in model.memory.slots.values()} == {optimiser.slots}
        assert model.memory.slots.keys() == model.params.keys() == remember(name, model.params).slots.keys()
