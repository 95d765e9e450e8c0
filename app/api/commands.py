"""What a live run's reader may say of it: commands held to the run that they are about."""

from pydantic import ValidationError

from ..applications import APPLICATIONS
from ..applications.base import OWN
from ..applications.config import InferenceConfig
from ..errors import Fault, InvalidRequest
from ..numerals import Range
from ..settings import LIMITS
from ..training.config import LIVE_FIELDS, ApplicationTraining, Change, TrainConfig
from ..training.run import TrainingRun
from ..wire.addresses import faults


def check_belongs(request: InferenceConfig, config: TrainConfig) -> None:
    """Hold an input to the application that the run trains, and to what its network was made for."""
    app = config.app if isinstance(config, ApplicationTraining) else ""
    if request.app != app or not isinstance(config, ApplicationTraining):
        raise InvalidRequest(Fault("app", request.app, "not_a_choice", app))
    kind = APPLICATIONS[config.app]
    variant = kind.variant_of(config.variant)
    if kind.variant_of(request.variant) != variant:
        raise InvalidRequest(Fault("variant", request.variant, "not_a_choice", variant))
    if variant == OWN and request.material != config.material:
        raise InvalidRequest(Fault("material", request.material, "not_a_choice", config.material))


def apply_changes(run: TrainingRun, changes: dict[str, str]) -> TrainConfig:
    """The configuration with changes from the next iteration on. Raises `InvalidRequest`."""
    refused = [
        Fault(name, value, "cannot_change", ", ".join(LIVE_FIELDS))
        for name, value in changes.items()
        if name not in LIVE_FIELDS
    ]
    if refused:
        raise InvalidRequest(*refused)
    try:
        config = run.config.with_added_changes([Change(run.iteration, name, value) for name, value in changes.items()])
    except ValidationError as error:
        raise InvalidRequest(*(locate(fault, changes) for fault in faults(error, type(run.config)))) from None
    if len(config.changes) > LIMITS.changes:
        raise InvalidRequest(Fault("changes", len(config.changes), "too_many_changes", Range(0, LIMITS.changes)))
    return config


def locate(fault: Fault, changes: dict[str, str]) -> Fault:
    """A fault in a change, at the field that was to be changed."""
    name = str(fault.value).partition("=")[0]
    return Fault(name, changes[name], "cannot_be", fault.allowed) if name in changes else fault


def message_faults(error: ValidationError) -> list[Fault]:
    """What is wrong with a message, by field."""
    all_faults = []
    for detail in error.errors(include_url=False)[:5]:
        place = ".".join(str(part) for part in detail["loc"][1:]) or "type"
        value = detail["input"] if isinstance(detail["input"], str | int | float) else ""
        all_faults.append(Fault(place, str(value), "bad_message", detail["msg"]))
    return all_faults
