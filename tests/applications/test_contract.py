"""What every application keeps to, over the registry: batches, held-out data, recipe, play, errors, words, weights."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from app import words
from app.api.cost import bound_training
from app.api.played import Play, of_shipped
from app.api.query import AnswerOptions
from app.applications import APPLICATIONS, build, weights
from app.applications.base import OWN, Application, MaterialError, Model, Played
from app.applications.config import PlayConfig
from app.applications.traced import traced
from app.bptt.architecture import learn
from app.bptt.examples import Examples
from app.cells import CELLS
from app.settings import LIMITS
from app.trace import FIELDS
from app.trace.run import Selection
from app.training.config import TrainConfig
from app.training.run import Budget, advance, begin
from tests.applications.toy import Toy

ROOT = Path(__file__).parent.parent.parent
KINDS = {**APPLICATIONS, Toy.name: Toy}
SHIPPED = [(name, variant) for name, kind in KINDS.items() for variant in kind.variants if variant != OWN]
OF_THE_PROJECT = [pair for pair in SHIPPED if pair[0] != Toy.name]
MOST_BYTES = 3_000_000
"""Of all weights that ship."""

every_variant = pytest.mark.parametrize(("name", "variant"), SHIPPED)
every_application = pytest.mark.parametrize("name", list(KINDS))
every_cell = pytest.mark.parametrize("cell", list(CELLS))
of_the_project = pytest.mark.parametrize("name", list(APPLICATIONS))
pytestmark = pytest.mark.usefixtures("toy")


def drawn(application: Application, seed: int = 0, size: int = 5) -> Examples:
    return application.batch(np.random.default_rng(seed), size)


def small(name: str, variant: str, cell: str = "gru", units: int = 4) -> Model:
    """A network of the application with a few random units."""
    plan = build(name, variant).architecture(units)
    params = plan.initialise(CELLS[cell], init="orthogonal", rho=0.9, bias={}, seed=1, dtype=np.dtype(float))
    return Model(CELLS[cell](), plan, params)


def network(name: str, variant: str, cell: str) -> Model:
    """The network with the weights that ship. Where they have not been made yet there is nothing to test."""
    if not weights.file_of(name, variant, cell).is_file():
        pytest.skip(f"no weights for {name} {variant} {cell} yet")
    return weights.model(build(name, variant), cell, {}, weights.shipped(name, variant, cell))


# --- data -----------------------------------------------------------------------------------------------------------


@every_variant
def test_batches_fit_the_network(name: str, variant: str) -> None:
    application = build(name, variant)
    for seed in range(5):
        fits(application, drawn(application, seed), 5)
    fits(application, application.held_out, None)


def fits(application: Application, examples: Examples, size: int | None) -> None:
    """Hold a batch to what the application's network and the engine take."""
    plan = application.architecture(4)
    steps, count = examples.mask.shape
    assert size is None or count == examples.size == size
    assert examples.mask.dtype == bool
    assert examples.mask.any(axis=0).all(), "a sequence without a step"
    assert (np.diff(examples.mask.astype(int), axis=0) <= 0).all(), "padding comes at the end"
    assert examples.mask.any(axis=1).all(), "more padding than the longest sequence needs"
    if plan.vocabulary:
        assert examples.inputs.shape == (steps, count)
        assert examples.inputs.dtype.kind == "i"
        assert 0 <= examples.inputs.min() <= examples.inputs.max() < plan.vocabulary
    else:
        assert examples.inputs.shape == (steps, count, plan.inputs)
        assert np.isfinite(examples.inputs).all()
    late = examples.mask.shape if examples.decoder is None else examples.decoder.shape
    assert examples.weights.shape == late
    assert (examples.weights >= 0).all()
    assert 0 < examples.weights.sum() < np.inf
    assert steps + (0 if examples.decoder is None else len(examples.decoder)) <= application.steps <= LIMITS.steps
    if examples.decoder is None:
        assert not examples.weights[~examples.mask].any(), "padding is asked something"
    model = small(application.name, application.variant)
    found = learn(model.architecture, model.cell, model.params, examples, application.judge, steps=application.steps)
    assert np.isfinite(found.loss)
    assert found.loss > 0
    assert found.broken is None
    assert len(found.reach.log10) == application.steps
    run = model.forward(examples)
    assert run.outputs.shape == (*late, plan.outputs)
    d_y = application.judge(run.outputs, examples).d_y
    assert d_y.shape == run.outputs.shape
    assert not d_y[: len(examples.mask)][~examples.mask].any() or examples.decoder is not None


