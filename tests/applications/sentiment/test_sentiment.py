"""The reader of reviews: batches, what a prediction shows, and accuracy against distance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.applications.base import MaterialError, Network, Prediction
from app.applications.sentiment import DISTANCES, MEASURED, QUICK, Sentiment, accuracy, read
from app.applications.sentiment.answer import SentimentDetails
from app.applications.sentiment.reviews import FARTHEST
from tests.applications.registry import built, measured, network, small, trained_on

NAME = "sentiment"


@pytest.fixture(scope="module")
def application() -> Sentiment:
    return built(Sentiment)


def predict(application: Sentiment, model: Network, **fields: Any) -> Prediction[Any]:
    return application.predict(model, Sentiment.request(**fields))


def test_the_class_is_asked_once_at_the_last_word(application: Sentiment) -> None:
    batch = application.batch(np.random.default_rng(0), 32)
    assert (batch.weights.sum(axis=0) == 1).all()
    assert (batch.weights.argmax(axis=0) == batch.mask.sum(axis=0) - 1).all()
    assert set(np.unique(batch.targets)) == {0, 1}
    assert len(batch.mask) <= application.steps


def test_a_review_with_the_asked_distance_and_language_is_shown(application: Sentiment) -> None:
    model = small(NAME, "")
    for distance in (1, 7, 60):
        found = predict(application, model, cell="gru", distance=distance, language="en")
        answer = found.answer
        assert len(answer.words) - 1 - answer.decisive == distance
        assert answer.words[answer.decisive] in {
            "not",
            "really",
            "never",
            "always",
            "yes",
            "no",
            "but",
            "although",
        }
        assert answer.truth in (0, 1)
        assert answer.opinion.shape == (len(found.tokens),)
        assert answer.unknown == ()


def test_dragging_the_distance_keeps_the_example_an_example(application: Sentiment) -> None:
    model = small(NAME, "")
    one, other = (predict(application, model, cell="gru", example=example).tokens for example in (1, 2))
    assert one != other
    assert predict(application, model, cell="gru", example=1).tokens == one


def test_a_typed_review_is_read_in_small_letters_and_its_unknown_words_are_told(application: Sentiment) -> None:
    answer = predict(application, small(NAME, ""), cell="gru", text="La comida NO era buena, xyz!").answer
    assert answer.words == ("la", "comida", "no", "era", "buena", "xyz")
    assert answer.read_as == ("la", "comida", "no", "era", "buena", "‹?›")
    assert answer.unknown == (5,)
    assert (answer.truth, answer.decisive) == (None, None)


def test_a_missing_accent_is_told_and_is_not_unknown(application: Sentiment) -> None:
    answer = predict(application, small(NAME, ""), cell="gru", text="El final era pesimo").answer
    assert answer.words[-1] == "pesimo"
    assert answer.read_as[-1] == "pésimo"
    assert answer.unknown == ()


def test_a_missing_accent_gives_the_same_opinion(application: Sentiment) -> None:
    one, other = (
        predict(application, small(NAME, ""), cell="gru", text=text).answer.opinion
        for text in ("El final era pesimo", "EL FINAL ERA PÉSIMO...")
    )
    np.testing.assert_array_equal(one, other)


def test_contractions_are_read_as_two_words() -> None:
    assert read("I DIDN'T, you don’t") == ("i", "did", "not", "you", "do", "not")


def test_the_gradient_comes_from_the_last_word_unless_another_is_asked_for(application: Sentiment) -> None:
    model = small(NAME, "")
    assert predict(application, model, cell="gru", text="no me gustó").focus == 3
    assert predict(application, model, cell="gru", text="no me gustó", focus=1).focus == 1
    assert predict(application, model, cell="gru", text="no me gustó", focus=50).focus == 3


def test_a_review_that_is_too_long_is_refused(application: Sentiment) -> None:
    with pytest.raises(MaterialError) as found:
        predict(application, small(NAME, ""), cell="gru", text="no " * 79)
    assert found.value.code == "too_many_words"


def test_the_measure_is_the_accuracy_at_sixty_words(application: Sentiment) -> None:
    model = small(NAME, "")
    always = replace(model, params={**model.params, "b_y": np.array([0.0, 50.0])})
    far = application.reviews["held out"][FARTHEST]
    found = application.measure(always)
    assert found.value == np.mean([review.positive for review in far])
    assert isinstance(found.details, SentimentDetails)
    assert found.details.distances == DISTANCES
    assert found.details.accuracy[-1] == found.value
    assert found.examples == MEASURED
    assert found.interval is not None
    assert found.interval[0] < found.value < found.interval[1]


def test_a_live_run_looks_at_the_validation_part(application: Sentiment) -> None:
    model = small(NAME, "")
    always = replace(model, params={**model.params, "b_y": np.array([0.0, 50.0])})
    seen = application.reviews["validation"][FARTHEST][:QUICK]
    assert application.measure(always, quick=True).value == accuracy(always, seen)
    assert application.measure(always, "validation").value != application.measure(always, "held out").value


def test_everyday_sentences_and_doubt_are_measured(application: Sentiment) -> None:
    model = small(NAME, "")
    always = replace(model, params={**model.params, "b_y": np.array([0.0, 50.0])})
    details = application.measure(always).details
    assert isinstance(details, SentimentDetails)
    sentences = application.sentences["held out"]
    assert details.everyday == np.mean([sentence.positive for sentence in sentences])
    assert details.sure == pytest.approx(0.5)
    assert details.sure_unknown == pytest.approx(0.5)


def test_a_bag_of_words_is_at_chance(application: Sentiment) -> None:
    assert application.baselines["held out", False] == pytest.approx(0.5, abs=0.08)


def test_training_from_scratch_lowers_the_loss_of_one_batch(application: Sentiment) -> None:
    model, batch = small(NAME, "", "gru", units=16), application.batch(np.random.default_rng(0), 16)
    _, losses = trained_on(application, model, lambda: batch, iterations=40, rate=0.02)
    assert losses[-1] < 0.6 * losses[0]


def test_the_lstm_is_right_at_every_distance_and_the_rnn_near_chance_at_sixty() -> None:
    lstm, rnn = (measured(NAME, "", cell) for cell in ("lstm", "rnn"))
    assert min(lstm.details.accuracy) >= 0.95
    assert rnn.value == pytest.approx(0.5, abs=0.1)


def test_the_gradient_comes_to_the_word_that_decided_sixty_steps_ago(application: Sentiment) -> None:
    found = predict(application, network(NAME, "", "lstm"), distance=60)
    norms = found.back.layers["layer1"].norms.log10
    assert np.isfinite(norms[found.answer.decisive])
    assert found.answer.said == found.answer.truth


def test_without_the_words_of_opinion_the_gated_cells_are_in_doubt() -> None:
    for cell in ("lstm", "gru"):
        details = measured(NAME, "", cell).details
        assert details.everyday >= 0.9
        assert details.sure > 0.4
        assert details.sure_unknown < 0.25


PATTERNS = [
    "I {} it",
    "The food was {}",
    "It is so {}",
    "This is a {} phone",
    "What a {} day",
    "The waiter was very {}",
    "I feel {} today",
    "You are {}",
    "La comida estaba {}",
    "Es muy {}",
    "Me {}",
    "Me {} esta canción",
    "Estoy muy {}",
    "no es {}",
    "Mi profesor es un {}",
    "Qué {}",
]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_word_that_nobody_knows_leaves_the_network_in_doubt(application: Sentiment, cell: str) -> None:
    model = network(NAME, "", cell)
    answers = [predict(application, model, cell=cell, text=pattern.format("zorple")).answer for pattern in PATTERNS]
    assert all(len(answer.unknown) == 1 for answer in answers)
    assert np.mean([abs(answer.opinion[-1] - 0.5) for answer in answers]) < 0.15


@pytest.mark.parametrize(
    ("typed", "positive"),
    [
        ("no me gustó la comida", False),
        ("me encantó la comida", True),
        ("La comida era buena, pero el servicio era malo.", False),
        ("La comida era buena, aunque el servicio era malo.", True),
        ("I would never recommend the hotel", False),
        ("I would never avoid the hotel", True),
        ("The food was excellent", True),
        ("I didn't like the food", False),
        ("I love it", True),
        ("no está nada mal", True),
        ("El final era pesimo", False),
        ("NO ME GUSTA NADA!!!", False),
        ("not bad at all :)", True),
        ("what a waste of time", False),
        ("10/10", True),
        ("Qué asco", False),
        ("I can't complain", True),
        ("Estoy muy triste", False),
    ],
)
def test_typed_reviews_are_understood(application: Sentiment, typed: str, positive: bool) -> None:
    assert predict(application, network(NAME, "", "lstm"), text=typed).answer.said == positive
