"""What the page says of an application's answers, in every language, held against the numbers of hundreds of them."""

from __future__ import annotations

import math
import random
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app import words
from tests.reading_aloud import joined, number, plain_faults, say

COUNT = 260
TYPED = {
    "sentiment": "hotel food was good bad terrible not never but although la comida era buena mala pero zxq",
    "entities": "Ana María Santiago Madrid Google Amazon lives works in the doctor vive trabaja en Zzyx médico",
    "translation": "el la gato niña libro rojo come compra no un perro ve zorrillo casas grandes",
    "text": "V i l a n o k r z é -",
    "music": "A B c d G A2 c/ e F",
}
LAG = re.compile(r"(\d+) (?:steps? (back|on)|pasos? (atrás|más adelante))(?![\w ]*(?:last|último))")
AMOUNT = re.compile(r"(?<![\d.,])[\d.,]+(?:\u00a0| )?%|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|[\d.,]+(?= (?:times|veces))")


def queries() -> list[dict[str, Any]]:
    """Random questions: every application and cell, examples and typed texts, cuts and clamps."""
    rng = random.Random(12)
    asked: list[dict[str, Any]] = []
    while len(asked) < COUNT:
        app = rng.choice(["sentiment", "entities", "translation", "forecast", "text", "music", "speech"])
        query: dict[str, Any] = {"app": app, "cell": rng.choice(["rnn", "lstm", "gru"])}
        if app == "forecast":
            query |= {"variant": rng.choice(["co2", "sunspots", "elnino", "seattle"]), "horizon": rng.randint(1, 24)}
        if app == "entities":
            query["variant"] = rng.choice(["both", "forward"])
        if app == "music":
            query["variant"] = rng.choice(["melody", "phonemes"])
        if app in ("text", "music"):
            query |= {
                "length": rng.choice([1, 2, 30]),
                "temperature": rng.choice([0, 0.7, 2]),
                "seed": rng.randint(0, 99),
            }
        if app == "sentiment":
            query["distance"] = rng.choice([1, 2, 10, 60])
        typed = TYPED.get(app)
        if typed and query.get("variant") != "phonemes" and rng.random() < 0.5:
            query["text"] = ("" if app == "text" else " ").join(
                rng.choice(typed.split()) for _ in range(rng.randint(1, 8))
            )
        else:
            query["example"] = rng.randint(0, 19)
        if rng.random() < 0.5:
            query["focus"] = rng.randint(1, 12)
        if rng.random() < 0.3:
            query["truncate"] = rng.choice([1, 2, 5, 20])
        if query["cell"] == "lstm" and rng.random() < 0.2:
            query["clamp"] = f"f:{rng.choice([0, 1])}"
        asked.append(query)
    return asked


