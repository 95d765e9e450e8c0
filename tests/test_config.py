"""RunConfig: what is allowed, what an error says, and the address that makes a configuration again."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from app.cells import CELLS
from app.cells.base import Gate
from app.cells.lstm import LSTM
from app.config import BIAS_RANGE, RunConfig, gate_names, number, numbers, plain, query, range_of, table
from app.settings import LIMITS
from app.tasks import TASKS
from app.trace import trace
from tests.engine import ANY_DTYPE, configs

NUMERIC = [row for row in table(RunConfig) if row["kind"] in ("int", "float")]
CHOICES = [row for row in table(RunConfig) if row["kind"] == "choice"]


def parsed(address: str) -> RunConfig:
    """A configuration from its query string, as the API reads it."""
    return RunConfig(**dict(parse_qsl(address, keep_blank_values=True, strict_parsing=bool(address))))


def refused(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    """The field, the code and the context of the one error that these values give."""
    with pytest.raises(ValidationError) as raised:
        RunConfig(**fields)
    (error,) = raised.value.errors(include_url=False)
    context = error.get("ctx", {})
    return str(error["loc"][0] if error["loc"] else context["field"]), error["type"], context


@given(configs(dtypes=ANY_DTYPE, depth=3))
def test_an_address_makes_its_configuration_again(config: RunConfig) -> None:
    acting = config.acting()
    assert acting.address() == config.address()
    assert parsed(config.address()) == acting
    assert parsed(config.address(idle=True)) == config
    assert acting.acting() == acting


@given(configs())
def test_what_follows_from_a_typed_sequence_is_filled_in_and_stays(config: RunConfig) -> None:
    resolved = config.resolved()
    assert resolved.resolved() == resolved
    assert parsed(resolved.address()).resolved() == resolved.acting().resolved()
    if config.task == "sequence":
        assert (resolved.steps, resolved.batch) == (len(config.numbers) - 1, 1)
    else:
        assert resolved == config


def test_the_default_has_an_empty_address_and_only_what_differs_is_named_in_order() -> None:
    assert RunConfig().address() == ""
    assert parsed("") == RunConfig()
    config = RunConfig(threshold=0.5, clip="norm", cell=("lstm",), clamp={"f": 1.0}, steps=60)
    assert config.address() == "steps=60&cell=lstm&clamp=f:1&clip=norm&threshold=0.5"
    assert RunConfig(bias={}).address() == "bias="
    assert parsed("bias=").bias == {}
    assert parsed("cell=lstm,rnn").cell == ("lstm", "rnn")
    assert parsed("cell=rnn, lstm,rnn").cell == ("rnn", "lstm")
    assert parsed("task=sequence&values=1%3B2+0*3").numbers == (1, 2, 0, 0, 0)


def test_values_are_spelled_plainly() -> None:
    assert plain(1.0) == "1"
    assert plain(0.1) == "0.1"
    assert plain(1e-06) == "1e-06"
    assert plain(("a", "b")) == "a,b"
    assert plain({"f": 1.0, "i": 0.5}) == "f:1,i:0.5"
    assert query({"a": 1e300, "b": "x y&z"}) == "a=1e%2B300&b=x+y%26z"
    assert float(dict(parse_qsl("a=1e%2B300"))["a"]) == 1e300


@pytest.mark.parametrize("row", NUMERIC, ids=lambda row: row["name"])
def test_a_number_is_allowed_from_its_least_to_its_greatest_value_and_not_beyond(row: dict[str, Any]) -> None:
    name, step = row["name"], 1 if row["kind"] == "int" else 1e-9
    for value in (row["min"], row["max"], row["default"]):
        assert getattr(RunConfig(**{name: value}), name) == value
        assert getattr(RunConfig(**{name: str(value)}), name) == value
    assert refused(**{name: row["min"] - step})[:2] == (name, "greater_than_equal")
    assert refused(**{name: row["max"] + step * row["max"]})[:2] == (name, "less_than_equal")


@pytest.mark.parametrize("row", NUMERIC, ids=lambda row: row["name"])
@pytest.mark.parametrize("value", ["", "many", "nan", "NaN", "inf", "-inf", "1e999", "0x10", "1;2", None])
def test_what_is_not_a_finite_number_is_refused(row: dict[str, Any], value: Any) -> None:
    assert refused(**{row["name"]: value})[0] == row["name"]


@pytest.mark.parametrize("row", [row for row in NUMERIC if row["kind"] == "int"], ids=lambda row: row["name"])
def test_a_whole_number_is_not_cut_from_another(row: dict[str, Any]) -> None:
    assert refused(**{row["name"]: "1.5"})[0] == row["name"]


@pytest.mark.parametrize("row", CHOICES, ids=lambda row: row["name"])
def test_every_choice_of_a_menu_is_allowed_and_no_other(row: dict[str, Any]) -> None:
    for choice in row["choices"]:
        assert getattr(RunConfig(**{row["name"]: choice}), row["name"]) == choice
    field, code, context = refused(**{row["name"]: "none of them"})
    assert (field, code) == (row["name"], "not_a_choice")
    assert context["allowed"] == ", ".join(row["choices"])


@pytest.mark.parametrize(
    ("fields", "field", "code", "value"),
    [
        ({"cell": "rnn,elman"}, "cell", "not_a_choice", "elman"),
        ({"cell": ""}, "cell", "empty", ""),
        ({"cell": ()}, "cell", "empty", ""),
        ({"clamp": "f"}, "clamp", "not_a_pair", "f"),
        ({"clamp": "q:1"}, "clamp", "not_a_gate", "q"),
        ({"clamp": "f:much"}, "clamp", "not_a_number", "much"),
        ({"clamp": "f:"}, "clamp", "not_a_number", ""),
        ({"clamp": "f:nan"}, "clamp", "not_finite", "nan"),
        ({"bias": "f:1e999"}, "bias", "not_finite", "1e999"),
        ({"clamp": "f:1.01"}, "clamp", "out_of_range", "f:1.01"),
        ({"clamp": "f:-0.01"}, "clamp", "out_of_range", "f:-0.01"),
        ({"clamp": "g:-1.5"}, "clamp", "out_of_range", "g:-1.5"),
        ({"bias": "z:10.5"}, "bias", "out_of_range", "z:10.5"),
        ({"clamp": {"f": float("nan")}}, "clamp", "out_of_range", "f:nan"),
        ({"clamp": {"q": 0.5}}, "clamp", "not_a_gate", "q"),
        ({"cell": "gru", "clamp": "f:1.5"}, "clamp", "out_of_range", "f:1.5"),
        ({"cell": "rnn", "bias": "f:11"}, "bias", "out_of_range", "f:11"),
        ({"values": "1"}, "values", "too_few_numbers", 1),
        ({"values": ""}, "values", "too_few_numbers", 0),
        ({"values": "1,two"}, "values", "not_a_number", "two"),
        ({"values": "1,nan"}, "values", "not_finite", "nan"),
        ({"values": "1,-inf"}, "values", "not_finite", "-inf"),
        ({"values": "1,2e6"}, "values", "out_of_range", "2e6"),
        ({"values": "1*-2,3"}, "values", "not_a_whole_number", "-2"),
        ({"values": "1*x,3"}, "values", "not_a_whole_number", "x"),
        ({"values": "1*,3"}, "values", "not_a_whole_number", ""),
        ({"values": "1*2.5"}, "values", "not_a_whole_number", "2.5"),
        ({"values": "1*²"}, "values", "not_a_whole_number", "²"),
        ({"values": "1*501"}, "values", "too_many_numbers", 501),
        ({"values": "0*99999999"}, "values", "too_many_numbers", 99999999),
        ({"values": "0*" + "9" * 5000}, "values", "not_a_whole_number", "9" * 5000),
    ],
)
def test_every_error_names_the_field_the_value_and_a_code(
    fields: dict[str, Any], field: str, code: str, value: Any
) -> None:
    found, kind, context = refused(**fields)
    assert (found, kind) == (field, code)
    assert str(context["value"]) == str(value)


def test_numbers_that_are_not_text_are_refused() -> None:
    assert refused(values=5)[:2] == ("values", "string_type")


def test_a_field_that_does_not_exist_is_refused() -> None:
    assert refused(step=3)[:2] == ("step", "extra_forbidden")


def test_the_empty_map_the_default_map_and_a_clamp_beside_a_bias_are_allowed() -> None:
    assert RunConfig(clamp="").clamp == {}
    assert RunConfig(cell="rnn").bias == RunConfig().bias  # the default says nothing of the cells
    both = RunConfig(cell="lstm", clamp="f:0.5", bias="f:2")
    assert (both.clamp, both.bias) == ({"f": 0.5}, {"f": 2.0})
    (run,) = trace(both, ["gates"]).runs
    assert (run.parts["gates"]["f"] == 0.5).all()  # the clamp wins


@pytest.mark.parametrize("gate", gate_names())
def test_every_gate_can_be_clamped_and_biased_to_the_ends_of_its_range(gate: str) -> None:
    for field, bounds in (("clamp", range_of("clamp", gate, ())), ("bias", BIAS_RANGE)):
        for value in bounds:
            assert getattr(RunConfig(**{field: f"{gate}:{value}"}), field) == {gate: value}


def test_a_gate_is_held_within_what_each_chosen_cell_that_has_it_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(LSTM):
        name = "other"
        gates = (Gate("f", "tanh"),)

    monkeypatch.setitem(CELLS, "other", Other)
    assert range_of("clamp", "f", ("lstm",)) == (0, 1)
    assert range_of("clamp", "f", ("other",)) == (-1, 1)
    assert range_of("clamp", "f", ("lstm", "other")) == (0, 1)
    assert range_of("clamp", "f", ("rnn",)) == (-1, 1)
    assert RunConfig(cell="other", clamp="f:-0.5").clamp == {"f": -0.5}
    assert refused(cell="lstm,other", clamp="f:-0.5")[:2] == ("clamp", "out_of_range")


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"threshold": 0.5}, ""),
        ({"threshold": 0.5, "clip": "norm"}, "clip=norm&threshold=0.5"),
        ({"cell": "gru", "clamp": "f:0.5"}, "cell=gru"),
        ({"cell": "gru,lstm", "clamp": "f:0.5"}, "cell=gru,lstm&clamp=f:0.5"),
        ({"cell": "rnn", "bias": "f:1"}, "cell=rnn"),
        ({"cell": "lstm", "bias": "f:3"}, "cell=lstm"),
        ({"cell": "lstm", "bias": "z:1"}, "cell=lstm&bias="),
        ({"cell": "lstm", "bias": "f:3,z:1"}, "cell=lstm"),
        ({"cell": "gru", "activation": "relu", "bias_init": "chrono"}, "cell=gru&bias_init=chrono"),
        ({"cell": "rnn", "activation": "relu", "bias_init": "chrono"}, "cell=rnn&activation=relu"),
        ({"values": "1,2,3"}, ""),
        ({"task": "sequence", "values": "1,2,3", "steps": 9, "batch": 4}, "task=sequence&values=1,2,3"),
    ],
)
def test_what_does_not_act_is_accepted_kept_and_left_out_of_the_address(fields: dict[str, Any], address: str) -> None:
    config = RunConfig(**fields)
    assert config.address() == address
    assert config.acting().address() == address
    assert parsed(config.address(idle=True)) == config


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", 0.5), (" .5\n", 0.5), ("5.", 5), ("+5", 5), ("-0", 0), ("1e3", 1000), ("1E-3", 0.001), ("007", 7)],
)
def test_a_number_is_read_from_its_text(text: str, value: float) -> None:
    assert repr(number(text)) == repr(float(value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "not_a_number")
            for text in ("", "0,5", "1,000", "1_0", "0x10", "1 0", "٣", "1−2", "1e", ".", "e5", "½")
        ),
        *((text, "not_finite") for text in ("nan", "-Infinity", "+inf", "1e999", "9" * 400)),
    ],
)
def test_what_only_some_readers_take_for_a_number_is_none(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        number(text)
    assert raised.value.type == code


@pytest.mark.parametrize("text", ["1.0", "1e2", "1,000", "1_0", "0x10", "", " ", "nan", "٣", "²", "1 0", "--1"])
def test_a_whole_number_is_written_in_digits_alone(text: str) -> None:
    assert refused(steps=text)[:2] == ("steps", "not_a_whole_number")


@pytest.mark.parametrize("text", ["5", " 5", "+5", "005", "000000000000000000000000005"])
def test_a_whole_number_may_have_a_sign_and_zeros_before_it(text: str) -> None:
    assert RunConfig(steps=text).steps == 5


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2", (1, 2)),
        ("1 2", (1, 2)),
        (" 1;2 ,, 3 ", (1, 2, 3)),
        ("0*100", (0,) * 100),
        ("1,0*3,-1e-3", (1, 0, 0, 0, -0.001)),
        ("5*1,6", (5, 6)),
        ("7*0,1,2", (1, 2)),
        ("1e6,-1e6", (1e6, -1e6)),
        ("0*500", (0,) * 500),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, values: tuple[float, ...]) -> None:
    assert numbers(text) == values
    assert RunConfig(task="sequence", values=text).numbers == values


def faults(**fields: Any) -> list[set[str]]:
    """For each error that these values give, the fields that it names."""
    try:
        RunConfig(**fields)
    except ValidationError as error:
        return [{*map(str, one["loc"]), one.get("ctx", {}).get("field", "")} for one in error.errors()]
    return []


@given(st.text(max_size=40))
def test_any_text_is_numbers_or_an_error_that_says_why(text: str) -> None:
    found = faults(values=text)
    assert all("values" in names for names in found)
    if not found:
        values = RunConfig(values=text).numbers
        assert 2 <= len(values) <= LIMITS.values
        assert np.isfinite(values).all()


@given(st.text(max_size=20), st.sampled_from(("clamp", "bias", "cell", "steps", "rho", "task", "dtype")))
def test_any_text_in_any_field_is_a_configuration_or_an_error_of_that_field(text: str, name: str) -> None:
    found = faults(**{name: text})
    assert all(name in names for names in found)
    if not found:
        config = RunConfig(**{name: text})
        assert parsed(config.address(idle=True)) == config


def test_the_table_for_menus_says_of_every_field_what_it_is() -> None:
    rows = table(RunConfig)
    assert [row["name"] for row in rows] == list(RunConfig.model_fields)
    for row in rows:
        assert row["kind"] in ("int", "float", "choice", "list", "map", "numbers")
        assert row["group"] in ("sequence", "cell", "weights", "gradient")
        if row["kind"] in ("choice", "list"):
            assert set(row["choices"]) >= set(row["default"] if row["kind"] == "list" else [row["default"]])
        for field, values in row.get("applies", {}).items():
            choices = next(other["choices"] for other in rows if other["name"] == field)
            assert set(values) <= set(choices)
    assert next(row for row in rows if row["name"] == "task")["choices"] == list(TASKS)


def test_a_configuration_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        RunConfig().steps = 3  # type: ignore[misc]
