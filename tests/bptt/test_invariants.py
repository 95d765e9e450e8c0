"""What holds of every run, whatever its configuration: random configurations over the registries."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bptt.backward import backward
from app.bptt.clipping import clip, clipping_angle, global_norm
from app.bptt.contributions import WEIGHTS, contributions, matrices
from app.bptt.gradient_matrix import gradient_matrix
from app.bptt.jacobians import analyse, jacobians
from app.bptt.norms import NAN, OK, OVERFLOW, ZERO, log_norms, with_status
from app.bptt.truncation import cut_after
from app.bptt.unroll import unroll
from app.cells.arrays import outer_sum
from app.config import RunConfig
from app.trace.layer import TracedLayer
from tests.engine import (
    ANY_DTYPE,
    Problem,
    Shape,
    configs,
    laboratory_problem,
    plain_cells,
    traced_layers,
    traced_problem,
)

SOME = settings(max_examples=40)


def close(found: Any, expected: Any, scale: float = 0.0) -> None:
    """Equal to rounding; `scale` is the size of what was added up on the way."""
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-13 * (1e-280 + scale))


def sizes(layer: TracedLayer) -> dict[str, float]:
    """The largest entry of each parameter's gradient if nothing in its sum over steps and sequences cancelled out."""
    tape, gradients, d_y = layer.tape, layer.gradients, np.abs(layer.passes.value.d_y)
    states = type(tape.states)(*map(np.abs, tape.states))
    positive = replace(tape, inputs=np.abs(tape.inputs), states=states)
    felt = type(gradients.felt)(*map(np.abs, gradients.felt))
    partials = gradients.input_partials
    back = SimpleNamespace(felt=felt, d_a=np.abs(gradients.d_a), d_m=np.abs(gradients.d_m), input_partials=partials)
    sums = layer.cell.param_gradients(positive, back)
    sums |= {"W_hy": outer_sum(d_y, positive.hidden), "b_y": d_y.sum(axis=(0, 1))}
    return {name: float(value.max()) for name, value in sums.items()}


@SOME
@given(configs())
def test_the_gradient_of_a_state_is_what_its_own_loss_asks_and_what_arrives(config: RunConfig) -> None:
    for layer in traced_layers(config):
        gradients = layer.gradients
        for total, local, arrives in zip(gradients.total, gradients.local, gradients.arrives, strict=True):
            close(total, local + arrives, np.abs(total).max())
        assert not any(field[-1].any() for field in gradients.arrives)
        if config.loss_at == "last":
            assert not any(field[:-1].any() for field in gradients.local)


@SOME
@given(configs())
def test_the_contributions_of_the_steps_add_up_to_the_gradient(config: RunConfig) -> None:
    for layer in traced_layers(config):
        tape, gradients = layer.tape, layer.gradients
        for weight in WEIGHTS:
            steps = np.array(list(matrices(tape, gradients, weight))[::-1])
            total = gradients.params[weight]
            spread = np.abs(steps).max(initial=0)
            close(steps.sum(axis=0), total, spread * len(steps))
            factors = tape.cell.factors(weight, tape, gradients)
            parts = [np.einsum("tbi,tbj->ij", left, right) for left, right in factors]
            close(np.concatenate(parts), total, spread * len(steps))
            found = contributions(tape, gradients, weight)
            own = log_norms(steps, (1, 2))
            np.testing.assert_allclose(found.norm.log10, own.log10, atol=1e-9)
            running = log_norms(np.cumsum(steps[::-1], axis=0)[::-1], (1, 2))
            np.testing.assert_allclose(10**found.running.log10, 10**running.log10, rtol=1e-6, atol=1e-12 * spread)
            if np.abs(total).max() > max(1e-6 * spread, 1e-100):
                np.testing.assert_allclose(found.share.sum(), 1.0, rtol=1e-5)
                shares = np.einsum("tij,ij->t", steps, total) / (total**2).sum()
                np.testing.assert_allclose(found.share, shares, rtol=1e-6, atol=1e-9 * np.abs(shares).max())


@SOME
@given(configs())
def test_the_gradient_matrix_is_the_gradient_of_each_step_s_loss_alone(config: RunConfig) -> None:
    for layer in traced_layers(config):
        steps, k, given_ = layer.steps, layer.passes.settings.truncate, traced_problem(layer)
        run, value, back = given_.asked(np.full(steps, True)).solve(k)
        found = with_status(gradient_matrix(given_.network, run, value.d_y, k)[""])
        total = back.gradients[""].total.h
        summed = np.zeros_like(total)
        for s in range(steps):
            gradient = given_.asked(np.arange(steps) == s).solve(k).gradients.total.h
            expected = log_norms(gradient, (1, 2))
            np.testing.assert_allclose(found.log10[s], expected.log10, atol=1e-8)
            np.testing.assert_array_equal(found.status[s], expected.status)
            assert (found.status[s, s + 1 :] == ZERO).all()
            summed += gradient
        close(summed, total, np.abs(total).max() * steps)
        np.testing.assert_array_equal(layer.matrix.log10, found.log10)


