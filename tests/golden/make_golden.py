"""Make golden.npz and optimisers.npz: small cases computed once with PyTorch, for tests that do not need PyTorch.

    python tests/golden/make_golden.py               (PyTorch 2 and NumPy; takes a second, the same files every time)
    python tests/golden/make_golden.py optimisers    (only that one; `golden` for the other)

Nothing of the app is imported. Where PyTorch has the network, PyTorch's own modules compute it: `nn.RNN`, `nn.LSTM` and
`nn.GRU` over the whole sequence give the loss and the parameters' gradients, and `nn.RNNCell`, `nn.LSTMCell` and
`nn.GRUCell` with the same weights, stepped one by one, give ∂L/∂h_t and ∂L/∂c_t through `retain_grad` (a module keeps
its intermediate states to itself); the two must agree. Clamped gates, the identity activation, layer normalisation
inside a cell, peepholes and a reset gate before the product are not in PyTorch: there autograd differentiates the
equations as they are written in the papers.

All arrays lie one after the other in `values`, float64; `cases` (JSON) says what each case was and, in order, the name
and shape of each of its arrays (a zip entry for each would be twice the size). PyTorch's two biases become one,
b_h = b_ih + b_hh, but for the GRU's b_hn, which lies inside the reset gate's reach.

optimisers.npz holds, for each of PyTorch's optimisers, two parameters before the first step and after every step,
"adam/W" and "adam/b", (steps + 1, …), with its rate, "adam/rate"; and the gradients, "gradients/W" and "gradients/b",
(steps, …), the same for all. They span many magnitudes, zero among them, so that the ε of a denominator shows.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

PATH = Path(__file__).with_name("golden.npz")
OPTIMISERS_PATH = Path(__file__).with_name("optimisers.npz")
BLOCKS = {"rnn": "h", "lstm": "ifgo", "gru": "rzn", "peephole": "ifgo"}
CELLS = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}
OWN = ("g_h", "g_xh", "g_hh", "p_i", "p_f", "p_o")
"""Parameters that no module of PyTorch has."""
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


@dataclass(frozen=True)
class Case:
    """One network on one batch. `clip` and `threshold` go to PyTorch's two functions for clipping."""

    name: str
    cell: str
    activation: str = "tanh"
    clamp: dict[str, float] = field(default_factory=dict)
    norm: str = "none"
    reset: str = "after"
    loss: str = "mse"
    loss_at: str = "last"
    truncate: int = 0
    clip: str = "none"
    threshold: float = 1.0
    steps: int = 9
    batch: int = 1
    inputs: int = 2
    units: int = 4
    outputs: int = 2


SMALL: dict[str, Any] = {"steps": 4, "inputs": 1, "units": 3}
"""The size of cases that were added later: the file is to stay small."""

