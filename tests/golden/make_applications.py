"""Make applications.npz: networks over sequences of different lengths, computed once with PyTorch.

    python tests/golden/make_applications.py         (PyTorch 2 and NumPy; takes a second, the same file every time)

Nothing of the app is imported. For each cell there is a stack, `nn.Embedding` and two layers of `nn.RNN`, `nn.LSTM` or
`nn.GRU` with `bidirectional=True` over packed sequences, and a pair of such layers, an encoder over packed sequences
and a decoder that begins in its last state and reads the target one step late. Both are read out by `nn.Linear` and
judged by `functional.cross_entropy`, step by step, with a weight for each.

All arrays lie one after the other in `values`, float64; `cases` (JSON) says what each case is and, in order, the name
and shape of each of its arrays. PyTorch's two biases become one, b_h = b_ih + b_hh, with the gradient of b_ih, but for
the GRU's b_hn, which lies inside the reset gate's reach.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

PATH = Path(__file__).with_name("applications.npz")
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
LENGTHS, SAID = (6, 2, 4), (3, 5, 2)
VOCABULARY, WORDS, CHANNELS, UNITS = 5, 6, 3, 4


def our_names(module: nn.Module, gradients: bool) -> dict[str, Tensor]:
    """The parameters of one PyTorch layer or stack, or their gradients, under our names: "layer1.reverse.W_xh", …"""
    found: dict[str, Tensor] = {}
    given = {name: value.grad if gradients else value.detach() for name, value in module.named_parameters()}
    for name, value in given.items():
        kind, _, end = name.partition("_l")
        layer = f"layer{int(end[0]) + 1}" + (".reverse" if end.endswith("_reverse") else "")
        if kind.startswith("weight"):
            found[f"{layer}.W_{'xh' if kind == 'weight_ih' else 'hh'}"] = value
        if kind == "bias_ih":
            other = given[name.replace("bias_ih", "bias_hh")]
            bias = value if gradients else value + other
            if isinstance(module, nn.GRU):
                inside = 2 * UNITS
                bias = torch.cat([bias[:inside], value[inside:]])
                found[f"{layer}.b_hn"] = other[inside:]
            found[f"{layer}.b_h"] = bias
    return found


def drawn(*modules: nn.Module, seed: int) -> torch.Generator:
    """Give modules weights of no special form, and the generator for the rest."""
    rng = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for module in modules:
            for value in module.parameters():
                value.copy_(torch.randn(value.shape, generator=rng) * 0.6)
    return rng


def padded(lengths: tuple[int, ...], vocabulary: int, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """Tokens (T, B), 0 after the end of each sequence, and where a sequence has a step."""
    mask = torch.arange(max(lengths))[:, None] < torch.tensor(lengths)
    return torch.randint(vocabulary, mask.shape, generator=rng) * mask, mask


def judged(outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """The weighted mean of the steps' losses."""
    losses = functional.cross_entropy(outputs.flatten(0, 1), targets.flatten(), reduction="none")
    return (losses * weights.flatten()).sum() / weights.sum()


def readout(linear: nn.Linear, *, gradients: bool) -> dict[str, Tensor]:
    """The readout's parameters, or their gradients."""
    values = (linear.weight, linear.bias)
    return dict(zip(("W_hy", "b_y"), (v.grad if gradients else v.detach() for v in values), strict=True))


def stacked(cell: str, seed: int) -> dict[str, Tensor]:
    """Two layers in both directions over packed sequences."""
    embedding, linear = nn.Embedding(VOCABULARY, CHANNELS), nn.Linear(2 * UNITS, WORDS)
    layers = LAYERS[cell](CHANNELS, UNITS, num_layers=2, bidirectional=True)
    rng = drawn(embedding, layers, linear, seed=seed)
    inputs, mask = padded(LENGTHS, VOCABULARY, rng)
    targets = torch.randint(WORDS, mask.shape, generator=rng)
    weights = (torch.rand(mask.shape, generator=rng) + 0.1) * mask
    packed = pack_padded_sequence(embedding(inputs), list(LENGTHS), enforce_sorted=False)
    outputs = linear(pad_packed_sequence(layers(packed)[0])[0])
    loss = judged(outputs, targets, weights)
    loss.backward()

    def all_of(gradients: bool) -> dict[str, Tensor]:
        E = embedding.weight.grad if gradients else embedding.weight.detach()
        return {"E": E, **our_names(layers, gradients), **readout(linear, gradients=gradients)}

    return {
        **all_of(False),
        "inputs": inputs,
        "mask": mask,
        "targets": targets,
        "weights": weights,
        "outputs": outputs * mask[..., None],
        "loss": loss,
        **{f"grad_{name}": value for name, value in all_of(True).items()},
    }


def pair(cell: str, seed: int) -> dict[str, Tensor]:
    """An encoder over packed sequences, and a decoder with teacher forcing."""
    source, target = nn.Embedding(VOCABULARY, CHANNELS), nn.Embedding(WORDS, CHANNELS)
    encoder, decoder = (LAYERS[cell](CHANNELS, UNITS) for _ in range(2))
    linear = nn.Linear(UNITS, WORDS)
    rng = drawn(source, encoder, target, decoder, linear, seed=seed)
    inputs, mask = padded(LENGTHS, VOCABULARY, rng)
    targets, said = padded(SAID, WORDS, rng)
    read = torch.cat([torch.zeros(1, len(SAID), dtype=torch.int64), targets[:-1]])
    weights = (torch.rand(said.shape, generator=rng) + 0.1) * said
    state = encoder(pack_padded_sequence(source(inputs), list(LENGTHS), enforce_sorted=False))[1]
    outputs = linear(decoder(target(read), state)[0])
    loss = judged(outputs, targets, weights)
    loss.backward()

    def all_of(gradients: bool) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        for name, embedding, layer in (("encoder", source, encoder), ("decoder", target, decoder)):
            found[f"{name}.E"] = embedding.weight.grad if gradients else embedding.weight.detach()
            found |= {key.replace("layer1", name): value for key, value in our_names(layer, gradients).items()}
        return found | readout(linear, gradients=gradients)

    return {
        **all_of(False),
        "inputs": inputs,
        "mask": mask,
        "targets": targets,
        "weights": weights,
        "decoder": read,
        "outputs": outputs * said[..., None],
        "loss": loss,
        "last": state[0] if cell == "lstm" else state,
        **{f"grad_{name}": value for name, value in all_of(True).items()},
    }


def main() -> None:
    """Compute every case and write the file."""
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    cases: list[dict[str, Any]] = []
    values = []
    for k, (make, cell) in enumerate((make, cell) for make in (stacked, pair) for cell in LAYERS):
        arrays = {name: value.detach().numpy() for name, value in make(cell, 5000 + k).items()}
        shapes = {name: array.shape for name, array in arrays.items()}
        cases.append({"name": f"{make.__name__}-{cell}", "cell": cell, "network": make.__name__, "arrays": shapes})
        values += [array.ravel().astype(np.float64) for array in arrays.values()]
    made_with = f"PyTorch {torch.__version__}"
    np.savez_compressed(PATH, cases=json.dumps(cases), made_with=made_with, values=np.concatenate(values))
    print(f"{PATH.name}: {len(cases)} cases, {PATH.stat().st_size:,} bytes, {made_with}")  # noqa: T201


if __name__ == "__main__":
    main()
