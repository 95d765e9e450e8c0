"""GET /api/trace: what is documented is what is sent, and what is sent is what was computed."""

import base64
import io
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import jsonschema_rs
import numpy as np
import pytest

from app.cells import CELLS
from app.config import RunConfig
from app.lessons import lessons
from app.trace import DEFAULT_PARTS, FIELDS, PARTS, trace
from tests.api.decode import array

EVERYTHING = ",".join(FIELDS)
ALWAYS = {"cell", "name", "layer", "verdict", "loss"}
"""What every run has, whatever was asked for."""
SMALL = "steps=6&units=4&batch=2"


@pytest.fixture(scope="module")
def schema(client):
    """The documented schema of the answer, with the components that it refers to."""
    openapi = client.get("/openapi.json").json()
    answer = openapi["paths"]["/api/trace"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**answer, "components": openapi["components"]}


@pytest.mark.parametrize("encoding", ["base64", "list", "display"])
@pytest.mark.parametrize(
    "query",
    [
        SMALL,
        f"{SMALL}&task=latch&loss_at=every&clamp=f:1",
        f"{SMALL}&sample=1&unit=3&truncate=2",
        "task=sequence&values=1,2,3&units=3",
        "steps=40&units=8&rho=3&activation=identity&dtype=float16&input_scale=10",
        "steps=1&units=1",
    ],
)
def test_every_key_that_is_sent_is_documented_and_every_documented_key_is_sent(client, schema, query, encoding):
    answer = client.get(f"/api/trace?{query}&encoding={encoding}&fields={EVERYTHING}").json()
    jsonschema_rs.validator_for(schema).validate(answer)  # which allows no other key than those it names
    for run in answer["runs"]:
        assert set(run) == {*ALWAYS, *PARTS}


@pytest.mark.parametrize("encoding", ["base64", "list", "display"])
def test_of_several_layers_each_has_its_parts_and_the_whole_network_has_the_others(client, schema, encoding):
    query = "steps=6&units=4&batch=2&layers=2&norm=layer&cell=lstm,peephole&loss_at=every"
    answer = client.get(f"/api/trace?{query}&encoding={encoding}&fields={EVERYTHING}").json()
    jsonschema_rs.validator_for(schema).validate(answer)
    assert [(run["cell"], run["name"], run["layer"]) for run in answer["runs"]] == [
        (name, name, layer) for name in ("lstm", "peephole") for layer in (1, 2, 0)
    ]
    for run in answer["runs"]:
        kind = "network" if run["layer"] == 0 else "layer"
        assert set(run) == {*ALWAYS, *(name for name, part in PARTS.items() if getattr(part, kind))}
    assert {name for name, part in PARTS.items() if part.layer is None} == {
        "clipping", "outputs", "gradients", "params", "truncation",
    }  # fmt: skip
    whole = answer["runs"][2]
    assert {"layer1.g_h", "layer2.W_xh", "W_hy"} < set(whole["params"])
    assert {"layer1.f", "layer2.o"} < set(whole["jacobians"]["recurrent"])


def test_only_the_fields_that_were_asked_for_are_sent(client):
    default = client.get("/api/trace").json()
    asked = client.get("/api/trace?fields=gates").json()
    assert set(default["runs"][0]) == {*ALWAYS, *DEFAULT_PARTS}
    assert set(asked["runs"][0]) == {*ALWAYS, "gates"}
    assert "sequence" not in asked


def test_what_costs_more_comes_only_when_it_is_named(client):
    costly = {name for name, part in PARTS.items() if part.cost == "costly"}
    assert {"jacobians", "matrix"} <= costly
    assert not costly & set(client.get("/api/trace").json()["runs"][0])


def test_the_answer_carries_the_configuration_in_full(client):
    config = client.get("/api/trace?cell=lstm&steps=60&clamp=f:1.0").json()["config"]
    assert set(config) == set(RunConfig.model_fields)
    assert (config["cell"], config["steps"], config["clamp"]) == (["lstm"], 60, {"f": 1.0})