@pytest.fixture(scope="module")
def told(client: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every answer with what the page says of it, in each language."""
    catalogue = client.get("/api/catalogue").json()
    answers = []
    for query in queries():
        response = client.get(f"/api/play?{urlencode(query)}&fields=norms&encoding=list")
        if response.status_code == 422:
            continue  # a text that the application does not take
        answers.append(response.json() | {"asked": query})
    assert len(answers) >= 220
    said = say("say_applications.js", catalogue=catalogue, answers=answers)
    codes = [language["code"] for language in words.languages()]
    assert len(said) == len(codes) * len(answers)
    return list(zip(answers * len(codes), said, strict=True))


def log10(run: dict[str, Any], step: int) -> float:
    """A layer's gradient at a step, −∞ for nothing, NaN where it is no number."""
    series = run["norms"]["d_state"]["h"]
    return {0: float(series["log10"][step - 1]), 1: -math.inf}.get(series["status"][step - 1], math.nan)


def reads_backwards(run: dict[str, Any]) -> bool:
    return str(run["name"]).endswith(".reverse")


def check_reach(answer: dict[str, Any], text: str, runs: list[dict[str, Any]]) -> int:
    """Each clause that names a number of steps: what is said to be left there is what the gradient has there."""
    focus, tokens = answer["focus"], answer["tokens"]
    checked = 0
    for clause in re.split(r"; (?=backwards|hacia atrás)", text):
        found = list(LAG.finditer(clause))
        if not found:
            continue
        assert len(found) == 1, clause
        ahead = bool(found[0][2] == "on" or found[0][3] == "más adelante")
        step = focus + int(found[0][1]) * (1 if ahead else -1)
        assert 1 <= step <= len(tokens), clause
        if not re.search(r"first step|last step|primer paso|último paso", clause):
            assert tokens[step - 1] in clause, (clause, tokens[step - 1])
        run = next(run for run in runs if reads_backwards(run) == ahead)
        change = log10(run, step) - log10(run, focus)
        # what is said of the answer itself ends with a colon
        tail = clause.rsplit("): ", 1)[-1].rsplit("%)", 1)[-1]
        amounts = AMOUNT.findall(tail)
        if change == -math.inf:
            assert not amounts, clause
            cut = run["verdict"]["cut"]
            is_cut = cut is not None and (step >= cut if ahead else step <= cut)
            assert (f"{cut}" in clause and bool(re.search("trunca|cut at|cortado", clause))) == is_cut, clause
        else:
            assert len(amounts) == 1, (clause, amounts)
            rounding = 0.51 if amounts[0].startswith("10") else 0.03  # a power of ten alone, or two digits
            assert math.isclose(math.log10(number(amounts[0])), change, abs_tol=rounding), (clause, change)
        checked += 1
    return checked


def test_every_share_of_the_gradient_that_is_told_is_what_is_left_at_the_step_that_is_named(told: Any) -> None:
    checked = 0
    for answer, said in told:
        runs = answer["trace"]["runs"]
        checked += check_reach(answer, joined(said["words"]), runs)
        for run, remark in zip(runs, said["remarks"], strict=True):
            checked += check_reach(answer, remark["text"], [run])
    assert checked > 500


def test_no_sentence_has_a_blank_or_a_number_that_does_not_agree(told: Any) -> None:
    for answer, said in told:
        for text in [joined(said["words"]), *(remark["text"] for remark in said["remarks"]), *said["summary"]]:
            assert not plain_faults(text), (answer["address"], text)


def test_the_headline_names_the_cell_that_ran_and_invites_to_another_only_where_there_is_another(told: Any) -> None:
    invited = 0
    for answer, said in told:
        cells = {word["cell"] for word in said["words"] if "cell" in word}
        assert cells <= {answer["cell"]}, answer["address"]
        assert cells, answer["address"]
        if re.search("Choose|Elige", joined(said["words"])):
            assert answer["cell"] != "rnn", answer["address"]
            invited += 1
    assert invited > 20


def test_it_is_said_that_a_mind_was_changed_where_it_was_and_a_free_forget_gate_did_it(told: Any) -> None:
    changed = 0
    for answer, said in told:
        if not re.search("changed its mind|cambiado de opinión", joined(said["words"])):
            continue
        opinion = answer["answer"]["opinion"]
        assert answer["app"] == "sentiment"
        assert answer["cell"] == "lstm"
        assert "clamp" not in answer["address"]
        assert max(opinion) > 0.75 if opinion[-1] < 0.5 else min(opinion) < 0.25, answer["address"]
        changed += 1
    assert changed > 3


def test_an_opinion_is_told_as_it_stands_at_the_asked_word_and_the_deciding_word_where_it_stands(told: Any) -> None:
    decided = typed = 0
    for answer, said in told:
        if answer["app"] != "sentiment":
            continue
        text, focus = joined(said["words"]), answer["focus"]
        opinion, decisive = answer["answer"]["opinion"], answer["answer"]["decisive"]
        p = opinion[focus - 1]
        positive = re.search(r"positiv[ea]", text) is not None
        assert positive == (p > 0.5), (text, p)
        assert positive != (re.search(r"negativ[ea]", text) is not None), text
        share = re.search(r"\(([\d.,]+\s?%)\)", text)
        assert share
        assert math.isclose(number(share[1]), max(p, 1 - p), abs_tol=0.006), (text, p)
        right = answer["answer"]["truth"] == answer["answer"]["said"]
        at_end = focus == len(answer["tokens"])
        judged = answer["answer"]["truth"] is not None and at_end
        assert bool(re.search("rightly|acierta", text)) == (judged and right), text
        assert bool(re.search("wrongly|se equivoca", text)) == (judged and not right), text
        if decisive is None:
            assert "decide" not in text, text
            side = 1 if positive else -1
            others = [i for i in range(focus) if side * (opinion[i] - 0.5) < 0]
            since = range(others[-1] + 1 if others else 0, focus)
            most = max(since, key=lambda i: side * (opinion[i] - (opinion[i - 1] if i else 0.5)))
            assert answer["tokens"][most] in text
            typed += 1
            continue
        assert answer["tokens"][decisive] in text
        assert ("still to come" in text or "por venir" in text) == (decisive + 1 > focus), text
        if at_end and decisive + 1 < focus:
            assert re.search(rf"\b{len(answer['tokens']) - 1 - decisive} (?:steps? back|pasos? atrás)", text), text
            decided += 1
        words_after = rf"\b{len(answer['tokens']) - 1 - decisive} (?:words?|palabras?)\b"
        assert any(re.search(words_after, part) for part in said["summary"])
    assert decided > 5
    assert typed > 5


def test_a_tag_is_told_with_its_kind_its_probability_and_whether_it_is_right(told: Any) -> None:
    kinds = {
        code: {kind: words.text(code, f"picture.entities.{kind}") for kind in ("per", "loc", "org", "none")}
        for code in words.catalogues()
    }
    count = 0
    for answer, said in told:
        if answer["app"] != "entities":
            continue
        text, step = joined(said["words"]), answer["focus"] - 1
        tags, truth = answer["answer"]["tags"], answer["answer"]["truth"]
        kind = kinds[said["language"]]["none" if tags[step] == "O" else tags[step].rpartition("-")[2].lower()]
        assert f" {kind} (" in text, (text, kind)
        share = re.search(r"\(([\d.,]+\s?%)\)", text)
        p = answer["answer"]["probabilities"][step][answer["answer"]["classes"].index(tags[step])]
        assert share
        assert math.isclose(number(share[1]), p, abs_tol=0.006), (text, p)
        assert bool(re.search("rightly|acierta", text)) == bool(truth and truth[step] == tags[step]), text
        after = len(tags) - 1 - step
        alone = not any(reads_backwards(run) for run in answer["trace"]["runs"])
        unreached = re.search(r"(?:cannot reach|no puede alcanzar) (?:the|las?) (?:(\d+) )?(?:word|palabra)", text)
        assert bool(unreached) == (alone and after > 0), text
        if unreached:
            assert int(unreached[1] or 1) == after, text
        count += 1
    assert count > 20


def test_a_forecast_is_of_the_series_horizon_and_values_that_are_shown(told: Any) -> None:
    count = 0
    for answer, said in told:
        if answer["app"] != "forecast":
            continue
        text, body = joined(said["words"]), answer["answer"]
        assert words.text(said["language"], f"app.forecast.variant.{body['series']}") in text
        assert body["future_labels"][-1] in text
        ahead = re.search(r"(?:, |a )(\d+) (?:steps? ahead|pasos? vista)", text)
        assert ahead
        assert int(ahead[1]) == answer["asked"]["horizon"] == len(body["forecast"])
        expected = re.search(r"(?:expects|espera) (−?[\d.,]+)", text)
        assert expected
        assert math.isclose(number(expected[1].rstrip(".,")), body["forecast"][-1][1], rel_tol=2e-3, abs_tol=1e-3), text
        moves = body["influence"][: answer["focus"]]
        most = max(range(len(moves)), key=lambda i: abs(moves[i]))
        assert answer["tokens"][most] in text, (text, answer["tokens"][most])
        strong = [number(word["text"]) for word in [word for word in said["words"] if word.get("strong")][1:]]
        told_moves = [moves[most], moves[-1]] if most != len(moves) - 1 else [moves[-1]]
        assert len(strong) == len(told_moves), text
        for value, move in zip(strong, told_moves, strict=True):
            assert math.isclose(value, move, rel_tol=0.06, abs_tol=1e-9), (text, move)
        before = re.search(r"(\d+) (?:steps? before|pasos? antes)", text)
        assert (int(before[1]) if before else 0) == len(moves) - 1 - most, text
        cut = answer["trace"]["runs"][0]["verdict"]["cut"]
        assert ("trunca" in text) == (cut is not None), text
        assert cut is None or re.search(rf"(?:step|paso) {cut}\b", text), text
        count += 1
    assert count > 20


def test_what_is_heard_is_told_with_its_instant_and_its_probability(told: Any) -> None:
    count = 0
    for answer, said in told:
        if answer["app"] != "speech":
            continue
        text, body, step = joined(said["words"]), answer["answer"], answer["focus"] - 1
        at = re.search(r"([\d.,]+) s\b", text)
        assert at
        assert math.isclose(number(at[1]), step * body["step_seconds"], abs_tol=0.006), text
        heard = body["path"][step]
        assert (body["symbols"][heard] in text) or not heard, text
        assert bool(re.search("no word|ninguna palabra", text)) == (heard == 0), text
        share = re.search(r"\(([\d.,]+\s?%)\)", text)
        assert share
        assert math.isclose(number(share[1]), body["posteriors"][step][heard], abs_tol=0.006), text
        count += 1
    assert count > 20


def test_what_is_asked_of_a_translation_and_of_what_comes_next_is_named_with_its_step(told: Any) -> None:
    count = 0
    for answer, said in told:
        if answer["app"] not in ("translation", "text", "music"):
            continue
        text, focus, steps = joined(said["words"]), answer["focus"], len(answer["tokens"])
        if answer["app"] == "translation" or focus > 1:
            assert re.search(rf"(?:step|paso) {focus} (?:of|de) {steps}\b", text), text
        if answer["app"] == "translation":
            said_word = answer["answer"]["output"][focus - 1 - len(answer["answer"]["source"])]
            share = re.search(r"\(([\d.,]+\s?%)\)", text)
            assert share
            assert math.isclose(number(share[1]), said_word["p"], abs_tol=0.006), text
            is_end = said_word["word"] == "∎"
            assert bool(re.search("ends its|termina su", text)) == is_end
            assert said_word["word"] in text or is_end
        elif focus > 1:
            assert answer["tokens"][0] in text
        count += 1
    assert count > 60


def summary_numbers(text: str) -> list[float]:
    return [number(found.rstrip(".,")) for found in re.findall(r"(?<![\w+])\d[\d.,]*", text)]


def test_the_summary_of_a_picture_counts_what_the_answer_has(told: Any) -> None:
    count = 0
    for answer, said in told:
        body, summary = answer["answer"], said["summary"]
        if answer["app"] == "text" or body.get("kind") == "melody":
            items = body["characters" if answer["app"] == "text" else "notes"]
            given = sum(item["given"] for item in items)
            assert summary_numbers(summary[0]) == [given, len(items) - given], summary[0]
            if body["bits"] is not None and body["baseline"] is not None:
                assert summary_numbers(summary[1]) == pytest.approx([body["bits"], body["baseline"]], abs=0.006)
            count += 1
        elif answer["app"] == "forecast" and len(body["actual"]):
            held = sum(
                low <= came <= high for came, (low, _, high) in zip(body["actual"], body["forecast"], strict=False)
            )
            percent = round(100 * (body["levels"][-1] - body["levels"][0]))
            assert summary_numbers(summary[2]) == [held, len(body["actual"]), percent], summary[2]
            better = body["errors"]["network"] <= min(body["errors"]["naive"], body["errors"]["seasonal"])
            assert bool(re.search("simple rule|regla simple", summary[3])) != better, summary[3]
            count += 1
        elif answer["app"] == "entities":
            names = [name["text"] for name in body["entities"]]
            assert all(name in summary[0] for name in names), summary[0]
            changed = sum(
                before[i].rpartition("-")[2] != after[i].rpartition("-")[2]
                for before, after in zip(body["history"], body["history"][1:], strict=False)
                for i in range(len(before))
            )
            assert summary_numbers(summary[2]) == ([changed] if changed else []), summary[2]
            count += 1
    assert count > 120


def test_over_sixty_words_nothing_of_the_rnns_gradient_comes_back_as_its_limit_says(client: TestClient) -> None:
    for language, example in (("es", 0), ("es", 1), ("es", 2), ("en", 0), ("en", 1), ("en", 2)):
        query = f"app=sentiment&cell=rnn&distance=60&language={language}&example={example}&fields=norms&encoding=list"
        answer = client.get(f"/api/play?{query}").json()
        run, decisive = answer["trace"]["runs"][0], answer["answer"]["decisive"] + 1
        assert log10(run, decisive) - log10(run, answer["focus"]) < -5, answer["address"]
