"""A cell's equations as the page writes them, with the numbers of one unit in them: data, so that a cell is one file.

In a formula, `{f}` is this step's value of the unit's series `f` in the trace (a state, a gate, "a_f", "d_h", …),
`{d_h_future<}` its value one step earlier, `{f>}` one later (0 where nothing comes back: at T and at a cut). A line may
be broken at `|`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One equation.

    formula: with symbols; numbers: the same with numbers in it; result: what comes out
    gate:    a gate that may be held: then it has no formula
    half:    short enough for two in a row
    when:    options of the cell under which it is shown, by name: {"activation": "relu"}
    """

    formula: str
    numbers: str = ""
    result: str = ""
    gate: str = ""
    half: bool = False
    when: Mapping[str, str] = field(default_factory=dict)


ARRIVAL = Line("δh_t = ∂L_t/∂h_t + [t+1 → t]", "{d_h_local} + {d_h_future}", "{d_h}")
"""What comes to h_t from this step's own loss and from the next step: the same for every cell."""


@dataclass(frozen=True)
class Equations:
    """forward, backward: the lines of a step, in their order.

    open, closed: keys of the texts that say what the carry gate does when it is held at 1, and at 0
    """

    forward: tuple[Line, ...] = ()
    backward: tuple[Line, ...] = (ARRIVAL,)
    open: str = ""
    closed: str = ""


def sigmoid_gate(name: str) -> Line:
    """The line of a gate between 0 and 1: f_t = σ(a_f), with a_f as a number."""
    return Line(f"{name}_t = σ({{a_{name}}})", result=f"{{{name}}}", gate=name, half=True)


def tanh_gate(name: str) -> Line:
    """The line of a gate between -1 and 1."""
    return Line(f"{name}_t = tanh({{a_{name}}})", result=f"{{{name}}}", gate=name, half=True)


def normalised_sums(blocks: tuple[str, ...]) -> tuple[Line, ...]:
    """Where the sum of both sides is normalised: û of each block, with what the unit's is."""
    return tuple(
        Line(
            f"û_{name} = LN(W_{{x{name}}} x_t | + W_{{h{name}}} h_{{t-1}})",
            result=f"{{u_{name}}}",
            when={"norm": "layer"},
        )
        for name in blocks
    )


def gain(name: str, more: str = "") -> Line:
    """What a block's û becomes: with its gain and bias, and what is added after them."""
    formula = f"a_{name} = g_{name} ⊙ û_{name} + b_{name}{more}"
    return Line(formula, result=f"{{a_{name}}}", half=not more, when={"norm": "layer"})


def normalised_lines(blocks: tuple[str, ...]) -> tuple[Line, ...]:
    """Both of each block."""
    return normalised_sums(blocks) + tuple(gain(name) for name in blocks)
