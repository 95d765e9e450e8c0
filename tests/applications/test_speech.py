"""Speech recognition: what is held out, what a batch is, what is measured and heard, and how errors are counted."""

from __future__ import annotations

import base64
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError, Network, Prediction
from app.applications.speech import Speech, alignment, baseline, clip_examples, gamma, transcripts
from app.applications.speech.answer import Interval
from app.applications.speech.clips import CLASSES, FILE, LANGUAGES, PEOPLE_FILE, WORDS, Clip, clips
from app.applications.speech.errors import distance, word_error_rate
from app.applications.speech.mel import BANDS, FLOOR, PER_STEP, RATE, decibels
from app.applications.speech.nearest import nearest
from app.applications.speech.vary import between, vary
from app.applications.speech.wav import read, to_wav
from app.bptt.ctc import NONE
from app.cells.arrays import Array
from tests.applications.registry import measured, network, trained_on, untrained

APP = Speech()


def trained() -> Network:
    return network("speech", "", "gru")


def predict(model: Network, application: Speech = APP, **fields: Any) -> Prediction[Any]:
    return application.predict(model, Speech.request(**fields))


def every_part() -> dict[str, tuple[Clip, ...]]:
    found = clips()
    return {"training": found.training, "validation": found.validation, "held out": found.held_out}


def test_no_voice_is_in_two_parts() -> None:
    voices = {part: {clip.voice for clip in group} for part, group in every_part().items()}
    assert all(len(group) >= 10 for group in voices.values())
    assert sum(map(len, voices.values())) == len(set().union(*voices.values()))
    assert {clip.voice for clip in clips().people} == {"1", "2", "3", "4"}


def test_no_clip_of_one_part_is_a_clip_of_another_under_another_name() -> None:
    levels = {part: {clip.levels.tobytes() for clip in group} for part, group in every_part().items()}
    assert not levels["training"] & levels["validation"]
    assert not levels["held out"] & (levels["training"] | levels["validation"])


@pytest.mark.parametrize("part", ["training", "validation", "held out"])
def test_every_word_of_both_languages_is_in_every_part_and_some_voices_were_cut_from_recordings(part: str) -> None:
    group = every_part()[part]
    assert {label for clip in group for label in clip.labels} == set(range(1, len(CLASSES)))
    assert all(word in WORDS[clip.language] for clip in group for word in clip.words)
    assert {clip.language for clip in group if clip.cut} == set(LANGUAGES)


def test_people_say_every_english_digit_many_times() -> None:
    said = Counter((clip.voice, clip.labels) for clip in clips().people)
    assert len(said) == 40
    assert min(said.values()) >= 48
    assert {clip.language for clip in clips().people} == {"en"}


def test_the_files_are_small_and_one_can_hear_some_of_every_validation_voice() -> None:
    found = clips()
    assert FILE.stat().st_size + PEOPLE_FILE.stat().st_size < 3_000_000
    assert 16 <= len(found.sound) <= 24
    assert {found.validation[k].voice for k in found.sound} == {clip.voice for clip in found.validation}


def test_the_people_s_file_names_its_source_and_licence() -> None:
    with np.load(PEOPLE_FILE) as file:
        source = str(file["source"])
    for words in ("Free Spoken Digit Dataset", "doi:10.5281/zenodo.1342401", "CC BY-SA 4.0"):
        assert words in source
        assert words in APP.source


def test_what_is_heard_is_what_the_network_reads() -> None:
    found = clips()
    for k, samples in found.sound.items():
        again = decibels(samples)
        assert again.shape == found.validation[k].levels.shape
        assert np.abs(again - found.validation[k].levels).max() <= 1.01  # rounded to steps of 2 dB


def test_a_person_who_is_left_out_is_in_no_batch() -> None:
    without = Speech(left_out="3")
    assert set(without.people) == {"1", "2", "4"}
    assert all(without.person(np.random.default_rng(seed), several=seed % 2 == 0).voice != "3" for seed in range(60))


