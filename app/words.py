"""The catalogues of words, `static/locales/*.json`: read once, used by the page's template, its scripts and the errors.

A language is one file; its code is the file's name and its own name is the key `language`; what it lacks is said in
English. Words that a first visit to the laboratory does without stand in a file of the same name in `later/`: errors,
which the server says, and those of the applications, which the page fetches with them.
"""

import json
import re
from functools import cache
from pathlib import Path

from .numerals import Range, Signs

LOCALES = Path(__file__).resolve().parent.parent / "static" / "locales"
DEFAULT_LANGUAGE = "en"
BLANK = re.compile(r"\{(\w+)\}")


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """Language code → key → text, the default language first."""
    codes = sorted((path.stem for path in LOCALES.glob("*.json")), key=lambda code: (code != DEFAULT_LANGUAGE, code))
    files = {code: (LOCALES / f"{code}.json", LOCALES / "later" / f"{code}.json") for code in codes}
    return {
        code: {
            key: text for path in paths if path.exists() for key, text in json.loads(path.read_text("utf-8")).items()
        }
        for code, paths in files.items()
    }


def languages() -> list[dict[str, str]]:
    """The languages as a menu shows them."""
    return [{"code": code, "name": words["language"]} for code, words in catalogues().items()]


def text(language: str, key: str, **values: object) -> str:
    """The text of `key` with its `{name}`s filled in. A missing key shows itself (and a test finds it)."""
    words = catalogues()
    template = words[language].get(key) or words[DEFAULT_LANGUAGE].get(key, key)
    return BLANK.sub(lambda m: written(language, values.get(m[1], m[0])), template)


def written(language: str, value: object) -> str:
    """A value as readers of a language write it: numbers with their signs, a range from the one to the other."""
    if isinstance(value, Range):
        return f"{written(language, value.low)} … {written(language, value.high)}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return signs_of(language).write(value)
    return str(value)


@cache
def signs_of(language: str) -> Signs:
    """How a language writes numbers."""
    words = catalogues()[language]
    return Signs(words["number.decimal"], words["number.thousands"], int(words["number.grouped_from"]))


def negotiate(requested: str | None, accept: str) -> str:
    """The language to answer in: `lang=` where it names one, else the best of Accept-Language, else English."""
    known = catalogues()
    if requested in known:
        return str(requested)
    ranked = []
    for place, entry in enumerate(accept[:500].split(",")):
        tag, _, weight = entry.replace(" ", "").partition(";q=")
        quality = float(weight) if re.fullmatch(r"\d(\.\d{1,3})?", weight) else 1.0
        ranked.append((-quality, place, tag.split("-")[0].lower()))
    return next((code for quality, _, code in sorted(ranked) if code in known and quality < 0), DEFAULT_LANGUAGE)
