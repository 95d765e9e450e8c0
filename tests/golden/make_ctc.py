"""Make ctc.npz: losses and gradients of `torch.nn.functional.ctc_loss`, for tests that do not need PyTorch.

    python tests/golden/make_ctc.py    (PyTorch 2 and NumPy; takes a second, the same file every time)

Nothing of the app is imported. For each case "name/outputs" (T, B, K), "name/frames" (B,), "name/labels" (B, L) padded
with -1, "name/losses" (B,) with reduction "none", and "name/gradient" (T, B, K) of their sum over B divided by B,
through `log_softmax`, with `zero_infinity`. Losses are stored as they are without it, infinite ones too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

PATH = Path(__file__).with_name("ctc.npz")


@dataclass(frozen=True)
class Case:
    """One batch: T, K, the spread of its outputs, and the frames and labels of its sequences."""

    name: str
    steps: int
    classes: int
    frames: tuple[int, ...]
    labels: tuple[tuple[int, ...], ...]
    spread: float = 1.5


CASES = [
    Case("one", 5, 3, (5,), ((1, 2),)),
    Case("one-frame", 1, 3, (1, 1), ((2,), ())),
    Case("repeated", 9, 4, (9,), ((1, 1, 2, 2, 2),)),
    Case("only-just", 5, 3, (5, 5), ((1, 1, 1), (1, 2, 1, 2, 1))),
    Case("no-labels", 6, 3, (6, 4), ((), (1,))),
    Case("batch", 20, 6, (20, 13, 7, 20), ((1, 2, 3, 4, 5), (2, 2), (5, 1, 5), (3,))),
    Case("impossible", 6, 4, (6, 3, 4), ((1, 2), (1, 1, 2), (2, 1, 1, 3))),
    Case("sure", 12, 5, (12, 10), ((4, 3, 2), (1, 1)), spread=12.0),
    Case("long", 120, 5, (120,), ((1, 2, 3, 4, 4, 3, 2, 1),), spread=0.7),
]


def compute(case: Case, seed: int) -> dict[str, np.ndarray]:
    """The arrays of one case."""
    rng = torch.Generator().manual_seed(seed)
    outputs = torch.randn(case.steps, len(case.frames), case.classes, generator=rng) * case.spread
    # Rounded, so that the file stays small.
    outputs = (torch.round(outputs * 64) / 64).requires_grad_()
    longest = max(len(row) for row in case.labels)
    labels = torch.tensor([[*row, *[-1] * (longest - len(row))] for row in case.labels]).reshape(-1, longest)
    lengths = torch.tensor([len(row) for row in case.labels])
    given = (torch.log_softmax(outputs, 2), labels.clamp(min=1), torch.tensor(case.frames), lengths)
    losses = functional.ctc_loss(*given, reduction="none")
    finite = functional.ctc_loss(*given, reduction="none", zero_infinity=True)
    (finite.sum() / len(case.frames)).backward()
    found = {
        "outputs": outputs.detach(),
        "frames": torch.tensor(case.frames),
        "labels": labels,
        "losses": losses.detach(),
        "gradient": outputs.grad,
    }
    return {f"{case.name}/{name}": value.numpy() for name, value in found.items()}


def main() -> None:
    """Compute every case and write the file."""
    torch.set_default_dtype(torch.float64)
    arrays: dict[str, np.ndarray] = {}
    for number, case in enumerate(CASES):
        arrays |= compute(case, 4000 + number)
    np.savez_compressed(PATH, made_with=f"PyTorch {torch.__version__}", **arrays)
    print(f"{PATH.name}: {len(CASES)} cases, {PATH.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