def test_digits_of_one_person_are_put_together_as_a_number() -> None:
    number = APP.person(np.random.default_rng(1), several=True)
    assert 2 <= len(number.labels) <= 3
    assert len(number.levels) > 20


def test_a_batch_is_of_whole_steps_with_labels_that_can_be_said_in_them() -> None:
    batch = APP.batch(np.random.default_rng(0), 24)
    assert batch.inputs.shape[1:] == (24, PER_STEP * BANDS)
    assert len(batch.inputs) <= APP.steps
    assert batch.inputs.dtype == np.float32
    assert np.abs(batch.inputs).max() <= 1
    assert (batch.targets == NONE).any()
    words, steps = (batch.targets != NONE).sum(axis=0), batch.mask.sum(axis=0)
    assert (steps >= 2 * words).all()
    assert 0 in words  # in some nothing is said
    np.testing.assert_array_equal(batch.weights, batch.mask)


def test_a_batch_follows_from_its_generator() -> None:
    first, again, other = (APP.batch(np.random.default_rng(seed), 4) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert first.inputs.shape != other.inputs.shape or not np.array_equal(first.inputs, other.inputs)


@given(st.integers(0, 2**31 - 1), st.integers(2, 150))
def test_a_varied_clip_stays_in_its_bounds(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    levels = rng.uniform(FLOOR, 0, (40, BANDS))
    found = vary(rng, levels, most, levels[::-1])
    assert found.shape[1] == BANDS
    assert 2 <= len(found) <= most
    assert found.min() >= FLOOR
    assert found.max() <= 0


def test_rows_are_read_between_rows() -> None:
    rows = np.array([[0.0, 10.0], [2.0, 20.0], [4.0, 0.0]])
    expected = np.array([[0, 10], [0, 10], [1, 15], [3.5, 5], [4, 0]])
    np.testing.assert_allclose(between(rows, np.array([-1, 0, 0.5, 1.75, 9])), expected)


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("abc", "", 3),
        ("", "ab", 2),
        ("abc", "axc", 1),
        ("abc", "bc", 1),
        ("ab", "xaby", 2),
    ],
)
def test_the_distance_is_the_fewest_changes(said: str, heard: str, wrong: int) -> None:
    assert distance(said, heard) == distance(heard, said) == wrong


def test_the_word_error_rate_counts_words_not_utterances() -> None:
    assert word_error_rate([(1, 2, 3), (4,)], [(1, 2, 3), (5,)]) == 0.25
    assert word_error_rate([(1,)], [(2, 3, 4)]) == 3


def test_the_baseline_finds_a_clip_itself_and_knows_other_voices_badly() -> None:
    some = clips().training[:40]
    assert nearest(some, some) == [clip.labels for clip in some]
    assert 0.3 < baseline() < 0.9


def test_training_from_scratch_lowers_the_loss() -> None:
    model, rng = untrained(APP, units=16, dtype="float32"), np.random.default_rng(0)
    _, losses = trained_on(APP, model, lambda: APP.batch(rng, 16), iterations=60, rate=0.01)
    assert np.mean(losses[-5:]) < 0.6 * np.mean(losses[:2])
    assert np.isfinite(losses).all()


def test_the_shipped_weights_reach_the_measure_on_voices_that_were_not_trained_on() -> None:
    found = measured("speech", "", "gru")
    assert APP.goal is not None
    assert found.value <= APP.goal < found.baseline
    assert found.interval[0] <= found.value <= found.interval[1]
    assert found.examples > 100
    assert set(vars(found.details)) == {"exact", "cut"}


def test_the_quick_measure_is_of_the_same_kind() -> None:
    found = APP.measure(trained(), "validation", quick=True)
    assert 0 <= found.value < 0.1
    assert found.baseline == baseline("validation")


def test_people_who_are_trained_on_are_understood() -> None:
    some = clips().people[::20]
    heard = transcripts(trained(), clip_examples(some))
    assert np.mean([words == clip.labels for words, clip in zip(heard, some, strict=True)]) > 0.95


