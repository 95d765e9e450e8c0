"""From a query string to a validated request: the configuration, and how the answer should look."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from .. import words
from ..applications.config import InferenceConfig
from ..bptt.architecture import READOUT
from ..cells import CELLS
from ..config import RunConfig, allowed_in, among, control, listed, not_default, query
from ..errors import Fault, InvalidRequest
from ..settings import LIMITS
from ..trace import DEFAULT_PARTS, FIELDS
from ..trace.layer import Selection
from ..training.config import TrainConfig

ConfigT = TypeVar("ConfigT", bound=BaseModel)
PARAMS = tuple({name: None for cell in CELLS.values() for name in (*cell.shapes(1, 1), *READOUT)})
ENCODINGS = ("base64", "list", "display")


class AnswerOptions(BaseModel):
    """How an answer should look; no number of the run depends on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: Annotated[tuple[str, ...], BeforeValidator(lambda v: among(FIELDS)(listed(v)))] = control(
        DEFAULT_PARTS, "answer", "list", choices=list(FIELDS), about="which parts of the trace to send"
    )
    encoding: Annotated[str, BeforeValidator(among(ENCODINGS))] = control(
        "base64",
        "answer",
        "choice",
        choices=list(ENCODINGS),
        about="how arrays are written: exact typed arrays, nested lists for people, or small ones for pictures",
    )
    sample: int | None = control(
        None, "answer", "int", ge=0, le=LIMITS.batch - 1, about="only this sequence of the batch: arrays lose that axis"
    )
    unit: int = control(
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
    view: str = control("states", "page", "text", about="the view below the gradient")
    chart: str = control(
        "waterfall",
        "page",
        "choice",
        choices=["waterfall", "forget", "radius", "predictions", "measure"],
        about="the lower chart of a training run",
    )
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
    "extra_forbidden": "unknown_field",
}
"""pydantic's error types → ours; the int errors all mean `not_a_whole_number`, and ours are themselves."""


def faults(error: ValidationError) -> list[Fault]:
    """pydantic's errors as ours: which field, which value, what is allowed."""
    found = []
    for one in error.errors(include_url=False):
        context = one.get("ctx", {})
        name = str(context.get("field") or (one["loc"][0] if one["loc"] else "query"))
        code = "not_a_whole_number" if one["type"].startswith("int_") else CODES.get(one["type"], one["type"])
        value = str(context["value"] if "value" in context else one["input"])
        allowed = (
            str(context["allowed"])
            if "allowed" in context
            else allowed_in((TrainConfig, InferenceConfig, AnswerOptions), name)
        )
        if code == "unknown_field":
            value, allowed = (
                name,
                ", ".join(
                    get_close_matches(
                        name, [*TrainConfig.model_fields, *InferenceConfig.model_fields, *AnswerOptions.model_fields], 3
                    )
                ),
            )
        found.append(Fault(name, value, code, allowed, context))
    return found


TRAINING_FIELDS = tuple(name for name in TrainConfig.model_fields if name not in RunConfig.model_fields)
"""What a training run's address holds beside a RunConfig's."""
PLAY_FIELDS = tuple(
    name
    for name in InferenceConfig.model_fields
    if name not in (*TrainConfig.model_fields, *AnswerOptions.model_fields)
)
"""What an application's address holds beside those two."""


def unrepeated(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[Fault]]:
    """A query's pairs as a dictionary, and a fault for each name that came twice."""
    given: dict[str, str] = {}
    wrong: list[Fault] = []
    for name, value in pairs:
        if name in given:
            wrong.append(Fault(name, value, "repeated"))
        given[name] = value
    return given, wrong


def read_training(pairs: Iterable[tuple[str, str]]) -> TrainConfig:
    """Read the address of a training run. Raises `InvalidRequest` with every field that is wrong."""
    given, wrong = unrepeated(pairs)
    for name in (*PageState.model_fields, *AnswerOptions.model_fields, *PLAY_FIELDS):
        given.pop(name, None)
    try:
        config = TrainConfig.model_validate(given)
    except ValidationError as error:
        raise InvalidRequest(*wrong, *faults(error)) from None
    if wrong:
        raise InvalidRequest(*wrong)
    return config.resolved()


def read(pairs: Iterable[tuple[str, str]]) -> tuple[RunConfig, AnswerOptions]:
    """Read a query's pairs. Raises `InvalidRequest` with every field that is wrong, not only the first."""
    config, answer = read_as(RunConfig, pairs, (*TRAINING_FIELDS, *PLAY_FIELDS))
    check_selection(config, answer.selection)
    return config, answer


def read_inference(pairs: Iterable[tuple[str, str]]) -> tuple[InferenceConfig, AnswerOptions]:
    """The same of the address of a play."""
    return read_as(InferenceConfig, pairs)


def read_as(
    kind: type[ConfigT], pairs: Iterable[tuple[str, str]], others: Iterable[str] = ()
) -> tuple[ConfigT, AnswerOptions]:
    """Read pairs as a configuration and answer options; what is the page's, and what is `others`', is let pass."""
    given, wrong = unrepeated(pairs)
    options = {name: given.pop(name) for name in AnswerOptions.model_fields if name in given}
    for name in (*PageState.model_fields, *others):
        given.pop(name, None)  # the page's address is an address of the API
    config = answer = None
    try:
        config = kind.model_validate(given)
    except ValidationError as error:
        wrong += faults(error)
    try:
        answer = AnswerOptions.model_validate(options)
    except ValidationError as error:
        wrong += faults(error)
    if wrong or config is None or answer is None:
        raise InvalidRequest(*wrong)
    return config, answer


def check_selection(config: RunConfig, selection: Selection) -> None:
    """Hold the chosen sequence and unit to what this configuration has."""
    wrong = []
    batch = config.resolved().batch
    if selection.sequence is not None and selection.sequence >= batch:
        wrong.append(Fault("sample", str(selection.sequence), "out_of_range", f"0 … {batch - 1}"))
    if selection.unit >= config.units:
        wrong.append(Fault("unit", str(selection.unit), "out_of_range", f"0 … {config.units - 1}"))
    if wrong:
        raise InvalidRequest(*wrong)


def answer_address(config: RunConfig, answer: AnswerOptions) -> str:
    """The canonical address of an answer. Values are as they were typed: 1,1 and 1*2 are two addresses of one run."""
    return "&".join(filter(None, (config.address(), query(not_default(answer)))))
