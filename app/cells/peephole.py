"""An LSTM whose gates look at the cell state: peepholes, F. Gers and J. Schmidhuber 2000."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .arrays import Array
from .equations import ARRIVAL, Equations, Line, gain, normalised_sums, sigmoid_gate, tanh_gate
from .lstm import LSTM, F, G, I, LSTMLocal, LSTMSaved, LSTMState, O
from .nonlinearities import sigmoid
from .parameters import Parameter, Params
from .records import BackStep, Steps, StepsBack


@dataclass(frozen=True)
class Peephole(LSTM):
    """An LSTM in which a vector for each gate reads the cell state, unit by unit (each unit its own, no matrix):

        a_i = … + p_i ⊙ c_{t-1}   a_f = … + p_f ⊙ c_{t-1}   a_o = … + p_o ⊙ c_t

    where … is what the LSTM has. i and f see the state before the step, o the one after it: with o = 0 an LSTM's gates
    are blind to what the cell holds, since h_{t-1} is then 0 too. Where the LSTM's pre-activations are normalised, the
    peepholes are added after it, so that c_t stays untouched.

    Backward, beside the LSTM's own:

        ∂L/∂c_t     = δc⁺ + δh ⊙ o_t ⊙ (1 - tanh² c_t) + p_o ⊙ ∂L/∂a_o
        ∂L/∂c_{t-1} = f_t ⊙ ∂L/∂c_t + p_i ⊙ ∂L/∂a_i + p_f ⊙ ∂L/∂a_f
        ∂L/∂p_i     = Σ_{t,b} ∂L/∂a_i ⊙ c_{t-1}     the same for p_f; for p_o with c_t

    so the direct path is no longer f_t alone: also with f = 1 the peepholes change what is carried.
    """

    name: ClassVar[str] = "peephole"
    year: ClassVar[int] = 2000
    source: ClassVar[str] = 'F. Gers, J. Schmidhuber, "Recurrent Nets that Time and Count", IJCNN (2000)'

    equations: ClassVar[Equations] = Equations(
        forward=(
            *normalised_sums(LSTM.blocks),
            gain("g"),
            gain("i", " + p_i ⊙ c_{t-1}"),
            gain("f", " + p_f ⊙ c_{t-1}"),
            Line("a_i = … + p_i ⊙ c_{t-1}", result="{a_i}", half=True, when={"norm": "none"}),
            Line("a_f = … + p_f ⊙ c_{t-1}", result="{a_f}", half=True, when={"norm": "none"}),
            sigmoid_gate("i"),
            sigmoid_gate("f"),
            tanh_gate("g"),
            Line("c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t", "{f} · {c_prev} + {i} · {g}", "{c}"),
            gain("o", " + p_o ⊙ c_t"),
            Line("a_o = … + p_o ⊙ c_t", result="{a_o}", half=True, when={"norm": "none"}),
            sigmoid_gate("o"),
            Line("h_t = o_t ⊙ tanh(c_t)", "{o} · tanh({c})", "{h}"),
        ),
        backward=(
            ARRIVAL,
            Line(
                "δc_t = δh_t ⊙ o_t ⊙ (1 - tanh^2 c_t) | + p_o ⊙ δa_o + c_t ← [t+1]",
                "… + {d_c_future}",
                "{d_c}",
            ),
            Line("c_{t-1} ← f_t ⊙ δc_t + p_i ⊙ δa_i | + p_f ⊙ δa_f", "{f} · {d_c} + …"),
        ),
        open="equations.peephole",
        closed="equations.peephole",
    )
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ()
    pytorch: ClassVar[str] = """
def peephole(p, x, h, c):
    i, f, g, o = summed(p, x, h, 4).chunk(4, -1)
    i, f = gate("i", torch.sigmoid, i + p["p_i"] * c), gate("f", torch.sigmoid, f + p["p_f"] * c)
    c = f * c + i * gate("g", torch.tanh, g)
    return gate("o", torch.sigmoid, o + p["p_o"] * c) * torch.tanh(c), c
"""

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        return super().parameters() | dict.fromkeys(("p_i", "p_f", "p_o"), Parameter(1, begin="drawn"))

    def step(self, params: Params, a_x: Array, prev: LSTMState) -> tuple[LSTMState, LSTMSaved]:
        a, u_hat, s = self.preactivate(params, a_x, prev.h)
        a[..., I, :] += params["p_i"] * prev.c
        a[..., F, :] += params["p_f"] * prev.c
        y = sigmoid(a)
        np.tanh(a[..., G, :], out=y[..., G, :])
        self.hold(y)
        c = y[..., F, :] * prev.c + y[..., I, :] * y[..., G, :]
        a[..., O, :] += params["p_o"] * c  # o waits for c_t
        y[..., O, :] = sigmoid(a[..., O, :])
        self.hold(y)
        tanh_c = np.tanh(c)
        return LSTMState(y[..., O, :] * tanh_c, c), LSTMSaved(a, y, tanh_c, u_hat, s)

    def local(self, params: Params, saved: LSTMSaved, prev: LSTMState, state: LSTMState) -> LSTMLocal:
        local = super().local(params, saved, prev, state)
        return local._replace(dh_dc=local.dh_dc + local.dh_do * params["p_o"])

    def step_back(self, params: Params, local: LSTMLocal, d: LSTMState) -> BackStep:
        back = super().step_back(params, local, d)
        peeped = params["p_i"] * back.d_a[..., I, :] + params["p_f"] * back.d_a[..., F, :]
        return back._replace(prev=LSTMState(back.prev.h, back.prev.c + peeped))

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """Beside the LSTM's: each peephole's, a sum over all steps and sequences."""
        seen = {"p_i": (I, steps.previous.c), "p_f": (F, steps.previous.c), "p_o": (O, steps.following.c)}
        own = {name: (back.d_a[..., block, :] * c).sum(axis=(0, 1)) for name, (block, c) in seen.items()}
        return super().param_gradients(steps, back) | own
