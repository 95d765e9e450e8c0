"""The same trace as a reader would write it in PyTorch: an eager loop that keeps every step, then ``backward()``.

    python benchmarks/torch_trace.py run.npz

`run.npz` holds a batch, the weights of each cell and the answers of our engine (``benchmarks.engine.save``). The script
runs each cell on them, checks that loss and ∂L/∂h_t agree, and prints {"lstm": milliseconds, …} as JSON. It imports
nothing of the project, so that any Python with PyTorch and NumPy can run it.
"""

import json
import statistics
import sys
import time

import numpy as np
import torch
from torch.nn.functional import linear

WARM_UP, REPEATS = 5, 40


def rnn(x, params, state):
    (h,) = state
    a = linear(x, params["W_xh"], params["b_h"]) + linear(h, params["W_hh"])
    h = torch.tanh(a)
    return (h,), {"a": a}


def lstm(x, params, state):
    h, c = state
    a = linear(x, params["W_xh"], params["b_h"]) + linear(h, params["W_hh"])
    a_i, a_f, a_g, a_o = a.chunk(4, dim=-1)
    i, f, g, o = torch.sigmoid(a_i), torch.sigmoid(a_f), torch.tanh(a_g), torch.sigmoid(a_o)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return (h, c), {"a_i": a_i, "a_f": a_f, "a_g": a_g, "a_o": a_o, "i": i, "f": f, "g": g, "o": o}


def gru(x, params, state):
    (h,) = state
    x_r, x_z, x_n = linear(x, params["W_xh"], params["b_h"]).chunk(3, dim=-1)
    m_r, m_z, m_n = linear(h, params["W_hh"]).chunk(3, dim=-1)
    a_r, a_z, m = x_r + m_r, x_z + m_z, m_n + params["b_hn"]
    r, z = torch.sigmoid(a_r), torch.sigmoid(a_z)
    a_n = x_n + r * m
    n = torch.tanh(a_n)
    h = (1 - z) * n + z * h
    return (h,), {"a_r": a_r, "a_z": a_z, "a_n": a_n, "r": r, "z": z, "n": n}


# name → (step, names of the state's fields, carry gate, the field that it carries)
CELLS = {"rnn": (rnn, "h", None, None), "lstm": (lstm, "hc", "f", 1), "gru": (gru, "h", "z", 0)}


def trace(name, params, inputs, targets):
    """One run with everything recorded, every step: states, gates, pre-activations, outputs, losses, ∂L/∂s_t, norms."""
    step, fields, gate, carried = CELLS[name]
    params = {key: torch.tensor(value, requires_grad=True) for key, value in params.items()}
    x, wanted = torch.tensor(inputs), torch.tensor(targets)
    state = tuple(x.new_zeros(x.shape[1], params["W_hh"].shape[1]) for _ in fields)
    states, records, outputs = [], [], []
    for x_t in x:
        state, record = step(x_t, params, state)
        y = linear(state[0], params["W_hy"], params["b_y"])
        for tensor in (*state, y):
            tensor.retain_grad()
        states.append(state)
        records.append(record)
        outputs.append(y)
    loss = ((outputs[-1] - wanted[-1]) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        state_series = [torch.stack(field) for field in zip(*states, strict=True)]
        total = [torch.stack([tensor.grad for tensor in field]) for field in zip(*states, strict=True)]
        d_y = torch.stack([torch.zeros_like(y) if y.grad is None else y.grad for y in outputs])
        local = [d_y @ params["W_hy"], *(torch.zeros_like(field) for field in total[1:])]
        future = [whole - own_part for whole, own_part in zip(total, local, strict=True)]
        record = {key: torch.stack([step_record[key] for step_record in records]) for key in records[0]}
        series = [*state_series, *total, *local, *future]
        if gate is not None:
            passed = torch.cumprod(record[gate].flip(0)[:-1], dim=0).flip(0)
            series.append(total[carried][-1] * passed)
        gradients = {key: value.grad for key, value in params.items()}
        return {
            "loss": loss.item(),
            "outputs": torch.stack(outputs).numpy(),
            "states": [field.numpy() for field in state_series],
            "state_gradients": [[field.numpy() for field in part] for part in (total, local, future)],
            "records": {key: value.numpy() for key, value in record.items()},
            "norms": [torch.linalg.vector_norm(field, dim=(1, 2)).log10().numpy() for field in series],
            "gradients": {key: value.numpy() for key, value in gradients.items()},
            "norm": torch.linalg.vector_norm(torch.cat([value.flatten() for value in gradients.values()])).item(),
        }


def main(path):
    """Check and time every cell in the file."""
    torch.set_num_threads(1)
    data = np.load(path)
    times = {}
    for name in CELLS:
        params = {key.split("/")[2]: data[key] for key in data if key.startswith(f"{name}/params/")}
        run = trace(name, params, data["inputs"], data["targets"])
        np.testing.assert_allclose(run["loss"], data[f"{name}/loss"], rtol=1e-9)
        np.testing.assert_allclose(run["state_gradients"][0][0], data[f"{name}/d_h"], rtol=1e-9, atol=1e-300)
        milliseconds = []
        for _ in range(WARM_UP + REPEATS):
            start = time.perf_counter()
            trace(name, params, data["inputs"], data["targets"])
            milliseconds.append(1e3 * (time.perf_counter() - start))
        times[name] = statistics.median(milliseconds[WARM_UP:])
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1])
