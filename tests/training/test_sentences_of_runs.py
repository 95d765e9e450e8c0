"""What the page says of a training run, in every language, held against the numbers of hundreds that were made up."""

from __future__ import annotations

import math
import random
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import words
from tests.reading_aloud import joined, number, plain_faults, say

COUNT = 300
CELLS = ["rnn", "lstm", "gru"]
APPS = {"sentiment": "accuracy", "text": "bits", "forecast": "mase", "entities": "f1", "speech": "wer"}


def run(rng: random.Random) -> dict[str, Any]:
    """A run in any state: nothing evaluated yet or much, learned or not, diverged, numbers that are none."""
    app = rng.choice(["", "", *APPS])
    models: list[Any] = rng.sample(CELLS, rng.randint(1, 3))
    if rng.random() < 0.2:
        models = [{"cell": "lstm", "rate": "0.01"}, {"cell": "lstm", "rate": "0.1"}, "rnn"]
    iteration, every = rng.choice([0, 1, 3, 4, 5, 12, 40]), rng.choice([1, 2, 5])
    looks = iteration // every

    def value(scale: float) -> float | str:
        values: list[float | str] = [scale * 10 ** rng.uniform(-3, 1), scale, "inf", "nan"]
        return rng.choices(values, [8, 2, 0.3, 0.3])[0]

    def end() -> dict[str, Any] | None:
        diverged = iteration and rng.random() < 0.15
        return {"iteration": rng.randint(1, iteration), "quantity": "d_h", "step": 2} if diverged else None

    classes = 0 if app else rng.choice([0, 4])
    config: dict[str, Any] = {"app": app, "variant": {"text": "names", "forecast": "co2"}.get(app, "")} if app else {}
    return {
        "models": models,
        "classes": classes,
        "config": config | {"cell": models},
        "baseline": None if app and rng.random() < 0.3 else 0.167,
        "part": "validation" if app else "held out",
        "iteration": iteration,
        "every": every,
        "loss": [[value(0.2) for _ in range(iteration)] for _ in models],
        "norm": [[rng.uniform(-5, 3) for _ in range(iteration)] for _ in models],
        "measure": [[value(0.167) for _ in range(looks)] for _ in models],
        "accuracy": [[rng.random() for _ in range(looks)] if classes else [] for _ in models],
        "figure": [[rng.random() if rng.random() < 0.95 else "nan" for _ in range(looks)] for _ in models],
        "ends": [end() for _ in models],
    }


