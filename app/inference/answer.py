"""A prediction as the body of an answer, with weights that ship or with those of a run in training."""

import json
from dataclasses import dataclass, replace

from .. import __version__
from ..applications import Application, build
from ..applications.config import InferenceConfig
from ..applications.weights import build_network, shipped
from ..bptt.architecture import Network
from ..trace.layer import Selection
from ..training.problem import ApplicationProblem
from ..training.run import TrainingRun
from ..wire.addresses import AnswerOptions
from ..wire.cost import bound_inference
from ..wire.encoding import Encoder, encode, number
from .trace import trace_of_prediction


@dataclass(frozen=True)
class InferenceRequest:
    """What is asked of a network: the input, how the answer should look, and the uploads that the input names."""

    config: InferenceConfig
    options: AnswerOptions
    material: bytes = b""
    input_upload: bytes = b""

    @property
    def application(self) -> Application:
        """The application that it is an input of."""
        return build(self.config.app, self.config.variant, self.material, self.input_upload)


def answer_json(inference: InferenceRequest, network: Network, iteration: int | None = None) -> str:
    """A prediction as JSON: tokens, the application's own answer, the trace of its layers; of a live run its iteration.

    Raises `MaterialError` where the input cannot be used, `TooCostly` where what is asked of it costs too much.
    """
    application, request, options = inference.application, inference.config, inference.options
    prediction = application.predict(network, request)
    bound_inference(network, len(prediction.tokens), options)
    selection = Selection(0, min(options.unit, network.architecture.units - 1))
    # an answer's numbers are read, whatever their shape: a forecast of 370.2 would be displayed as 370
    exact = "base64" if options.encoding == "display" else options.encoding
    answer = {
        **({} if iteration is None else {"iteration": iteration}),
        "version": __version__,
        "address": request.address(),
        "app": application.name,
        "variant": application.variant,
        "cell": network.cell.name,
        "tokens": list(prediction.tokens),
        "focus": prediction.focus,
        "loss": number(prediction.value.total),
        "answer": Encoder(exact)(prediction.answer),
        "trace": encode(trace_of_prediction(network, request, prediction, options.fields, selection), options.encoding),
    }
    return json.dumps(answer, allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def answer_with_shipped_weights(inference: InferenceRequest) -> str:
    """With the weights that ship. Raises FileNotFoundError where none do."""
    request, application = inference.config, inference.application
    params = shipped(request.app, application.variant, request.cell)
    return answer_json(inference, build_network(application, request.cell, dict(request.clamp), params))


def answer_with_run(inference: InferenceRequest, run: TrainingRun) -> str:
    """With the weights and settings that a run has now; of its models the one with the asked cell."""
    problem = run.problem
    if not isinstance(problem, ApplicationProblem):
        raise TypeError("a task's run: there is no input to run")
    settings = problem.settings(run.iteration + 1)
    of_cell = [k for k, config_of_model in enumerate(settings) if config_of_model.cell[0] == inference.config.cell]
    chosen = of_cell[0] if of_cell else 0
    config, learner = settings[chosen], run.models[chosen]
    live = {name: getattr(config, name) for name in ("clamp", "clip", "threshold", "truncate")}
    request = inference.config.model_copy(update={**live, "cell": config.cell[0]})
    network = problem.network(config, learner.params)
    return answer_json(replace(inference, config=request), network, iteration=run.iteration)
