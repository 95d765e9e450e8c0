"""The trace of a prediction: the views of the laboratory show an application's layers as they show a single cell's."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..applications.base import Answer, Prediction
from ..applications.config import InferenceConfig
from ..bptt.architecture import REVERSE, Network
from ..cells.arrays import Array
from ..trace import SEQUENCE, SequenceData, Trace, trace_of
from ..trace.layer import Passes, Selection, TracedLayer
from ..trace.network import TracedNetwork


def run_config(network: Network, request: InferenceConfig, prediction: Prediction[Answer]) -> dict[str, Any]:
    """What was run: the request, and what follows from the network and from the input."""
    options = {name: getattr(network.cell, name) for name in network.cell.options}
    return {
        **request.model_dump(mode="json"),
        **options,
        "cell": [network.cell.name],
        "clamp": dict(network.cell.clamp),
        "steps": len(prediction.tokens),
        "batch": 1,
        "units": network.architecture.units,
        "dtype": network.dtype.name,
        "loss_at": "last",
    }


def trace_of_prediction(
    network: Network,
    request: InferenceConfig,
    prediction: Prediction[Answer],
    fields: Collection[str],
    selection: Selection,
) -> Trace[Mapping[str, Any]]:
    """The trace of every layer of the network; an encoder and its decoder are one."""
    layers = trace_layers(network, request, prediction, selection)
    sequence = None
    if SEQUENCE in fields or "params" in fields:
        inputs = layers[0].select(layers[0].tape.inputs)
        sequence = SequenceData(tuple(f"x{k}" for k in range(inputs.shape[-1])), inputs, None)
    config = run_config(network, request, prediction)
    whole = TracedNetwork(network.cell.name, layers[0].passes, tuple(layers))
    return Trace(config, tuple(trace_of(layer, fields, whole) for layer in layers), sequence)


def trace_layers(
    network: Network, request: InferenceConfig, prediction: Prediction[Answer], selection: Selection
) -> list[TracedLayer]:
    """Every layer as the trace shows it."""
    passes = Passes(
        request, network, prediction.run, prediction.value, prediction.back, lambda: question_everywhere(prediction)
    )
    chain = network.architecture.chain
    groups = {"chain": chain} if len(chain) > 1 else {name: (name,) for name in prediction.back.layers}
    layers: list[TracedLayer] = []
    for name, members in groups.items():
        number = (layers[-1].number if layers else 0) + (not name.endswith(REVERSE))
        layer = TracedLayer(name, passes, members, prediction.focus, selection, number)
        if layer.reverse:
            layer = replace(layer, end=layer.steps + 1 - prediction.focus)
        layers.append(layer)
    return layers


def question_everywhere(prediction: Prediction[Answer]) -> Array:
    """What the question that was put to one output asks of every one, (U, 1, K)."""
    d_y = prediction.value.d_y
    step = np.abs(d_y[:, 0]).sum(axis=1).argmax()
    return np.broadcast_to(d_y[step], d_y.shape)
