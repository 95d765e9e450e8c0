"""The messages of the socket /api/live, both ways. `docs/reference.md` has them as tables, made from these."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

from ..applications.split import Part
from ..errors import ErrorContent
from ..settings import LIMITS
from .encoding import Packed


class Message(BaseModel):
    """Any message: it has a type, and no field but those that are named."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True)


Iteration = Annotated[int, Field(ge=0, le=LIMITS.iterations)]
Settings = Annotated[dict[str, str], Field(description="{field: text}, as an address spells them", max_length=8)]


class SnapshotData(Message):
    """A run as the server gave it: enough to go on from there."""

    iteration: int = Field(ge=0, description="iterations done")
    generator: tuple[str, str] = Field(description="state and increment of PCG64, as decimal digits")
    ends: list["EndData | None"] = Field(max_length=LIMITS.models, description="how each model ended, or null")
    optimiser_steps: list[int] = Field(max_length=LIMITS.models, description="steps that each optimiser has taken")
    arrays: str = Field(description="weights and optimisers' memory: base64 of little-endian numbers, no shapes")


class EndData(Message):
    """How a model ended: the first number that was not finite."""

    iteration: int = Field(description="the iteration in which it was met")
    quantity: str = Field(max_length=40, description="h, c, y, L, d_h, d_<parameter> or a parameter")
    step: int | None = Field(description="the time step, from 1; null where it has none")


class Start(Message):
    """Begin a run, or go on with one that this server does not know."""

    type: Literal["start"]
    query: str = Field(max_length=LIMITS.query_bytes, description="the run's address, with its changes")
    lang: str = Field("", max_length=8, description="language of error messages")
    play: bool = Field(True, description="false: wait for `play`")
    snapshot: SnapshotData | None = Field(None, description="go on from here; its configuration is `query`")
    have: Iteration = Field(0, description="iterations whose curves the page has already")


class Attach(Message):
    """Go on with a run that this server has kept."""

    type: Literal["attach"]
    run: str = Field(max_length=64, description="its token")
    have: Iteration = Field(0, description="iterations whose curves the page has already")
    lang: str = Field("", max_length=8, description="language of error messages")


class Pause(Message):
    """Stand still."""

    type: Literal["pause"]


class Play(Message):
    """Go on."""

    type: Literal["play"]


class Stop(Message):
    """End the run and forget it."""

    type: Literal["stop"]


class Step(Message):
    """A few iterations, then pause."""

    type: Literal["step"]
    iterations: int = Field(1, ge=1, le=1000, description="how many")


class Speed(Message):
    """How fast it goes."""

    type: Literal["speed"]
    per_second: float | None = Field(
        None, gt=0, le=1000, allow_inf_nan=False, description="iterations a second; null: all that there is time for"
    )


class ChangeSettings(Message):
    """Change settings, from the next iteration on."""

    type: Literal["change"]
    changes: Settings


class Rewind(Message):
    """Go back, drop the changes that came later, make these, and go on."""

    type: Literal["rewind"]
    iteration: Iteration = Field(description="the iteration to go back to")
    changes: Settings = Field(default_factory=dict, description="{field: text}, as an address spells them")


class Branch(Message):
    """The same in a new run; the old one is kept as it is."""

    type: Literal["branch"]
    iteration: Iteration = Field(description="the iteration to go back to")
    changes: Settings = Field(default_factory=dict, description="{field: text}, as an address spells them")


class LookAt(Message):
    """Which parts of the probe's trace the frames should carry."""

    type: Literal["look"]
    fields: list[Annotated[str, Field(max_length=40)]] = Field(
        max_length=40, description="parts of a trace; empty: none"
    )
    sample: int | None = Field(0, ge=0, le=LIMITS.batch - 1, description="the sequence of the probe; null: all")
    unit: int = Field(0, ge=0, le=LIMITS.units - 1, description="the unit of the equations")
    iteration: Iteration | None = Field(None, description="a kept snapshot; null: the newest weights")
    play: str | None = Field(
        None,
        max_length=LIMITS.query_bytes,
        description="of an application's run: the query of /api/play; the frames' trace is then that answer",
    )


class Ack(Message):
    """A frame has arrived and been taken in."""

    type: Literal["ack"]
    number: int = Field(ge=0, description="its number")


class Visible(Message):
    """Whether anybody can see the page; a run that nobody sees pauses."""

    type: Literal["visible"]
    visible: bool = Field(description="false: the run stands still")


Command = (
    Start | Attach | Pause | Play | Stop | Step | Speed | ChangeSettings | Rewind | Branch | LookAt | Ack | Visible
)
COMMAND: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])


class ModelData(Message):
    """One of the models that train side by side."""

    name: str = Field(description="its cell's name, numbered where several models have that cell: lstm.2")
    cell: str = Field(description="its cell")
    own: dict[str, str] = Field(description="{field: text} of what it has of its own")
    carry: str | None = Field(description="the gate that carries its state, or null")
    blocks: list[str] = Field(description="the row blocks of its W_hh")


class HeldOutData(Message):
    """The held-out sequences whose predictions are shown."""

    steps: list[int] = Field(description="the n steps whose loss counts, from 1")
    inputs: Packed = Field(description="x_t, an array (T, S, D)")
    targets: Packed = Field(description="an array (n, S, K), or of class numbers (n, S)")
    baseline: Packed = Field(description="the baseline's outputs, an array (n, S, K); classes: probabilities")
    classes: bool = Field(description="whether the targets are classes")


