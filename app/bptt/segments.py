"""One pass over a stack of layers, forward and back, segment by segment.

A stack is layers above each other that read one time axis in one direction. Its sequence is walked in segments of ⌈√T⌉
steps (more, where so few make a tape too small to be worth it). A tape is kept of every segment until the way back has
read it; with checkpointing only the states between segments are kept, and each segment's tapes are made anew from them
on the way back: 2 √T steps of memory for T, at one more forward pass.

    kept          s_0 ─tape─▶ s_k ─tape─▶ s_2k ─tape─▶ … s_T      ◀── ∂L/∂s   through all of it
    checkpointed  s_0 ──────▶ s_k ──────▶ s_2k ──────▶ … s_T      ◀── ∂L/∂s   each tape made again

Both add up the same products of the same arrays in the same order, so checkpointing gives the gradient to the last bit.
Where everything about every step is wanted (a trace), the whole sequence is one segment.

Sources: T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016); A. Gruslys et
al., "Memory-Efficient Backpropagation Through Time" (2016).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isqrt

from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import Record
from .backward import Gradients, backward
from .memory import tape_bytes
from .non_finite import NonFinite, first_in_time
from .norms import LogNorms, concatenate_norms
from .truncation import Cuts, cuts_of
from .unroll import Tape, at, unroll
from .wavefront import backward_together, unroll_together

SMALLEST = 16_384
"""Pre-activations that a segment holds at least: 100 KB of tape are not worth the walk from segment to segment."""


@dataclass(frozen=True)
class Walk:
    """How a pass walks.

    whole:      in one segment, to look at every step
    checkpoint: tapes are made again going back
    root:       in segments of ⌈√T⌉ also where their tapes are small, to measure what the rule itself keeps
    wavefront:  layers above each other go together (`app.bptt.wavefront`), and not one after the other
    """

    whole: bool = False
    checkpoint: bool = False
    root: bool = False
    wavefront: bool = False


WHOLE = Walk(whole=True, wavefront=True)
KEPT = Walk()
CHECKPOINTED = Walk(checkpoint=True)


@dataclass(frozen=True)
class Stack:
    """A stack and what it reads.

    layers: its layers' parameters by name, the lowest first
    steps:  T
    inputs: (first, last) → x of these steps, (last - first, B, D); called again where a tape is made again
    mask:   where a sequence has a step, (T, B), or None
    owns:   whether what it reads is counted with its tapes, and not where it comes from
    """

    cell: AnyCell
    layers: Mapping[str, Params]
    steps: int
    inputs: Callable[[int, int], Array]
    mask: Array | None = None
    owns: bool = True

    def bounds(self, walk: Walk) -> list[tuple[int, int]]:
        """The segments of a walk."""
        if walk.whole:
            return [(0, self.steps)]
        return segment_bounds(self.steps, self.preactivations, 0 if walk.root else SMALLEST)

    @property
    def preactivations(self) -> int:
        """Pre-activations of a step, B · G · H of all layers."""
        batch = self.inputs(0, 1).shape[1]
        return int(batch * sum(params["W_hh"].shape[0] for params in self.layers.values()))

    def bytes_of(self, tapes: Mapping[str, Tape]) -> int:
        """The bytes of a segment's tapes; what a layer reads of the one below it is that one's."""
        bytes_read = sum(tape.inputs.nbytes for tape in tapes.values())
        lowest = next(iter(tapes.values())).inputs.nbytes if self.owns else 0
        return sum(tape_bytes(tape) for tape in tapes.values()) - bytes_read + lowest

    def cuts(self, window: int, later: int | Array = 0) -> Cuts:
        """Where truncation cuts; `later` steps of another stack go on from its end (see `truncation.cuts_of`)."""
        return cuts_of(self.steps, window, later=later, mask=self.mask)

    def unroll(self, first: int, last: int, starts: Mapping[str, Record], walk: Walk) -> dict[str, Tape]:
        """The layers over some steps, each from its own state: the tape of every one."""
        below = self.inputs(first, last)
        mask = None if self.mask is None else self.mask[first:last]
        if walk.wavefront and len(self.layers) > 1:
            return unroll_together(self.cell, self.layers, below, starts, mask)
        tapes = {}
        for name, params in self.layers.items():
            tapes[name] = unroll(self.cell, params, below, starts.get(name), mask)
            below = tapes[name].hidden
        return tapes


@dataclass(frozen=True)
class Segment:
    """Steps first … last-1 (from 0), the state that each layer starts them in, and its tapes where they are kept."""

    first: int
    last: int
    starts: Mapping[str, Record]
    tapes: dict[str, Tape] | None


@dataclass
class StackPass:
    """A pass forward over a stack.

    walk:       how it was walked
    segments:   in time
    ends:       s_T of every layer
    non_finite: the first in time that is not finite, of the states and of what was made of them
    held:       most bytes that tapes and checkpoints take at one time on the way there and back
    """

    stack: Stack
    walk: Walk
    segments: list[Segment] = field(default_factory=list)
    ends: Mapping[str, Record] = field(default_factory=dict)
    non_finite: NonFinite | None = None
    held: int = 0

    @property
    def tapes(self) -> dict[str, Tape]:
        """The tape of every layer, of a pass in one segment."""
        (segment,) = self.segments
        return self.tapes_of(segment)

    def tapes_of(self, segment: Segment) -> dict[str, Tape]:
        """The tapes of a segment: kept, or made again."""
        return segment.tapes or self.stack.unroll(segment.first, segment.last, segment.starts, self.walk)


@dataclass(frozen=True)
class LayerBack:
    """A pass backward through one layer.

    params:    the gradient of every parameter, summed over time
    parts:     log10 ‖∂L/∂h_t‖ of each segment, of a pass in several
    initial:   ∂L/∂s_0
    gradients: all that there is to see, of a pass in one segment
    """

    params: dict[str, Array]
    parts: list[LogNorms]
    initial: Record
    gradients: Gradients | None

    @property
    def norms(self) -> LogNorms:
        """log10 ‖∂L/∂h_t‖, (T,)."""
        return concatenate_norms(self.parts) if self.gradients is None else self.gradients.norms


def segment_length(steps: int, per_step: int, smallest: int) -> int:
    """⌈√T⌉, or more where so few steps make a tape of less than `smallest` pre-activations, of `per_step` each."""
    return max(isqrt(steps - 1) + 1, smallest // per_step)


def segment_bounds(steps: int, per_step: int, smallest: int) -> list[tuple[int, int]]:
    """Cut `steps` steps into segments of ⌈√T⌉ or more, counted from the front.

    per_step: pre-activations of a step, B · G · H of all layers; smallest: those that a segment has at least.
    """
    length = segment_length(steps, per_step, smallest)
    return [(start, min(start + length, steps)) for start in range(0, steps, length)]


def walk_forward(
    stack: Stack,
    walk: Walk,
    initial: Mapping[str, Record],
    use: Callable[[int, int, Array], Iterable[tuple[str, Array]]] | None = None,
) -> StackPass:
    """Forward through all segments.

    initial: s_0 of the layers by name; zeros for those that are not named
    use:     what is made of the highest layer's h_t of the steps (first, last): it may keep them, or read y_t out; what
             it returns, by name, has to be finite as the states have
    """
    passed, states, alive = StackPass(stack, walk), dict(initial), 0
    for first, last in stack.bounds(walk):
        starts = dict(states)
        tapes = stack.unroll(first, last, starts, walk)
        size = stack.bytes_of(tapes)
        if walk.checkpoint:
            alive += sum(part[0].nbytes for tape in tapes.values() for part in tape.states)
            passed.held = max(passed.held, alive + size)
        else:
            passed.held = alive = alive + size
        # a view would keep the whole tape alive
        states = {name: copy_state(at(tape.states, -1)) for name, tape in tapes.items()}
        *_, highest = tapes.values()
        from_states = list(use(first, last, highest.hidden)) if use else []
        if passed.non_finite is None:
            of_states = [pair for tape in tapes.values() for pair in tape.following._asdict().items()]
            passed.non_finite = first_in_time([*of_states, *from_states], first)
        passed.segments.append(Segment(first, last, starts, None if walk.checkpoint else tapes))
    passed.ends = states
    return passed


def walk_backward(
    passed: StackPass,
    ask: Callable[[int, int, Array], Array],
    *,
    cuts: Cuts = (),
    last: Mapping[str, Record] | None = None,
    give: Callable[[int, int, Array], None] | None = None,
    weights: bool = True,
) -> dict[str, LayerBack]:
    """Back through all segments, the last one first, and in each from the highest layer down.

    ask:  what is asked of the highest layer's h_t of the steps (first, last), from these h_t: ∂L_t/∂h_t, (…, B, H)
    cuts: where the gradient is cut in time, in all layers
    last: what arrives at s_T of the layers by name
    give: takes ∂L/∂x_t of the steps (first, last), where somebody wants it
    weights: whether the parameters' gradients are wanted
    """
    layers, arriving = list(passed.stack.layers), dict(last or {})
    sums: dict[str, dict[str, Array]] = {name: {} for name in layers}
    norms: dict[str, list[LogNorms]] = {name: [] for name in layers}
    gradients: dict[str, Gradients] = {}
    for segment in reversed(passed.segments):
        tapes = passed.tapes_of(segment)
        segment_cuts = cuts[segment.first : segment.last + 1]
        d_h = ask(segment.first, segment.last, tapes[layers[-1]].hidden)
        # many losses side by side are wide enough as they are
        together = passed.walk.wavefront and len(layers) > 1 and d_h.ndim == 3
        way_back = backward_together if together else backward_in_turn
        for name, back in way_back(tapes, d_h, segment_cuts, dict(arriving)):
            arriving[name] = back.initial
            if len(passed.segments) == 1:
                gradients[name] = back
            else:
                norms[name].insert(0, back.norms)
            if weights:
                sums[name] = add_gradients(sums[name], back.params)
        if give:
            give(segment.first, segment.last, back.d_x)
    return {name: LayerBack(sums[name], norms[name], arriving[name], gradients.get(name)) for name in layers}


def backward_in_turn(
    tapes: Mapping[str, Tape], d_h: Array, cuts: Cuts, last: Mapping[str, Record]
) -> Iterator[tuple[str, Gradients]]:
    """Back through layers above each other, the highest first, which is asked for d_h; each asks the one below it."""
    for name in reversed(list(tapes)):
        back = backward(tapes[name], d_h, cuts=cuts, last=last.get(name))
        yield name, back
        if name != next(iter(tapes)):
            d_h = back.d_x


def add_gradients(sums: dict[str, Array], more: dict[str, Array]) -> dict[str, Array]:
    """Sums over the segments so far, and one more segment's."""
    return {name: sums[name] + value if name in sums else value for name, value in more.items()}


def copy_state(state: Record) -> Record:
    """A state with arrays of its own."""
    return type(state)(*(part.copy() for part in state))
