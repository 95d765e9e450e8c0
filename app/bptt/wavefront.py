"""Layers above each other as a wavefront: one call of the cell does a step of every layer at once.

Layer k at step t waits for h_t of the layer below it and for its own s_{t-1}, and for nothing else. So all steps on a
diagonal can go together: in wave w layer k, counted from 0, does its step t = w - k (here L = 3 layers, T = 5):

    wave          1   2   3   4   5   6   7
    layer 3       ·   ·   1   2   3   4   5      T + L - 1 waves in place of L T steps;
    layer 2       ·   1   2   3   4   5   ·      the way back is the same from the right
    layer 1       1   2   3   4   5   ·   ·      ·  no step: the state is held

Seen by waves they are one layer with the state s_w = (s¹_w, s²_{w-1}, …), fields (L, B, H), of which layer k reads what
layer k-1 left in the wave before:

    forward    a_x of layer k in wave w   =  W_xh^k h^{k-1} as it stands after wave w-1
    back       ∂L/∂h^{k-1} after wave w-1 =  its own ∂s_w/∂s_{w-1}ᵀ ∂L/∂s_w  +  W_xh^kᵀ ∂L/∂u^k of wave w

The corners are steps that a layer does not have, as padding is of a shorter sequence, so the mask holds the state there
and lets the gradient pass by. What comes out are the same tapes and gradients as layer after layer, but for rounding.

It pays where a step's arrays are small, so that calling NumPy takes longer than computing: a trace of a few sequences.

Source: J. Appleyard, T. Kocisky, P. Blunsom, "Optimizing Performance of Recurrent Neural Networks on GPUs" (2016).
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from ..cells.arrays import Array, product, rows
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import BackStep, Record
from .backward import Gradients, WayBack, detach, last_step_with_gradient, step_back
from .truncation import Cuts
from .unroll import Tape, at, select_state, stack, unstack


@np.errstate(all="ignore")  # states overflow in small precisions: that is a result
def unroll_together(
    cell: AnyCell,
    layers: Mapping[str, Params],
    inputs: Array,
    initial: Mapping[str, Record],
    mask: Array | None = None,
) -> dict[str, Tape]:
    """The tape of every layer, the lowest first, as `unroll` gives it for one after the other.

    inputs: what the lowest reads, (T, B, D); initial: s_0 of layers by name; mask: where a sequence has a step, (T, B)
    """
    depth, (steps, batch) = len(layers), inputs.shape[:2]
    acting = [cell.acting(params) for params in layers.values()]
    recurrent, upper = side_by_side(cell, acting, without={"W_xh"}), side_by_side(cell, acting[1:])
    lowest = cell.project(acting[0], inputs)  # (T, B, G, H)
    a_x = np.zeros((steps + depth - 1, depth, *lowest.shape[1:]), lowest.dtype)
    a_x[own(0, steps)] = lowest
    zeros = cell.initial_state(batch, lowest.shape[-1], lowest.dtype)
    states, saved = [stack([initial.get(name, zeros) for name in layers])], []
    present = waves_present(np.ones((steps, batch), bool) if mask is None else mask, depth, steps)
    for w, has in enumerate(present):
        a_x[w, 1:] = cell.project(upper, states[-1][0][:-1])
        state, saved_wave = cell.step(recurrent, a_x[w], states[-1])
        states.append(state if has is None else select_state(has, state, states[-1]))
        saved.append(saved_wave)

    tapes, all_states, all_saved = {}, stack(states), stack(saved)
    for k, (name, params) in enumerate(layers.items()):
        own_states, own_saved = at(all_states, own(k, steps + 1)), at(all_saved, own(k, steps))
        tapes[name] = Tape(cell, params, inputs, own_states, own_saved, mask)
        inputs = tapes[name].hidden
    return tapes


@np.errstate(all="ignore")  # gradients explode here: a number that is not finite is a result
def backward_together(
    tapes: Mapping[str, Tape], d_h: Array, cuts: Cuts = (), last: Mapping[str, Record] | None = None
) -> list[tuple[str, Gradients]]:
    """The gradients of every layer, the highest first, as `backward` gives them for one after the other.

    d_h:  what is asked of the highest layer's h_t, (T, B, H); cuts: as in `backward`; last: ∂L/∂s_T by name
    """
    layers, depth, (steps, batch) = list(tapes.values()), len(tapes), d_h.shape[:2]
    waves, cell = steps + depth - 1, layers[0].cell
    acting = [cell.acting(tape.weights) for tape in layers]
    recurrent, W_xh = side_by_side(cell, acting, without={"W_xh"}), np.stack([params["W_xh"] for params in acting[1:]])
    partials, input_partials = [tape.partials() for tape in layers], [tape.input_partials() for tape in layers]
    begin = steps if last else last_step_with_gradient(d_h)  # what lies behind it is no step of the way back
    by_wave = unstack(skew_records([at(part, np.s_[:begin]) for part in partials], steps), waves)
    upper_by_wave = unstack(skew_records([at(part, np.s_[:begin]) for part in input_partials[1:]], steps), waves - 1)
    mask = np.ones((steps, batch), bool) if layers[0].mask is None else layers[0].mask
    present = waves_present(mask[:begin], depth, steps)
    cut: Cuts = skew([np.reshape(cuts, (steps + 1, -1))] * depth, steps + 1) if len(cuts) else [False] * (waves + 1)
    asked = np.zeros((waves, depth, *d_h.shape[1:]), d_h.dtype)  # of h_t, by its own loss or the layer above
    asked[own(depth - 1, steps)] = d_h

    none = cell.zeros(d_h.shape[1:], d_h.dtype)
    zero = stack([none] * depth)
    arriving = stack([last.get(name, none) for name in tapes]) if last else zero
    passes: list[BackStep] = []
    arrivals: list[Record] = []
    for w in range(waves, 0, -1):  # wave w lies at index w-1
        arriving = detach(cut[w], zero, arriving)
        delta = cell.state(arriving[0] + asked[w - 1], *arriving[1:])
        back = step_back(cell, recurrent, by_wave[w - 1], delta, present[w - 1])
        if w > 1:  # in the first no layer but the lowest has a step
            d_u = cell.input_side(upper_by_wave[w - 2], back.d_a[1:], back.d_m[1:])
            asked[w - 2, :-1] = product(rows(d_u), W_xh)
        passes.append(back)
        arrivals.append(arriving)
        arriving = back.prev
    passes.reverse()
    arrivals.reverse()
    initial = detach(cut[0], zero, arriving)

    way, gradients = WayBack(passes, arrivals), []
    for k, (name, tape) in enumerate(tapes.items()):
        steps_of = own(k, steps)
        found = (partials[k], input_partials[k], asked[steps_of], way, at(initial, k), steps_of)
        gradients.append((name, Gradients(tape, *found)))
    return gradients[::-1]


def own(k: int, steps: int) -> tuple[slice, int]:
    """Where among the waves the steps of layer k lie, from 0."""
    return slice(k, k + steps), k


def skew(layers: Sequence[Array], steps: int) -> Array:
    """Of each layer (≤ T, …) → by wave, (T + L - 1, L, …), with zeros in the corners and where a layer has less."""
    depth = len(layers)
    waves = np.zeros((steps + depth - 1, depth, *layers[0].shape[1:]), layers[0].dtype)
    for k, array in enumerate(layers):
        waves[own(k, len(array))] = array
    return waves


def skew_records(records: Sequence[Record], steps: int) -> Record:
    """The same for every field of a named tuple of arrays."""
    kind, fields = type(records[0]), list(zip(*records, strict=True))
    return kind(*(None if layers[0] is None else skew(layers, steps) for layers in fields))


def waves_present(mask: Array, depth: int, steps: int) -> list[Array | None]:
    """For each wave which sequences of which layers have a step in it, (L, B); None: all, as in nearly every wave."""
    waves = skew([mask] * depth, steps)
    whole = np.asarray(waves.all(axis=(1, 2)))
    return [None if every else wave for every, wave in zip(whole, waves, strict=True)]


def side_by_side(cell: AnyCell, layers: Sequence[Params], without: Collection[str] = ()) -> Params:
    """The layers' parameters with a leading axis: matrices (L, I, J); vectors (L, 1, …), alike for all sequences."""
    kinds = cell.parameters()
    stacked = {name: np.stack([params[name] for params in layers]) for name in layers[0] if name not in without}
    return {name: value[:, None] if kinds[name].columns == "one" else value for name, value in stacked.items()}
