"""How often training succeeds: what `benchmarks.seeds` measured for each preset of training, and how sure that is."""

import json
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

STORED = Path(__file__).with_name("rates.json")


def wilson(successes: int, runs: int) -> tuple[float, float]:
    """The 95 % interval of a success rate of which `successes` out of `runs` independent runs were seen.

        (p + z²/2n ± z √(p (1-p) / n + z²/4n²)) / (1 + z²/n)      p = successes / n,  n = runs,  z = 1.96

    Unlike p ± z √(p (1-p) / n) it stays within 0 and 1, and 10 out of 10 leaves room for doubt: 72 % to 100 %.
    No runs say nothing: (0, 1). Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", Journal of the American Statistical Association 22 (1927).
    """
    if not 0 <= successes <= runs:
        raise ValueError(f"successes has value {successes}; allowed: 0 … {runs}, the runs.")
    if runs == 0:
        return 0.0, 1.0
    z = 1.959963984540054  # the 97.5 % point of the normal distribution
    p = successes / runs
    middle = p + z * z / (2 * runs)
    half = z * sqrt(p * (1 - p) / runs + z * z / (4 * runs * runs))
    whole = 1 + z * z / runs
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


@cache
def rates() -> dict[str, Any]:
    """What was measured, by preset, as `rates.json` holds it: plain data, written by `python -m benchmarks.seeds`.

    address, criterion      what was run, over `seeds` seeds 0, 1, …, for `iterations` each; what counts as learned
    models: name, own       each of the models that trained side by side on the same batches, and what it had of its own
      learned, diverged     runs that met the criterion in their last evaluation; runs that ended at a number not finite
      runs                  out of how many
      first, ends           by seed: the first iteration that met the criterion; the one in which it ended; or null
      median_iterations     the median of `first` over the runs that met the criterion at all; null where none did
    """
    stored: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    return stored
