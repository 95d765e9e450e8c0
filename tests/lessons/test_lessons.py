"""The lessons that ship: their pictures exist, their numbers are computed, their questions have one answer."""

from __future__ import annotations

import json
import re
import subprocess
from math import inf, log10
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from app import words
from app.lessons import FOLDER, lessons
from app.lessons.lesson import BYTES
from app.training.run import Budget, advance, begin
from app.wire.addresses import read_training

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
DRIVER = ROOT / "tests" / "js" / "tell_lessons.js"

STOPS = [(name, i, stop) for name, lesson in lessons().items() for i, stop in enumerate(lesson.stops, 1)]
LANGUAGES = [language["code"] for language in words.languages()]
MISCONCEPTIONS = (
    *("scale them up", "Clipping cures", "spectral radius of 1", "LSTMs cannot"),
    *("every step is the same", "detach"),
)


def ask_page(job: str, **given: Any) -> Any:
    """What the page's own scripts say."""
    stops = [stop.model_dump(by_alias=True, exclude_unset=True) for _, _, stop in STOPS]
    text = json.dumps({"job": job, "stops": stops, "languages": LANGUAGES, **given})
    return json.loads(subprocess.run([NODE, DRIVER], input=text, capture_output=True, check=True, text=True).stdout)


@pytest.fixture(scope="module")
def catalogue(client: TestClient) -> Any:
    return client.get("/api/catalogue").json()


@pytest.fixture(scope="module")
def addresses(catalogue: Any) -> list[dict[str, Any]]:
    """Of every stop, what the page's address is while it asks, after the answer, and after each of its phrases."""
    found: list[dict[str, Any]] = ask_page("addresses", catalogue=catalogue)
    return found


def path_of(address: str) -> str:
    """What of the API computes an address of the page."""
    if "mode=train" in address:
        return f"/api/train?{address}&iterations=1"
    return f"/api/play?{address}" if "mode=apps" in address else f"/api/trace?{address}"