class Started(Message):
    """A run is there; what of it does not change."""

    type: Literal["started"] = "started"
    run: str = Field(description="its token")
    address: str = Field(description="the canonical query")
    config: dict[str, JsonValue] = Field(description="the configuration in full")
    models: list[ModelData] = Field(description="those that train side by side")
    baseline: float | None = Field(
        description="the trivial baseline's loss per step that counts, on the same sequences; null: there is none"
    )
    part: Part = Field(
        description="what the run is evaluated on: a task's held-out sequences, an application's validation data"
    )
    held_out: HeldOutData | None = Field(description="null for an application, whose predictions show what it does")
    iteration: int = Field(description="iterations done")
    keep_seconds: int = Field(description="how long the run is kept when its reader has gone")


class Queued(Message):
    """No room yet."""

    type: Literal["queued"] = "queued"
    place: int = Field(description="place in the queue, from 1")


class CurveData(Message):
    """New points of one model's curves: arrays (n,), NaN after its end."""

    loss: Packed = Field(description="loss per step that counts, on the batch")
    norm: Packed = Field(description="log10 of the norm of all gradients, before clipping")
    status: Packed = Field(description="of that norm: 0 ok, 1 zero, 2 overflow, 3 nan")
    factor: Packed = Field(description="norm after clipping / norm before")


class RowData(Message):
    """New rows of one model's waterfall."""

    log10: Packed = Field(
        description="log10 ‖∂L/∂h_t‖, an array (n, T); of L > 1 layers (n, 1 + L, T): of all layers together, then of "
        "each, the lowest first"
    )
    status: Packed = Field(description="an array of codes of the same shape")


class Rows(Message):
    """New rows of the waterfall."""

    iterations: list[int] = Field(description="of the new rows")
    stride: int = Field(description="only every so many iterations a row is kept; older ones are forgotten alike")
    models: list[RowData] = Field(description="one for each")


class LookData(Message):
    """New looks at one model."""

    measure: Packed = Field(description="loss per step that counts, on what the run is evaluated on, (n,)")
    accuracy: Packed | None = Field(description="fraction of right classes, (n,), or null")
    figure: Packed | None = Field(description="an application's own measure, on validation data, (n,), or null")
    gates: Packed | None = Field(
        description="histogram of the carry gate's values, (n, bins), or null; of L > 1 layers (n, 1 + L, bins): of "
        "all layers together, then of each, the lowest first"
    )
    radius: dict[str, Packed] = Field(
        description="spectral radius of W_hh by block, (n,); of several layers layer1.f, layer2.f, …"
    )


class Looks(Message):
    """New looks."""

    iterations: list[int] = Field(description="of the new looks")
    stride: int = Field(description="all but the newest are kept at multiples of this many iterations")
    models: list[LookData] = Field(description="one for each")


class ChangeData(Message):
    """A change of the run."""

    iteration: int = Field(description="it acts after so many iterations")
    field: str = Field(description="the setting")
    value: str = Field(description="its value, as an address spells it")


class Frame(Message):
    """What is new since the last frame."""

    type: Literal["frame"] = "frame"
    number: int = Field(description="counts the frames; `ack` names it")
    iteration: int = Field(description="iterations done")
    state: Literal["running", "paused", "hidden", "finished", "diverged"] = Field(description="in one word")
    per_second: float = Field(description="iterations a second, lately")
    changes: list[ChangeData] = Field(description="all of them")
    first: int = Field(description="the iteration that the curves below begin with; forget what you have from there on")
    curves: list[CurveData] = Field(description="one for each model")
    ends: list[EndData | None] = Field(description="how each model ended, or null")
    bytes: list[int] = Field(description="most memory that tapes and checkpoints held in the last iteration")
    rows: Rows = Field(description="of the waterfall")
    looks: Looks = Field(description="at sequences that no batch has, the gates, the spectral radii")
    predictions: list[Packed | None] = Field(description="of each model the newest, an array (n, S, K), or null")
    snapshots: list[int] = Field(description="iterations that can be looked at, gone back to, branched from")
    trace: dict[str, JsonValue] | None = Field(
        description="null, or the body of /api/trace for the probe, with `iteration`"
    )


class SnapshotMessage(Message):
    """Enough to go on from here, on any server."""

    type: Literal["snapshot"] = "snapshot"
    iteration: int = Field(description="iterations done")
    address: str = Field(description="the run's address, with its changes")
    data: SnapshotData = Field(description="the run")


class ErrorMessage(Message):
    """What was wrong with a message; the socket stays open and the run goes on."""

    type: Literal["error"] = "error"
    error: ErrorContent = Field(description="the error as everywhere in the API")


COMMANDS: tuple[type[Message], ...] = get_args(Command)
ANSWERS: tuple[type[Message], ...] = (Started, Queued, Frame, SnapshotMessage, ErrorMessage)
PARTS: tuple[type[Message], ...] = (
    SnapshotData,
    EndData,
    ModelData,
    HeldOutData,
    CurveData,
    Rows,
    RowData,
    Looks,
    LookData,
    ChangeData,
)