def test_a_typed_sequence_sets_the_number_of_steps(client):
    answer = client.get("/api/trace?task=sequence&values=0*20,1&batch=5&fields=states").json()
    assert (answer["config"]["steps"], answer["config"]["batch"]) == (20, 1)
    assert array(answer["runs"][0]["states"]["h"]).shape == (20, 1, 32)


def test_the_three_encodings_carry_the_same_numbers(client):
    query = f"/api/trace?{SMALL}&cell=lstm&fields=states,norms&encoding="
    exact, listed, shown = (client.get(query + e).json()["runs"][0] for e in ("base64", "list", "display"))
    expected = trace(RunConfig(steps=6, units=4, batch=2, cell=("lstm",)), ("states",)).runs[0].parts["states"]["c"]
    np.testing.assert_array_equal(array(exact["states"]["c"]), expected)
    np.testing.assert_array_equal(array(listed["states"]["c"]), expected)
    np.testing.assert_allclose(array(shown["states"]["c"]), expected, rtol=2**-8)
    series = [run["norms"]["d_state"]["c"]["log10"] for run in (exact, shown)]
    np.testing.assert_allclose(array(series[1]), array(series[0]), rtol=2**-12)
    assert series[1]["dtype"] == "f4"


def test_a_sequence_of_the_batch_can_be_chosen(client):
    query = f"/api/trace?{SMALL}&cell=gru&fields=states"
    every = array(client.get(query).json()["runs"][0]["states"]["h"])
    second = array(client.get(query + "&sample=1").json()["runs"][0]["states"]["h"])
    np.testing.assert_array_equal(second, every[:, 1])


def test_params_bring_what_is_needed_to_recompute_the_run(client):
    answer = client.get(f"/api/trace?{SMALL}&cell=rnn&fields=params,outputs").json()
    p = {name: array(value) for name, value in answer["runs"][0]["params"].items()}
    x, h = array(answer["sequence"]["inputs"]), np.zeros((2, 4))
    for x_t in x:
        h = np.tanh(x_t @ p["W_xh"].T + p["b_h"] + h @ p["W_hh"].T)
    np.testing.assert_allclose(array(answer["runs"][0]["outputs"])[-1], h @ p["W_hy"].T + p["b_y"], rtol=1e-12)


def test_the_contributions_of_all_steps_add_up_to_the_gradient_of_the_weight(client):
    query = f"/api/trace?{SMALL}&loss_at=every&fields=contributions,contribution_matrices,gradients"
    for run in client.get(query).json()["runs"]:
        for weight, by_step in run["contribution_matrices"].items():
            np.testing.assert_allclose(array(by_step).sum(0), array(run["gradients"]["before"][weight]), rtol=1e-12)
            assert array(run["contributions"][weight]["share"]).sum() == pytest.approx(1, abs=1e-12)


def test_numbers_that_are_not_finite_travel_with_a_status_and_never_as_null(client):
    query = "/api/trace?cell=rnn&steps=40&rho=3&activation=identity&dtype=float16&fields=norms,jacobians&encoding="
    raw = client.get(query + "list").text
    answer = client.get(query + "base64").json()["runs"][0]
    series = answer["norms"]["state"]["h"]
    assert "overflow" in {"overflow", *series["first"]}
    assert series["first"]["overflow"] is not None
    codes = array(series["status"])
    assert not np.isfinite(array(series["log10"])[codes != 0]).any()
    assert answer["verdict"]["kind"] == "exploding"
    assert '"inf"' in raw
    assert '"loss":"inf"' in raw or '"loss":"nan"' in raw
    assert "NaN" not in raw
    assert "Infinity" not in raw


@pytest.mark.parametrize(
    ("query", "angle"),
    [("clip=norm&threshold=0.001", 0), ("cell=rnn&activation=identity&rho=0&loss_at=last", 0), ("threshold=9", 0)],
)
def test_the_angle_of_clipping_is_sent_in_degrees(client, query, angle):
    for run in client.get(f"/api/trace?{SMALL}&fields=clipping&{query}").json()["runs"]:
        assert run["clipping"]["angle"] == angle


