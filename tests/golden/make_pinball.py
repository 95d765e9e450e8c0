"""Make pinball.npz: pinball losses and gradients by PyTorch, for tests that do not need PyTorch.

    python tests/golden/make_pinball.py    (PyTorch 2 and NumPy; takes a second, the same file every time)

Nothing of the app is imported. PyTorch has no pinball loss: autograd differentiates `maximum(q e, (q - 1) e)`.
"outputs" (U, B, N·Q), "targets" (U, B, N) with NaN where nothing is asked and some targets met exactly, "weights"
(U, B) with zeros, "quantiles" (Q,), "losses" (U,), "gradient" (U, B, N·Q).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

PATH = Path(__file__).with_name("pinball.npz")
U, B, N = 5, 4, 3
QUANTILES = (0.1, 0.5, 0.9)


def main() -> None:
    """Compute the case and write the file."""
    torch.set_default_dtype(torch.float64)
    rng = torch.Generator().manual_seed(21)
    q = torch.tensor(QUANTILES)
    outputs = torch.round(torch.randn(U, B, N * len(q), generator=rng) * 64) / 64
    targets = torch.round(torch.randn(U, B, N, generator=rng) * 64) / 64
    targets[0, 0] = outputs[0, 0].reshape(N, -1)[:, 1]  # met exactly
    weights = torch.round(torch.rand(U, B, generator=rng) * 8) / 8
    weights[1] = 0
    outputs.requires_grad_()
    known = torch.rand(U, B, N, generator=rng) > 0.2
    error = torch.where(known, targets, 0.0)[..., None] - outputs.reshape(U, B, N, -1)
    rho = torch.maximum(q * error, (q - 1) * error) * known[..., None]
    losses = (weights / weights.sum() * rho.mean(dim=(2, 3))).sum(dim=1)
    losses.sum().backward()
    arrays = {
        "outputs": outputs.detach(),
        "targets": torch.where(known, targets, torch.nan),
        "weights": weights,
        "quantiles": q,
        "losses": losses.detach(),
        "gradient": outputs.grad,
    }
    made_with = f"PyTorch {torch.__version__}"
    np.savez_compressed(PATH, made_with=made_with, **{name: value.numpy() for name, value in arrays.items()})
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