@pytest.fixture(scope="module")
def traces(client: TestClient, addresses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pictures of every stop of the laboratory, before and after its answer."""

    def trace(address: str, fields: list[str]) -> Any:
        if "mode=" in address:
            return None
        asked = f"&fields={','.join(fields)}" if fields else ""
        answer = client.get(f"/api/trace?{address}{asked}")
        assert answer.status_code == 200, (address, answer.text)
        return answer.json()

    return [{part: trace(of[part], of["fields"]) for part in ("asked", "shown")} for of in addresses]


@pytest.fixture(scope="module")
def numbers(catalogue: Any, traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the page says at every stop, in each language."""
    found: list[dict[str, Any]] = ask_page("numbers", catalogue=catalogue, traces=traces)
    assert len(found) == len(STOPS) * len(LANGUAGES)
    return found


def test_every_picture_that_a_lesson_leads_to_is_one_that_the_server_computes(client, addresses):
    for (name, number, _), of in zip(STOPS, addresses, strict=True):
        for address in [of["asked"], of["shown"], *of["led"]]:
            if "mode=train" in address:
                continue  # a run; read below
            answer = client.get(path_of(address))
            assert answer.status_code == 200, (name, number, address, answer.text[:300])


def test_every_run_that_a_lesson_leads_to_can_begin(client, addresses):
    runs = [of["asked"] for of in addresses if "mode=train" in of["asked"]]
    assert runs
    for address in runs:
        short = "&".join(part for part in address.split("&") if not part.startswith(("iterations=", "changes=")))
        assert client.get(f"/api/train?{short}&iterations=1").status_code == 200, address
        assert client.get(f"/api/train?{address}&iterations=0").status_code == 422  # the field is read, and refused


def test_every_number_in_every_text_is_computed_in_both_languages(numbers):
    for of, (name, stop, _) in zip(numbers, STOPS * len(LANGUAGES), strict=True):
        for text in of["texts"]:
            assert "…" not in text, (name, stop, of["language"], text)
            assert not re.search(r"\{[a-z_]+[:@]", text), (name, stop, of["language"], text)
            assert "NaN" not in text, (name, stop, of["language"], text)


def test_every_question_has_one_answer_that_the_picture_gives(numbers):
    asked = 0
    for of, (name, number, stop) in zip(numbers, STOPS * len(LANGUAGES), strict=True):
        if not stop.predict:
            continue
        asked += 1
        if stop.predict.kind == "choice":
            assert of["verdict"]["truth"], (name, number)
        else:
            assert of["truth"] is not None, (name, number)
        if stop.predict.kind == "choice" and stop.predict.of:
            truth = 0 if of["truth"]["status"] == "zero" else 10 ** of["truth"]["log10"]
            inside = [o for o in stop.predict.options if (o.least or 0) <= truth < (o.below or inf)]
            assert len(inside) == 1, (name, number, truth)
    assert asked >= 40


def test_of_quick_answers_to_a_number_one_is_near_the_truth(numbers):
    for of, (name, number, stop) in zip(numbers, STOPS * len(LANGUAGES), strict=True):
        if not stop.predict or stop.predict.kind != "number" or not stop.predict.options:
            continue
        truth = of["truth"]
        value = truth["value"] if truth["value"] is not None else 10 ** truth["log10"]
        values = [option.value for option in stop.predict.options if option.value is not None]
        assert len(set(values)) == len(values)
        assert any(abs(v - value) <= 0.25 * abs(value) or v == value or _decades(v, value) <= 1 for v in values), (
            name,
            number,
            value,
        )


def _decades(a: float, b: float) -> float:
    """How many powers of ten lie between two numbers."""
    return abs(log10(a / b)) if a > 0 and b > 0 else inf


def test_every_lesson_speaks_every_language_of_the_page_and_fits_its_bounds():
    for name, lesson in lessons().items():
        assert (FOLDER / f"{name}.json").stat().st_size <= BYTES
        parts = [lesson.title, lesson.about]
        for stop in lesson.stops:
            parts += [stop.title, stop.text, *(t for t in (stop.takeaway, stop.misconception) if t)]
            parts += [stop.reveal.text] if stop.reveal and stop.reveal.text else []
            parts += [stop.predict.question] if stop.predict else []
            parts += [option.text for option in stop.predict.options] if stop.predict else []
        for texts in parts:
            assert set(LANGUAGES) <= set(texts), (name, texts)


def test_a_first_lecture_asks_at_every_stop_before_it_tells_and_ends_in_one_sentence():
    lecture = lessons()["first_lecture"]
    assert len(lecture.stops) >= 12
    for stop in lecture.stops:
        assert stop.predict, stop.title
        assert stop.takeaway, stop.title
        assert len(stop.text["en"].split()) <= 75, stop.title


@pytest.mark.parametrize("belief", MISCONCEPTIONS)
def test_a_misconception_that_people_have_is_answered_by_a_stop(belief):
    answered = [stop for _, _, stop in STOPS if stop.misconception and belief in stop.misconception["en"]]
    assert any(stop.predict and stop.takeaway for stop in answered)


def test_what_the_texts_compare_is_so(traces):
    """Claims of the texts that are no numbers: more and less, the same, hardly anything."""
    found = {(name, number): trace for (name, number, _), trace in zip(STOPS, traces, strict=True)}

    def kept(trace: Any, cell: str) -> float:
        (run,) = [run for run in trace["runs"] if run["cell"] == cell]
        return float(run["verdict"]["kept"]["log10"])

    title = {stop.title["en"]: (name, number) for name, number, stop in STOPS if name == "first_lecture"}
    vanishing = found[title["An LSTM that vanishes"]]
    plain = found[title["Vanishing"]]
    assert kept(vanishing["shown"], "lstm") < kept(plain["asked"], "rnn")  # "worse than the plain RNN at ρ = 0.8"
    cure = found[title["What clipping cannot cure"]]
    assert kept(cure["asked"], "rnn") == kept(cure["shown"], "rnn")  # "as before"
    assert pytest.approx(0.006, abs=0.0005) == 0.95**99
    assert pytest.approx(10 ** kept(found[title["Exploding"]]["shown"], "rnn"), rel=0.01) == 1.2**99
    of_name = {name: trace for (name, _), trace in found.items()}
    assert kept(of_name["forget"]["shown"], "lstm") < kept(of_name["forget"]["shown"], "rnn")  # "less than the RNN's"
    assert kept(of_name["vanish"]["shown"], "rnn") < kept(of_name["vanish"]["shown"], "gru") < 0


def test_what_the_texts_say_of_truncation_is_so(traces):
    """That a cut costs the LSTM most of its sum and turns it, and the RNN hardly anything."""
    for name, number, least in (("first_lecture", None, 0.95), ("truncated", 1, 0.8)):
        (trace,) = [
            trace["shown"]
            for (lesson, stop_number, stop), trace in zip(STOPS, traces, strict=True)
            if lesson == name and (stop_number == number or "truncate=" in stop.address)
        ]
        kept = {run["cell"]: run["truncation"]["params"]["W_hh"] for run in trace["runs"]}
        assert kept["lstm"]["share"] < 0.5 < least < kept["rnn"]["share"]
        assert kept["lstm"]["angle"] > 30 > kept["rnn"]["angle"]


def test_the_lowest_layer_hears_the_last_loss_most_faintly(client):
    (stop,) = lessons()["depth"].stops
    last: dict[str, list[float]] = {}
    for run in client.get(f"/api/trace?{stop.address}&fields=norms&encoding=list").json()["runs"]:
        if run["layer"]:
            last.setdefault(run["cell"], []).append(run["norms"]["d_state"]["h"]["log10"][-1])
    assert all(layers == sorted(layers) and len(layers) == 3 for layers in last.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_asked_in_the_words_of_its_lesson(language):
    """The card has them at hand before any lesson is fetched."""
    asked, said = lessons()["first_minute"].stops[0].predict, words.catalogues()[language]
    assert asked
    assert asked.question[language] == said["first.question"]
    card = {key: text for key, text in said.items() if key.removeprefix("first.").isdigit()}
    assert card == {f"first.{k}": option.text[language] for k, option in enumerate(asked.options, 1)}


def stop_of(part: str) -> Any:
    """The one stop of the first lecture whose address has this in it."""
    (found,) = [stop for stop in lessons()["first_lecture"].stops if part in stop.address]
    return found


def test_sixty_words_later_the_applications_do_as_the_lecture_says(catalogue):
    stop = stop_of("distance=60")
    (sentiment,) = [app for app in catalogue["applications"] if app["name"] == "sentiment"]
    figures = sentiment["figures"][""]
    assert (figures["lstm"]["value"], figures["lstm"]["examples"]) == (1, 400)
    assert f"{figures['rnn']['value']:.0%}" in stop.takeaway["en"]
    for cell in ("lstm", "rnn"):
        of_distance = dict(
            zip(figures[cell]["details"]["distances"], figures[cell]["details"]["accuracy"], strict=True)
        )
        assert of_distance[60] == figures[cell]["value"]


def test_with_f_at_1_the_review_of_the_lecture_ends_against(client):
    stop = stop_of("text=the+breakfast")

    def opinion(piece: str) -> float:
        answer = client.get(f"/api/play?{stop.address}{piece}&encoding=list")
        assert answer.status_code == 200, answer.text
        return float(answer.json()["answer"]["opinion"][-1])

    free, held = opinion(""), opinion(f"&{stop.reveal.address}")
    assert held < 0.5 < free
    assert f"{free:.1%}" in stop.takeaway["en"]
    assert f"{held:.0%}" in stop.takeaway["en"]


def test_the_run_of_the_lecture_learns_and_is_back_at_guessing_after_its_change():
    stop = stop_of("mode=train")
    config = read_training([*parse_qsl(stop.address.removeprefix("mode=train&"))])
    (changed_at, *_) = [change.iteration for change in config.changes]
    run, before = advance(begin(config), Budget(iterations=changed_at))
    _, after = advance(run, Budget(iterations=config.iterations - changed_at))

    def measures(frames: Any) -> list[float]:
        return [point.evaluation.measure for frame in frames for point in frame.points if point and point.evaluation]

    assert measures(before)[-1] < 0.01
    assert min(measures(after)) > 0.15
