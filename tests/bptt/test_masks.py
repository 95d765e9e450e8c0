"""Masks: a batch of sequences of different lengths is its sequences one by one, and padding has no part in anything."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.backward import backward
from app.bptt.examples import present
from app.bptt.truncation import cut_after, cuts_of
from app.bptt.unroll import at, unroll
from app.cells.arrays import Array
from app.cells.base import AnyCell
from tests.architectures import EXACT, GARBAGE, LENGTHS, name_of, problem, same_as_alone, stacks
from tests.engine import (
    Shape,
    asked_of_every_state,
    cells,
    difference,
    enough_units,
    label,
    parameters,
    random_like,
    smooth,
)

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
every_stack = pytest.mark.parametrize("plan", list(stacks()), ids=name_of)


def masked(cell: AnyCell, mask: Array, seed: int = 0) -> tuple[dict[str, Array], Array, Any]:
    """Parameters, inputs with garbage where the mask is not, and a state to begin in."""
    rng = np.random.default_rng(seed)
    steps, batch = mask.shape
    units = enough_units(cell, 2)
    params = parameters(cell, Shape(steps, batch, units=units).architecture, rng)
    inputs = np.where(mask[..., None], rng.normal(size=(steps, batch, 2)), GARBAGE)
    initial = random_like(cell.initial_state(batch, units, np.dtype(float)), rng, 0.5)
    if cell.normalised and not smooth(unroll(cell, params, inputs, initial, mask), 0.0):
        return masked(cell, mask, seed + 1000)
    return params, inputs, initial


@every_cell
@pytest.mark.parametrize("padding_first", [False, True])
def test_a_masked_batch_is_its_sequences_one_by_one(cell: AnyCell, padding_first: bool) -> None:
    mask = present(LENGTHS)[::-1] if padding_first else present(LENGTHS)
    params, inputs, initial = masked(cell, mask)
    rng = np.random.default_rng(1)
    tape = unroll(cell, params, inputs, initial, mask)
    asked = np.where(mask[..., None], rng.normal(size=tape.hidden.shape), 0)
    last = random_like(initial, rng)
    together = backward(tape, asked, last=last)
    sums = {name: np.zeros_like(value) for name, value in together.params.items()}
    for b in range(len(LENGTHS)):
        own = mask[:, b], slice(b, b + 1)
        alone = unroll(cell, params, inputs[own], at(initial, own[1:]))
        found = backward(alone, asked[own], last=at(last, own[1:]))
        np.testing.assert_allclose(tape.hidden[own], alone.hidden, **EXACT)
        np.testing.assert_allclose(together.d_x[own], found.d_x, **EXACT)
        for name in initial._fields:
            held, own_end = getattr(tape.states, name), getattr(alone.states, name)[-1, 0]
            np.testing.assert_allclose(held[-1, b], own_end, **EXACT)
            np.testing.assert_array_equal(held[1:][~mask[:, b], b], held[:-1][~mask[:, b], b], err_msg="not held")
            for part in ("total", "arrives", "local"):
                mine, theirs = (getattr(getattr(one, part), name) for one in (together, found))
                np.testing.assert_allclose(mine[own], theirs, **EXACT, err_msg=part)
            np.testing.assert_allclose(
                getattr(together.initial, name)[b], getattr(found.initial, name)[0], **EXACT, err_msg=name
            )
        for name, value in found.params.items():
            sums[name] += value
    assert not together.d_a[~mask].any()
    assert not together.d_m[~mask].any()
    for name, value in together.params.items():
        np.testing.assert_allclose(value, sums[name], **EXACT, err_msg=name)


@every_cell
def test_the_gradients_of_masked_inputs_and_of_the_initial_state_are_central_differences(cell: AnyCell) -> None:
    mask = present(LENGTHS)
    params, inputs, initial = masked(cell, mask, seed=3)
    # padded steps are asked too: there h_t is the held state
    found, d_x, d_initial = asked_of_every_state(unroll(cell, params, inputs, initial, mask), params)
    assert difference(found.d_x, d_x) < 1e-6
    assert not d_x[~mask].any()
    for name, numeric in d_initial.items():
        assert difference(getattr(found.initial, name), numeric) < 1e-6, name


@every_cell
def test_a_mask_that_is_true_everywhere_changes_no_bit(cell: AnyCell) -> None:
    mask = np.full((5, 2), True)
    params, inputs, initial = masked(cell, mask)
    with_mask, without = (unroll(cell, params, inputs, initial, one) for one in (mask, None))
    asked = np.random.default_rng(2).normal(size=with_mask.hidden.shape)
    np.testing.assert_array_equal(with_mask.hidden, without.hidden)
    for truncate in (0, 2):
        found, expected = (
            backward(tape, asked, cuts=cuts_of(5, truncate, mask=tape.mask)) for tape in (with_mask, without)
        )
        for name, value in found.params.items():
            np.testing.assert_array_equal(value, expected.params[name], err_msg=name)


@every_stack
@pytest.mark.parametrize("cell", [cell for cell in cells() if not cell.clamp], ids=label)
@pytest.mark.parametrize("truncate", [0, 2])
def test_a_padded_batch_through_a_network_is_its_sequences_one_by_one(plan: Any, cell: AnyCell, truncate: int) -> None:
    same_as_alone(problem(cell, plan), truncate)


@every_stack
def test_what_stands_in_the_padding_changes_no_bit(plan: Any) -> None:
    given = problem(cells()[0], plan)
    padding = ~given.examples.mask
    inputs, targets = given.examples.inputs.copy(), given.examples.targets.copy()
    inputs[padding] = 0 if plan.vocabulary else np.nan
    targets[padding] = 2
    (_, value, back), (_, other_value, other_back) = (
        given.solve(),
        given.reading(inputs=inputs, targets=targets).solve(),
    )
    assert other_value.total == value.total
    if plan.vocabulary:  # NaN times a gradient of zero is NaN; tokens are numbers
        for name, gradient in back.params.items():
            np.testing.assert_array_equal(other_back.params[name], gradient, err_msg=name)


def test_truncation_counts_back_from_each_sequence_s_own_end() -> None:
    assert [t for t, cut in enumerate(cut_after(10, 4)) if cut] == [2, 6]
    cell = cells()[0]
    mask = present((6, 3, 4))
    params, inputs, initial = masked(cell, mask)
    tape = unroll(cell, params, inputs, initial, mask)
    asked = np.zeros(tape.hidden.shape)
    for b, length in enumerate((6, 3, 4)):
        asked[length - 1, b] = 1.0
    total = backward(tape, asked, cuts=cuts_of(6, 2, mask=mask)).total.h
    moved = np.abs(total).max(axis=2) > 0
    for b, length in enumerate((6, 3, 4)):
        assert np.flatnonzero(moved[:, b]).tolist() == [length - 2, length - 1]
