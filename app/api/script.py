"""The PyTorch script of a run: the same weights and inputs, the forward pass written out, and autograd for the rest.

The cells' forward equations stand in the script itself (so that clamps and truncation are PyTorch's too); the gradients
are PyTorch's own. What they are compared with travels inside, as base64 of an .npz.
"""

import base64
import io
from typing import Any

import numpy as np

from .. import __version__
from ..bptt.architecture import prefix
from ..bptt.clipping import clip, global_norm
from ..cells import CELLS
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..config import RunConfig
from ..errors import Fault, InvalidRequest
from ..trace.run import cell_of, draw, network_of, trace_network
from ..wire.encoding import flat

CARRIED = ("states", "gradients", "params")
"""What the script carries is about as much as an answer with these fields."""
READ = ("cell", "layers", "steps", "clamp", "truncate", "dtype", "loss_at", "clip", "threshold")
"""The fields of the configuration that the script reads, beside the options of cells."""

OPTIONS = tuple({option: None for kind in CELLS.values() for option in kind.options})
"""Every option that a cell may be built with."""

SCRIPT = '''\
"""Recompute a run of Unroll {version} in PyTorch, and print the largest difference.

    {address}

Every difference is divided by the largest number of the array that it is in. Needs torch and numpy.

The norm that clipping compares with its threshold is printed twice: of the parameters here, and of those of PyTorch's
own layers, which add two biases, b_ih + b_hh, where here is one. Both have the same gradient, so `clip_grad_norm_` over
such a layer sees sqrt(|g|^2 + |dL/db_h|^2) (in the GRU of r and z alone: its n has two biases here too).
"""

import base64, io

import numpy as np
import torch

CONFIG = {config}
DATA = """
{data}
"""

dtype = getattr(torch, CONFIG["dtype"])
data = {{k: torch.from_numpy(v) for k, v in np.load(io.BytesIO(base64.b64decode(DATA))).items()}}
T, clamp, truncate, norm = CONFIG["steps"], CONFIG["clamp"], CONFIG["truncate"], CONFIG["norm"]
layers = ["layer%d." % (k + 1) for k in range(CONFIG["layers"])] if CONFIG["layers"] > 1 else [""]
phi = {{"tanh": torch.tanh, "relu": torch.relu, "identity": lambda a: a}}[CONFIG["activation"]]


def gate(name, activation, a):
    """A gate's value, or the constant that it is clamped to."""
    return torch.full_like(a, clamp[name]) if name in clamp else activation(a)


def LN(u, gain, blocks):
    """Layer normalisation of each block's units, times the gain."""
    by_block = u.unflatten(-1, (blocks, -1))
    return gain * torch.nn.functional.layer_norm(by_block, by_block.shape[-1:]).flatten(-2)


def summed(p, x, h, blocks):
    """Pre-activations whose two sides are normalised as a sum, where they are normalised."""
    u = x @ p["W_xh"].T + h @ p["W_hh"].T
    return p["b_h"] + (u if norm == "none" else LN(u, p["g_h"], blocks))


def norm_of(gradients):
    """Of all of them as one long vector, in float64."""
    return torch.linalg.vector_norm(torch.cat([g.to(torch.float64).flatten() for g in gradients]))


{steps}

# a step, the fields of its state, and the blocks of b_h that PyTorch's own layer has twice
CELLS = {{{cells}}}
worst = 0.0


def compare(name, k, v):
    """Print how far a value is from what Unroll computed."""
    global worst
    expected = data[name + "/" + k].to(torch.float64)
    difference = (v.to(torch.float64) - expected).abs().max()
    relative = float(difference / expected.abs().max().clamp(min=1e-300))
    worst = max(worst, relative) if relative == relative else float("nan")
    print(f"{{name:8}} {{k:24}} {{relative:.1e}}")


for name in CONFIG["cell"]:
    step, fields, twice = CELLS[name]
    prefix = name + "/params/"
    p = {{k.removeprefix(prefix): v.clone().requires_grad_() for k, v in data.items() if k.startswith(prefix)}}
    x, targets = data["inputs"], data["targets"]
    of_layer = [{{k.removeprefix(layer): v for k, v in p.items() if k.startswith(layer)}} for layer in layers]
    # states that ask for gradients themselves, so that one that depends on no parameter (all gates clamped) has one too
    H = of_layer[0]["W_hh"].shape[1]
    zeros = lambda: tuple(torch.zeros(x.shape[1], H, dtype=dtype, requires_grad=True) for _ in fields)
    now, states, loss = [zeros() for _ in layers], [], torch.zeros((), dtype=dtype)
    for t in range(1, T + 1):
        below, after = x[t - 1], []
        for q, state in zip(of_layer, now):
            state = step(q, below, *state)
            for s in state:
                s.retain_grad()
            after.append(state)
            below = state[0]
        states.append(after)
        now = after
        if t == T or CONFIG["loss_at"] == "every":
            y = below @ p["W_hy"].T + p["b_y"]
            if targets.is_floating_point():
                loss = loss + torch.nn.functional.mse_loss(y, targets[t - 1])
            else:
                loss = loss + torch.nn.functional.cross_entropy(y, targets[t - 1])
        if truncate and (T - t) % truncate == 0:
            now = [tuple(s.detach().requires_grad_() for s in state) for state in now]
    loss.backward()

    compare(name, "loss", loss.detach())
    for l, layer in enumerate(layers):
        for k, field in enumerate(fields):
            grads = [after[l][k].grad for after in states]
            zero = torch.zeros_like(states[0][l][k])
            compare(name, layer + "d_" + field, torch.stack([zero if g is None else g for g in grads]))
    for v in p.values():
        v.grad = torch.zeros_like(v) if v.grad is None else v.grad
    for k, v in p.items():
        compare(name, "gradients/" + k, v.grad)

    gradients = [v.grad for v in p.values()]
    second = [q["b_h"].grad.reshape(-1, H)[twice] for q in of_layer]
    print(f"{{name:8}} norm of the gradient {{norm_of(gradients):.6g}}")
    if twice:
        print(f"{{name:8}} with b_ih and b_hh   {{norm_of([*gradients, *second]):.6g}}  (a bias is twice: see above)")
    if CONFIG["clip"] == "norm":
        seen = torch.nn.utils.clip_grad_norm_(list(p.values()), CONFIG["threshold"])
        if not torch.isfinite(seen) and torch.isfinite(norm_of(gradients)):
            print(f"{{name:8}} PyTorch took the norm in {{CONFIG['dtype']}}, where it is {{float(seen)}}")
    if CONFIG["clip"] == "value":
        torch.nn.utils.clip_grad_value_(list(p.values()), CONFIG["threshold"])
    if CONFIG["clip"] != "none":
        compare(name, "norm_after_clipping", norm_of([v.grad for v in p.values()]))

print(f"loss and every gradient: largest difference {{worst:.1e}}")
'''