def test_the_angle_of_a_gradient_that_is_not_finite_is_sent_as_nan(client):
    query = "cell=rnn&steps=60&rho=3&activation=identity&dtype=float16&input_scale=10&loss_at=every"
    answer = client.get(f"/api/trace?{query}&clip=value&threshold=1&fields=clipping").json()
    assert answer["runs"][0]["clipping"]["angle"] == "nan"


def test_the_same_address_gives_the_same_bytes(client):
    query = "/api/trace?seed=7&batch=3&fields=states,gradients"
    assert client.get(query).content == client.get(query + "&encoding=base64&task=adding").content


def test_an_answer_that_the_reader_has_is_not_sent_again(client):
    first = client.get("/api/trace?seed=8")
    again = client.get("/api/trace?seed=8", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]
    assert client.get("/api/trace?seed=9").headers["etag"] != first.headers["etag"]


def test_readers_of_one_link_share_one_computation(client):
    answers = client.app.state.answers
    client.get("/api/trace?seed=10")
    before = answers.cache.currsize
    client.get("/api/trace?task=adding&seed=10")  # the same run, written otherwise
    assert answers.cache.currsize == before


def test_the_page_s_own_parameters_are_let_pass(client):
    plain = client.get("/api/trace?steps=5").content
    assert client.get("/api/trace?steps=5&lang=es&theme=dark&view=gates&t=3&hide=init,dtype&embed=1").content == plain


def test_npz_holds_the_same_arrays(client):
    query = f"{SMALL}&cell=rnn,lstm&fields=states,norms,params,matrix"
    file = np.load(io.BytesIO(client.get(f"/api/trace.npz?{query}").content), allow_pickle=False)
    run = client.get(f"/api/trace?{query}").json()["runs"][1]
    np.testing.assert_array_equal(file["lstm/states/c"], array(run["states"]["c"]))
    np.testing.assert_array_equal(file["lstm/norms/d_state/h/log10"], array(run["norms"]["d_state"]["h"]["log10"]))
    assert {"config", "sequence/inputs", "rnn/params/W_hh", "rnn/verdict/kind", "lstm/matrix/log10"} <= set(file)


@pytest.mark.parametrize(
    "query",
    [
        "steps=12&units=5&batch=2&loss_at=every",
        "steps=12&units=5&task=latch&truncate=5&clamp=f:1,z:0.5,n:-0.3&activation=relu",
        "task=sequence&values=1,0*8,2&units=3&init=gaussian&rho=1.4&bias=f:-2,z:1,r:3&activation=identity",
        "steps=12&units=5&loss_at=every&clip=norm&threshold=0.1",
        "steps=12&units=5&loss_at=every&clip=value&threshold=0.01&truncate=5",
    ],
)
@pytest.mark.slow
def test_the_pytorch_script_agrees_to_one_in_a_billion(client, tmp_path: Path, query):
    script = client.get(f"/api/trace.py?{query}").text
    compile(script, "trace.py", "exec")
    if find_spec("torch") is None:
        pytest.skip("PyTorch is not installed here: the script was compiled, and not run")
    (tmp_path / "trace.py").write_text(script)
    printed = subprocess.run([sys.executable, tmp_path / "trace.py"], capture_output=True, text=True, check=True).stdout
    assert float(printed.split()[-1]) < 1e-9, printed


