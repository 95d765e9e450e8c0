"""An encoder and a decoder: one layer reads a sentence, another begins in the state where it ended and writes one.

    encoder   s_t = F(s_{t-1}, E[w_t]),            t = 1 … S        all that the decoder gets to know is s_S
    decoder   r_0 = s_S,  r_u = G(r_{u-1}, D[v_{u-1}]),  y_u = W_hy h_u + b_y,   u = 1 … U

In training the decoder reads the target's own words, one step late (teacher forcing), whatever it would have said. The
gradient of word u goes back through the decoder to r_0, and from there, as ∂L/∂s_S, through the encoder:

    ∂L/∂s_S = ∂L/∂r_0          (`backward` calls the two `last` and `initial`)

Sources: I. Sutskever, O. Vinyals, Q. Le, "Sequence to Sequence Learning with Neural Networks" (2014); K. Cho et al.
(2014); R. Williams, D. Zipser, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks" (1989).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..cells.base import Array, Cell, Params
from .architecture import Architecture, Back, Pass, layer_params, named
from .backward import backward, outer_sum
from .embedding import embed, embed_back
from .examples import Examples
from .unroll import at, unroll


@dataclass(frozen=True)
class EncoderDecoder(Architecture):
    """vocabulary and outputs: words of the source and of the target; both embedded in `inputs` numbers.

    The embeddings are called "encoder.E" and "decoder.E". A state that is held at padded steps makes s_S the state
    after each sentence's own last word.
    """

    def layers(self) -> dict[str, int]:
        return {"encoder": self.inputs, "decoder": self.inputs}

    def others(self) -> dict[str, tuple[int, ...]]:
        return {
            "encoder.E": (self.vocabulary, self.inputs),
            "decoder.E": (self.outputs, self.inputs),
            "W_hy": (self.outputs, self.units),
            "b_y": (self.outputs,),
        }

    def encode(self, cell: Cell[Any, Any, Any], params: Params, examples: Examples) -> Any:
        """The encoder's tape."""
        mask = None if examples.mask.all() else examples.mask
        return unroll(cell, layer_params(params, "encoder"), embed(params["encoder.E"], examples.inputs), None, mask)

    def decode(self, cell: Cell[Any, Any, Any], params: Params, words: Array, state: Any) -> tuple[Any, Array]:
        """The decoder's tape and outputs over words (U, B) that it reads from a state on."""
        tape = unroll(cell, layer_params(params, "decoder"), embed(params["decoder.E"], words), state)
        return tape, tape.hidden @ params["W_hy"].T + params["b_y"]

    @np.errstate(all="ignore")
    def forward(self, cell: Cell[Any, Any, Any], params: Params, examples: Examples) -> Pass:
        if examples.decoder is None:
            raise ValueError("an encoder-decoder needs examples with a decoder's input")
        encoder = self.encode(cell, params, examples)
        decoder, outputs = self.decode(cell, params, examples.decoder, at(encoder.states, -1))
        return Pass(examples, {"encoder": encoder, "decoder": decoder}, outputs)

    @np.errstate(all="ignore")
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0) -> Back:
        encoder, decoder = run.tapes["encoder"], run.tapes["decoder"]
        late = backward(layer_params(params, "decoder"), decoder, d_y @ params["W_hy"], truncate=truncate)
        early = backward(
            layer_params(params, "encoder"),
            encoder,
            np.zeros_like(encoder.hidden),
            truncate=truncate,
            last=late.initial,
            later=decoder.steps,
        )
        examples = run.examples
        grads = named("encoder", early.params) | named("decoder", late.params)
        grads["encoder.E"] = embed_back(params["encoder.E"], examples.inputs, early.d_x)
        grads["decoder.E"] = embed_back(params["decoder.E"], np.asarray(examples.decoder), late.d_x)
        grads["W_hy"] = outer_sum(d_y, decoder.hidden)
        grads["b_y"] = d_y.sum(axis=(0, 1))
        return Back({name: grads[name] for name in params}, {"encoder": early, "decoder": late})

    @np.errstate(all="ignore")
    def greedy(
        self, cell: Cell[Any, Any, Any], params: Params, examples: Examples, start: int, end: int, most: int
    ) -> Array:
        """The likeliest word at every step, read again at the next: (U, B), `end` after a sentence's own end."""
        state = at(self.encode(cell, params, examples).states, -1)
        word = np.full((1, examples.size), start)
        said: list[Array] = []
        ended = np.zeros(examples.size, bool)
        while len(said) < most and not ended.all():
            tape, outputs = self.decode(cell, params, word, state)
            state = at(tape.states, -1)
            word = np.where(ended, end, outputs[-1].argmax(axis=-1))[None]
            ended = ended | (word[0] == end)
            said.append(word[0])
        return np.array(said)
