"""The translator: its batches, what a prediction shows, and what the shipped weights say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.applications.base import MaterialError, Network, Prediction
from app.applications.translation import LONGEST, QUICK, Translation, examples, grammar, translate
from app.applications.translation.answer import TranslationDetails
from app.applications.translation.words import END, START, english, spanish
from tests.applications.registry import built, network, small, trained_on

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
    assert np.mean(spreads) < 7


def test_every_sentence_fits_the_time_axis(application: Translation) -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        batch = application.batch(rng, 64)
        assert len(batch.mask) + len(batch.targets) <= application.steps


def test_examples_are_numbers_of_words() -> None:
    batch = examples([(("la", "casa"), ("the", "house")), (("canto",), ("i", "sing"))])
    assert batch.inputs.T.tolist() == [[spanish()["la"], spanish()["casa"]], [spanish()["canto"], 0]]
    assert batch.mask.T.tolist() == [[True, True], [True, False]]
    assert batch.targets[:, 0].tolist() == [english()["the"], english()["house"], END]


def test_a_translation_ends_where_the_network_says_so_or_at_its_longest() -> None:
    model = small(NAME, "", "gru")
    talkative = {**model.params, "b_y": np.eye(len(english()))[english()["cat"]] * 50}
    silent = {**model.params, "b_y": np.eye(len(english()))[END] * 50}
    pairs: list[grammar.Pair] = [(("canto",), ()), (("la", "casa"), ())]
    assert translate(replace(model, params=talkative), pairs) == [("cat",) * LONGEST] * 2
    assert translate(replace(model, params=silent), pairs) == [(), ()]


def test_exact_sentences_are_counted(application: Translation, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_right(_: Network, pairs: list[Any]) -> list[tuple[str, ...]]:
        return [target if k % 2 else () for k, (_, target) in enumerate(pairs)]

    monkeypatch.setattr("app.applications.translation.translate", half_right)
    found = application.measure(small(NAME, "", "gru"), quick=True)
    assert found.value == 0.5
    assert isinstance(found.details, TranslationDetails)
    assert found.details.sentences == QUICK
    assert 0.1 < found.baseline < 0.4


def test_an_answer_has_the_source_the_words_said_and_their_rivals(application: Translation) -> None:
    found = predict(application, small(NAME, ""), cell="gru", text="La casa roja")
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
    assert " ".join(application.unseen[3][1]) == found.answer.reference
    assert found.answer.exact is False


def test_the_gradient_comes_from_a_word_of_the_translation(application: Translation) -> None:
    model = small(NAME, "")
    steps = len(predict(application, model, cell="gru", text="canto").tokens)
    assert predict(application, model, cell="gru", text="canto").focus == steps - 1
    for asked, focus in ((1, 2), (2, 2), (steps, steps), (400, steps)):
        found = predict(application, model, cell="gru", text="canto", focus=asked)
        assert found.focus == focus
        assert np.flatnonzero(found.value.losses).tolist() == [focus - 2]


def test_an_unknown_word_is_refused(application: Translation) -> None:
    with pytest.raises(MaterialError) as found:
        predict(application, small(NAME, ""), cell="gru", text="la casa morada")
    assert found.value.code == "unknown_word"


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
    ],
)
def test_typed_sentences_are_translated(application: Translation, shipped: Network, typed: str, said: str) -> None:
    assert predict(application, shipped, text=typed).answer.translation == said


def test_the_gradient_of_a_late_word_comes_to_the_encoder(application: Translation, shipped: Network) -> None:
    found = predict(application, shipped, text="el gato negro ve la casa roja")
    encoder = found.back.gradients["encoder"]
    assert np.linalg.norm(encoder.d_x, axis=2).max() > 0
    assert np.allclose(encoder.way.arrivals[-1].c, found.back.layers["decoder"].initial.c)