@every_variant
def test_the_same_seed_draws_the_same_batch_and_another_seed_another(name: str, variant: str) -> None:
    first, again = (drawn(build(name, variant), 1) for _ in range(2))
    other = drawn(build(name, variant), 2)
    equal(first, again)
    with pytest.raises(AssertionError):
        equal(first, other)


def equal(one: Examples, other: Examples) -> None:
    for field in ("inputs", "mask", "targets", "weights", "decoder"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field), err_msg=field)


@every_variant
def test_the_held_out_batch_is_fixed_whatever_was_drawn_before(name: str, variant: str) -> None:
    kind = KINDS[name]
    one, other = kind(variant), kind(variant)
    for seed in range(3):
        drawn(one, seed)
    equal(one.held_out, other.held_out)
    assert 16 <= one.held_out.size <= 512
    measured = [one.measure(small(name, variant), quick=True) for _ in range(2)]
    assert measured[0] == measured[1]


@every_variant
def test_a_batch_is_cast_and_does_not_share_memory_with_what_is_kept(name: str, variant: str) -> None:
    application = build(name, variant)
    before = drawn(application, 3)
    spoiled = drawn(application, 3)
    for field in ("inputs", "targets", "weights"):
        getattr(spoiled, field)[:] = 0
    equal(drawn(application, 3), before)
    cast = before.cast(np.dtype(np.float32))
    assert cast.weights.dtype == np.float32


# --- training -------------------------------------------------------------------------------------------------------


def recipe(name: str, variant: str, cell: str, **fields: Any) -> TrainConfig:
    given = dict(parse_qsl(KINDS[name].recipe_of(variant)))
    return TrainConfig.model_validate({**given, "app": name, "variant": variant, "cell": cell, **fields})


@every_variant
@every_cell
def test_the_recipe_is_a_run_that_may_be_asked_for(name: str, variant: str, cell: str) -> None:
    config = recipe(name, variant, cell)
    assert TrainConfig.model_validate(dict(parse_qsl(config.address()))) == config
    bound_training(config.resolved())
    assert config.iterations <= LIMITS.iterations
    assert config.task == TrainConfig().task, "a recipe has nothing of the laboratory's tasks"


