"""What a network has to beat, and at which steps it is asked in training and in the held-out measure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from app import tasks
from app.bptt.examples import every_step, loss_mask
from app.bptt.losses import LOSSES
from app.cells.arrays import Array
from app.config import RunConfig
from app.tasks import TASKS, Batch
from app.tasks.copying import Copying
from app.tasks.sine import NOISE, PERIODS

LOSS_AT = ("last", "every")
TYPED = RunConfig().numbers
GROUPS, SEQUENCES = 50, 20_000
every_task = pytest.mark.parametrize("name", TASKS)


def adding(steps: int, loss_at: str) -> float:
    """The variance of the sum so far: Σ over both markers of p/3 - p²/4, p = P(the marker has come). 1/6 at the end."""
    t, half = np.arange(1, steps + 1), steps // 2
    came = [np.clip((t - half) / (steps - half), 0, 1)] + ([np.minimum(t / half, 1)] if half else [])
    variance = np.asarray(sum(p / 3 - p**2 / 4 for p in came))
    return float(variance[-1] if loss_at == "last" else variance.mean())


def copying(steps: int, loss_at: str) -> float:
    """Blanks are certain; each of the n symbols is a guess among eight."""
    n = Copying.length(steps)
    return float(np.log(8) * (min(n, 1) if loss_at == "last" else n / steps))


def sine(steps: int, loss_at: str) -> float:
    """E (sin(a + 2π/P) - sin a)² + noise² = 1 - E cos(2π/P) + noise², over all phases a and the periods P."""
    low, high = PERIODS
    middles = low + (high - low) * (np.arange(10_000) + 0.5) / 10_000
    return float(1 - np.cos(2 * np.pi / middles).mean() + NOISE**2)


def sequence(steps: int, loss_at: str) -> float:
    """The steps from one number to the next, squared."""
    squares = np.diff(TYPED) ** 2
    return float(squares[-1] if loss_at == "last" else squares.mean())


EXPECTED: dict[str, Callable[[int, str], float]] = {
    "adding": adding,
    "order": lambda steps, loss_at: float(np.log(4)),
    "latch": lambda steps, loss_at: float(np.log(2)),
    "copying": copying,
    "sine": sine,
    "sequence": sequence,
}
"""The loss per asked step that a task's baseline leaves."""


def drawn(name: str, steps: int, batch: int = SEQUENCES, seed: int = 0) -> tuple[Batch, Array]:
    """A large batch and the baseline's outputs for it."""
    task = tasks.build(name, TYPED)
    batch_ = task.draw(np.random.default_rng(seed), steps, batch)
    return batch_, task.baseline(batch_)


def losses(name: str, outputs: Array, targets: Array, loss_at: str) -> Array:
    """The loss per asked step, for each of several groups of sequences: their spread says how sure the mean is."""
    steps, batch = targets.shape[:2]
    asked, loss = loss_mask(steps, loss_at), LOSSES[TASKS[name].loss]
    parts = np.array_split(np.arange(batch), min(GROUPS, batch))
    return np.array(
        [
            loss(outputs[:, part], every_step(outputs[:, part], targets[:, part], asked)).losses[asked].mean()
            for part in parts
        ]
    )


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("loss_at", LOSS_AT)
@pytest.mark.parametrize("steps", [1, 2, 3, 12, 40])
def test_the_baseline_leaves_the_loss_that_can_be_calculated(name: str, loss_at: str, steps: int) -> None:
    batch, outputs = drawn(name, steps)
    found = losses(name, outputs, batch.targets, loss_at)
    sure = 5 * found.std() / np.sqrt(len(found)) + 1e-12
    assert found.mean() == pytest.approx(EXPECTED[name](len(batch.targets), loss_at), abs=sure)


def test_what_baselines_leave_is_that_of_the_papers() -> None:
    assert EXPECTED.keys() <= TASKS.keys()
    assert EXPECTED["adding"](50, "last") == pytest.approx(1 / 6)
    assert EXPECTED["copying"](120, "every") == pytest.approx(10 * np.log(8) / (100 + 20))  # the paper's T is 100


@pytest.mark.parametrize(
    ("name", "loss_at"),
    [case for case in product(TASKS, LOSS_AT) if case != ("sequence", "last")],  # one number is its own best constant
)
@pytest.mark.parametrize("steps", [2, 12, 40])
def test_no_constant_answer_is_better_than_the_baseline(name: str, loss_at: str, steps: int) -> None:
    batch, outputs = drawn(name, steps)
    kind = TASKS[name]
    asked = batch.targets[loss_mask(len(batch.targets), loss_at)]
    if kind.loss == "mse":
        best = asked.mean(axis=(0, 1))
    else:
        with np.errstate(divide="ignore"):
            best = np.maximum(np.log(np.bincount(asked.ravel(), minlength=kind.outputs) / asked.size), -1e3)
    constant = np.broadcast_to(best, outputs.shape)
    ours, its = (losses(name, given, batch.targets, loss_at).mean() for given in (outputs, constant))
    # the constant was fitted to these very sequences, to one number for each output: that much is luck
    luck = 0.0 if name == "sequence" else 5 * kind.outputs / SEQUENCES
    assert ours <= its + luck


@every_task
@pytest.mark.parametrize(("steps", "batch"), [(1, 1), (1, 3), (2, 1), (7, 3), (50, 2)])
def test_a_baseline_is_an_output_for_every_step_and_sequence(name: str, steps: int, batch: int) -> None:
    found, outputs = drawn(name, steps, batch)
    assert outputs.shape == (*found.targets.shape[:2], TASKS[name].outputs)
    assert np.isfinite(outputs).all()
    with np.errstate(over="raise"):
        outputs.astype(np.float16)  # in the smallest precision too


@every_task
@pytest.mark.parametrize(("loss_at", "held_out"), list(product(LOSS_AT, (False, True))))
def test_the_loss_is_asked_wherever_it_may_be_where_held_out_sequences_are_drawn(
    name: str, loss_at: str, held_out: bool
) -> None:
    for steps in (1, 2, 30):
        wanted = loss_mask(steps, loss_at)
        asked = tasks.build(name, TYPED).loss_mask(wanted, held_out=held_out)
        assert asked.dtype == np.bool_
        assert asked.shape == (steps,)
        assert asked.any()
        assert np.array_equal(asked, wanted) == (name != "sequence" or steps == 1 or (held_out and loss_at == "last"))


@pytest.mark.parametrize("loss_at", LOSS_AT)
def test_a_typed_sequence_is_never_asked_in_training_where_it_is_held_out(loss_at: str) -> None:
    task = tasks.build("sequence", TYPED)
    for steps in range(2, 200):
        wanted = loss_mask(steps, loss_at)
        training, held_out = (task.loss_mask(wanted, held_out=held) for held in (False, True))
        assert not (training & held_out).any()
        assert np.flatnonzero(training)[-1] < np.flatnonzero(held_out)[0]
        if loss_at == "every":
            assert (training | held_out).all()
            assert training.sum() == max(1, 2 * steps // 3)
        else:
            assert training.sum() == held_out.sum() == 1
            assert held_out[-1]
            assert training[max(1, 2 * steps // 3) - 1]