CASES = [
    *(Case(f"{cell}", cell) for cell in LAYERS),
    *(Case(f"{cell}-one-step", cell, steps=1, batch=2) for cell in LAYERS),
    *(Case(f"{cell}-batch-every", cell, batch=3, loss_at="every") for cell in LAYERS),
    *(Case(f"{cell}-classes", cell, batch=3, loss="cross_entropy", outputs=3) for cell in LAYERS),
    *(Case(f"{cell}-classes-every", cell, loss="cross_entropy", loss_at="every", outputs=3) for cell in LAYERS),
    *(Case(f"{cell}-truncated", cell, truncate=4, batch=2) for cell in LAYERS),
    *(Case(f"{cell}-truncated-every", cell, truncate=4, batch=2, loss_at="every") for cell in LAYERS),
    *(Case(f"{cell}-one-unit", cell, units=1, inputs=1, outputs=1, loss_at="every") for cell in LAYERS),
    *(Case(f"{cell}-clip-norm", cell, clip="norm", threshold=0.05) for cell in LAYERS),
    *(Case(f"{cell}-clip-value", cell, clip="value", threshold=0.02) for cell in LAYERS),
    Case("rnn-relu", "rnn", "relu", loss_at="every", batch=2),
    Case("rnn-identity", "rnn", "identity", loss_at="every", batch=2),
    Case("rnn-identity-truncated", "rnn", "identity", loss_at="every", truncate=3),
    *(Case(f"lstm-clamp-{g}", "lstm", clamp={g: 0.6}, loss_at="every", batch=2) for g in BLOCKS["lstm"]),
    *(Case(f"gru-clamp-{g}", "gru", clamp={g: 0.6}, loss_at="every", batch=2) for g in BLOCKS["gru"]),
    Case("lstm-carousel", "lstm", clamp={"f": 1.0}, steps=20),
    Case("gru-carousel", "gru", clamp={"z": 1.0}, steps=20),
    *(Case(f"{cell}-norm", cell, norm="layer", loss_at="every", batch=2, **SMALL) for cell in BLOCKS),
    Case("gru-norm-truncated", "gru", clamp={"r": 0.6}, norm="layer", truncate=2, **SMALL),
    Case("rnn-norm-relu", "rnn", "relu", norm="layer", loss_at="every", **SMALL),
    Case("gru-before", "gru", reset="before", loss_at="every", **SMALL),
    Case("gru-before-truncated", "gru", reset="before", truncate=2, **SMALL),
    Case("gru-before-norm", "gru", reset="before", norm="layer", loss_at="every", batch=2, **SMALL),
    *(
        Case(f"gru-before-clamp-{g}", "gru", clamp={g: 0.6}, reset="before", loss_at="every", **SMALL)
        for g in BLOCKS["gru"]
    ),
    Case("peephole", "peephole", batch=2, **SMALL),
    Case("peephole-truncated", "peephole", truncate=2, loss_at="every", **SMALL),
    Case("peephole-classes", "peephole", loss="cross_entropy", **SMALL),
    Case("peephole-classes-every", "peephole", loss="cross_entropy", loss_at="every", **SMALL),
    *(Case(f"peephole-clamp-{g}", "peephole", clamp={g: 0.6}, **SMALL) for g in BLOCKS["peephole"]),
]


def draw(case: Case) -> dict[str, Tensor]:
    """Weights, biases, inputs and targets, from a seed that follows from the case's place in the list."""
    rng = torch.Generator().manual_seed(1000 + CASES.index(case))
    rows = len(BLOCKS[case.cell]) * case.units

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=rng) * 0.6

    drawn = {
        "weight_ih": normal(rows, case.inputs),
        "weight_hh": normal(rows, case.units),
        "bias_ih": normal(rows),
        "bias_hh": normal(rows),
        "W_hy": normal(case.outputs, case.units),
        "b_y": normal(case.outputs),
        "inputs": normal(case.steps, case.batch, case.inputs),
        "targets": normal(case.steps, case.batch, case.outputs),
    }
    sizes = {"g_xh": rows, "g_hh": rows} if case.cell == "gru" else {"g_h": rows}
    drawn |= {name: 1 + normal(size) for name, size in sizes.items() if case.norm == "layer"}
    drawn |= {name: normal(case.units) for name in ("p_i", "p_f", "p_o") if case.cell == "peephole"}
    if case.loss == "cross_entropy":
        drawn["targets"] = torch.randint(case.outputs, (case.steps, case.batch), generator=rng)
    return drawn


def normalised(case: Case, u: Tensor, gain: Tensor) -> Tensor:
    """Layer normalisation of each block's units, without a bias."""
    by_block = u.unflatten(1, (-1, case.units))
    return gain * functional.layer_norm(by_block, (case.units,)).flatten(1)


