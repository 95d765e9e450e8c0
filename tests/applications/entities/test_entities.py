"""The tagger: batches, what a prediction shows as the words come, and that forward only cannot know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.applications.base import MaterialError, Network, Prediction
from app.applications.entities import LONGEST, Entities, examples, history, lessons, names_in, tags_of
from app.applications.entities.answer import Entity
from app.applications.entities.sentences import TAGS
from tests.applications.registry import built, measured, network, small, trained_on

NAME = "entities"


def predict(model: Network, variant: str = "both", **fields: Any) -> Prediction[Any]:
    return built(Entities, variant).predict(model, Entities.request(variant=variant, **fields))


def test_a_tag_is_asked_at_every_word() -> None:
    batch = built(Entities).batch(np.random.default_rng(0), 16)
    assert (batch.weights == batch.mask).all()
    assert batch.targets.max() < len(TAGS)
    assert len(batch.mask) <= built(Entities).steps


def test_what_is_typed_is_tagged_word_by_word() -> None:
    found = predict(small(NAME, "both"), cell="gru", text="Ayer, Santiago llegó.")
    answer = found.answer
    assert found.tokens == ("Ayer", ",", "Santiago", "llegó", ".")
    assert answer.words == found.tokens
    assert len(answer.tags) == 5
    assert answer.truth is None
    assert answer.read_as == ("ayer", ",", "Santiago", "llegó", ".")
    assert answer.probabilities.shape == (5, len(TAGS))
    assert answer.probabilities.sum(axis=1) == pytest.approx(np.ones(5))


def test_the_history_tags_each_beginning_and_ends_in_the_tags_of_the_whole() -> None:
    model = small(NAME, "both")
    found = predict(model, cell="gru", example=2).answer
    words = found.words
    assert [len(row) for row in found.history] == list(range(1, len(words) + 1))
    assert found.history[-1] == found.tags
    assert found.history[2] == history(model, words[:3])[-1]
    spanish = [sentence for sentence in lessons("validation") if sentence.language == "es"]
    assert found.truth == spanish[2].tags


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_example_is_in_the_language_that_is_asked_for(language: str) -> None:
    found = predict(small(NAME, "both"), cell="gru", example=1, language=language).answer
    own = [sentence for sentence in lessons("validation") if sentence.language == language]
    assert found.words == own[1].words


def test_forward_only_never_changes_its_mind() -> None:
    found = predict(small(NAME, "forward"), "forward", cell="gru", example=5).answer.history
    assert all(row == found[-1][: len(row)] for row in found)


def test_the_gradient_comes_from_the_first_name_unless_another_step_is_asked_for() -> None:
    model = small(NAME, "both")
    named = {**model.params, "b_y": np.array([0.0, 0, 0, 9, 0, 0, 0])}  # every word is a place
    assert predict(replace(model, params=named), cell="gru", text="en un lugar").focus == 1
    nothing = {**model.params, "b_y": np.array([9.0, 0, 0, 0, 0, 0, 0])}
    assert predict(replace(model, params=nothing), cell="gru", text="en un lugar").focus == 3
    assert predict(model, cell="gru", text="en un lugar", focus=2).focus == 2
    assert predict(model, cell="gru", text="en un lugar", focus=99).focus == 3


def test_entities_are_told_as_spans() -> None:
    model = small(NAME, "both")
    named = replace(model, params={**model.params, "b_y": np.array([0.0, 0, 9, 0, 0, 0, 0])})
    assert predict(named, cell="gru", text="Ana Pérez").answer.entities == (Entity(0, 2, "PER", "Ana Pérez"),)


def test_tags_of_a_batch_leave_the_padding_out() -> None:
    model = small(NAME, "both")
    asked = examples([[1, 2, 3], [1]], [("O",) * 3, ("O",)])
    alone = examples([[1]], [("O",)])
    assert [len(tags) for tags in tags_of(model, asked)] == [3, 1]
    assert tags_of(model, asked)[1] == tags_of(model, alone)[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("J.K.  Rowling", "J.K.  Rowling"), ("O’Connor", "O’Connor"), ("Muñoz", "Muñoz"), ("AT&T", "AT&T")],
)
def test_a_name_is_told_as_it_was_typed(typed: str, name: str) -> None:
    model = small(NAME, "both")
    inside = [9.0 if tag == "I-PER" else 0.0 for tag in TAGS]
    named = replace(model, params={**model.params, "W_hy": 0 * model.params["W_hy"], "b_y": np.array(inside)})
    assert [one.text for one in predict(named, cell="gru", text=typed).answer.entities] == [name]
    assert names_in(named, typed) == [("PER", name)]


def test_a_sentence_that_is_too_long_is_refused() -> None:
    with pytest.raises(MaterialError) as found:
        predict(small(NAME, "both"), cell="gru", text="a " * (LONGEST + 1))
    assert found.value.code == "too_many_words"


def test_training_from_scratch_lowers_the_loss_and_finds_names() -> None:
    application, model, rng = built(Entities), small(NAME, "both", "gru", units=12), np.random.default_rng(0)
    model, _ = trained_on(application, model, lambda: application.batch(rng, 32), iterations=150, rate=0.02)
    found = application.measure(model, quick=True)
    assert found.value > found.baseline + 0.1
    assert set(vars(found.details)) == {"PER", "LOC", "ORG", "everyday", "first_sentences"}
    assert vars(found.details)["first_sentences"] is None  # it was a quick look


def test_both_directions_find_the_names_and_forward_only_visibly_fewer() -> None:
    both, forward = (measured(NAME, variant, "lstm") for variant in ("both", "forward"))
    assert both.value >= 0.95
    assert forward.value < both.value - 0.2
    assert both.baseline == forward.baseline < both.value


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("Ayer Santiago llegó tarde", "Santiago", "PER"),
        ("Ayer Santiago acogió a los turistas", "Santiago", "LOC"),
        ("Santiago Pérez habló durante horas", "Santiago Pérez", "PER"),
        ("They say that Amazon fired a thousand employees", "Amazon", "ORG"),
        ("They say that Amazon flows into the sea", "Amazon", "LOC"),
        ("Río Pérez llegó tarde", "Río Pérez", "PER"),
        ("Río Tinto subió en bolsa", "Río Tinto", "ORG"),
        ("Mi tía vive en Ebrelia", "Ebrelia", "LOC"),
    ],
)
def test_what_follows_decides_what_a_name_is(typed: str, name: str, kind: str) -> None:
    found = predict(network(NAME, "both", "lstm"), text=typed).answer.entities
    assert (name, kind) in [(one.text, one.kind) for one in found]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("¿El médico vive en París?", {("LOC", "París")}),
        ("My sister lives in Rome. The doctor lives in Paris.", {("LOC", "Rome"), ("LOC", "Paris")}),
        ("Barack Obama visited Microsoft in Paris", {("PER", "Barack Obama"), ("ORG", "Microsoft"), ("LOC", "Paris")}),
        ("ana lives in london", {("PER", "ana"), ("LOC", "london")}),
        ("John's mother lives in Dublin", {("PER", "John"), ("LOC", "Dublin")}),
        ("Malaga es muy bonita", {("LOC", "Malaga")}),
        ("The cat sleeps on the sofa", set()),
    ],
)
def test_first_lessons_each_kind_are_wholly_right(typed: str, names: set[tuple[str, str]]) -> None:
    assert set(names_in(network(NAME, "both", "lstm"), typed)) == names


def test_an_unknown_name_makes_it_less_sure() -> None:
    """The mean probability of the likeliest tag on words of names, known and not, in the same sentences."""
    model = network(NAME, "both", "lstm")
    frames = ["{} lives in London", "I met {} yesterday", "Me llamo {}", "Vivo en {}", "{} is great", "I love {}"]
    known, unknown = ["Ana", "Paris", "Google", "Peter"], ["Ebrelia", "Zwolper", "Quintavo", "Morrinax"]

    def mean(names: list[str]) -> float:
        sure = []
        for frame in frames:
            for name in names:
                answer = predict(model, text=frame.format(name)).answer
                assert (answer.read_as[answer.words.index(name)][0] == "‹") == (name in unknown)
                sure.append(answer.probabilities[answer.words.index(name)].max())
        return float(np.mean(sure))

    assert mean(unknown) < mean(known) - 0.02


def test_a_whole_measure_says_of_how_many_sentences_and_how_sure_it_is() -> None:
    found = built(Entities).measure(network(NAME, "both", "lstm"), "validation")
    assert found.examples == 1000
    assert found.interval is not None
    assert found.interval[0] < found.value < found.interval[1]
    assert 0.8 < vars(found.details)["everyday"] < 1
    first = vars(found.details)["first_sentences"]
    assert first.count == 48
    assert first.low < first.value
    assert first.value < first.high or first.value == first.high == 1
