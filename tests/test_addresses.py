"""The page reads addresses as the server does: the same faults, the same values, the same canonical address."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_plus

import pytest

from app.api.catalogue import catalogue
from app.applications import APPLICATIONS
from app.applications.fields import inference_table
from app.config import RunConfig, plain, rows_of
from app.errors import InvalidRequest
from app.lessons import lessons
from app.training.config import ApplicationTraining, kind_of_training, spell
from app.training.presets import TRAINING_PRESETS
from app.wire.addresses import Address, AnswerOptions, PageState, known_names, read_inference, read_run, read_training
from app.words import catalogues

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.config import Fields

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / ".venv" / "bin" / "node"
DRIVER = ROOT / "tests" / "js" / "read_addresses.js"
READERS: dict[str, Callable[[Any], Any]] = {"trace": read_run, "train": read_training, "play": read_inference}
COUNT = 6000

BROKEN = [
    *("", " ", "0,5", "1,000", "1_0", "1e3", "1e999", "+5", " 5", "5 ", "0x10", "Infinity", "-inf", "NaN", "nan", "٣"),
    *("−1", "1.0", "1.", ".5", "5e-5", "-0", "007", "1e-7", "9" * 25, "9" * 400, "--1", "1 0", "½", "true", "null"),
    *("f:0,5", "forget:1", "f", "f:", ":1", "f:1,f:1", "f:1,,i:0.5,", " f : 1 ", "f:2", "n:-0.5", "z:-0.5", "q:1"),
    *("rnn", "rnn,", ",", "RNN", "rnn,rnn,lstm", "rnn;lstm", "lstm, gru", "elman", "adding", "sequence", "latch"),
    *("1,2,3", "1;2 3", "0,5 1,5", "0,5 1,5,2", "1*3,2", "1*²", "1*", "1*501", "1e7,1", "0*100", "1,nan", "1\t2\n3"),
    *("cell=lstm", "cell=lstm;rho=1|cell=rnn", "cell=rnn;rho=9", "cell=rnn;seed=1", ";|;", "|", "rho", "cell=a,b"),
    *("200:clip=norm", "5:rate=1;3:clip=value", "x:rate=1", "5:units=3", "5:rate=0", "٣:rate=1", "5:clamp=f:2"),
    *("own", "0" * 64, "0" * 63, "toy", "sentiment", "forecast", "<b>", "a" * 401, "á" * 401, "🎵" * 401, "a b!'()*/~"),
    *("cell=rnn|cell=rnn|cell=rnn|cell=rnn|cell=rnn", "cell=lstm;cell=rnn", "cell = lstm ; rho = 1 |;", "5 : rate = 1"),
]


def typical(rng: random.Random, row: dict[str, Any]) -> str:
    """A value that the row allows, or one at a bound or just beyond it."""
    kind, choices = row["kind"], row.get("choices")
    if kind in ("int", "flag", "float") and "min" in row:
        low, high = row["min"], row["max"]
        bounds = [low, high, row["default"], low + 1e-6, high - 1e-6, rng.choice([low - 1, high + 1])]
        value = rng.choice([rng.uniform(low, high), rng.uniform(low, min(high, low + 3)), rng.choice(bounds)])
        return plain(float(value) if kind == "float" else round(value or 0))
    if kind == "list" and choices:
        return ",".join(rng.sample(choices, rng.randint(1, min(3, len(choices)))))
    if kind == "choice" and choices:
        return str(rng.choice(choices))
    if kind == "map":
        gates = rng.sample("figorzn", rng.randint(0, 3))
        return ",".join(f"{gate}:{plain(round(rng.uniform(-1.2, 1.2), 2))}" for gate in gates)
    if kind == "models":
        return "|".join(rng.choice(MODELS) for _ in range(rng.randint(0, 5)))
    if kind == "changes":
        return ";".join(f"{rng.randint(0, 40)}:{rng.choice(CHANGES)}" for _ in range(rng.randint(0, 4)))
    if row["name"] == "app":
        return rng.choice(list(APPLICATIONS))
    return rng.choice(["", "abc", "1,2,3", "0,0.5*3,1", "own", "a b"])


MODELS = [
    *("cell=lstm", "cell=rnn;rho=1.1", "cell=gru;clamp=z:0", "rho=0.5", ";", "cell=lstm;clip=norm;threshold=0.5"),
    *("cell=lstm;bias=f:-2", "activation=relu", "cell=lstm;clamp=z:2", "rho=4", "units=0", "bias=f:11"),
]
CHANGES = [
    "clip=norm",
    "clip=none",
    "threshold=0.5",
    "rate=0.01",
    "rate=20",
    "clamp=f:0",
    "clamp=",
    "truncate=5",
    "clip=x",
]


def rows_for(reader: str, app: str) -> list[dict[str, Any]]:
    """The rows of what a reader reads."""
    if reader == "play":
        return list(rows_of(APPLICATIONS[app].config).values())
    return list(rows_of(RunConfig if reader == "trace" else kind_of_training({"app": app})).values())


def addresses(seed: int) -> list[tuple[str, str]]:
    """Random addresses of every kind: most of them nearly right."""
    rng = random.Random(seed)
    everything = [row for model in (AnswerOptions, PageState) for row in rows_of(model).values()]
    everything += [row for reader in READERS for app in APPLICATIONS for row in rows_for(reader, app)]
    everything = list({row["name"]: row for row in everything}.values())
    found = []
    for _ in range(COUNT):
        reader = rng.choice(list(READERS))
        app = rng.choice(list(APPLICATIONS))
        named = reader == "play" or (reader == "train" and rng.random() < 0.4)
        rows = rows_for(reader, app if named else "")
        pairs = [("app", app)] if named and rng.random() < 0.97 else []
        chosen = [row for row in rng.sample(rows, rng.randint(0, min(6, len(rows)))) if row["name"] != "app"]
        broken = rng.choice([*chosen, None, None]) if chosen else None
        pairs += [(row["name"], rng.choice(BROKEN) if row is broken else typical(rng, row)) for row in chosen]
        if rng.random() < 0.15:
            row = rng.choice(everything)
            pairs.append((row["name"], typical(rng, row)))
        if rng.random() < 0.05:
            pairs.append((rng.choice(["stesp", "x", "Cell", "twice", "__proto__"]), "1"))
        if pairs and rng.random() < 0.06:
            pairs.append((rng.choice(pairs)[0], rng.choice(pairs)[1]))
        rng.shuffle(pairs)
        spelled = (
            quote_plus if rng.random() < 0.8 else lambda text: text.replace("&", "").replace("#", "").replace("%", "")
        )
        found.append((reader, "&".join(f"{name}={spelled(value)}" for name, value in pairs)))
    for row in everything:
        found += [(reader, f"{row['name']}={quote_plus(value)}") for reader in READERS for value in BROKEN[:12]]
    return found


SHIPPED = [
    *(("trace", stop.address) for lesson in lessons().values() for stop in lesson.stops if "mode=" not in stop.address),
    *(("train", address) for address in TRAINING_PRESETS.values()),
    *(
        ("train", f"app={n}&variant={v}&{k.recipe_of(v)}")
        for n, k in APPLICATIONS.items()
        for v in k.variants
        if v != "own"
    ),
]


def by_server(reader: str, address: str) -> dict[str, Any]:
    """What the server makes of an address."""
    pairs = parse_qsl(address, keep_blank_values=True)
    try:
        found = READERS[reader](pairs)
    except InvalidRequest as error:
        return {"wrong": {(fault.field, fault.code) for fault in error.faults}, "values": {}, "address": ""}
    config: Fields = found if reader == "train" else found[0]
    fields = {name: value for name, value in pairs if name in rows_of(type(config))}
    whole = Address(fields.items()).read(type(config))
    assert whole is not None
    values = {name: plain(spell(name, getattr(whole, name))) for name in rows_of(type(config))}
    return {"wrong": set(), "values": values, "address": config.address()}


def by_page(asked: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """What the page's scripts make of addresses."""
    table = catalogue().model_dump(mode="json", exclude_unset=True)
    given = json.dumps({"catalogue": table, "addresses": asked})
    done = subprocess.run([NODE, DRIVER], input=given, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [one | {"wrong": {(fault["field"], fault["code"]) for fault in one["wrong"]}} for one in found]


def sent_on(reader: str, wrong: set[tuple[str, str]], *, no_application: bool) -> set[tuple[str, str]]:
    """The faults in what the page sends on: it leaves out, and says so, what is no field of this kind of run.

    Where a field is there twice that is the fault that counts: what else is wrong hangs on which of the two is read.
    """
    of_the_input = {row["name"] for row in inference_table()} - {*rows_of(ApplicationTraining)}
    others = {field for field, code in wrong if code in ("unknown_field", "not_of_this_kind")}
    others |= (
        {"app"} if no_application else set()
    )  # the page shows the cards, and says so where a name is none of theirs
    others |= {*AnswerOptions.model_fields, *PageState.model_fields} | {field for field, _ in wrong} - known_names()
    others |= (
        of_the_input if reader == "train" else set()
    )  # what the page looks at goes with the probe, not with the run
    there = {(field, code) for field, code in wrong if field not in others}
    return {fault for fault in there if fault[1] == "repeated"} or there


@pytest.mark.skipif(not NODE.exists(), reason="no Node to run the page's scripts")
@pytest.mark.parametrize("seed", [1, 2])
def test_the_page_reads_addresses_as_the_server_does(seed: int) -> None:
    asked = [*SHIPPED, *addresses(seed)]
    assert len(asked) > 4000
    right = 0
    for (reader, address), page in zip(asked, by_page(asked), strict=True):
        server = by_server(reader, address)
        sent = page.pop("sent")
        assert page == server, f"{reader}: {address}"
        asked_for = by_server(reader, sent)
        if ("app", "repeated") in server["wrong"]:
            continue  # what kind of run it is hangs on which of the two is read
        if reader == "play" and {("app", "empty")} < server["wrong"]:
            continue  # the page shows its cards, and sends nothing of an input
        if server["wrong"]:
            app = dict(parse_qsl(address, keep_blank_values=True)).get("app", next(iter(APPLICATIONS)))
            none = {"no_application": app == "" or (reader == "play" and app not in APPLICATIONS)}
            expected = sent_on(reader, server["wrong"], **none)
            assert sent_on(reader, asked_for["wrong"], **none) == expected, f"{reader}: {address}"
        else:
            assert (asked_for["address"], asked_for["wrong"]) == (server["address"], set()), f"{reader}: {address}"
        right += not server["wrong"]
    assert len(asked) / 4 < right < len(asked) * 3 / 4, "as many right addresses as wrong ones, about"


def linked() -> list[tuple[str, str]]:
    """The addresses that words lead to: those of the lecture and of the documentation."""
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    texts = [*(text for words in catalogues().values() for text in words.values())]
    found = [patch for text in texts for patch in re.findall(r"\[\[([^|\]]*=[^|\]]*)\|", text)]
    for page in pages:
        found += re.findall(r"(?:/api/trace|/)\?([a-z_]+=[^\"`') …]+)[\"`') ]", page.read_text("utf-8"))
    found = [address.removeprefix("?") for address in found if address != "mode=apps"]  # the page of cards
    by_mode = {"mode=train": "train", "mode=apps": "play", "app=": "play"}
    readers = [next((reader for mark, reader in by_mode.items() if mark in address), "trace") for address in found]
    return sorted(set(zip(readers, found, strict=True)))


def test_the_lecture_s_links_are_found() -> None:
    assert len(linked()) > 10


@pytest.mark.parametrize(("reader", "address"), [*SHIPPED, *linked()])
def test_every_address_that_ships_is_right(reader: str, address: str) -> None:
    found = by_server(reader, address)
    assert not found["wrong"]