def test_a_play_shows_a_clip_its_words_and_where_they_lie() -> None:
    found = predict(trained())
    answer, steps = found.answer, len(found.tokens)
    assert answer.transcript == answer.truth == tuple(span.symbol for span in answer.alignment)
    assert answer.posteriors.shape == (steps, len(CLASSES))
    assert answer.spectrogram.shape == (PER_STEP * steps, BANDS) == (PER_STEP * steps, len(answer.bands_hz))
    assert answer.gamma.shape == (steps, 2 * len(answer.truth) + 1)
    assert base64.b64decode(answer.sound).startswith(b"RIFF")
    ends = [0, *(edge for span in answer.alignment for edge in (span.start, span.end))]
    assert ends == sorted(ends)
    last = answer.alignment[-1]
    assert last.start < found.focus <= last.end
    assert found.tokens[found.focus - 1] == answer.transcript[-1]
    assert found.value.total == pytest.approx(-np.log(answer.posteriors[found.focus - 1].max()), rel=1e-4)
    assert set(found.back.layers) == {"layer1", "layer1.reverse"}


def test_the_gradient_comes_from_the_step_that_is_asked_for_and_ends_there_in_each_direction() -> None:
    found = predict(trained(), focus=9)
    assert found.focus == 9
    forwards, backwards = (found.back.gradients[name].total.h[:, 0] for name in ("layer1", "layer1.reverse"))
    assert (forwards[9:] == 0).all()
    assert (forwards[:9] != 0).any(axis=1).all()
    assert (backwards[::-1][:8] == 0).all()
    assert predict(trained(), focus=400).focus == len(found.tokens)


@pytest.mark.parametrize("example", range(24))
def test_every_clip_is_answered_and_most_are_understood(example: int) -> None:
    answer = predict(trained(), example=example).answer
    assert distance(answer.truth, answer.transcript) <= 2
    assert answer.language in LANGUAGES


def test_a_sound_of_the_reader_s_own_is_heard_without_being_told_what_it_says() -> None:
    places = list(clips().sound)
    own = Speech(material=to_wav(clips().sound[places[0]]))
    mine, shipped_ = predict(trained(), own).answer, predict(trained()).answer
    assert mine.transcript == shipped_.transcript
    assert mine.truth is None
    assert mine.voice == ""
    seconds = len(clips().sound[places[0]]) / RATE
    assert Speech.read_material(own.material).seconds == pytest.approx(seconds, abs=0.01)


def test_a_sound_in_which_nothing_is_understood_has_an_answer_too() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, RATE)
    model = untrained(APP)
    model.params["b_y"][0] = 50  # the blank, always
    found = predict(model, Speech(material=to_wav(noise)))
    assert found.answer.transcript == found.answer.alignment == ()
    assert found.focus == len(found.tokens)
    assert found.answer.gamma.shape == (len(found.tokens), 1)


def test_a_material_that_is_no_sound_is_refused() -> None:
    with pytest.raises(MaterialError) as raised:
        Speech.read_material(b"not a sound at all")
    assert raised.value.code == "sound_not_wav"


def test_words_lie_where_the_network_says_them() -> None:
    outputs: Array = np.zeros((6, 1, len(CLASSES)))
    outputs[[0, 1, 3, 5], 0, 0] = 9
    outputs[2, 0, 3] = outputs[4, 0, 3] = 9
    assert alignment(outputs, (3, 3)) == (Interval("dos", 2, 3), Interval("dos", 4, 5))
    assert alignment(outputs, ()) == ()
    np.testing.assert_allclose(gamma(outputs, (3, 3))[2], [0, 1, 0, 0, 0], atol=1e-2)
    assert alignment(outputs[:1], (3, 3)) == ()  # no room for two words


def test_the_validation_batch_reads_as_its_clips() -> None:
    examples = APP.validation
    assert examples.size == len(clips().validation) > 120
    assert len(transcripts(untrained(APP), examples)) == examples.size
    assert APP.constant_answer_loss() is None
    assert read(to_wav(np.sin(np.arange(4000.0)))).shape == (4000,)
