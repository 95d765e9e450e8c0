"""An encoder and a decoder: one layer reads a sentence, another begins in the state where it ended and writes one.

    encoder   s_t = F(s_{t-1}, E[w_t]),            t = 1 … S        all that the decoder gets to know is s_S
    decoder   r_0 = s_S,  r_u = G(r_{u-1}, D[v_{u-1}]),  y_u = W_hy h_u + b_y,   u = 1 … U

In training the decoder reads the target's own words, one step late (teacher forcing), whatever it would have said. The
gradient of word u goes back through the decoder to r_0, and from there, as ∂L/∂s_S, through the encoder:

    ∂L/∂s_S = ∂L/∂r_0          (`backward` calls the two `last` and `initial`)

Sources: I. Sutskever, O. Vinyals, Q. Le, "Sequence to Sequence Learning with Neural Networks" (2014); K. Cho et al.
(2014); R. Williams, D. Zipser, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks" (1989).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import Record
from .architecture import Architecture, Back, Pass, Readout, ReadoutBack, layer_params, params_by_full_name
from .embedding import EmbeddingBack, embed
from .examples import Examples
from .segments import WHOLE, Stack, Walk, walk_backward, walk_forward
from .truncation import cuts_of, ends_of
from .unroll import Tape, at, unroll

ENCODER, DECODER = "encoder", "decoder"


@dataclass(frozen=True)
class EncoderDecoder(Architecture):
    """vocabulary and outputs: words of the source and of the target; both embedded in `inputs` numbers.

    The embeddings are called "encoder.E" and "decoder.E". A state that is held at padded steps makes s_S the state
    after each sentence's own last word.
    """

    def layers(self) -> dict[str, int]:
        return {ENCODER: self.inputs, DECODER: self.inputs}

    def others(self) -> dict[str, tuple[int, ...]]:
        return {
            "encoder.E": (self.vocabulary, self.inputs),
            "decoder.E": (self.outputs, self.inputs),
            "W_hy": (self.outputs, self.units),
            "b_y": (self.outputs,),
        }

    @property
    def chain(self) -> tuple[str, ...]:
        return (ENCODER, DECODER)

    @property
    def causal(self) -> bool:
        return False

    def stack(self, cell: AnyCell, params: Params, name: str, words: Array, mask: Array | None = None) -> Stack:
        """The encoder or the decoder over words (T, B)."""
        return Stack(
            cell,
            {name: layer_params(cell, params, name)},
            len(words),
            lambda first, last: embed(params[f"{name}.E"], words[first:last]),
            mask,
        )

    @np.errstate(all="ignore")
    def forward(
        self,
        cell: AnyCell,
        params: Params,
        examples: Examples,
        walk: Walk = WHOLE,
        initial: Mapping[str, Record] | None = None,
    ) -> Pass:
        if examples.decoder is None:
            raise ValueError("an encoder-decoder needs examples with a decoder's input")
        mask = None if examples.same_length else examples.mask
        encoder = walk_forward(self.stack(cell, params, ENCODER, examples.inputs, mask), walk, initial or {})
        readout = Readout(params, examples, walk)
        decoder = walk_forward(
            self.stack(cell, params, DECODER, examples.decoder), walk, {DECODER: encoder.ends[ENCODER]}, readout.read
        )
        return Pass(
            examples,
            (encoder, decoder),
            readout.outputs,
            broke_below=encoder.non_finite,
            broke_in_time=decoder.non_finite,
        )

    @np.errstate(all="ignore")
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0, *, states_only: bool = False) -> Back:
        encoder, decoder = run.stacks
        weights, examples = not states_only, run.examples
        source = EmbeddingBack(params["encoder.E"], examples.inputs)
        target = EmbeddingBack(params["decoder.E"], np.asarray(examples.decoder))
        readout = ReadoutBack(params, d_y, weights=weights)
        asked = examples.weights > 0
        own = None if asked[-1].all() else asked  # sentences of different lengths: windows end at each one's last word
        late = walk_backward(
            decoder,
            readout.ask,
            cuts=cuts_of(decoder.stack.steps, truncate, mask=own),
            give=target.give if weights else None,
            weights=weights,
        )
        nothing = np.zeros((*d_y.shape[1:-1], self.units), d_y.dtype)
        early = walk_backward(
            encoder,
            lambda first, last, _: np.broadcast_to(nothing, (last - first, *nothing.shape)),
            cuts=encoder.stack.cuts(truncate, later=decoder.stack.steps if own is None else ends_of(own)),
            last={ENCODER: late[DECODER].initial},
            give=source.give if weights else None,
            weights=weights,
        )
        layers = early | late
        gradients = params_by_full_name(layers) | readout.params | {"encoder.E": source.d_E, "decoder.E": target.d_E}
        return Back({name: gradients[name] for name in params if name in gradients and weights}, layers)

    def encode(self, cell: AnyCell, params: Params, examples: Examples) -> Record:
        """The state in which the encoder ends."""
        mask = None if examples.same_length else examples.mask
        return walk_forward(self.stack(cell, params, ENCODER, examples.inputs, mask), WHOLE, {}).ends[ENCODER]

    def decode(self, cell: AnyCell, params: Params, words: Array, state: Record) -> tuple[Tape, Array]:
        """The decoder's tape and outputs over words (U, B) that it reads from a state on."""
        tape = unroll(cell, layer_params(cell, params, DECODER), embed(params["decoder.E"], words), state)
        return tape, tape.hidden @ params["W_hy"].T + params["b_y"]

    @np.errstate(all="ignore")
    def greedy(self, cell: AnyCell, params: Params, examples: Examples, start: int, end: int, most: int) -> Array:
        """The likeliest word at every step, read again at the next: (U, B), `end` after a sentence's own end."""
        state = self.encode(cell, params, examples)
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
