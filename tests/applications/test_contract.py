"""Every application's data and training: batches fit its network, held-out data is fixed, its recipe is allowed."""

from __future__ import annotations

from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.applications import build
from app.applications.base import Application
from app.bptt.examples import Examples
from app.settings import LIMITS
from app.training.config import ApplicationTraining
from app.training.run import Budget, advance, begin
from app.wire.cost import bound_training
from tests.applications.registry import KINDS, drawn, every_cell, every_variant, recipe, small
from tests.engine import Problem

pytestmark = pytest.mark.usefixtures("toy")


@every_variant
def test_batches_fit_the_network(name: str, variant: str) -> None:
    application = build(name, variant)
    for seed in range(5):
        fits(application, drawn(application, seed), 5)
    fits(application, application.validation, None)


def fits(application: Application, examples: Examples, size: int | None) -> None:
    """Hold a batch to what the application's network and the engine take."""
    plan = application.architecture(4)
    steps, count = examples.mask.shape
    assert size is None or count == examples.size == size
    assert examples.mask.dtype == bool
    assert examples.mask.any(axis=0).all(), "a sequence without a step"
    assert (np.diff(examples.mask.astype(int), axis=0) <= 0).all(), "padding comes at the end"
    assert examples.mask.any(axis=1).all(), "more padding than the longest sequence needs"
    if plan.vocabulary:
        assert examples.inputs.shape == (steps, count)
        assert examples.inputs.dtype.kind == "i"
        assert 0 <= examples.inputs.min() <= examples.inputs.max() < plan.vocabulary
    else:
        assert examples.inputs.shape == (steps, count, plan.inputs)
        assert np.isfinite(examples.inputs).all()
    late = examples.mask.shape if examples.decoder is None else examples.decoder.shape
    assert examples.weights.shape == late
    assert (examples.weights >= 0).all()
    assert 0 < examples.weights.sum() < np.inf
    assert steps + (0 if examples.decoder is None else len(examples.decoder)) <= application.steps <= LIMITS.steps
    if examples.decoder is None:
        assert not examples.weights[~examples.mask].any(), "padding is asked something"
    model = small(application.name, application.variant)
    given = Problem(model, examples, application.loss)
    found = given.batch_gradients()
    assert np.isfinite(found.loss)
    assert found.loss > 0
    assert found.non_finite is None
    assert len(found.gradient_norms.log10) == steps + (0 if examples.decoder is None else len(examples.decoder))
    run, value, _ = given.solve()
    assert run.outputs.shape == (*late, plan.outputs)
    d_y = value.d_y
    assert d_y.shape == run.outputs.shape
    assert not d_y[: len(examples.mask)][~examples.mask].any() or examples.decoder is not None


@every_variant
def test_the_same_seed_draws_the_same_batch_and_another_seed_another(name: str, variant: str) -> None:
    first, again = (drawn(build(name, variant), 1) for _ in range(2))
    other = drawn(build(name, variant), 2)
    equal(first, again)
    with pytest.raises(AssertionError):
        equal(first, other)


def equal(one: Examples, other: Examples) -> None:
    for field in ("inputs", "mask", "targets", "weights", "decoder"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field), err_msg=field)


@every_variant
def test_the_held_out_batch_is_fixed_whatever_was_drawn_before(name: str, variant: str) -> None:
    kind = KINDS[name]
    one, other = kind(variant), kind(variant)
    for seed in range(3):
        drawn(one, seed)
    equal(one.validation, other.validation)
    assert 16 <= one.validation.size <= 512
    measured = [one.measure(small(name, variant), quick=True) for _ in range(2)]
    assert measured[0] == measured[1]


@every_variant
def test_a_batch_is_cast_and_does_not_share_memory_with_what_is_kept(name: str, variant: str) -> None:
    application = build(name, variant)
    before = drawn(application, 3)
    spoiled = drawn(application, 3)
    for field in ("inputs", "targets", "weights"):
        getattr(spoiled, field)[:] = 0
    equal(drawn(application, 3), before)
    cast = before.cast(np.dtype(np.float32))
    assert cast.weights.dtype == np.float32


# --- training ---


@every_variant
@every_cell
def test_the_recipe_is_a_run_that_may_be_asked_for(name: str, variant: str, cell: str) -> None:
    config = recipe(name, variant, cell)
    assert ApplicationTraining.model_validate(dict(parse_qsl(config.address()))) == config.acting()
    bound_training(config.resolved())
    assert config.iterations <= LIMITS.iterations


@every_variant
def test_a_small_network_learns_something_in_a_few_iterations(name: str, variant: str) -> None:
    kind = KINDS[name]
    config = recipe(name, variant, kind.cell, units=16, minibatch=16, iterations=150, changes="")
    run, frames = advance(begin(config), Budget())
    losses = [frame.points[0].loss for frame in frames if frame.points[0] is not None]
    assert not any(model.end for model in run.models)
    few = len(losses) // 5
    # an exclusive or has no slope at first: the tests of the sentiment teach it one batch instead
    assert np.mean(losses[-few:]) < np.mean(losses[:few]) or name == "sentiment"


@every_variant
def test_the_best_guess_is_a_loss_or_nothing(name: str, variant: str) -> None:
    guess = build(name, variant).constant_answer_loss()
    assert guess is None or 0 < guess < np.inf