def sides(case: Case, p: dict[str, Tensor], x: Tensor, h: Tensor) -> tuple[list[Tensor], list[Tensor]]:
    """The two sides of the pre-activations by block; normalised as a sum, they are one side and zeros."""
    left, right = functional.linear(x, p["weight_ih"]), functional.linear(h, p["weight_hh"])
    if case.norm == "layer":
        if case.cell == "gru":
            left, right = normalised(case, left, p["g_xh"]), normalised(case, right, p["g_hh"])
        else:
            left, right = normalised(case, left + right, p["g_h"]), torch.zeros_like(right)
    blocks = len(BLOCKS[case.cell])
    return list((left + p["bias_ih"]).chunk(blocks, 1)), list((right + p["bias_hh"]).chunk(blocks, 1))


def activated(case: Case, name: str, a: Tensor) -> Tensor:
    """A gate's value, or what it is clamped to."""
    value = torch.tanh(a) if name in "gn" else torch.sigmoid(a)
    return torch.full_like(value, case.clamp[name]) if name in case.clamp else value


def gates(
    case: Case, p: dict[str, Tensor], x: Tensor, state: tuple[Tensor, ...]
) -> tuple[dict[str, Tensor], Tensor | None]:
    """The gates by their equations, clamps included, and c_t, which a peephole's o needs."""
    h, values, c = state[0], {}, None
    a_x, a_h = sides(case, p, x, h)
    for k, name in enumerate(BLOCKS[case.cell]):
        right = a_h[k]
        if name == "n" and case.reset == "after":
            right = right * values["r"]
        elif name == "n":
            right = sides(case, p, x, values["r"] * h)[1][k]
        a = a_x[k] + right
        if case.cell == "peephole" and name in "if":
            a = a + p[f"p_{name}"] * state[1]
        if name == "o":
            c = values["f"] * state[1] + values["i"] * values["g"]
            a = a + p["p_o"] * c if case.cell == "peephole" else a
        values[name] = activated(case, name, a)
    return values, c


