"""CTC against PyTorch's (tests/golden/make_ctc.py), against all paths of small lattices, and by central differences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.architecture import Network
from app.bptt.ctc import NONE, LabelSequences, ctc
from app.bptt.ctc_paths import align, best_path, collapse
from app.bptt.examples import Examples, present
from app.bptt.losses import log_softmax
from app.bptt.stacked import Stacked
from app.cells import CELLS
from app.cells.arrays import Array
from tests.engine import Problem, central_difference, parameters

GOLDEN = Path(__file__).parent.parent / "golden" / "ctc.npz"
RELATIVE = 1e-11


def golden() -> dict[str, dict[str, Array]]:
    """The arrays of every case."""
    cases: dict[str, dict[str, Array]] = {}
    with np.load(GOLDEN) as file:
        for key in file.files:
            name, _, array = key.partition("/")
            if array:
                cases.setdefault(name, {})[array] = file[key]
    return cases


CASES = golden()
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def rows(*labels: tuple[int, ...]) -> Array:
    """Labels as an array, short rows filled with -1."""
    longest = max(len(row) for row in labels)
    return np.array([[*row, *[NONE] * (longest - len(row))] for row in labels], int).reshape(len(labels), longest)


def readings(outputs: Array, count: int) -> dict[tuple[int, ...], dict[tuple[int, ...], float]]:
    """Every path through the first `count` frames of one sequence, (T, K), with its probability, by how it reads."""
    probabilities = np.exp(log_softmax(outputs))
    found: dict[tuple[int, ...], dict[tuple[int, ...], float]] = {}
    for path in product(range(outputs.shape[1]), repeat=count):
        read = collapse(np.array(path))
        found.setdefault(read, {})[path] = float(np.prod([probabilities[t, k] for t, k in enumerate(path)]))
    return found


def paths_of(
    outputs: Array, frames: Array, labels: Array
) -> Iterator[tuple[int, tuple[int, ...], dict[tuple[int, ...], float]]]:
    """Every sequence's place in its batch, its labels, and the paths that read as them with their probabilities."""
    for b, count in enumerate(frames):
        wanted = tuple(int(label) for label in labels[b] if label != NONE)
        yield b, wanted, readings(outputs[:, b], count).get(wanted, {})


@st.composite
def problems(choose: Any) -> tuple[Array, Array, Array]:
    """Outputs, frames and labels of a batch so small that all paths can be listed."""
    steps, batch, classes = choose(st.integers(1, 5)), choose(st.integers(1, 3)), choose(st.integers(2, 4))
    seed = choose(st.integers(0, 2**31 - 1))
    outputs = np.random.default_rng(seed).normal(0, choose(st.sampled_from((0.1, 2.0, 8.0))), (steps, batch, classes))
    frames = np.array([choose(st.integers(1, steps)) for _ in range(batch)])
    labels = [tuple(choose(st.lists(st.integers(1, classes - 1), max_size=4))) for _ in range(batch)]
    return outputs, frames, rows(*labels)


def test_a_path_reads_as_its_labels_without_repetitions_and_blanks() -> None:
    assert collapse(np.array([0, 1, 1, 0, 1, 2, 2])) == (1, 1, 2)
    assert collapse(np.array([0, 0])) == ()
    assert collapse(np.array([3])) == (3,)
    assert collapse(np.array([], int)) == ()


@every_case
def test_losses_and_gradients_are_pytorch_s(case: dict[str, Array]) -> None:
    found = ctc(case["outputs"], case["frames"], case["labels"])
    np.testing.assert_allclose(found.losses, case["losses"], rtol=RELATIVE)
    assert found.loss == np.mean(found.losses)
    scale = np.abs(case["gradient"]).max()
    np.testing.assert_allclose(found.gradient, case["gradient"], rtol=0, atol=RELATIVE * scale)