@SOME
@given(configs(), st.integers(1, 14))
def test_a_window_of_k_steps_lets_the_last_loss_reach_the_last_k_steps_and_no_others(config: RunConfig, k: int) -> None:
    config = config.model_copy(update={"loss_at": "last", "truncate": k})
    for layer in traced_layers(config):
        steps = layer.steps
        solution = traced_problem(layer).solve()
        full, cut = solution.gradients, layer.gradients
        first = max(steps - k, 0)  # the index of step T-k+1
        np.testing.assert_array_equal(cut.total.h[first:], full.total.h[first:])
        for field in cut.total:
            assert not field[:first].any()
        if k >= steps:
            for name, gradient in solution.params.items():
                np.testing.assert_array_equal(layer.passes.back.params[name], gradient)
        np.testing.assert_array_equal(cut.d_a[first:], full.d_a[first:])
        assert not cut.d_a[:first].any()


@given(st.integers(1, 60), st.integers(0, 70))
def test_truncation_cuts_every_k_steps_counted_back_from_the_end(steps: int, window: int) -> None:
    cuts = cut_after(steps, window)
    assert len(cuts) == steps + 1
    where = [t for t, cut in enumerate(cuts) if cut]
    assert where == ([] if window == 0 else list(range(steps - window, -1, -window))[::-1])
    assert not cuts[steps]


@SOME
@given(configs(), st.integers(1, 5))
def test_truncated_blocks_are_separate_sequences_joined_by_their_states(config: RunConfig, k: int) -> None:
    """The gradient with a window is the sum of full gradients of the blocks, each started from the state it found."""
    config = config.model_copy(update={"loss_at": "every", "truncate": k, "norm": "none"})  # whose sums cancel
    for layer in traced_layers(config):
        steps, params = layer.steps, layer.passes.network.params
        starts = [t for t in range(steps) if t == 0 or (steps - t) % k == 0]
        summed = {name: np.zeros_like(value) for name, value in params.items()}
        for start, end in zip(starts, [*starts[1:], steps], strict=True):
            asked = np.zeros(steps, bool)
            asked[start:end] = True
            for name, gradient in traced_problem(layer).asked(asked).solve(k).params.items():
                summed[name] += gradient
        for name, size in sizes(layer).items():
            close(summed[name], layer.passes.back.params[name], size)
        # a cut before the first step keeps the gradient from whatever made s_0
        assert steps % k or not any(field.any() for field in layer.gradients.initial)


@SOME
@given(configs(dtypes=ANY_DTYPE, depth=3))
def test_clipping_by_norm_keeps_the_direction_and_never_leaves_more_than_the_threshold(config: RunConfig) -> None:
    for layer in traced_layers(config):
        before = layer.passes.back.params
        norm = 10.0 ** float(global_norm(before).log10)
        clipped = clip(before, "norm", config.threshold)
        after = 10.0 ** float(global_norm(clipped.params).log10)
        precise = config.dtype == "float64"
        # in a small precision the largest error is half a step of its smallest numbers, in every entry
        entries = sum(gradient.size for gradient in before.values())
        info = np.finfo(config.dtype)
        slack = float(info.eps) * config.threshold + float(info.smallest_subnormal) * entries**0.5
        assert after <= config.threshold + (1e-12 * config.threshold if precise else slack)
        if norm > 0:  # PyTorch's 10⁻⁶ in the denominator
            np.testing.assert_allclose(clipped.factor, min(1.0, config.threshold / (norm + 1e-6)), rtol=1e-10)
        assert clipped.changed == (clipped.factor < 1.0)
        for name, gradient in clipped.params.items():
            assert gradient.dtype == config.dtype
            if precise:
                close(gradient, before[name] * clipped.factor, np.abs(gradient).max())