@pytest.fixture(scope="module")
def told(client: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every run with what the page says of it, in each language."""
    rng = random.Random(3)
    runs = [run(rng) for _ in range(COUNT)]
    said = say("say_training.js", catalogue=client.get("/api/catalogue").json(), runs=runs)
    codes = [language["code"] for language in words.languages()]
    assert len(said) == len(codes) * COUNT
    return list(zip(runs * len(codes), said, strict=True))


def names(given: dict[str, Any]) -> list[str]:
    """The models as the page colours them: by their cell, numbered where several have one."""
    cells = [model if isinstance(model, str) else model["cell"] for model in given["models"]]
    return [f"{cell}.{cells[: m + 1].count(cell)}" if cells.count(cell) > 1 else cell for m, cell in enumerate(cells)]


def clauses(said: dict[str, Any]) -> dict[str, str]:
    """What is said of each model, from its name to the next one's."""
    parts: dict[str, str] = {}
    name = ""
    for word in said["words"]:
        if "cell" in word:
            name = word["cell"]
            parts[name] = ""
        elif name:
            parts[name] += word["text"]
    return parts


def lead(said: dict[str, Any]) -> int:
    """The iteration that the headline speaks of."""
    found = re.search(r"\d[\d.,]*", said["words"][0]["text"])
    assert found, said["words"]
    return int(re.sub(r"[.,]", "", found[0]))


def test_every_loss_of_the_headline_is_that_of_the_evaluation_that_it_names(told: Any) -> None:
    losses = factors = 0
    for given, said in told:
        if given["config"].get("app") or not given["iteration"]:
            continue
        evaluated = given["iteration"] // given["every"] * given["every"]
        parts, text = clauses(said), joined(said["words"])
        for m, name in enumerate(names(given)):
            if given["ends"][m]:
                assert str(given["ends"][m]["iteration"]) in text
                assert name in parts, text
                continue
            if not evaluated:
                assert name not in parts, text
                continue
            assert lead(said) == evaluated, text
            value = given["measure"][m][-1]
            strong = [word["text"] for word in said["words"] if word.get("strong")]
            if isinstance(value, str):
                assert re.search("not a finite number|no es un número finito", text), text
                continue
            ratio = 0.167 / value
            # a list may end before what is said of all that it names
            shown = [figure for figure in strong if math.isclose(number(figure), value, rel_tol=0.06)]
            assert shown, (text, value)
            losses += 1
            if ratio > 1.3:
                assert any(math.isclose(number(figure), ratio, rel_tol=0.06) for figure in strong), (text, ratio)
                factors += 1
    assert losses > 150
    assert factors > 60


def test_a_model_is_said_to_do_better_as_well_or_worse_only_as_its_loss_does(told: Any) -> None:
    verdicts = {
        "en": {"below": "times as much", "at": "about as well as", "above": "worse than"},
        "es": {"below": "veces mayor", "at": "más o menos como", "above": "peor que"},
    }
    found = {"below": 0, "at": 0, "above": 0}
    for given, said in told:
        if given["config"].get("app") or not given["measure"][0]:
            continue
        text = joined(said["words"])
        kinds = set()
        for m, end in enumerate(given["ends"]):
            value = given["measure"][m][-1]
            if end or isinstance(value, str):
                continue
            ratio = value / 0.167
            kinds.add("below" if ratio < 0.8 else "above" if ratio > 1.25 else "at")
        for kind, pattern in verdicts[said["language"]].items():
            assert bool(re.search(pattern, text)) == (kind in kinds), (text, kind, kinds)
            found[kind] += kind in kinds
    assert min(found.values()) > 20


def test_nothing_is_said_of_an_evaluation_that_has_not_been(told: Any) -> None:
    waiting = 0
    for given, said in told:
        nothing = not given["iteration"] // given["every"] and not any(given["ends"])
        text = joined(said["words"])
        assert bool(re.search("not been looked at yet|aún no se han mirado", text)) == nothing, text
        if nothing:
            assert lead(said) == given["iteration"]
            waiting += 1
    assert waiting > 40


def test_an_applications_own_measure_is_that_of_the_evaluation_that_is_named(told: Any) -> None:
    figures = 0
    for given, said in told:
        if not given["config"].get("app"):
            continue
        text = joined(said["words"])
        for m, name in enumerate(names(given)):
            if given["ends"][m]:
                assert str(given["ends"][m]["iteration"]) in text, text
            elif given["figure"][m]:
                assert lead(said) == given["iteration"] // given["every"] * given["every"], text
                value = given["figure"][m][-1]
                said_of = clauses(said)[name]
                if isinstance(value, str):
                    assert "—" in said_of, text
                    continue
                first = re.search(r"\d[\d.,]*(?:[\s\u00a0\u202f]?%)?", said_of)
                assert first, text
                assert math.isclose(number(first[0].rstrip(".,")), value, rel_tol=0.02, abs_tol=6e-4), (text, value)
                figures += 1
    assert figures > 100


def test_remarks_give_the_newest_loss_of_the_batch_and_the_newest_accuracy(told: Any) -> None:
    losses = accuracies = 0
    for given, said in told:
        if not given["iteration"]:
            assert not said["remarks"]
            continue
        for m, remark in enumerate(said["remarks"]):
            if given["ends"][m]:
                assert str(given["ends"][m]["iteration"]) in remark["text"]
                continue
            loss = re.search(r"(?:batch|lote) ([^·]+?)(?: ·|$)", remark["text"])
            assert loss, remark
            value = given["loss"][m][-1]
            if not isinstance(value, str):
                assert math.isclose(number(loss[1]), value, rel_tol=0.06), (remark, value)
                losses += 1
            if given["accuracy"][m]:
                accuracy = re.search(r"(?:accuracy|exactitud) ([\d.,]+[\s\u00a0]?%)", remark["text"])
                assert accuracy, remark
                assert math.isclose(number(accuracy[1]), given["accuracy"][m][-1], abs_tol=0.006), remark
                accuracies += 1
    assert losses > 200
    assert accuracies > 50


def test_the_summaries_of_the_charts_name_the_iteration_that_their_numbers_are_of(told: Any) -> None:
    checked = 0
    for given, said in told:
        iteration, evaluated = given["iteration"], given["iteration"] // given["every"] * given["every"]
        if not iteration:
            continue
        summary = said["summaries"]["train_loss"]
        at = re.search(r"(?:iteration|iteración) (\d+)", summary)
        assert at, summary
        assert int(at[1]) == (evaluated or iteration), summary
        told_numbers = re.findall(r": ([\d.,]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)[.,;]", summary + ";")
        values = [number(text.rstrip(".,")) for text in told_numbers]
        for m, end in enumerate(given["ends"]):
            value = given["measure"][m][-1] if evaluated else given["loss"][m][-1]
            if end or isinstance(value, str):
                continue
            assert any(math.isclose(said_value, value, rel_tol=0.06) for said_value in values), (summary, value)
            checked += 1
    assert checked > 200


def test_no_sentence_of_a_run_has_a_blank_or_a_number_that_does_not_agree(told: Any) -> None:
    for given, said in told:
        texts = [joined(said["words"]), *(remark["text"] for remark in said["remarks"]), *said["summaries"].values()]
        not_a_number = any("nan" in values for lists in (given["loss"], given["measure"]) for values in lists)
        for text in texts:
            faults = [fault for fault in plain_faults(text) if fault != "NaN" or not not_a_number]
            assert not faults, (text, faults)
