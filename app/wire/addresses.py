"""From a query string to a validated request: the configuration, and how the answer should look."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from .. import words
from ..applications import APPLICATIONS, Application
from ..applications.config import InferenceConfig
from ..applications.fields import inference_table
from ..bptt.architecture import READOUT
from ..cells import CELLS
from ..config import RunConfig, Whole, allowed_in, among, control, not_default, query, rows_of, split_list
from ..errors import Fault, InvalidRequest
from ..numerals import Range
from ..settings import LIMITS
from ..trace import DEFAULT_PARTS, FIELDS
from ..trace.layer import Selection
from ..training.config import ApplicationTraining, TaskTraining, TrainConfig

ModelT = TypeVar("ModelT", bound=BaseModel)
TrainingT = TypeVar("TrainingT", TaskTraining, ApplicationTraining)
PARAMS = tuple({name: None for cell in CELLS.values() for name in (*cell.parameters(), *READOUT)})
ENCODINGS = ("base64", "list", "display")


class AnswerOptions(BaseModel):
    """How an answer should look; no number of the run depends on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: Annotated[tuple[str, ...], BeforeValidator(lambda v: among(FIELDS)(split_list(v)))] = control(
        DEFAULT_PARTS, "answer", "list", choices=list(FIELDS), about="which parts of the trace to send"
    )
    encoding: Annotated[str, BeforeValidator(among(ENCODINGS))] = control(
        "base64",
        "answer",
        "choice",
        choices=list(ENCODINGS),
        about="how arrays are written: exact typed arrays, nested lists for people, or small ones for pictures",
    )
    sample: Whole | None = control(
        None, "answer", "int", ge=0, le=LIMITS.batch - 1, about="only this sequence of the batch: arrays lose that axis"
    )
    unit: Whole = control(
        0, "answer", "int", ge=0, le=LIMITS.units - 1, about="the unit whose numbers `fields=unit` sends"
    )
    param: Annotated[str, BeforeValidator(among(PARAMS))] = control(
        "W_hh", "answer", "choice", choices=list(PARAMS), about="the parameter that /api/check looks at"
    )

    @property
    def selection(self) -> Selection:
        return Selection(self.sample, self.unit)


class PageState(BaseModel):
    """What the page's address holds beside the configuration. The API lets it pass, so that the addresses are one."""

    model_config = ConfigDict(frozen=True)

    mode: str = control(
        "lab",
        "page",
        "choice",
        choices=["lab", "train", "apps"],
        about="the laboratory of one backward pass, training, or applications",
    )
    lang: str = control(
        "", "page", "choice", choices=["", *words.catalogues()], about="language; empty: the browser's own"
    )
    theme: str = control(
        "auto", "page", "choice", choices=["auto", "light", "dark"], about="light, dark, or the system's"
    )
    size: str = control(
        "normal", "page", "choice", choices=["normal", "projector"], about="type for a desk or for a room"
    )
    view: str = control("gradient", "page", "text", about="the view below the drawing")
    lesson: str = control("", "page", "text", about="the lesson that is open, by name; `own`: the one after #lesson=")
    stop: int = control(1, "page", "int", ge=1, le=40, about="its stop")
    show: str = control(
        "auto",
        "page",
        "choice",
        choices=["auto", "own", "network"],
        about="what a mode shows: what is its own, or the network and its views; auto: those where a view is chosen",
    )
    side: str = control(
        "auto",
        "page",
        "choice",
        choices=["auto", "equations", "lecture", "none"],
        about="what stands beside the view; auto: the note of an open lesson, or the equations of the first view",
    )
    chart: str = control(
        "waterfall",
        "page",
        "choice",
        choices=["waterfall", "forget", "radius", "predictions", "measure"],
        about="the lower chart of a training run",
    )
    layer: int = control(1, "page", "int", ge=0, le=3, about="the layer that is shown; 0: all layers together")
    n: int = control(0, "page", "int", ge=0, le=LIMITS.iterations, about="the iteration under the cursor; 0: none")
    t: int = control(0, "page", "int", ge=0, le=LIMITS.steps, about="the step under the cursor; 0: the first")
    unit: int = control(0, "page", "int", ge=0, le=LIMITS.units - 1, about="the unit of the equations")
    sample: int = control(0, "page", "int", ge=0, le=LIMITS.batch - 1, about="the sequence of the batch that is shown")
    scale: str = control(
        "normal", "page", "choice", choices=["normal", "wide", "full"], about="range of the logarithmic scale"
    )
    relative: int = control(0, "page", "flag", about="1: each panel has a scale of its own, and says so")
    hide: tuple[str, ...] = control((), "page", "list", about="controls that a lesson hides, by name")
    embed: int = control(0, "page", "flag", about="1: less around the picture, for a frame in a course page")


CODES = {
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "not_finite",
    "float_parsing": "not_a_number",
}
"""pydantic's error types → ours; the int errors all mean `not_a_whole_number`, and ours are themselves."""


def faults(error: ValidationError, model: type[BaseModel], texts: Mapping[str, str] = {}) -> list[Fault]:
    """pydantic's errors of a model as ours: which field, which value (as it was `given`), what is allowed."""
    all_faults = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        name = str(context.get("field") or (detail["loc"][0] if detail["loc"] else "query"))
        code = "not_a_whole_number" if detail["type"].startswith("int_") else CODES.get(detail["type"], detail["type"])
        value = context["value"] if "value" in context else str(texts.get(name, detail["input"]))
        allowed = context["allowed"] if "allowed" in context else allowed_in(model, name)
        all_faults.append(Fault(name, value, code, allowed, context))
    return all_faults