def by_hand(case: Case, p: dict[str, Tensor], x: Tensor, state: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """One step by the equations: what PyTorch has no module for."""
    if case.cell == "rnn":
        ((left,), (right,)) = sides(case, p, x, state[0])
        return ({"tanh": torch.tanh, "relu": torch.relu, "identity": torch.clone}[case.activation](left + right),)
    y, c = gates(case, p, x, state)
    if c is None:
        return ((1 - y["z"]) * y["n"] + y["z"] * state[0],)
    return y["o"] * torch.tanh(c), c


def loss_of(case: Case, outputs: Tensor, targets: Tensor) -> Tensor:
    """The loss of one step."""
    return (functional.mse_loss if case.loss == "mse" else functional.cross_entropy)(outputs, targets)


def total_loss(case: Case, hidden: list[Tensor], p: dict[str, Tensor]) -> Tensor:
    """L over the steps that count."""
    counted = range(case.steps) if case.loss_at == "every" else [case.steps - 1]
    losses = [loss_of(case, functional.linear(hidden[t], p["W_hy"], p["b_y"]), p["targets"][t]) for t in counted]
    return torch.stack(losses).sum()


def stepped(case: Case, p: dict[str, Tensor]) -> dict[str, Any]:
    """Step by step, keeping the gradient of every state; the state is detached where truncation cuts."""
    module = has_module(case)
    options = {"nonlinearity": case.activation} if case.cell == "rnn" and module else {}
    cell = CELLS[case.cell](case.inputs, case.units, **options) if module else None
    # A tensor that asks for gradients, so that a state that depends on no parameter still has one.
    zero = torch.zeros(case.batch, case.units, requires_grad=True) * 1.0
    state: tuple[Tensor, ...] = (zero, zero) if case.cell in ("lstm", "peephole") else (zero,)
    states, recorded = [], []
    for t in range(1, case.steps + 1):
        before = t - 1
        if case.truncate and before and (case.steps - before) % case.truncate == 0:
            state = tuple(field.detach() + zero * 0 for field in state)
        if case.cell != "rnn":
            recorded.append(gates(case, p, p["inputs"][before], state)[0])
        if cell is not None:
            weights = {key: p[key] for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
            given = state if case.cell == "lstm" else state[0]
            made = torch.func.functional_call(cell, weights, (p["inputs"][before], given))
            state = made if case.cell == "lstm" else (made,)
        else:
            state = by_hand(case, p, p["inputs"][before], state)
        for one in state:
            one.retain_grad()
        states.append(state)
    loss = total_loss(case, [state[0] for state in states], p)
    loss.backward()
    found: dict[str, Any] = {"loss": loss}
    for k, name in enumerate("hc"[: len(states[0])]):
        found[name] = torch.stack([state[k] for state in states])
        found[f"d_{name}"] = torch.stack(
            [torch.zeros_like(state[k]) if state[k].grad is None else state[k].grad for state in states]
        )
    for name in recorded[0] if recorded else ():
        found[f"gate_{name}"] = torch.stack([one[name] for one in recorded])
    return found


def has_module(case: Case) -> bool:
    """Whether PyTorch has this network as a module."""
    plain = case.norm == "none" and case.reset == "after" and case.cell in LAYERS
    return plain and not case.clamp and case.activation != "identity"


def whole(case: Case, p: dict[str, Tensor]) -> Tensor:
    """The loss by PyTorch's layer over the whole sequence at once."""
    options = {"nonlinearity": case.activation} if case.cell == "rnn" else {}
    layer = LAYERS[case.cell](case.inputs, case.units, **options)
    weights = {f"{key}_l0": p[key] for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    hidden, _ = torch.func.functional_call(layer, weights, (p["inputs"],))
    return total_loss(case, list(hidden), p)


def clipped(case: Case, leaves: dict[str, Tensor]) -> dict[str, Tensor]:
    """The gradients after PyTorch's own clipping, in the app's parameters, and the norm before."""
    own = in_our_names(case, {name: leaf.grad for name, leaf in leaves.items()})
    params = []
    for gradient in own.values():
        param = nn.Parameter(torch.zeros_like(gradient))
        param.grad = gradient.clone()
        params.append(param)
    if case.clip == "norm":
        norm = nn.utils.clip_grad_norm_(params, case.threshold)
    else:
        norm = torch.linalg.vector_norm(torch.cat([param.grad.ravel() for param in params]))
        nn.utils.clip_grad_value_(params, case.threshold)
    after = {f"clipped_{name}": param.grad for name, param in zip(own, params, strict=True)}
    return {**after, "norm": norm}


def has_two_biases(case: Case) -> bool:
    """Whether the recurrent side of block n has a bias of its own, inside the reset gate's reach."""
    return case.cell == "gru" and case.reset == "after"


def in_our_names(case: Case, p: dict[str, Any]) -> dict[str, Tensor]:
    """PyTorch's names → ours, for gradients: b_h has the gradient of b_ih, b_hn that of b_hh's last block."""
    named = {"W_xh": p["weight_ih"], "W_hh": p["weight_hh"], "b_h": p["bias_ih"], "W_hy": p["W_hy"], "b_y": p["b_y"]}
    if has_two_biases(case):
        named["b_hn"] = p["bias_hh"][2 * case.units :]
    return named | {name: p[name] for name in OWN if name in p}


def compute(case: Case) -> dict[str, Tensor]:
    """Everything that is stored of one case."""
    p = draw(case)
    learned = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "W_hy", "b_y", *OWN)
    leaves = {name: p[name].requires_grad_() for name in learned if name in p}
    found = stepped(case, p)
    if has_module(case):
        gradients = {name: leaf.grad.clone() for name, leaf in leaves.items()}
        for leaf in leaves.values():
            leaf.grad = None
        loss = whole(case, p)
        torch.testing.assert_close(loss, found["loss"], rtol=1e-13, atol=1e-15)
        loss.backward()
        if not case.truncate:
            for name, leaf in leaves.items():
                torch.testing.assert_close(leaf.grad, gradients[name], rtol=1e-11, atol=1e-14)
        else:
            for name, leaf in leaves.items():
                leaf.grad = gradients[name]
    for leaf in leaves.values():
        leaf.grad = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
    stored = in_our_names(case, {name: leaf.detach() for name, leaf in leaves.items()})
    bias = p["bias_ih"] + p["bias_hh"]
    if has_two_biases(case):
        bias = torch.cat([bias[: 2 * case.units], p["bias_ih"][2 * case.units :]])
    stored["b_h"] = bias.detach()
    gradients = in_our_names(case, {name: leaf.grad for name, leaf in leaves.items()})
    return {
        **stored,
        "inputs": p["inputs"],
        "targets": p["targets"],
        **found,
        **{f"grad_{name}": value for name, value in gradients.items()},
        **(clipped(case, leaves) if case.clip != "none" else {}),
    }


OPTIMISERS = {
    "sgd": (torch.optim.SGD, 0.1, {}),
    "momentum": (torch.optim.SGD, 0.1, {"momentum": 0.9}),
    "rmsprop": (torch.optim.RMSprop, 0.01, {"alpha": 0.99}),
    "adam": (torch.optim.Adam, 0.003, {}),
}
STEPS = 8
"""Steps that each optimiser takes."""


def optimised(name: str, gradients: dict[str, Tensor]) -> dict[str, Any]:
    """The parameters before the first and after every step of one optimiser on fixed gradients, and its rate."""
    kind, rate, options = OPTIMISERS[name]
    rng = torch.Generator().manual_seed(3000)
    params = {key: nn.Parameter(torch.randn(value.shape[1:], generator=rng)) for key, value in gradients.items()}
    optimiser = kind(params.values(), lr=rate, **options)
    passed = {key: [param.detach().clone()] for key, param in params.items()}
    for n in range(STEPS):
        for key, param in params.items():
            param.grad = gradients[key][n].clone()
        optimiser.step()
        for key, param in params.items():
            passed[key].append(param.detach().clone())
    return {"rate": rate, **{key: torch.stack(values).numpy() for key, values in passed.items()}}


def make_optimisers() -> str:
    """Let every optimiser take its steps and write the file; what was written."""
    rng = torch.Generator().manual_seed(3001)
    gradients = {"W": torch.randn(STEPS, 3, 2, generator=rng), "b": torch.randn(STEPS, 4, generator=rng)}
    gradients["b"] *= torch.tensor([1e3, 1e-5, 1e-9, 0.0])
    arrays = {f"gradients/{key}": value.numpy() for key, value in gradients.items()}
    for name in OPTIMISERS:
        arrays |= {f"{name}/{key}": np.asarray(value) for key, value in optimised(name, gradients).items()}
    np.savez_compressed(OPTIMISERS_PATH, made_with=f"PyTorch {torch.__version__}", **arrays)
    return f"{OPTIMISERS_PATH.name}: {len(OPTIMISERS)} optimisers, {OPTIMISERS_PATH.stat().st_size:,} bytes"


def make_golden() -> str:
    """Compute every case and write the file; what was written."""
    cases, values = [], []
    for case in CASES:
        arrays = {name: value.detach().numpy() for name, value in compute(case).items()}
        cases.append({**asdict(case), "arrays": {name: array.shape for name, array in arrays.items()}})
        values += [array.ravel().astype(np.float64) for array in arrays.values()]
    made_with = f"PyTorch {torch.__version__}"
    np.savez_compressed(PATH, cases=json.dumps(cases), made_with=made_with, values=np.concatenate(values))
    return f"{PATH.name}: {len(CASES)} cases, {PATH.stat().st_size:,} bytes"


MAKERS = {"golden": make_golden, "optimisers": make_optimisers}


def main() -> None:
    """Make the files that the command line names, or all."""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    for name in sys.argv[1:] or MAKERS:
        print(f"{MAKERS[name]()}, PyTorch {torch.__version__}")  # noqa: T201


if __name__ == "__main__":
    main()