def test_the_golden_cases_have_impossible_repeated_empty_and_unequal_labels_and_are_small() -> None:
    assert any(np.isinf(case["losses"]).any() for case in CASES.values())
    assert any(len(set(case["frames"].tolist())) > 1 for case in CASES.values())
    assert any((np.diff(case["labels"]) == 0).any() for case in CASES.values())
    assert any((case["labels"] == NONE).all(axis=1).any() for case in CASES.values())
    assert GOLDEN.stat().st_size < 40_000


@given(problems())
def test_the_loss_is_that_of_all_paths_that_read_as_the_labels(problem: tuple[Array, Array, Array]) -> None:
    found = ctc(*problem)
    for b, _, paths in paths_of(*problem):
        assert np.exp(-found.losses[b]) == pytest.approx(sum(paths.values()), rel=1e-9, abs=1e-300)


@given(problems())
def test_gamma_is_the_share_of_the_paths_through_each_position(problem: tuple[Array, Array, Array]) -> None:
    found = ctc(*problem)
    for b, _, paths in paths_of(*problem):
        expected = np.zeros(found.gamma[:, b].shape)
        for path, probability in paths.items():
            for t, position in enumerate(positions(path)):
                expected[t, position] += probability / sum(paths.values())
        np.testing.assert_allclose(found.gamma[:, b], expected, rtol=1e-8, atol=1e-12)


def positions(path: tuple[int, ...]) -> list[int]:
    """The position in the lattice of the path's own reading at each frame."""
    found, position = [], 0
    for t, label in enumerate(path):
        if label == 0:
            position += position % 2
        elif t == 0 or path[t - 1] != label:
            position += 1 + position % 2
        found.append(position)
    return found