@SOME
@given(configs(dtypes=ANY_DTYPE, depth=3))
def test_clipping_by_value_bounds_every_entry_and_leaves_what_lies_within(config: RunConfig) -> None:
    for layer in traced_layers(config):
        before = layer.passes.back.params
        clipped = clip(before, "value", config.threshold)
        changed = 0
        bound = np.array(config.threshold, config.dtype)
        for name, gradient in clipped.params.items():
            assert gradient.dtype == config.dtype
            assert (np.abs(gradient) <= bound).all()
            inside = np.abs(before[name]) <= bound
            np.testing.assert_array_equal(gradient[inside], before[name][inside])
            changed += int((gradient != before[name]).sum())
        np.testing.assert_allclose(clipped.changed, changed / sum(g.size for g in before.values()))
        assert 0 <= clipped.factor <= 1 + 1e-12
        assert clip(before, "none", config.threshold).params.keys() == before.keys()
        angle = clipping_angle("value", before, clipped)
        if angle is not None and np.isfinite(angle):
            assert 0 <= angle <= 90 + 1e-12, "no entry changes its sign"
            assert angle == 0 or clipped.changed > 0


@SOME
@given(configs())
def test_the_product_of_the_jacobians_is_that_of_the_matrices_written_out(config: RunConfig) -> None:
    for layer in traced_layers(config):
        steps = layer.steps
        j = jacobians([layer.tape])
        found = analyse(j)
        product = np.eye(j.shape[1])
        for t in range(steps, 0, -1):
            norm = np.linalg.norm(product, 2)
            np.testing.assert_allclose(10.0 ** found.product.log10[t - 1], norm, rtol=1e-7, atol=1e-200)
            product = product @ j[t - 1]
        np.testing.assert_allclose(found.sigma, [np.linalg.norm(one, 2) for one in j], rtol=1e-9, atol=1e-300)
        assert (found.rho <= found.sigma * (1 + 1e-7) + 1e-7).all()
        if steps > 1:
            np.testing.assert_allclose(found.growth * (steps - 1), found.product.log10[0], rtol=1e-12)


@SOME
@given(configs())
def test_the_product_of_jacobians_carries_the_last_loss_back_as_the_backward_pass_does(config: RunConfig) -> None:
    config = config.model_copy(update={"loss_at": "last", "truncate": 0, "batch": 1})
    for layer in traced_layers(config):
        params, last = layer.passes.network.params, layer.gradients
        j = jacobians([layer.tape])
        # what arrives at s_t is Jᵀ_{t+1} … Jᵀ_T applied to what the loss asks of s_T, before paths inside the step
        asked = [np.zeros_like(field[-1, 0]) for field in last.total]
        asked[0] = (layer.passes.value.d_y @ params["W_hy"])[-1, 0]
        carried = np.concatenate(asked)
        partials = layer.tape.partials()
        for t in range(layer.steps - 1, 0, -1):
            carried = j[t].T @ carried
            state = type(last.total)(*(part[None] for part in np.split(carried, len(last.total))))
            local = type(partials)(*(None if field is None else field[t - 1] for field in partials))
            for found, expected in zip(layer.cell.within(local, state), last.total, strict=True):
                np.testing.assert_allclose(found, expected[t - 1], rtol=1e-8, atol=1e-12 * np.abs(expected).max())


@settings(max_examples=60)
@given(configs(dtypes=ANY_DTYPE, scale=10.0, depth=3))
def test_every_array_has_the_precision_asked_for_and_the_same_configuration_gives_the_same_bits(
    config: RunConfig,
) -> None:
    for layers in zip(traced_layers(config), traced_layers(config), strict=True):
        arrays = []
        for layer in layers:
            passes, tape, gradients = layer.passes, layer.tape, layer.gradients
            arrays.append(
                [
                    *(tape.inputs, passes.run.outputs, passes.value.losses, passes.value.d_y, passes.each()),
                    *(*passes.network.params.values(), *tape.states, *tape.saved, *tape.partials()),
                    *(*gradients.total, *gradients.local, *gradients.arrives, *gradients.initial),
                    *(gradients.d_a, gradients.d_m, gradients.d_x, *passes.back.params.values()),
                ]
            )
        there = [[array for array in of_run if array is not None] for of_run in arrays]
        assert {array.dtype.name for array in there[0]} == {config.dtype}
        for first, second in zip(*there, strict=True):
            assert first.tobytes() == second.tobytes()


@SOME
@given(configs())
def test_the_weights_do_not_follow_from_the_task_s_length_the_gradient_s_options_or_the_precision(
    config: RunConfig,
) -> None:
    other = {"batch": 2, "loss_at": "every", "truncate": 3, "clip": "norm", "dtype": "float32"}
    for steps in (config.steps, 7):
        changed_layers = traced_layers(config.model_copy(update={**other, "steps": steps}))
        for layer, changed in zip(traced_layers(config), changed_layers, strict=True):
            for name, value in layer.passes.network.params.items():
                # but for chrono biases, which are made for one length
                if not (name == "b_h" and config.bias_init == "chrono" and layer.steps != changed.steps):
                    np.testing.assert_array_equal(changed.passes.network.params[name], value.astype(np.float32))