def torch_script(config: RunConfig) -> str:
    """The script for a configuration."""
    address, config = config.address(), config.resolved()
    cells = [cell_of(config, name) for name in config.cell]
    for cell in cells:
        if not cell.pytorch:
            raise InvalidRequest(Fault("cell", cell.name, "no_script"))
    batch = draw(config)
    arrays: dict[str, Any] = {"inputs": batch.inputs, "targets": batch.targets}
    for name in config.cell:
        traced = trace_network(config, network_of(config, name), batch, name)
        passes = traced.passes
        states = {
            f"{prefix(layer.layers[0])}d_{field}": values
            for layer in traced.layers
            for field, values in layer.gradients.total._asdict().items()
        }
        loss = passes.value.losses.sum()
        arrays |= flat(
            {
                "loss": loss,
                **states,
                "gradients": passes.back.params,
                "norm_after_clipping": norm_after_clipping(config, passes.back.params),
                "params": dict(passes.network.params),
            },
            name,
        )
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    text = base64.b64encode(file.getvalue()).decode()
    packed = "\n".join(text[start : start + 120] for start in range(0, len(text), 120))
    fields = config.model_dump(include={*READ, *OPTIONS})
    return SCRIPT.format(
        version=__version__,
        address=f"/api/trace?{address}",
        config=fields,
        data=packed,
        steps="\n\n".join(cell.pytorch.strip("\n") + "\n" for cell in cells),
        cells=", ".join(
            f'"{cell.name}": ({cell.name}, {list(cell.state_fields())}, {second_biases(cell)})' for cell in cells
        ),
    )


def second_biases(cell: AnyCell) -> list[int]:
    """The blocks of b_h, by number, that PyTorch's own layer has twice; not every option has such a layer."""
    its_own = not cell.normalised and getattr(cell, "reset", "after") == "after"
    return [cell.blocks.index(name) for name in cell.pytorch_second_bias] if its_own else []


def norm_after_clipping(config: RunConfig, gradients: Params) -> float:
    """The norm of all gradients together after clipping."""
    with np.errstate(over="ignore"):
        return float(np.power(10.0, global_norm(clip(gradients, config.clip, config.threshold).params).log10))
