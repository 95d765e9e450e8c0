"""What a lesson is: stops, each with an address, words, and where it helps a question before the answer.

The page reads a teacher's own lesson by the same rules (`static/js/lessons/lesson.js`), which never reaches the server;
`tests/lessons.json` holds both readers to one list of good and bad lessons.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

BYTES = 64 * 1024
"""Most bytes of a lesson's file."""
STOPS, OPTIONS, HIDDEN = 40, 8, 40

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Address = Annotated[str, StringConstraints(max_length=2000)]
ControlName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Quantity = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}(:[a-z_0-9]{1,40})?(@[0-9]{1,4})?$")]
"""What is measured: its name, of which cell, at which step: "kept:rnn", "norm:lstm@50"."""

Words = Annotated[dict[LanguageCode, Text], Field(min_length=1, max_length=12)]
"""A text by language; a teacher's own may have one."""


class Part(BaseModel):
    """Any part of a lesson: it has the keys that are named and no other, each of its own kind: "45" is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def said(cls, value: Any) -> Any:
        """What is not said is left out; null says nothing."""
        if value is None:
            raise ValueError("null is no value: leave the key out")
        return value


class Option(Part):
    """An answer to choose: of a choice it is right as flagged or by its interval; of a number it has a value."""

    text: Words
    right: bool | None = Field(None, description="this is the answer")
    least: float | None = Field(None, alias="from", description="it is, where what is asked is at least this")
    below: float | None = Field(None, alias="to", description="and less than this")
    value: float | None = Field(None, description="the number, or the curve's value at the first step")


class Question(Part):
    """What is to be foreseen, and what of the picture says what was true."""

    kind: Literal["number", "choice", "curve"]
    question: Words
    of: Quantity | None = Field(None, description="the quantity of the trace: needed but for a choice that is flagged")
    options: Annotated[tuple[Option, ...], Field(max_length=OPTIONS)] = ()

    @model_validator(mode="after")
    def answerable(self) -> Self:
        flagged = [option for option in self.options if option.right]
        bounded = [option for option in self.options if option.least is not None or option.below is not None]
        if self.kind != "choice":
            if self.of is None:
                raise ValueError("of: a number or a curve needs a quantity")
            if any(option.value is None for option in self.options):
                raise ValueError("options: each has a value")
        elif len(self.options) < 2:
            raise ValueError("options: a choice has two or more")
        elif self.of is None and len(flagged) != 1:
            raise ValueError("options: one is right")
        elif self.of is not None and (flagged or len(bounded) != len(self.options)):
            raise ValueError("options: each has an interval")
        return self


class Reveal(Part):
    """What comes after the guess, or at once where nothing is asked."""

    address: Address | None = Field(None, description="a piece of an address, put on top")
    play: Literal["forward", "backward"] | None = Field(None, description="the pass that is played")
    text: Words | None = None


class Stop(Part):
    """One picture with what is said and asked about it."""

    title: Words
    address: Address = Field(description="what is not in it is at its default")
    text: Words
    predict: Question | None = None
    reveal: Reveal | None = None
    takeaway: Words | None = None
    misconception: Words | None = Field(None, description="the belief that it answers, as people say it")
    hide: Annotated[tuple[ControlName, ...], Field(max_length=HIDDEN)] = ()


class Lesson(Part):
    """A lesson."""

    title: Words
    about: Words = Field(description="one sentence")
    minutes: Annotated[int, Field(ge=1, le=600)]
    stops: Annotated[tuple[Stop, ...], Field(min_length=1, max_length=STOPS)]

    def as_data(self) -> dict[str, Any]:
        """The lesson as its file has it: what is not said is left out."""
        return self.model_dump(by_alias=True, exclude_unset=True)
