"""People's spoken digits for speech recognition: app/applications/speech/people.npz.

    python -m scripts.data.people /path/to/digits_en.npz

Source: Free Spoken Digit Dataset, its authors as in its record, doi:10.5281/zenodo.1342401, licence CC BY-SA 4.0. What
is read here is a file of recordings of it: `samples` int16, one recording after the other, at `rate` Hz; `start`,
`length`, `digit` and `voice` (the number of the person, from 1) of each. No sound is kept: what is written are levels
of 24 mel bands, 50 times a second, in steps of `STEP` dB, which is what the network hears. They are derived from the
recordings and under the same licence.

The file has `levels`, `counts` and `digits` as digits.npz has them, `person`, who says each, and `source`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from app.applications.speech.clips import STEP
from app.applications.speech.mel import FLOOR, HOP, RATE, decibels

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "speech" / "people.npz"
SOURCE = "Free Spoken Digit Dataset, doi:10.5281/zenodo.1342401, CC BY-SA 4.0; levels of mel bands derived from it"
LONGEST = 80
"""Frames of a clip of one digit: where someone waits longer than 1.6 s it is left out."""


def main() -> None:
    """Write the file anew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path, help="the file of recordings")
    with np.load(parser.parse_args().recordings) as file:
        arrays = {name: file[name] for name in file.files}
    if int(arrays["rate"]) != RATE:
        raise SystemExit(f"rate is {int(arrays['rate'])} Hz; {RATE} is read here.")
    samples = arrays["samples"] / 2.0**15
    spans = list(zip(arrays["start"], arrays["length"], strict=True))
    chosen = [k for k, (_, length) in enumerate(spans) if length <= LONGEST * HOP]
    levels = [decibels(samples[start : start + length]) for start, length in (spans[k] for k in chosen)]
    np.savez_compressed(
        TARGET,
        levels=np.rint((np.concatenate(levels) - FLOOR) / STEP).astype(np.uint8),
        counts=np.array([len(level) for level in levels], np.int16),
        digits=arrays["digit"][chosen].astype(np.int8)[:, None],
        person=arrays["voice"][chosen].astype(np.int8),
        source=np.array(SOURCE),
    )
    print(f"{TARGET}: {len(chosen)} of {len(spans)} clips, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
