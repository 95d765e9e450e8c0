"""A training run's configuration: the grammar of models and changes, what is refused, and what holds when."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.applications import APPLICATIONS
from app.bptt.clipping import MODES
from app.bptt.initialisers import BIAS_INITS, INITIALISERS
from app.bptt.optimisers import OPTIMISERS
from app.cells import CELLS
from app.cells.gru import RESETS
from app.cells.layer_norm import NORMALISATIONS
from app.cells.rnn import ACTIVATIONS
from app.config import RunConfig, plain, table
from app.config.run import DEFAULT_CELLS
from app.settings import LIMITS
from app.training.config import LIVE_FIELDS, MODEL_FIELDS, ApplicationTraining, Change, TaskTraining, kind_of_training
from tests.engine import ANY_DTYPE, configs

GATED = [name for name, kind in CELLS.items() if kind.gates]
SHARED = sorted(set(TaskTraining.model_fields) - set(MODEL_FIELDS))

VALUES: dict[str, Any] = {
    "cell": st.sampled_from(list(CELLS)),
    "units": st.integers(1, 6),
    "layers": st.integers(1, 3),
    "activation": st.sampled_from(ACTIVATIONS),
    "norm": st.sampled_from(NORMALISATIONS),
    "reset": st.sampled_from(RESETS),
    "bias_init": st.sampled_from(BIAS_INITS),
    "init": st.sampled_from(list(INITIALISERS)),
    "rho": st.floats(0, 1.5),
    "optimiser": st.sampled_from(list(OPTIMISERS)),
    "checkpoint": st.sampled_from((0, 1)),
    "rate": st.floats(1e-6, 10),
    "clip": st.sampled_from(MODES),
    "threshold": st.floats(1e-6, 1e3),
    "truncate": st.integers(0, 12),
}
"""Values of every field that a model may have of its own, but for the two maps of gates."""


@st.composite
def gate_maps(choose: Any, cells: list[str]) -> str:
    """A map of gates that some of the cells have, to values that every gate can have."""
    gates = sorted({gate.name for name in cells for gate in CELLS[name].gates})
    return plain(choose(st.dictionaries(st.sampled_from(gates), st.floats(0, 1), max_size=2))) if gates else ""


@st.composite
def models(choose: Any) -> str:
    """The text of one to four models, each with a cell, or none."""
    found = []
    for _ in range(choose(st.integers(0, LIMITS.models))):
        own = {"cell": choose(VALUES["cell"])}
        for name in choose(st.lists(st.sampled_from([*VALUES, "bias", "clamp"]), max_size=4, unique=True)):
            value = choose(gate_maps([own["cell"]]) if name in ("bias", "clamp") else VALUES[name])
            own.setdefault(name, value)
        found.append(";".join(f"{name}={plain(value)}" for name, value in own.items()))
    return "|".join(found)


@st.composite
def changes(choose: Any, cells: list[str]) -> str:
    """The text of some changes, in any order."""
    found = []
    for name in choose(st.lists(st.sampled_from(LIVE_FIELDS), max_size=5)):
        value = choose(gate_maps(cells) if name == "clamp" else VALUES[name])
        found.append(f"{choose(st.integers(0, 99))}:{name}={plain(value)}")
    return ";".join(found)


@st.composite
def train_configs(choose: Any) -> TaskTraining:
    """A random training configuration."""
    lab = choose(configs(dtypes=ANY_DTYPE, depth=3))
    text = choose(models())
    cells = [part.removeprefix("cell=").partition(";")[0] for part in text.split("|") if part] or list(lab.cell)
    fields = dict(lab)
    return TaskTraining(
        **fields,
        **{name: choose(VALUES[name]) for name in ("optimiser", "rate", "checkpoint")},
        minibatch=choose(st.integers(1, 8)),
        iterations=choose(st.integers(1, 100)),
        models=text,
        changes=choose(changes(cells)),
    )


def parsed(address: str) -> TaskTraining:
    """A configuration from its query string."""
    return TaskTraining(**dict(parse_qsl(address, keep_blank_values=True, strict_parsing=bool(address))))


def refused(**fields: Any) -> tuple[str, str, dict[str, Any]]:
    """The field, the code and the context of the one error that these values give."""
    with pytest.raises(ValidationError) as raised:
        TaskTraining(**fields)
    (error,) = raised.value.errors(include_url=False)
    context = error.get("ctx", {})
    return str(error["loc"][0] if error["loc"] else context["field"]), error["type"], context


# --- addresses --------------------------------------------------------------------------------------------------------


@given(train_configs())
def test_an_address_makes_its_configuration_again(config: TaskTraining) -> None:
    assert parsed(config.address()) == config.acting()
    assert parsed(config.address()).address() == config.address()
    assert parsed(config.address(idle=True)) == config
    assert config.resolved() == config.resolved().resolved() == parsed(config.resolved().address(idle=True))
    assert config.resolved().address() == config.address()


@given(configs(dtypes=ANY_DTYPE, depth=3))
def test_an_address_of_the_laboratory_is_one_of_training_and_lab_gives_it_back(config: RunConfig) -> None:
    training = parsed(config.address())
    assert training.address() == config.address()
    assert training.run_config() == config.acting()
    assert type(training.run_config()) is RunConfig


def test_the_default_has_an_empty_address_and_the_two_grammars_stay_readable_in_one() -> None:
    assert TaskTraining().address() == ""
    config = TaskTraining(
        models="cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono", changes="200:clip=norm;400:clamp=f:0"
    )
    assert config.address() == (
        "models=cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono&changes=200:clip=norm;400:clamp=f:0"
    )
    assert config.models == (
        (("cell", "lstm"), ("bias", "f:-2")),
        (("cell", "lstm"), ("bias_init", "chrono")),
    )
    assert config.changes == (Change(200, "clip", "norm"), Change(400, "clamp", "f:0"))
    assert str(config.changes[1]) == "400:clamp=f:0"


def test_blanks_are_let_pass_and_changes_are_put_in_the_order_of_their_iterations() -> None:
    assert TaskTraining(models=" cell = lstm ; rho = 1.2 | cell=rnn").address() == "models=cell=lstm;rho=1.2|cell=rnn"
    config = TaskTraining(changes=" 40:rate=1 ; 7 : clip = norm;40:rate=2;")
    assert config.changes == (Change(7, "clip", "norm"), Change(40, "rate", "1"), Change(40, "rate", "2"))
    assert config.effective(41)[0].rate == 2  # of two in the same place the later one holds


@pytest.mark.parametrize("text", [";|cell=lstm", "cell=lstm|;", ";|rho=0.5|;", ";"])
def test_a_model_with_nothing_of_its_own_keeps_its_place_in_the_address(text: str) -> None:
    config = TaskTraining(models=text)
    assert parsed(config.address()) == config
    assert parsed(config.address()).names == config.names
    assert len(config.effective(0)) == len(text.split("|"))


def test_no_models_are_one_for_each_cell() -> None:
    for text in ("", " ", "|"):
        config = TaskTraining(cell="gru,rnn", models=text)
        assert config.models == ()
        assert [one.cell for one in config.effective(0)] == [("gru",), ("rnn",)]


# --- what is refused --------------------------------------------------------------------------------------------------

MANY = "|".join(["cell=rnn"] * (LIMITS.models + 1))


@pytest.mark.parametrize(
    ("fields", "field", "code", "value"),
    [
        ({"models": "lstm"}, "models", "not_a_setting", "lstm"),
        ({"models": "cell=lstm;rho"}, "models", "not_a_setting", "rho"),
        ({"models": "cell=lstm;weight=1"}, "models", "not_a_choice", "weight"),
        ({"models": "models=cell"}, "models", "not_a_choice", "models"),
        ({"models": MANY}, "models", "too_many_models", LIMITS.models + 1),
        ({"models": "cell=elman"}, "models", "not_a_choice", "elman"),
        ({"models": "cell="}, "models", "not_a_choice", ""),
        ({"models": "cell=rnn|cell=lstm;rho=9"}, "models", "inside", "rho=9"),
        ({"models": "cell=rnn;units=2.5"}, "models", "inside", "units=2.5"),
        ({"models": "cell=rnn;rate=nan"}, "models", "inside", "rate=nan"),
        ({"models": "cell=rnn;checkpoint=2"}, "models", "inside", "checkpoint=2"),
        ({"models": "cell=lstm;clamp=f:2"}, "models", "inside", "clamp=f:2"),
        ({"models": "cell=lstm;clamp=z:2|cell=rnn"}, "models", "inside", "clamp=z:2"),
        ({"models": "cell=lstm;bias=f"}, "models", "inside", "bias=f"),
        ({"models": "cell=lstm;bias=q:1"}, "models", "inside", "bias=q:1"),
        ({"models": "cell=lstm;bias=f:much"}, "models", "inside", "bias=f:much"),
        ({"models": "cell=lstm;bias=f:1,f:2"}, "models", "inside", "bias=f:1,f:2"),
        ({"changes": "clip=norm"}, "changes", "not_a_change", "clip=norm"),
        ({"changes": "soon:clip=norm"}, "changes", "not_a_change", "soon:clip=norm"),
        ({"changes": "-5:clip=norm"}, "changes", "not_a_change", "-5:clip=norm"),
        ({"changes": "1.5:clip=norm"}, "changes", "not_a_change", "1.5:clip=norm"),
        ({"changes": "1" * 9 + ":rate=1"}, "changes", "not_a_change", "1" * 9 + ":rate=1"),
        ({"changes": "5:clip"}, "changes", "not_a_setting", "clip"),
        ({"changes": ";".join(["1:rate=1"] * (LIMITS.changes + 1))}, "changes", "too_many_changes", LIMITS.changes + 1),
        ({"changes": "5:clip=hard"}, "changes", "inside", "clip=hard"),
        ({"changes": "5:rate=0"}, "changes", "inside", "rate=0"),
        ({"changes": "5:rate=1;9:rate=much"}, "changes", "inside", "rate=much"),
        ({"changes": "5:threshold=inf"}, "changes", "inside", "threshold=inf"),
        ({"changes": "5:truncate=-1"}, "changes", "inside", "truncate=-1"),
        ({"changes": "5:clamp=f:1.5"}, "changes", "inside", "clamp=f:1.5"),
        ({"changes": "5:clamp=f"}, "changes", "inside", "clamp=f"),
        ({"changes": "5:clamp=q:0"}, "changes", "inside", "clamp=q:0"),
        ({"changes": "5:clamp=f:x"}, "changes", "inside", "clamp=f:x"),
        # wrong for every one of the models, or for all cells
        ({"cell": "rnn,gru", "changes": "5:clamp=f:2"}, "changes", "inside", "clamp=f:2"),
        ({"models": "cell=rnn|cell=rnn", "changes": "5:clamp=q:0"}, "changes", "inside", "clamp=q:0"),
        ({"cell": "lstm,rnn", "models": "cell=gru", "changes": "5:clamp=f:-1"}, "changes", "inside", "clamp=f:-1"),
        ({"optimiser": "lion"}, "optimiser", "not_a_choice", "lion"),
    ],
)
def test_every_error_names_the_field_the_value_and_a_code(
    fields: dict[str, Any], field: str, code: str, value: Any
) -> None:
    found, kind, context = refused(**fields)
    assert (found, kind) == (field, code)
    assert str(context["value"]) == str(value)


@pytest.mark.parametrize("name", SHARED)
def test_what_all_models_share_is_no_model_s_own(name: str) -> None:
    value = plain(TaskTraining.model_fields[name].default)
    field, code, context = refused(models=f"cell=lstm;{name}={value}")
    assert (field, code, context["value"], context["allowed"]) == (
        "models",
        "not_a_choice",
        name,
        ", ".join(MODEL_FIELDS),
    )


@pytest.mark.parametrize("name", sorted(set(TaskTraining.model_fields) - set(LIVE_FIELDS)))
def test_what_is_not_live_is_never_changed(name: str) -> None:
    value = plain(TaskTraining.model_fields[name].default)
    field, code, context = refused(changes=f"5:{name}={value}")
    assert (field, code, context["value"], context["allowed"]) == (
        "changes",
        "not_a_choice",
        name,
        ", ".join(LIVE_FIELDS),
    )


@pytest.mark.parametrize("text", ["cell=rnn,lstm", "cell=lstm,gru;rho=1", "rho=1|cell=gru,gru,rnn"])
def test_a_model_has_one_cell(text: str) -> None:
    field, code, _ = refused(models=text)
    assert (field, code) == ("models", "not_a_choice")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"models": [[["steps", "3"]]]}, "models"),
        ({"models": [[["cell", "lstm"]]] * (LIMITS.models + 1)}, "models"),
        ({"models": 5}, "models"),
        ({"models": [5]}, "models"),
        ({"models": [["cell"]]}, "models"),
        ({"changes": [[5, "units", "9"]]}, "changes"),
        ({"changes": [[-5, "rate", "1"]]}, "changes"),
        ({"changes": [[5, "rate", "1"]] * (LIMITS.changes + 1)}, "changes"),
        ({"changes": 5}, "changes"),
        ({"changes": [5]}, "changes"),
    ],
)
def test_what_is_given_as_a_list_and_not_as_text_is_held_to_the_same_rules(fields: dict[str, Any], field: str) -> None:
    assert refused(**fields)[0] == field


def test_lists_make_the_same_configuration_as_text() -> None:
    text = TaskTraining(models="cell=lstm;rho=1.2|cell=rnn", changes="7:rate=1;9:clamp=f:0")
    listed = TaskTraining(
        models=[[["cell", "lstm"], ["rho", "1.2"]], [["cell", "rnn"]]],
        changes=[[7, "rate", "1"], [9, "clamp", "f:0"]],
    )
    assert listed == text
    assert TaskTraining.model_validate(dict(text)) == text


@given(st.text(alphabet="cellrnstm=;|:,fz019.-ab ", max_size=30), st.sampled_from(("models", "changes")))
def test_any_text_is_a_configuration_with_an_address_or_an_error_of_its_field(text: str, name: str) -> None:
    try:
        config = TaskTraining(**{name: text})
    except ValidationError as error:
        for one in error.errors():
            assert name in (*one["loc"], one.get("ctx", {}).get("field"))
    else:
        assert parsed(config.address()) == config


# --- what holds -------------------------------------------------------------------------------------------------------


def test_live_fields_may_be_a_model_s_own_and_own_fields_exist() -> None:
    assert set(LIVE_FIELDS) < set(MODEL_FIELDS) <= set(TaskTraining.model_fields)
    assert len(set(MODEL_FIELDS)) == len(MODEL_FIELDS)
    assert {*VALUES, "bias", "clamp"} == set(MODEL_FIELDS)  # this file tries them all
    training = [row["name"] for row in table(TaskTraining) if row["group"] == "training"]
    assert training == [name for name in TaskTraining.model_fields if name not in RunConfig.model_fields]


def test_each_model_has_its_own_fields_and_all_others_of_the_whole() -> None:
    config = TaskTraining(
        models="cell=lstm;rho=1.2;optimiser=sgd|cell=gru;units=5", units=9, rho=0.5, rate=0.1, steps=7
    )
    lstm, gru = config.effective(0)
    assert (lstm.cell, lstm.rho, lstm.optimiser, lstm.units, lstm.rate) == (("lstm",), 1.2, "sgd", 9, 0.1)
    assert (gru.cell, gru.rho, gru.optimiser, gru.units, gru.rate) == (("gru",), 0.5, "adam", 5, 0.1)
    for one in (lstm, gru):
        assert (one.steps, one.models, one.changes) == (7, (), ())
    (alone,) = TaskTraining(cell="gru,rnn", models="rho=1.1").effective(0)
    assert alone.cell == ("gru",)  # the first, where a model names none


@pytest.mark.parametrize("name", MODEL_FIELDS)
def test_every_own_field_reaches_its_model_and_no_other(name: str) -> None:
    text = {"cell": "gru", "bias": "f:-1", "clamp": "f:0.5"}.get(name)
    usual = getattr(TaskTraining(cell="lstm"), name)
    if text is None:
        row = next(row for row in table(TaskTraining) if row["name"] == name)
        value = next((one for one in row.get("choices", ()) if one != usual), None)
        text = value or plain({"threshold": 0.5, "rate": 0.1, "rho": 1.5, "layers": 2}.get(name, 1))
    models = f"cell=lstm|{name}={text}" if name == "cell" else f"cell=lstm|cell=lstm;{name}={text}"
    other, mine = TaskTraining(cell="lstm", bias={}, models=models).effective(0)
    given = getattr(mine, name)
    assert plain(given) == text
    assert given != getattr(other, name)
    assert {n for n in MODEL_FIELDS if getattr(mine, n) != getattr(other, n)} == {name}


@pytest.mark.parametrize("name", LIVE_FIELDS)
def test_a_change_holds_for_every_model_from_the_iteration_after_it_and_over_their_own(name: str) -> None:
    text = {"rate": "0.5", "clip": "value", "threshold": "0.25", "clamp": "f:0.5", "truncate": "6"}[name]
    first = {"rate": "0.1", "clip": "norm", "threshold": "2", "clamp": "i:1", "truncate": "3"}[name]
    config = TaskTraining(models=f"cell=lstm;{name}={first}|cell=lstm", changes=f"20:{name}={text}")
    for iteration in (0, 1, 20):
        own, usual = config.effective(iteration)
        assert plain(getattr(own, name)) == first
        assert getattr(usual, name) == TaskTraining.model_fields[name].default
    for iteration in (21, 22, 10**6):
        assert [plain(getattr(one, name)) for one in config.effective(iteration)] == [text, text]


def test_a_change_after_0_iterations_holds_from_the_first_and_a_later_one_takes_its_place() -> None:
    config = TaskTraining(cell="lstm", changes="0:rate=0.5;10:rate=0.25;20:clamp=f:1;30:clamp=")
    found = {n: config.effective(n)[0] for n in (0, 1, 10, 11, 21, 31)}
    assert {n: one.rate for n, one in found.items()} == {0: 0.003, 1: 0.5, 10: 0.5, 11: 0.25, 21: 0.25, 31: 0.25}
    assert {n: one.clamp for n, one in found.items()} == {0: {}, 1: {}, 10: {}, 11: {}, 21: {"f": 1.0}, 31: {}}


@given(train_configs(), st.integers(0, 120))
def test_whatever_holds_for_a_model_is_a_configuration_of_its_own(config: TaskTraining, iteration: int) -> None:
    found = config.effective(iteration)
    assert len(found) == len(config.names) == len(config.models or config.cell)
    for one, name in zip(found, config.names, strict=True):
        assert len(one.cell) == 1
        assert name.partition(".")[0] == one.cell[0]
        mine = {gate.name for gate in CELLS[one.cell[0]].gates}
        assert set(one.clamp) <= mine
        assert parsed(one.address(idle=True)) == one
        assert one.effective(iteration) == (one,)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"threshold": 0.5}, ""),
        ({"threshold": 0.5, "changes": "9:clip=norm"}, "threshold=0.5&changes=9:clip=norm"),
        ({"threshold": 0.5, "models": "clip=norm"}, "threshold=0.5&models=clip=norm"),
        ({"threshold": 0.5, "clip": "norm", "models": "clip=none"}, "clip=norm&models=clip=none"),
        ({"cell": "rnn", "clamp": "f:0", "models": "cell=lstm"}, "cell=rnn&clamp=f:0&models=cell=lstm"),
        ({"cell": "lstm", "clamp": "f:0", "models": "cell=rnn"}, "cell=lstm&models=cell=rnn"),
        ({"task": "sequence", "minibatch": 4}, "task=sequence"),
    ],
)
def test_what_acts_in_no_model_and_after_no_change_is_left_out_of_the_address(
    fields: dict[str, Any], address: str
) -> None:
    assert TaskTraining(**fields).address() == address


def test_a_run_of_an_application_has_its_fields_and_none_of_a_task() -> None:
    assert set(ApplicationTraining.model_fields) - set(TaskTraining.model_fields) == {"app", "variant", "material"}
    assert set(TaskTraining.model_fields) - set(ApplicationTraining.model_fields) == {
        "task", "values", "steps", "loss_at", "input_scale", "batch", "layers",
    }  # fmt: skip
    config = ApplicationTraining(app="sentiment", seed=3, cell="gru", rate=0.1, threshold=2)
    assert config.address() == "seed=3&cell=gru&app=sentiment&rate=0.1"
    assert config.resolved() == config
    assert config.steps == APPLICATIONS["sentiment"].steps
    assert kind_of_training({"app": "sentiment"}) is ApplicationTraining
    assert kind_of_training({"app": ""}) is kind_of_training({}) is TaskTraining
    with pytest.raises(ValidationError):
        ApplicationTraining(app="sentiment", task="latch")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        TaskTraining(variant="own")  # type: ignore[call-arg]


def test_a_gate_that_only_another_of_the_compared_cells_has_is_left_out() -> None:
    rnn, lstm, gru = TaskTraining(clamp="f:0.5,z:0.25", bias="f:1,z:2").effective(0)
    assert (rnn.clamp, lstm.clamp, gru.clamp) == ({}, {"f": 0.5}, {"z": 0.25})
    assert (rnn.bias, lstm.bias, gru.bias) == ({}, {"f": 1.0}, {"z": 2.0})
    changed = TaskTraining(models="cell=gru|cell=lstm|cell=rnn", changes="5:clamp=f:0").effective(6)
    assert [one.clamp for one in changed] == [{}, {"f": 0.0}, {}]
    common = TaskTraining(models="cell=lstm|cell=lstm", changes="5:clamp=f:0").effective(6)
    assert [one.clamp for one in common] == [{"f": 0.0}] * 2


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, DEFAULT_CELLS),
        ({"cell": "gru,rnn"}, ("gru", "rnn")),
        ({"models": "cell=lstm"}, ("lstm",)),
        ({"models": "cell=lstm|cell=rnn|cell=lstm"}, ("lstm.1", "rnn", "lstm.2")),
        ({"cell": "gru", "models": "rho=1|rho=2"}, ("gru.1", "gru.2")),
        ({"cell": "gru", "models": "rho=1|cell=gru|cell=rnn"}, ("gru.1", "gru.2", "rnn")),
    ],
)
def test_a_model_is_called_by_its_cell_and_numbered_where_several_have_it(
    fields: dict[str, Any], names: tuple[str, ...]
) -> None:
    assert TaskTraining(**fields).names == names


def spelled(config: TaskTraining) -> list[str]:
    return [str(change) for change in config.changes]


def test_further_changes_are_added_in_their_place_and_take_that_of_the_same_field_there() -> None:
    config = TaskTraining(cell="lstm", changes="5:rate=1;10:rate=2;20:rate=3")
    more = config.with_added_changes([Change(7, "clip", "norm"), Change(10, "threshold", "2"), Change(10, "rate", "4")])
    assert spelled(more) == ["5:rate=1", "7:clip=norm", "10:threshold=2", "10:rate=4", "20:rate=3"]
    assert config.with_added_changes([]) == config
    assert len(config.changes) == 3  # itself it does not change
    for wrong in (Change(5, "rate", "0"), Change(5, "units", "3")):
        with pytest.raises(ValidationError):
            config.with_added_changes([wrong])


def test_a_run_until_an_iteration_has_the_changes_that_have_acted_by_then() -> None:
    config = TaskTraining(cell="lstm", models="rho=1|rho=2", changes="5:rate=1;10:rate=2;20:rate=3")
    assert spelled(config.until(10)) == ["5:rate=1"]  # the one after iteration 10 acts in the eleventh
    assert spelled(config.until(11)) == ["5:rate=1", "10:rate=2"]
    assert config.until(0).changes == ()
    assert config.until(21) == config
    assert config.until(0).models == config.models
    for n in range(25):
        assert [config.until(n).effective(k) for k in range(n + 1)] == [config.effective(k) for k in range(n + 1)]


def test_a_typed_sequence_sets_the_steps_and_one_sequence_in_a_batch() -> None:
    config = TaskTraining(task="sequence", values="1,2,3,4", steps=50, minibatch=32, models="cell=rnn")
    found = config.resolved()
    assert (found.steps, found.batch, found.minibatch, found.models) == (3, 1, 1, config.models)
    assert TaskTraining().resolved() == TaskTraining()