@cache
def known_names() -> frozenset[str]:
    """Every name that an address of some kind may hold."""
    kinds = (TaskTraining, ApplicationTraining, AnswerOptions, PageState)
    return frozenset(name for kind in kinds for name in rows_of(kind)) | {row["name"] for row in inference_table()}


class Address:
    """The pairs of an address, each name once, and what is wrong with them."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs: dict[str, str] = {}
        self.faults: list[Fault] = []
        for name, value in pairs:
            if name in self.pairs:
                self.faults.append(Fault(name, value, "repeated"))
            self.pairs[name] = value

    def take(self, model: type[BaseModel]) -> dict[str, str]:
        """The pairs that are a model's fields; they are read."""
        return {name: self.pairs.pop(name) for name in rows_of(model) if name in self.pairs}

    def read(self, model: type[ModelT], context: dict[str, Any] | None = None) -> ModelT | None:
        """The model that the address holds, or None where something is wrong with it."""
        texts = self.take(model)
        try:
            return model.model_validate(texts, context=context)
        except ValidationError as error:
            self.faults += faults(error, model, texts)
            return None

    def check(self, model: type[BaseModel], **more: str) -> None:
        """Hold what is left of a model's fields to what they may be, though nothing here acts on them."""
        texts = self.take(model)
        try:
            model.model_validate({**texts, **more})
        except ValidationError as error:
            self.faults += faults(error, model, texts)

    def refuse_others(self, *kinds: type[BaseModel]) -> None:
        """What is left is no field of these kinds: it would do nothing. What is only the page's is let pass."""
        fields = [name for kind in kinds for name in rows_of(kind)]
        for name, value in self.pairs.items():
            if name in PageState.model_fields:
                continue
            if name in known_names():
                self.faults.append(Fault(name, value, "not_of_this_kind", ", ".join(fields)))
            else:
                near = get_close_matches(name, fields, 3)
                self.faults.append(Fault(name, name, "unknown_field", ", ".join(near)))

    def refusal(self) -> InvalidRequest:
        """Every field that is wrong, not only the first."""
        return InvalidRequest(*self.faults)


def read_run(pairs: Iterable[tuple[str, str]]) -> tuple[RunConfig, AnswerOptions]:
    """Read the address of a task's run and how its answer should look: what of it acts. Raises `InvalidRequest`."""
    address = Address(pairs)
    answer, config = address.read(AnswerOptions), address.read(RunConfig)
    address.refuse_others(RunConfig, AnswerOptions)
    if config is None or answer is None or address.faults:
        raise address.refusal()
    check_selection(config, answer.selection)
    return config.acting(), answer


def read_training(pairs: Iterable[tuple[str, str]]) -> TrainConfig:
    """The same of the address of a training run; what of it may act later is kept.

    Of an application's run the page's address also says which input it looks at: that is checked and let pass.
    """
    address = Address(pairs)
    if not address.pairs.get("app"):
        address.pairs.pop("app", None)
        return training_of(address, TaskTraining).resolved()
    config = training_of(address, ApplicationTraining)
    return config.resolved()


def training_of(address: Address, kind: type[TrainingT]) -> TrainingT:
    """The training run of a kind."""
    app = address.pairs.get("app")
    config = address.read(kind)
    if app in APPLICATIONS:
        address.check(APPLICATIONS[app].config, app=app)
    address.refuse_others(kind)
    if config is None or address.faults:
        raise address.refusal()
    return config


def read_inference(pairs: Iterable[tuple[str, str]]) -> tuple[InferenceConfig, AnswerOptions]:
    """The same of the address of an input: its kind is that of the application that it names."""
    address = Address(pairs)
    answer = address.read(AnswerOptions)
    app = address.pairs.get("app", "")
    kind = APPLICATIONS.get(app)
    if kind is None:
        address.faults.append(Fault("app", app, "not_a_choice" if app else "empty", ", ".join(APPLICATIONS)))
        raise address.refusal()
    config = address.read(kind.config, {"variants": kind.variants})
    address.refuse_others(kind.config, AnswerOptions)
    if config is None or answer is None or address.faults:
        raise address.refusal()
    return config.acting(), answer


def read_vocabulary(pairs: Iterable[tuple[str, str]]) -> tuple[type[Application], str]:
    """The application and the variant whose words are asked for. Raises `InvalidRequest`."""
    address = Address(pairs)
    app, variant = address.pairs.pop("app", ""), address.pairs.pop("variant", "")
    kind = APPLICATIONS.get(app)
    if kind is None:
        address.faults.append(Fault("app", app, "not_a_choice" if app else "empty", ", ".join(APPLICATIONS)))
    elif variant and variant not in kind.variants:
        address.faults.append(Fault("variant", variant, "not_a_choice", ", ".join(kind.variants)))
    for name, value in address.pairs.items():
        if name not in PageState.model_fields:
            address.faults.append(Fault(name, value, "not_of_this_kind", "app, variant"))
    if kind is None or address.faults:
        raise address.refusal()
    return kind, kind.variant_of(variant)


def check_selection(config: RunConfig, selection: Selection) -> None:
    """Hold the chosen sequence and unit to what this configuration has."""
    all_faults = []
    batch = config.resolved().batch
    if selection.sequence is not None and selection.sequence >= batch:
        all_faults.append(Fault("sample", str(selection.sequence), "out_of_range", Range(0, batch - 1)))
    if selection.unit >= config.units:
        all_faults.append(Fault("unit", str(selection.unit), "out_of_range", Range(0, config.units - 1)))
    if all_faults:
        raise InvalidRequest(*all_faults)


def answer_address(config: RunConfig, answer: AnswerOptions) -> str:
    """The canonical address of an answer. Values are as they were typed: 1,1 and 1*2 are two addresses of one run."""
    return "&".join(filter(None, (config.address(), query(not_default(answer)))))
