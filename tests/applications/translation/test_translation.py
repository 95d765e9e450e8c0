"""The translator: its batches, what a prediction shows, and what the shipped weights say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.applications.base import MaterialError, Network, Prediction
from app.applications.translation import LONGEST, MEASURED, Translation, examples, translate, unseen
from app.applications.translation.answer import TranslationDetails
from app.applications.translation.phrases import Words
from app.applications.translation.placeholders import MOST, is_placeholder
from app.applications.translation.words import END, START, english, spanish
from tests.applications.registry import built, measured, network, small, trained_on

NAME = "translation"


@pytest.fixture(scope="module")
def application() -> Translation:
    return built(Translation)


@pytest.fixture(scope="module")
def shipped() -> Network:
    return network(NAME, "", "lstm")


def predict(application: Translation, model: Network, **fields: Any) -> Prediction[Any]:
    return application.predict(model, Translation.request(**fields))


def test_the_decoder_reads_the_translation_one_step_late(application: Translation) -> None:
    batch = application.batch(np.random.default_rng(0), 32)
    assert batch.decoder is not None
    assert (batch.decoder[0] == START).all()
    ends = batch.weights.sum(axis=0).astype(int)
    for b, end in enumerate(ends):
        assert (batch.decoder[1:end, b] == batch.targets[: end - 1, b]).all()
        assert batch.targets[end - 1, b] == END
        assert END not in batch.targets[: end - 1, b]


def test_a_batch_has_sentences_of_like_lengths(application: Translation) -> None:
    rng = np.random.default_rng(1)
    spreads = [np.ptp(application.batch(rng, 32).mask.sum(axis=0)) for _ in range(8)]
    assert np.mean(spreads) < 6


def test_every_sentence_fits_the_time_axis(application: Translation) -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        batch = application.batch(rng, 64)
        assert len(batch.mask) + len(batch.targets) <= application.steps


def test_examples_are_numbers_of_words() -> None:
    batch = examples([(("la", "casa"), ("the", "house")), (("canto",), ("I", "sing"))])
    assert batch.inputs.T.tolist() == [[spanish()["la"], spanish()["casa"]], [spanish()["canto"], 0]]
    assert batch.mask.T.tolist() == [[True, True], [True, False]]
    assert batch.targets[:, 0].tolist() == [english()["the"], english()["house"], END]


def test_a_translation_ends_where_the_network_says_so_or_at_its_longest() -> None:
    model = small(NAME, "", "gru")
    talkative = {**model.params, "b_y": np.eye(len(english()))[english()["cat"]] * 50}
    silent = {**model.params, "b_y": np.eye(len(english()))[END] * 50}
    sources: list[Words] = [("canto",), ("la", "casa")]
    assert translate(replace(model, params=talkative), sources) == [("cat",) * LONGEST] * 2
    assert translate(replace(model, params=silent), sources) == [(), ()]


def test_exact_sentences_are_counted(application: Translation, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_right(_: Network, sources: list[Words]) -> list[Words]:
        known: dict[Words, Words] = dict([*unseen("held out"), *unseen("held out", unknown=True)])
        return [known[source] if k % 2 else () for k, source in enumerate(sources)]

    monkeypatch.setattr("app.applications.translation.translate", half_right)
    quick = application.measure(small(NAME, "", "gru"), quick=True)
    assert quick.value == 0.5
    found = application.measure(small(NAME, "", "gru"))
    details = found.details
    assert isinstance(details, TranslationDetails)
    assert (found.value, found.examples, details.sentences, details.exact_unknown) == (0.5, MEASURED, MEASURED, 0.5)
    assert found.interval == pytest.approx((0.46, 0.54), abs=0.005)
    assert 0.1 < found.baseline < 0.4
    assert details.certainty is not None
    assert 0 < details.certainty < 0.1, "of a network that knows nothing"


def test_the_parts_that_are_measured_share_no_sentence_and_those_with_unknown_words_have_some() -> None:
    sources = [
        {source for source, _ in unseen(part, unknown=unknown)}
        for part, unknown in (("validation", False), ("held out", False), ("validation", True), ("held out", True))
    ]
    assert sum(map(len, sources)) == len(set.union(*sources))
    assert all(any(map(is_placeholder, source)) for source, _ in unseen("held out", unknown=True))


def test_an_answer_has_the_source_the_words_said_and_their_rivals(application: Translation) -> None:
    found = predict(application, small(NAME, ""), cell="gru", text="la casa roja")
    answer = found.answer
    assert answer.source == ("la", "casa", "roja")
    assert [one.word for one in answer.output] == list(found.tokens[3:])
    assert found.tokens[-1] == "∎"
    assert answer.translation == " ".join(found.tokens[3:-1])
    assert answer.dictionary == "the house red"
    assert (answer.reference, answer.exact) == (None, None)
    for one in answer.output:
        assert len(one.others) == 3
        assert one.word not in [other.word for other in one.others]
        assert one.p + sum(other.p for other in one.others) <= 1 + 1e-9


def test_an_example_has_its_reference(application: Translation) -> None:
    found = predict(application, small(NAME, ""), cell="gru", example=3)
    assert application.example(3) == unseen("validation")[3]
    assert found.answer.reference == spelled_out(application.example(3)[1], found.answer)
    assert found.answer.exact is False


def test_every_third_example_has_unknown_words_and_shows_words_in_their_place(application: Translation) -> None:
    found = predict(application, small(NAME, ""), cell="gru", example=5).answer
    assert found.unknown
    assert all(is_placeholder(found.read_as[place]) for place in found.unknown)
    assert not any(is_placeholder(word) for word in (*found.source, *found.reference.split()))


def spelled_out(words: Words, answer: Any) -> str:
    """A translation with placeholders as the words that they stand for."""
    word_of = dict(zip(answer.read_as, answer.source, strict=True))
    return (
        " ".join(word_of.get(word, word) if is_placeholder(word) else word for word in words)
        .replace(" ?", "?")
        .replace(" 's", "'s")
    )


def test_the_gradient_comes_from_a_word_of_the_translation(application: Translation) -> None:
    model = small(NAME, "")
    steps = len(predict(application, model, cell="gru", text="canto").tokens)
    assert predict(application, model, cell="gru", text="canto").focus == steps - 1
    for asked, focus in ((1, 2), (2, 2), (steps, steps), (400, steps)):
        found = predict(application, model, cell="gru", text="canto", focus=asked)
        assert found.focus == focus
        assert np.flatnonzero(found.value.losses).tolist() == [focus - 2]


def copying(model: Network, *said: str) -> Network:
    """A network that says these words, whatever it reads: every one moves the decoder on by one."""
    bias = np.full(len(english()), -50.0)
    bias[english()[said[0]]] = 50
    return replace(model, params={**model.params, "b_y": bias, "W_hy": np.zeros_like(model.params["W_hy"])})


def test_a_placeholder_that_the_network_says_is_shown_as_the_word_that_it_stands_for(application: Translation) -> None:
    model = copying(small(NAME, ""), "‹word·1›")
    found = predict(application, model, cell="gru", text="La casa Flurba y el blico").answer
    assert found.unknown == (2, 5)
    assert found.read_as[2:] == ("‹name·1›", "y", "el", "‹word·2›")
    first = found.output[0]
    assert (first.said, first.word, first.copied_from) == ("‹word·1›", "Flurba", 2)
    assert found.translation == " ".join(["Flurba"] * LONGEST)


def test_a_placeholder_that_stands_for_nothing_is_shown_as_it_is(application: Translation) -> None:
    found = predict(application, copying(small(NAME, ""), "‹word·2›"), cell="gru", text="La casa flurba").answer
    assert (found.output[0].word, found.output[0].copied_from) == ("‹word·2›", None)


def test_more_unknown_words_than_there_are_placeholders_are_refused(application: Translation) -> None:
    with pytest.raises(MaterialError) as found:
        predict(application, small(NAME, ""), cell="gru", text=" ".join(["zz"] * (MOST + 1)))
    assert found.value.code == "too_many_unknown"


def test_further_sentences_are_translated_by_themselves(application: Translation, shipped: Network) -> None:
    found = predict(application, shipped, text="Hola. ¿Dónde está la biblioteca? Te quiero.")
    assert found.answer.translation == "hello"
    assert [one.translation for one in found.answer.further] == ["where is the library?", "I love you"]
    assert found.tokens == ("Hola", "hello", "∎")


def test_training_from_scratch_lowers_the_loss(application: Translation) -> None:
    model, rng = small(NAME, "", "lstm", units=32), np.random.default_rng(0)
    _, losses = trained_on(application, model, lambda: application.batch(rng, 32), iterations=120, rate=0.01)
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:3])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("la casa roja", "the red house"),
        ("Las casas rojas", "the red houses"),
        ("no cantamos", "we do not sing"),
        ("la niña no busca al hombre viejo", "the girl does not look for the old man"),
        ("un huevo", "an egg"),
        ("hoy ella corre cerca del parque", "today she runs near the park"),
        ("mis camiones son azules", "my trucks are blue"),
        ("María come una manzana", "María eats an apple"),
        ("Tengo 3 gatos.", "I have 3 cats"),
        ("Hola, me llamo Ana", "hello my name is Ana"),
        ("¿Dónde está la biblioteca?", "where is the library?"),
        ("Te quiero", "I love you"),
        ("El flurbo rojo come", "the red flurbo eats"),
        ("El niño compró un libro.", "the boy bought a book"),
        ("El gato está en la casa.", "the cat is in the house"),
        ("El gato esta en la casa.", "the cat is in the house"),
        ("Google compró una casa", "Google bought a house"),
        ("Vivo en Madrid", "I live in Madrid"),
        ("Me gustan los gatos", "I like cats"),
        ("¿Cómo estás?", "how are you?"),
    ],
)
def test_typed_sentences_are_translated(application: Translation, shipped: Network, typed: str, said: str) -> None:
    assert predict(application, shipped, text=typed).answer.translation == said


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_words_that_are_not_known_make_the_network_less_sure(cell: str) -> None:
    found = measured(NAME, "", cell)
    details = found.details
    assert isinstance(details, TranslationDetails)
    assert details.certainty is not None
    assert details.certainty_unknown is not None
    assert details.certainty_unknown < details.certainty - 0.02
    assert details.exact_unknown is not None
    assert details.exact_unknown > found.baseline


def test_the_gradient_of_a_late_word_comes_to_the_encoder(application: Translation, shipped: Network) -> None:
    found = predict(application, shipped, text="el gato negro ve la casa roja")
    encoder = found.back.gradients["encoder"]
    assert np.linalg.norm(encoder.d_x, axis=2).max() > 0
    assert np.allclose(encoder.way.arrivals[-1].c, found.back.layers["decoder"].initial.c)
