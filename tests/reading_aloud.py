"""Reading what the page says: the numbers of a sentence, and how language must agree with them."""

from __future__ import annotations

import json
import math
import re
import subprocess
from pathlib import Path
from typing import Any

from app import words

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / ".venv" / "bin" / "node"
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
POWER = re.compile(r"(?:([\d.]+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)")

THINGS = {
    "steps": "step", "words": "word", "values": "value", "notes": "note", "characters": "character",
    "phonemes": "phoneme", "iterations": "iteration", "pasos": "paso", "palabras": "palabra", "valores": "valor",
    "notas": "nota", "caracteres": "carácter", "fonemas": "fonema", "iteraciones": "iteración",
}  # fmt: skip
ONE = re.compile(rf"(?<![\d.,])1 (?:{'|'.join(THINGS)})\b")
MANY = re.compile(rf"(?<![\d.,])(?:0|[2-9]|\d{{2,}}) (?:{'|'.join(THINGS.values())})\b")


def say(driver: str, **given: Any) -> list[dict[str, Any]]:
    """What the page's own code says of what is given, a line for each thing in each language."""
    codes = [language["code"] for language in words.languages()]
    ran = subprocess.run(
        [NODE, ROOT / "tests" / "js" / driver],
        input=json.dumps({"languages": codes, **given}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def number(text: str) -> float:
    """A number as the page writes it: `0,5`, `36 %`, `−2.1`, `3 × 10⁻¹⁴`; of several digits the last one is rounded."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-").replace(",", ".")
    percent = plain.endswith("%")
    plain = plain.rstrip("%")
    negative = plain.startswith("-")
    plain = plain.lstrip("-")
    if plain == "∞":
        return -math.inf if negative else math.inf
    if power := POWER.fullmatch(plain):
        value = float(power[1] or 1) * 10.0 ** int(power[2].translate(RAISED) or 1)
    else:
        value = float(plain)
    return (-value if negative else value) / (100 if percent else 1)


def joined(pieces: list[dict[str, Any]]) -> str:
    """A headline as one text."""
    return "".join(piece["text"] for piece in pieces)


def plain_faults(text: str) -> list[str]:
    """What is wrong with a text whatever it says: a blank left open, an open bracket, a number that does not agree."""
    faults = [word for word in ("{", "}", "undefined", "null", "NaN", "[object") if word in text]
    if any(text.count(opens) != text.count(closes) for opens, closes in ("()", "“”", "«»")):
        faults.append("a bracket that is not closed")
    return faults + [match[0] for pattern in (ONE, MANY) for match in pattern.finditer(text)]
