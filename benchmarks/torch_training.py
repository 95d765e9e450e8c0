"""The same training iteration as a reader would write it in PyTorch: nn.LSTM, a readout, clip_grad_norm_, Adam.

    python benchmarks/torch_training.py run.npz [run.npz …]

Each `run.npz` holds the first weights, batches and losses of a run of ours (``benchmarks.training.save``). The script
trains on them, checks that its losses are the same, and prints for each file the milliseconds of an iteration as JSON:
[{"oneDNN": …, "without oneDNN": …}, …]. oneDNN has a fused LSTM for float32 and none for float64. The script imports
nothing of the project, so that any Python with PyTorch and NumPy can run it.
"""

import json
import statistics
import sys
import time

import numpy as np
import torch
from torch import nn

WARM_UP, REPEATS = 10, 100


def build(data):
    """The network with our weights. PyTorch has two biases where we have one: the second stays at zero."""
    dtype = getattr(torch, str(data["W_hh"].dtype))
    layer = nn.LSTM(data["W_xh"].shape[1], data["W_hh"].shape[1], dtype=dtype)
    readout = nn.Linear(data["W_hy"].shape[1], data["W_hy"].shape[0], dtype=dtype)
    weights = {"weight_ih_l0": "W_xh", "weight_hh_l0": "W_hh", "bias_ih_l0": "b_h"}
    with torch.no_grad():
        for name, ours in weights.items():
            getattr(layer, name).copy_(torch.tensor(data[ours]))
        layer.bias_hh_l0.zero_()
        readout.weight.copy_(torch.tensor(data["W_hy"]))
        readout.bias.copy_(torch.tensor(data["b_y"]))
    layer.bias_hh_l0.requires_grad_(False)
    return layer, readout


def train(data):
    """The losses and the milliseconds of every iteration, over the same few batches again and again."""
    layer, readout = build(data)
    params = [param for param in (*layer.parameters(), *readout.parameters()) if param.requires_grad]
    optimiser = torch.optim.Adam(params, lr=float(data["rate"]))
    batches = [(torch.tensor(x), torch.tensor(y)) for x, y in zip(data["inputs"], data["targets"], strict=True)]
    losses, times = [], []
    for n in range(WARM_UP + REPEATS):
        start = time.perf_counter()
        x, target = batches[n % len(batches)]
        optimiser.zero_grad()
        hidden, _ = layer(x)
        loss = nn.functional.mse_loss(readout(hidden[-1]), target[-1])
        loss.backward()
        nn.utils.clip_grad_norm_(params, float(data["threshold"]))
        optimiser.step()
        losses.append(loss.item())
        times.append(1e3 * (time.perf_counter() - start))
    return losses, statistics.median(times[WARM_UP:])


def main(paths):
    """Check and time every file."""
    torch.set_num_threads(1)
    results = []
    for path in paths:
        data = dict(np.load(path))
        times = {}
        for label, enabled in (("oneDNN", True), ("without oneDNN", False)):
            with torch.backends.mkldnn.flags(enabled=enabled):
                losses, times[label] = train(data)
            tolerance = 1e-9 if data["W_hh"].dtype == np.float64 else 1e-3
            np.testing.assert_allclose(losses[: len(data["losses"])], data["losses"], rtol=tolerance)
        results.append(times)
    print(json.dumps(results))


if __name__ == "__main__":
    main(sys.argv[1:])