@every_variant
def test_a_small_network_learns_something_in_a_few_seconds(name: str, variant: str) -> None:
    kind = KINDS[name]
    config = recipe(name, variant, kind.cell, units=16, minibatch=16, iterations=400, changes="")
    run, frames = advance(begin(config), Budget(seconds=3.0))
    losses = [frame.points[0].loss for frame in frames if frame.points[0] is not None]
    assert not any(model.end for model in run.models)
    few = max(3, len(losses) // 5)
    assert np.mean(losses[-few:]) < np.mean(losses[:few])


@every_variant
def test_the_best_guess_is_a_loss_or_nothing(name: str, variant: str) -> None:
    guess = build(name, variant).guess()
    assert guess is None or 0 < guess < np.inf


# --- play -----------------------------------------------------------------------------------------------------------


def request_of(name: str, variant: str, cell: str, **fields: Any) -> PlayConfig:
    return PlayConfig(app=name, variant=variant, cell=cell, **fields)


def body(request: PlayConfig, **options: Any) -> dict[str, Any]:
    """The answer of /api/play, read as strict JSON; the errors of a reader go on to the caller."""
    text = of_shipped(Play(request, AnswerOptions(**options)))
    return dict(json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON")))


@every_variant
@every_cell
def test_play_shows_its_own_example_with_everything_that_a_page_may_ask_for(name: str, variant: str, cell: str) -> None:
    model, request = network(name, variant, cell), request_of(name, variant, cell)
    found = build(name, variant).play(model, request)
    holds_together(model, found)
    for encoding in ("display", "list"):
        answer = body(request, fields=FIELDS, encoding=encoding)
        assert answer["tokens"] == list(found.tokens)
        assert answer["variant"] == variant
        assert {len(run["states"]["h"]) for run in answer["trace"]["runs"] if encoding == "list"} <= {len(found.tokens)}


def holds_together(model: Model, found: Played) -> None:
    """Tokens, passes and trace of a play have one time axis, of one sequence."""
    steps = len(found.tokens)
    assert all(isinstance(token, str) for token in found.tokens)
    assert 1 <= found.focus <= steps <= LIMITS.steps
    assert found.run.examples.size == 1
    layers = found.back.layers
    assert layers.keys() == model.architecture.layers().keys()
    if "encoder" in layers:
        assert sum(len(one.d_h) for one in layers.values()) == steps
    else:
        assert {len(one.d_h) for one in layers.values()} == {steps}
    assert len(found.judged.losses) == len(found.run.outputs)
    assert np.isfinite(found.judged.total)
    assert any(np.abs(value).max() > 0 for value in found.back.params.values()), "the gradient of nothing"
    request = PlayConfig.model_construct(**{name: info.default for name, info in PlayConfig.model_fields.items()})
    trace = traced(model, request, found, ("norms",), Selection(0, 0))
    assert trace.config.steps == steps
    assert trace.runs[0].verdict.kind in ("vanishing", "stable", "exploding")


@every_variant
@every_cell
def test_every_gate_can_be_held_and_the_gradient_be_cut_and_clipped(name: str, variant: str, cell: str) -> None:
    network(name, variant, cell)
    for gate in CELLS[cell].gates:
        for value in gate.bounds:
            answer = body(request_of(name, variant, cell, clamp={gate.name: value}), fields=("gates",), encoding="list")
            assert set(np.ravel(answer["trace"]["runs"][0]["gates"][gate.name])) == {value}
    cut = body(request_of(name, variant, cell, truncate=1), fields=("norms",), encoding="list")
    status = cut["trace"]["runs"][0]["norms"]["d_state"]["h"]["status"]
    whole = body(request_of(name, variant, cell), fields=("norms",), encoding="list")["trace"]["runs"][0]
    assert status.count(0) <= whole["norms"]["d_state"]["h"]["status"].count(0)
    clipped = body(request_of(name, variant, cell, clip="norm", threshold=1e-4), fields=("clipping",))
    assert clipped["trace"]["runs"][0]["clipping"]["after"]["log10"] <= -4 + 1e-6


@every_variant
def test_the_focus_is_a_step_of_the_time_axis_and_nothing_else(name: str, variant: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    plain = body(request_of(name, variant, cell))
    steps = len(plain["tokens"])
    assert 1 <= plain["focus"] <= steps
    told, refused = 0, []
    for focus in (1, steps // 2 or 1, steps):
        try:
            answer = body(request_of(name, variant, cell, focus=focus))
        except MaterialError as error:  # a step that has no answer of its own, such as one of an encoder
            refused.append(error)
            continue
        told += 1
        assert (answer["focus"], len(answer["tokens"])) == (focus, steps)
    if steps < LIMITS.steps:
        with pytest.raises(MaterialError) as caught:
            body(request_of(name, variant, cell, focus=steps + 1))
        refused.append(caught.value)
    assert told, "no step can be asked about"
    for error in refused:
        assert (error.code, error.field) == ("out_of_range", "focus")
        assert {"value", "allowed"} <= error.values.keys()
        assert re.search(r"\d+ … \d+", str(error.values["allowed"]))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "😀👩‍👩‍👧‍👦🇪🇸",
    "a" * 400,
    "no " * 133,
    "ß ﬁ İ ı Ǆ",
    "\x00\x01\x02\x1b[31m",
    "\u202egnirts\u200b\ufeff",
    "e\u0301" * 100,
    "   ",
    "\n\t\r\n",
    "'; DROP TABLE words; --",
    "{0} {value} %s %(x)s \\",
    "∎",
    "漢字かな",
    "\ud83d",
    "¿¡!?.,;:",
    "1e999 nan -inf",
    "El gato no come. The cat doesn't eat.",
    string.printable,
]


@every_variant
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_played_or_refused_with_what_is_wrong(name: str, variant: str, text: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    for fields in ({}, {"focus": 1}, {"focus": 400}):
        answered_or_refused(request_of(name, variant, cell, text=text, **fields))


def answered_or_refused(request: PlayConfig) -> None:
    """An answer, or a fault of the reader's that names the field, the value and what is allowed, in both languages."""
    try:
        answer = body(request, encoding="display")
    except MaterialError as error:
        assert error.field in (*PlayConfig.model_fields,)
        assert "value" in error.values
        json.dumps(error.values, default=str)
    except UnicodeEncodeError:
        assert "\ud83d" in request.text  # no address has it
    else:
        assert len(answer["tokens"]) <= LIMITS.steps
        assert answer["focus"] <= len(answer["tokens"])


EXTREMES: dict[str, tuple[Any, ...]] = {
    "language": ("es", "en"),
    "example": (0, 1, 9999),
    "distance": (1, 60),
    "horizon": (1, 24),
    "length": (1, 200),
    "temperature": (0.0, 0.05, 2.0),
    "seed": (0, 2**31 - 1),
}


@every_variant
def test_every_field_can_be_at_its_bounds(name: str, variant: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    assert set(KINDS[name].fields) <= set(PlayConfig.model_fields)
    for field, values in EXTREMES.items():
        for value in values:
            found = body(request_of(name, variant, cell, **{field: value}))
            assert found["tokens"], (field, value)


@every_variant
def test_the_same_request_has_the_same_answer(name: str, variant: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    request = request_of(name, variant, cell, seed=5)
    assert of_shipped(Play(request, AnswerOptions())) == of_shipped(Play(request, AnswerOptions()))


@every_variant
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_network_in_training_can_be_played_in_its_own_precision(name: str, variant: str, dtype: str) -> None:
    start = small(name, variant)
    model = Model(start.cell, start.architecture, {key: value.astype(dtype) for key, value in start.params.items()})
    found = build(name, variant).play(model, request_of(name, variant, "gru"))
    assert found.run.outputs.dtype == dtype
    assert {value.dtype.name for value in found.back.params.values()} == {dtype}


# --- what readers bring ---------------------------------------------------------------------------------------------

RUBBISH = [
    b"",
    b"\x00" * 50,
    bytes(range(256)) * 4,
    b"\xff\xfe" + "texto".encode("utf-16-le"),
    b"RIFF\x24\x00\x00\x00WAVEfmt ",
    b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\xff\xff\xff\xff",
    b",,,,\n" * 30,
    b"1\n" * 40,
    b"nan\ninf\n-inf\n1e999\n" * 10,
    b"=cmd|' /C calc'!A0\n" * 30,
    "año;valor\n1;2,5\n".encode() * 20,
    b"a" * 90,
    b"abc\nbca\n",
    "¿Qué?\n".encode("latin-1") * 30,
]
TAKERS = [name for name, kind in KINDS.items() if kind.material_bytes]


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize("content", RUBBISH, ids=range(len(RUBBISH)))
def test_whatever_is_brought_is_described_or_refused_with_what_is_wrong(name: str, content: bytes) -> None:
    kind = KINDS[name]
    try:
        about = kind.read_material(content)
    except MaterialError as error:
        assert error.field == "material"
        assert "value" in error.values
    else:
        json.dumps(about, allow_nan=False)
        if OWN in kind.variants:
            learns(name, content)


def learns(name: str, content: bytes) -> None:
    """What was accepted as a reader's own material can be trained on and played with."""
    kind = KINDS[name]
    config = recipe(name, OWN, kind.cell, material="0" * 64, units=4, minibatch=2, iterations=2)
    run, frames = advance(begin(config, content), Budget())
    assert len(frames) == 2
    application = build(name, OWN, content)
    model = Model(CELLS[kind.cell](), application.architecture(4), run.models[0].params)
    holds_together(model, application.play(model, PlayConfig(app=name, variant=OWN, material="0" * 64)))


@every_application
def test_only_who_takes_material_has_a_variant_of_one_s_own(name: str) -> None:
    kind = KINDS[name]
    assert OWN not in kind.variants or kind.material_bytes
    assert OWN != kind.variants[0]
    assert kind.material_bytes <= LIMITS.material_bytes
    if not kind.material_bytes:
        with pytest.raises(MaterialError):
            kind.read_material(b"anything")


# --- weights --------------------------------------------------------------------------------------------------------


def test_every_variant_but_one_s_own_has_weights_for_every_cell_in_at_most_three_megabytes() -> None:
    expected = {weights.file_of(name, variant, cell).name for name, variant in OF_THE_PROJECT for cell in CELLS}
    files = {path.name: path.stat().st_size for path in (ROOT / "app" / "applications" / "weights").glob("*.npz")}
    assert set(files) == expected
    assert sum(files.values()) <= MOST_BYTES


@pytest.mark.parametrize(("name", "variant"), OF_THE_PROJECT)
@every_cell
def test_weights_are_small_finite_and_those_of_the_network(name: str, variant: str, cell: str) -> None:
    model = network(name, variant, cell)
    with np.load(weights.file_of(name, variant, cell)) as file:
        assert {file[key].dtype.name for key in file.files} == {"float16"}
    assert {key: value.shape for key, value in model.params.items()} == model.architecture.shapes(CELLS[cell])
    assert all(np.isfinite(value).all() for value in model.params.values())


@pytest.mark.parametrize(("name", "variant"), OF_THE_PROJECT)
def test_the_weights_that_ship_reach_the_measure(name: str, variant: str, record_property: Any) -> None:
    kind = KINDS[name]
    found = build(name, variant).measure(network(name, variant, kind.cell))
    record_property(f"{name} {variant} {kind.measure_name}", f"{found.value:.4f}, baseline {found.baseline:.4f}")
    better = found.value > found.baseline if kind.higher else found.value < found.baseline
    assert better
    if kind.goal is not None and variant == kind.variants[0]:
        assert found.value >= kind.goal if kind.higher else found.value <= kind.goal
    noted = weights.figures().get(".".join(filter(None, (name, variant))), {}).get(kind.cell)
    assert noted is not None
    assert noted["value"] == pytest.approx(found.value, rel=1e-6)


# --- words ----------------------------------------------------------------------------------------------------------


@cache
def codes() -> dict[str, set[str]]:
    """Every code of a fault that an application may raise, and the files that it stands in."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "app" / "applications").rglob("*.py")):
        for code in raised(ast.parse(path.read_text("utf-8"))):
            found.setdefault(code, set()).add(str(path.relative_to(ROOT)))
    return found


def raised(tree: ast.AST) -> Iterator[str]:
    """The codes in the calls that make a fault: MaterialError("…"), TableError("…"), problem("…")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if (name.endswith("Error") or name in ("problem", "fault")) and isinstance(first, ast.Constant):
                if isinstance(first.value, str) and re.fullmatch(r"[a-z_]+", first.value):
                    yield first.value


@pytest.mark.parametrize("language", list(words.catalogues()))
def test_every_fault_has_words_in_every_language(language: str) -> None:
    known = words.catalogues()[language]
    missing = {f"error.{code}": sorted(files) for code, files in codes().items() if f"error.{code}" not in known}
    assert not missing
    for code in ("no_such_material", "not_trained", "material_too_long", "no_material", "too_long"):
        assert f"error.{code}" in known


@pytest.mark.parametrize("language", list(words.catalogues()))
@of_the_project
def test_every_application_has_its_words(name: str, language: str) -> None:
    kind, known = APPLICATIONS[name], words.catalogues()[language]
    keys = {f"app.{name}.{part}" for part in ("title", "about", "lesson")}
    keys |= {f"app.{name}.variant.{variant}" for variant in kind.variants if variant}
    keys |= {f"measure.{kind.measure_name}", f"appbaseline.{kind.baseline_name}"}
    assert not sorted(keys - known.keys())
    assert all(known[key].strip() for key in keys)


@pytest.mark.parametrize("language", list(words.catalogues()))
def test_every_field_of_a_play_has_its_words(language: str) -> None:
    known = words.catalogues()[language]
    keys = {f"config.{field}.{part}" for field in PlayConfig.model_fields for part in ("label", "help")}
    keys |= {f"config.{field}.{part}" for field in ("app", "variant", "material") for part in ("label", "help")}
    assert not sorted(keys - known.keys())
