"""Snapshots: a run as bytes that a page can keep and bring back, and as an .npz file.

A snapshot holds no shapes and no types: they follow from the configuration, so what comes back has exactly one length
that is right, and nothing in it is trusted beyond being numbers.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..bptt.optimisers import Memory
from ..cells.arrays import Array
from .config import TrainConfig
from .run import Divergence, Learner, TrainingRun, begin


class SnapshotError(ValueError):
    """A snapshot that does not belong to its configuration."""


@dataclass(frozen=True)
class Snapshot:
    """iteration; generator: state and increment of PCG64; ends: of each model; arrays: all numbers, little-endian."""

    iteration: int
    generator: tuple[int, int]
    ends: tuple[Divergence | None, ...]
    optimiser_steps: tuple[int, ...]
    arrays: bytes


def arrays_of(learner: Learner) -> Iterator[tuple[str, Array]]:
    """Every array of a model by name, in the one order that snapshots have."""
    for name, value in learner.params.items():
        yield name, value
        for k, slot in enumerate(learner.memory.slots[name]):
            yield f"{name}/slot{k}", slot


def freeze(run: TrainingRun) -> Snapshot:
    """A run as a snapshot."""
    state = run.generator["state"]
    packed = b"".join(
        array.astype(array.dtype.newbyteorder("<")).tobytes()
        for learner in run.models
        for _, array in arrays_of(learner)
    )
    return Snapshot(
        run.iteration,
        (int(state["state"]), int(state["inc"])),
        tuple(learner.end for learner in run.models),
        tuple(learner.memory.steps for learner in run.models),
        packed,
    )


def thaw(config: TrainConfig, snapshot: Snapshot, material: bytes = b"") -> TrainingRun:
    """The run that a snapshot was made of. Raises `SnapshotError` where it cannot be one of this configuration."""
    fresh = begin(config, material)
    count = len(fresh.models)
    if not 0 <= snapshot.iteration <= config.iterations:
        raise SnapshotError(f"iteration {snapshot.iteration} of {config.iterations}")
    if len(snapshot.ends) != count or len(snapshot.optimiser_steps) != count:
        raise SnapshotError(f"{len(snapshot.ends)} models in place of {count}")
    if not all(0 <= steps <= snapshot.iteration for steps in snapshot.optimiser_steps):
        raise SnapshotError("an optimiser that is ahead of its run")
    size = sum(array.nbytes for learner in fresh.models for _, array in arrays_of(learner))
    if len(snapshot.arrays) != size:
        raise SnapshotError(f"{len(snapshot.arrays)} bytes in place of {size}")
    state, inc = snapshot.generator
    if not (0 <= state < 1 << 128 and 0 <= inc < 1 << 128):
        raise SnapshotError("a generator that is none")
    models, at = [], 0
    for learner, end, steps in zip(fresh.models, snapshot.ends, snapshot.optimiser_steps, strict=True):
        arrays: dict[str, Array] = {}
        for name, array in arrays_of(learner):
            part = np.frombuffer(snapshot.arrays, array.dtype.newbyteorder("<"), array.size, at)
            arrays[name] = part.astype(array.dtype).reshape(array.shape)
            at += array.nbytes
        if not all(np.isfinite(array).all() for name, array in arrays.items() if "/" not in name):
            raise SnapshotError("parameters that are not finite")
        slots = {
            name: tuple(arrays[f"{name}/slot{k}"] for k in range(len(learner.memory.slots[name])))
            for name in learner.params
        }
        models.append(Learner({name: arrays[name] for name in learner.params}, Memory(slots, steps), end))
    generator: dict[str, Any] = {**fresh.generator, "state": {"state": state, "inc": inc}}
    return replace(fresh, iteration=snapshot.iteration, models=tuple(models), generator=generator)


def npz(run: TrainingRun) -> bytes:
    """The same for NumPy: "lstm/W_hh", "lstm/W_hh/slot0", "iteration", "address"; nothing is pickled."""
    arrays: dict[str, Any] = {"iteration": np.array(run.iteration), "address": np.array(run.config.address())}
    for name, learner in zip(run.config.names, run.models, strict=True):
        arrays |= {f"{name}/{key}": array for key, array in arrays_of(learner)}
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()
