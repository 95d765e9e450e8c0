"""A play as the body of an answer, with weights that ship or with those of a run in training."""

import json
from dataclasses import dataclass

from .. import __version__
from ..applications import Application, build
from ..applications.config import InferenceConfig
from ..applications.weights import build_network, shipped
from ..bptt.architecture import Network
from ..trace.layer import Selection
from ..training.problem import ApplicationProblem
from ..training.run import TrainingRun
from ..wire.addresses import AnswerOptions
from ..wire.cost import bound_play
from ..wire.encoding import Encoder, encode, number
from .trace import trace_of_prediction


@dataclass(frozen=True)
class Play:
    """What is to be played: the request, how its answer should look, and the material that the request names."""

    request: InferenceConfig
    options: AnswerOptions
    material: bytes = b""

    @property
    def application(self) -> Application:
        """The application that plays."""
        return build(self.request.app, self.request.variant, self.material)


def body(play: Play, network: Network, iteration: int | None = None) -> str:
    """A play as JSON: its tokens, the application's own answer, the trace of its layers; of a live run its iteration.

    Raises `MaterialError` where the input cannot be played, `TooCostly` where what is asked of it costs too much.
    """
    application, request, options = play.application, play.request, play.options
    found = application.predict(network, request)
    bound_play(network, len(found.tokens), options)
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
        "tokens": list(found.tokens),
        "focus": found.focus,
        "loss": number(found.value.total),
        "answer": Encoder(exact)(found.answer),
        "trace": encode(trace_of_prediction(network, request, found, options.fields, selection), options.encoding),
    }
    return json.dumps(answer, allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def of_shipped(play: Play) -> str:
    """With the weights that ship. Raises FileNotFoundError where none do."""
    request, application = play.request, play.application
    params = shipped(request.app, application.variant, request.cell)
    return body(play, build_network(application, request.cell, dict(request.clamp), params))


def of_run(play: Play, run: TrainingRun) -> str:
    """With the weights and settings that a run has now; of its models the one with the asked cell."""
    problem = run.problem
    if not isinstance(problem, ApplicationProblem):
        raise TypeError("a task's run: there is nothing to play")
    settings = problem.settings(run.iteration + 1)
    of_cell = [k for k, one in enumerate(settings) if one.cell[0] == play.request.cell]
    chosen = of_cell[0] if of_cell else 0
    config, found = settings[chosen], run.models[chosen]
    live = {name: getattr(config, name) for name in ("clamp", "clip", "threshold", "truncate")}
    request = play.request.model_copy(update={**live, "cell": config.cell[0]})
    network = problem.network(config, found.params)
    return body(Play(request, play.options, play.material), network, iteration=run.iteration)