@SOME
@given(configs(dtypes=ANY_DTYPE))
def test_the_recurrent_blocks_have_the_spectral_radius_asked_for(config: RunConfig) -> None:
    for layer in traced_layers(config):
        cell, params = layer.cell, layer.passes.network.params
        blocks = np.split(params["W_hh"].astype(np.float64), len(cell.blocks))
        for block in blocks:
            radius = np.abs(np.linalg.eigvals(block)).max()
            np.testing.assert_allclose(radius, config.rho, rtol=0.01 if config.dtype != "float64" else 1e-9, atol=2e-3)
            if config.init == "orthogonal" and config.dtype == "float64":
                close(block @ block.T, config.rho**2 * np.eye(len(block)), 100)
            if config.init == "identity" and config.dtype == "float64":
                np.testing.assert_array_equal(block, config.rho * np.eye(len(block)))
        for gate, value in config.bias.items():
            if gate in cell.blocks and not (config.bias_init == "chrono" and gate in cell.chrono):
                bias = params["b_h"].reshape(len(cell.blocks), -1)[cell.blocks.index(gate)]
                np.testing.assert_array_equal(bias, np.array(value, config.dtype))


@SOME
@given(configs(steps=5, units=3))
def test_the_gradients_of_a_random_configuration_are_its_complex_steps(config: RunConfig) -> None:
    config = config.model_copy(update={"truncate": 0, "activation": "tanh"})
    for layer in traced_layers(config):
        for name, gradient in layer.passes.back.params.items():
            close(traced_problem(layer).complex_step(name), gradient, 1e-2 + np.abs(gradient).max())


@SOME
@given(configs(dtypes=("float16", "float32"), steps=40, scale=10.0, depth=3))
def test_a_number_that_is_not_finite_is_classified_and_raises_nothing(config: RunConfig) -> None:
    """float16 and ρ = 3 overflow; every norm still has a status that says what became of it."""
    config = config.model_copy(update={"rho": 3.0, "activation": "identity", "truncate": 0})
    for layer in traced_layers(config):
        for state in (layer.tape.following, layer.gradients.total, layer.gradients.arrives):
            for field in state:
                found = log_norms(field, (1, 2))
                wide = field.astype(np.float64)
                nan = np.isnan(wide).any(axis=(1, 2))
                infinite = np.isinf(wide).any(axis=(1, 2)) & ~nan
                zero = (wide == 0).all(axis=(1, 2))
                expected = np.select([nan, infinite, zero], [NAN, OVERFLOW, ZERO], OK)
                np.testing.assert_array_equal(found.status, expected)


def test_stacked_layers_are_a_composition_of_unroll_and_backward() -> None:
    """Two layers by hand: h_t of the lower is x_t of the upper, ∂L/∂x_t of the upper is ∂L/∂h_t of the lower."""
    asked = np.random.default_rng(3).normal(size=(5, 2, 3))
    for cell in plain_cells():
        lower = laboratory_problem(cell, shape=Shape(5, 2, inputs=2, units=3))
        upper = laboratory_problem(cell, shape=Shape(5, 2, inputs=3, units=3), seed=1)

        def loss(weights: np.ndarray, lower: Problem = lower, upper: Problem = upper) -> float:
            bottom = unroll(lower.cell, {**lower.params, "W_hh": weights}, lower.examples.inputs)
            top = unroll(upper.cell, upper.params, bottom.hidden)
            return float(np.vdot(asked, top.hidden))

        bottom = unroll(cell, lower.params, lower.examples.inputs)
        top = backward(unroll(cell, upper.params, bottom.hidden), asked)
        found = backward(bottom, top.d_x).params["W_hh"]
        weights = lower.params["W_hh"]
        index = np.unravel_index(np.abs(found).argmax(), found.shape)
        moved = [weights.copy(), weights.copy()]
        moved[0][index] += 1e-6
        moved[1][index] -= 1e-6
        np.testing.assert_allclose(found[index], (loss(moved[0]) - loss(moved[1])) / 2e-6, rtol=1e-6)


def test_a_problem_is_a_value_that_differences_leave_alone() -> None:
    given_ = laboratory_problem(next(plain_cells()))
    before = {name: value.copy() for name, value in given_.params.items()}
    total = given_.solve().value.total
    assert given_.function.value("W_hh", (0, 0), 1.0) != total
    for name, value in before.items():
        np.testing.assert_array_equal(given_.params[name], value)
    assert given_.function.value("W_hh", (0, 0), 0.0) == total
