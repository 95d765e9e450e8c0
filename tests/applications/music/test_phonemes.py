"""Phonemes: how words are taken apart, what ships, how they sound."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.music import Music
from app.applications.music.formants import SOUNDS
from app.applications.music.phonemes import FILE, INVENTORY, PHONEMES, join_phonemes, split_phonemes, words


def test_two_signs_that_can_be_one_phoneme_are_unless_they_are_parted() -> None:
    assert split_phonemes("ðeɪ", "en") == ("ð", "eɪ")
    assert split_phonemes("tʃitʃ", "en") == ("tʃ", "i", "tʃ")
    assert split_phonemes("mutʃo", "es") == ("m", "u", "tʃ", "o")
    assert split_phonemes("sɔ.ɪŋ", "en") == ("s", "ɔ", "ɪ", "ŋ")
    assert split_phonemes("θaθa", "en") is None, "English has no a"
    assert split_phonemes("xx?", "es") is None
    assert split_phonemes("", "es") == ()
    assert join_phonemes(("s", "ɔ", "ɪ", "ŋ"), "en") == "sɔ.ɪŋ"
    assert join_phonemes(("p", "ɔɪ", "n", "t"), "en") == "pɔɪnt"


@given(st.sampled_from(list(INVENTORY)), st.data())
def test_what_is_joined_is_parted_again(language: str, data: st.DataObject) -> None:
    phonemes = tuple(data.draw(st.lists(st.sampled_from(INVENTORY[language]))))
    assert split_phonemes(join_phonemes(phonemes, language), language) == phonemes


def test_thousands_of_words_of_each_language_ship_in_a_small_file() -> None:
    languages = Counter(word.language for word in words())
    assert languages == {"en": 3000, "es": 3000}
    assert FILE.stat().st_size <= 120_000
    for language, inventory in INVENTORY.items():
        used = {sign for word in words() if word.language == language for sign in word.phonemes}
        assert used == set(inventory)


def test_the_notice_that_the_dictionary_s_licence_asks_for_stands_in_the_file() -> None:
    head = FILE.read_text("utf-8")[:2000]
    assert "Carnegie Mellon University. All rights reserved." in head
    assert "Redistributions of source code must retain the above copyright" in head
    assert "AS IS" in head


def test_no_two_words_of_a_language_sound_alike_and_so_none_is_on_both_sides() -> None:
    sounds = [(word.language, word.phonemes) for word in words()]
    assert len(set(sounds)) == len(sounds)
    parts = [{tuple(own) for own in part} for part in Music("phonemes").sequences.values()]
    assert sum(map(len, parts)) == len(words()) == len(set.union(*parts))
    for language in INVENTORY:
        parts_of_words = Counter(word.part for word in words() if word.language == language)
        assert {part: round(count, -2) for part, count in parts_of_words.items()} == {
            "training": 2400,
            "validation": 300,
            "held out": 300,
        }


def test_every_phoneme_has_a_sound_and_every_sound_is_one_that_a_mouth_can_make() -> None:
    assert set(SOUNDS) == set(PHONEMES)
    for sound in SOUNDS.values():
        for f1, f2, f3 in (sound.formants, sound.to):
            assert 150 <= f1 < f2 < f3 <= 3500
        assert 0 <= sound.voiced <= 1
        assert 0 <= sound.noise <= 1
        assert sound.voiced + sound.noise > 0
        assert (sound.centre > 0) == (sound.noise > 0)
        assert 0.02 <= sound.seconds <= 0.25
        assert sound.noise == 0 or sound.manner in ("stop", "fricative", "affricate") or sound is SOUNDS["r"]


def test_vowels_stand_where_they_were_measured() -> None:
    """Peterson and Barney 1952: i is close and front, ɑ open, u close and back; a diphthong moves between two."""
    f1, f2 = ({sign: SOUNDS[sign].formants[k] for sign in "iɑuaeo"} for k in (0, 1))
    assert f1["i"] < f1["e"] < f1["a"] < f1["ɑ"]
    assert f2["u"] < f2["o"] < f2["a"] < f2["e"] < f2["i"]
    assert SOUNDS["i"].formants == (270, 2290, 3010)
    assert SOUNDS["aɪ"].to == SOUNDS["ɪ"].formants


@pytest.mark.parametrize(("voiceless", "voiced"), ["pb", "td", "kɡ", "fv", "θð", "sz", "ʃʒ"])
def test_pairs_differ_in_their_voice(voiceless: str, voiced: str) -> None:
    assert SOUNDS[voiceless].voiced == 0 < SOUNDS[voiced].voiced
    assert SOUNDS[voiceless].noise > SOUNDS[voiced].noise
    assert SOUNDS[voiceless].manner == SOUNDS[voiced].manner
