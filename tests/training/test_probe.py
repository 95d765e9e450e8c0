"""A run in training seen as the laboratory sees a cell, and the held-out sequences that are shown beside it."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest

from app.bptt.losses import log_softmax
from app.cells import CELLS
from app.tasks import TASKS, Batch
from app.trace import FIELDS, trace
from app.trace.layer import EVERYTHING, Selection
from app.training.config import ApplicationTraining, TaskTraining
from app.training.evaluation import SHOWN_LAST, SHOWN_SEQUENCES
from app.training.probe import probe
from app.training.problem import TaskProblem, problem_of
from app.training.run import begin
from tests.training.runs import advanced

SMALL = {"steps": 9, "units": 4, "minibatch": 4, "iterations": 30, "seed": 3}


def small(**fields: object) -> TaskTraining:
    """A configuration that is quick."""
    return TaskTraining(**(SMALL | fields))


@pytest.mark.parametrize("task", TASKS)
def test_before_the_first_iteration_it_is_the_laboratory_s_trace(task: str) -> None:
    run = begin(small(task=task, cell=tuple(CELLS), loss_at="every"))
    assert isinstance(run.config, TaskTraining)
    found, expected = probe(run, FIELDS, Selection(0, 1)), trace(run.config.run_config(), FIELDS, Selection(0, 1))
    assert [one.cell for one in found.runs] == [one.cell for one in expected.runs] == list(CELLS)
    for mine, its in zip(found.runs, expected.runs, strict=True):
        assert mine.loss == its.loss
        np.testing.assert_equal(asdict(mine.verdict), asdict(its.verdict))
        np.testing.assert_equal(asdict(mine.parts["norms"]), asdict(its.parts["norms"]))
        np.testing.assert_equal(mine.parts["params"], its.parts["params"])
    assert found.sequence is not None
    assert expected.sequence is not None
    np.testing.assert_array_equal(found.sequence.inputs, expected.sequence.inputs)
    np.testing.assert_array_equal(found.sequence.targets, expected.sequence.targets)


def test_it_has_the_weights_that_the_run_has_now_under_the_settings_of_the_next_iteration() -> None:
    run, _ = advanced(small(cell="lstm", clip="norm", changes="10:clamp=f:0.5;10:truncate=3"), 10)
    (before,) = probe(replace(run, iteration=9), FIELDS, EVERYTHING).runs
    (now,) = probe(run, FIELDS, EVERYTHING).runs
    for part in (before.parts, now.parts):
        for name, value in part["params"].items():
            np.testing.assert_array_equal(value, run.models[0].params[name])
    assert (now.parts["gates"]["f"] == 0.5).all()
    assert not (before.parts["gates"]["f"] == 0.5).any()
    assert np.isneginf(now.parts["norms"].d_state["h"].log10[:-3]).all()
    assert np.isfinite(before.parts["norms"].d_state["h"].log10).all()


def test_models_of_one_cell_are_probed_each_under_its_own_name() -> None:
    run, _ = advanced(small(models="cell=gru;rho=0.5|cell=gru;rho=1.1|cell=rnn"), 5)
    found = probe(run, ("norms",), EVERYTHING)
    assert [one.name for one in found.runs] == list(run.config.names)
    assert [one.cell for one in found.runs] == ["gru", "gru", "rnn"]
    assert found.config.cell == ("gru", "rnn")
    assert len({one.loss for one in found.runs}) == 3


def test_an_application_s_run_has_none() -> None:
    run = begin(ApplicationTraining(app="sentiment", cell="rnn", units=3, minibatch=2, iterations=1))
    with pytest.raises(TypeError, match="no probe"):
        probe(run, ("norms",), EVERYTHING)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_the_held_out_sequences_that_are_shown_are_the_first_with_what_the_baseline_says_of_them(
    task: str, loss_at: str
) -> None:
    problem = problem_of(small(task=task, loss_at=loss_at).resolved())
    assert isinstance(problem, TaskProblem)
    found, held, kind = problem.shown_sequences, problem.evaluated, TASKS[task]
    np.testing.assert_array_equal(found.steps, np.flatnonzero(problem.held_out_loss_mask))
    sequences = min(held.size, SHOWN_LAST if len(found.steps) == 1 else SHOWN_SEQUENCES)
    np.testing.assert_array_equal(found.inputs, held.inputs[:, :sequences])
    np.testing.assert_array_equal(found.targets, held.targets[found.steps, :sequences])
    guesses = problem.task.baseline(Batch(held.inputs, held.targets))
    assert found.classes == (kind.loss == "cross_entropy")
    expected = np.exp(log_softmax(guesses)) if found.classes else guesses
    np.testing.assert_array_equal(found.baseline, expected[found.steps, :sequences])
    value = problem.loss(guesses, held)
    assert problem.baseline == pytest.approx(value.losses[problem.held_out_loss_mask].mean(), rel=1e-12)