@given(problems())
def test_the_alignment_is_the_most_probable_of_these_paths(problem: tuple[Array, Array, Array]) -> None:
    found, frames = align(*problem), problem[1]
    for b, wanted, paths in paths_of(*problem):
        count = frames[b]
        assert (found[count:, b] == -1).all()
        if not paths:
            assert (found[:, b] == -1).all()
            continue
        symbols = [0 if s % 2 == 0 else wanted[s // 2] for s in found[:count, b]]
        assert positions(tuple(symbols)) == found[:count, b].tolist()
        assert paths[tuple(symbols)] == pytest.approx(max(paths.values()), rel=1e-9)


@given(problems())
def test_the_best_path_is_the_most_probable_path_of_all(problem: tuple[Array, Array, Array]) -> None:
    outputs, frames, _ = problem
    for b, (count, read) in enumerate(zip(frames, best_path(outputs, frames), strict=True)):
        found = readings(outputs[:, b], count)
        assert max(found, key=lambda reading: max(found[reading].values())) == read


@given(problems())
def test_the_gradient_is_the_slope_of_the_loss(problem: tuple[Array, Array, Array]) -> None:
    outputs, frames, labels = problem
    possible = np.isfinite(ctc(outputs, frames, labels).losses)

    def loss(at: Array) -> Array:
        return np.asarray(ctc(at, frames, labels).losses[possible].sum() / len(frames))

    slope = central_difference(loss, outputs)
    np.testing.assert_allclose(ctc(outputs, frames, labels).gradient, slope, rtol=1e-6, atol=1e-8)


def test_a_frame_s_gradient_adds_up_to_nothing_and_is_zero_beyond_the_last() -> None:
    outputs = np.random.default_rng(1).normal(size=(30, 3, 6))
    found = ctc(outputs, np.array([30, 12, 20]), rows((1, 2, 2, 5), (3,), ()))
    np.testing.assert_allclose(found.gradient.sum(axis=2), 0, atol=1e-13)
    assert (found.gradient[12:, 1] == 0).all()
    np.testing.assert_allclose(found.gamma[:12, 1].sum(axis=1), 1)


def test_what_is_impossible_has_an_infinite_loss_no_gradient_and_no_alignment() -> None:
    outputs = np.random.default_rng(2).normal(size=(4, 2, 3))
    frames, labels = np.array([2, 4]), rows((1, 1), (1, 2))  # two equal labels need three frames
    found = ctc(outputs, frames, labels)
    assert found.losses[0] == np.inf == found.loss
    assert np.isfinite(found.losses[1])
    assert (found.gradient[:, 0] == 0).all()
    assert (found.gradient[:, 1] != 0).any()
    assert (found.gamma[:, 0] == 0).all()
    assert (align(outputs, frames, labels)[:, 0] == -1).all()


def test_outputs_that_are_not_numbers_make_a_loss_that_is_not_one() -> None:
    outputs = np.random.default_rng(3).normal(size=(4, 2, 3))
    outputs[1, 0, 2] = np.nan
    found = ctc(outputs, np.array([4, 4]), rows((1,), (2, 1)))
    assert np.isnan(found.losses[0])
    assert np.isfinite(found.losses[1])
    assert np.isnan(found.gradient[:, 0]).any()
    assert np.isfinite(found.gradient[:, 1]).all()


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_gradient_has_the_outputs_precision_and_thousands_of_frames_do_not_underflow(dtype: str) -> None:
    outputs = np.random.default_rng(4).normal(size=(3000, 1, 5)).astype(dtype)
    found = ctc(outputs, np.array([3000]), rows((1, 2, 3, 4)))
    assert found.gradient.dtype == dtype
    assert np.isfinite(found.gradient).all()
    assert 1000 < found.loss < 10_000  # p(l) is far below the smallest number


@pytest.mark.parametrize(
    ("frames", "labels", "named"),
    [
        ([0], [[1]], "frames has [0]"),
        ([4], [[1]], "frames has [4]"),
        ([3], [[0]], "labels has [[0]]"),
        ([3], [[3]], "labels has [[3]]"),
        ([3], [[-1, 2]], "labels has [[-1, 2]]"),
        ([3], [[-2]], "labels has [[-2]]"),
    ],
)
def test_frames_and_labels_out_of_bounds_are_named(frames: list[int], labels: list[list[int]], named: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011
        ctc(np.zeros((3, 1, 3)), np.array(frames), np.array(labels))
    assert str(raised.value).startswith(named)


def batch(rng: np.random.Generator) -> Examples:
    """Three sequences of vectors, of different lengths, with labels."""
    mask = present([7, 4, 6])
    labels = rows((1, 2, 2), (3,), (2, 1)).T
    return Examples(rng.normal(size=(7, 3, 2)), mask, labels, mask.astype(float))


def test_the_loss_of_labels_puts_each_sequence_s_loss_at_its_own_last_frame() -> None:
    rng = np.random.default_rng(5)
    examples, outputs = batch(rng), rng.normal(size=(7, 3, 4))
    found, value = ctc(outputs, np.array([7, 4, 6]), examples.targets.T), LabelSequences()(outputs, examples)
    assert value.total == pytest.approx(found.loss)
    np.testing.assert_allclose(value.losses[[6, 3, 5]], found.losses / 3)
    assert value.losses[[0, 1, 2, 4]].tolist() == [0, 0, 0, 0]
    np.testing.assert_array_equal(value.d_y, found.gradient)


@pytest.mark.parametrize("name", CELLS)
def test_the_gradient_of_every_parameter_of_a_network_in_both_directions_is_the_slope_of_the_loss(name: str) -> None:
    rng = np.random.default_rng(6)
    examples, architecture = batch(rng), Stacked(2, 3, 4, both=True)
    network = Network(CELLS[name](), architecture, parameters(CELLS[name](), architecture, rng))
    problem = Problem(network, examples, LabelSequences())
    gradients = problem.batch_gradients().params
    assert gradients.keys() == network.params.keys()
    for key, gradient in gradients.items():
        np.testing.assert_allclose(gradient, problem.numeric(key), rtol=1e-6, atol=1e-8, err_msg=key)