@pytest.mark.parametrize(
    ("query", "norms"),
    [
        ("cell=lstm&task=latch", {"lstm": (67.62, 93.83)}),
        ("loss_at=every&cell=rnn,gru", {"rnn": (251.96, 303.96), "gru": (191.562, 191.566)}),
    ],
)
def test_with_the_second_bias_of_pytorch_s_layers_the_norm_is_what_the_decision_says(client, query, norms):
    decision = (Path(__file__).parents[2] / "docs/decisions/0004-engine.md").read_text(encoding="utf-8")
    for run in client.get(f"/api/trace?{query}&fields=gradients").json()["runs"]:
        cell, gradients = CELLS[run["cell"]], {k: array(g) for k, g in run["gradients"]["before"].items()}
        of_blocks = dict(zip(cell.blocks, gradients["b_h"].reshape(len(cell.blocks), -1), strict=True))
        ours = sum((g**2).sum() for g in gradients.values())
        second = sum((of_blocks[block] ** 2).sum() for block in cell.pytorch_second_bias)
        found = (ours**0.5, (ours + second) ** 0.5)
        assert found == pytest.approx(norms[run["cell"]], abs=6e-3 if cell.name != "gru" else 6e-4)
        for value in norms[run["cell"]]:
            assert f"{value:.7g}" in decision


def test_the_pytorch_script_carries_the_norm_after_clipping_and_says_which_blocks_have_two_biases(client):
    for cell, blocks in {"rnn": [0], "lstm": [0, 1, 2, 3], "gru": [0, 1]}.items():
        query = f"{SMALL}&cell={cell}&loss_at=every&clip=norm&threshold=0.01"
        script = client.get(f"/api/trace.py?{query}").text
        carried = np.load(io.BytesIO(base64.b64decode(script.split('DATA = """')[1].split('"""')[0])))
        (run,) = client.get(f"/api/trace?{query}&fields=clipping").json()["runs"]
        after = 10 ** run["clipping"]["after"]["log10"]
        assert carried[f"{cell}/norm_after_clipping"] == pytest.approx(after, rel=1e-13)
        assert f"{blocks})}}" in script
        assert "clip_grad_norm_" in script


def test_finite_differences_confirm_every_parameter_of_every_cell(client):
    for param in ("W_xh", "W_hh", "b_h", "W_hy", "b_y"):
        for run in client.get(f"/api/check?steps=20&units=6&loss_at=every&param={param}").json()["runs"]:
            assert run["agrees"], run
            assert run["reason"] is None
            assert run["entries"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [("truncate=3", "truncated"), ("dtype=float16", "precision")],
)
def test_where_a_gradient_need_not_agree_the_reason_is_told(client, query, reason):
    runs = client.get(f"/api/check?steps=20&units=6&rho=1.1&cell=rnn&activation=identity&{query}").json()["runs"]
    assert [(run["agrees"], run["reason"]) for run in runs] == [(False, reason)]


@pytest.mark.parametrize("rho", [0, 0.5, 0.8, 1, 1.5, 1.8, 2, 2.5, 3])
def test_the_proof_never_denies_a_gradient_without_a_reason(client, rho):
    for run in client.get(f"/api/check?steps=60&units=16&rho={rho}").json()["runs"]:
        assert run["agrees"] or run["reason"] == "sensitive", run


def test_a_gradient_that_overflowed_has_nothing_to_be_compared_with(client):
    run = client.get("/api/check?cell=rnn&activation=identity&rho=3&steps=500&units=8").json()["runs"][0]
    assert (run["agrees"], run["reason"], run["max_relative_error"]) == (False, "nonfinite", "nan")


@pytest.mark.parametrize("name", [name for name, lesson in lessons().items() if len(lesson.stops) == 1])
def test_the_picture_of_every_short_lesson_can_be_proved(client, name):
    (stop,) = lessons()[name].stops
    assert client.get(f"/api/check?{stop.address}").status_code == 200


def test_when_too_many_wait_the_next_is_told_to_come_back(client, monkeypatch):
    monkeypatch.setattr(client.app.state.answers.lanes, "queue", 0)
    answer = client.get("/api/trace?seed=4711")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


def test_a_reader_who_takes_no_gzip_gets_none(client):
    plain = client.get("/api/trace", headers={"Accept-Encoding": "identity"})
    packed = client.get("/api/trace", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.content == packed.content
