"""Where answers are computed: in processes, once for all who ask, the costly ones never in all of them."""

from __future__ import annotations

import asyncio
import gzip
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.answers import Answers, Gone
from app.errors import Busy, Fault, InvalidRequest, TooCostly
from app.main import create_app
from app.numerals import Range
from app.pool import Pool, local
from app.settings import Settings


@pytest.fixture(scope="module")
def served() -> Iterator[TestClient]:
    """The app with processes of its own, as it is served."""
    with TestClient(create_app(Settings(computing=2)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    "query",
    [
        "trace?steps=12&seed=5&fields=states,jacobians",
        "trace.npz?steps=12&seed=5",
        "check?steps=12&param=W_hh",
        "play?app=sentiment&text=not+bad",
        "vocabulary?app=sentiment",
    ],
)
def test_a_process_gives_the_bytes_that_the_server_itself_would(served, client, query):
    assert served.get(f"/api/{query}").content == client.get(f"/api/{query}").content


@pytest.mark.parametrize(
    "query", ["check?param=nothing", "play?app=sentiment&text=%00", "play?app=speech&cell=peephole"]
)
def test_a_problem_that_a_process_meets_is_told_whole(served, client, query):
    found, expected = served.get(f"/api/{query}"), client.get(f"/api/{query}")
    assert found.status_code in (404, 422)
    assert (found.status_code, found.json()) == (expected.status_code, expected.json())


@pytest.mark.parametrize(
    ("app", "content"), [("forecast", b"a,b\nx,y\n"), ("speech", b"no sound"), ("music", b"X:1\n%%")]
)
def test_what_is_wrong_with_an_upload_is_told_whole(served, client, app, content):
    found, expected = (one.post(f"/api/material?app={app}", content=content) for one in (served, client))
    assert found.status_code == 422
    assert found.json() == expected.json()


@pytest.mark.parametrize("kind", [InvalidRequest, TooCostly, Busy])
def test_a_problem_travels_between_processes_with_its_faults(kind):
    problem = kind(Fault("steps", 900, "out_of_range", Range(1, 500)))
    again = pickle.loads(pickle.dumps(problem))
    assert (type(again), again.faults) == (kind, problem.faults)
    assert again.body("es") == problem.body("es")


def die_once(marker: str) -> bytes:
    """Kill the process that computes this, but for the first one only."""
    if not os.path.exists(marker):  # noqa: PTH110
        with open(marker, "x"):  # noqa: PTH123
            pass
        os.kill(os.getpid(), signal.SIGKILL)
    return b"computed"


def answers(pool: Pool, **settings: Any) -> Answers:
    return Answers(Settings(**settings), pool)


class Reader:
    """As much of a request as matters here."""

    def __init__(self, *, gone: bool = False) -> None:
        self.gone = gone

    async def is_disconnected(self) -> bool:
        return self.gone


def body(
    computed: Answers, name: str, compute: Callable[[], bytes], *, costly: bool = False, gone: bool = False
) -> Any:
    return computed.body(Reader(gone=gone), name, compute, costly=costly)  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_a_killed_process_costs_nobody_an_answer(tmp_path):
    pool = Pool(partial(local, 1), 1)
    try:
        packed = await body(answers(pool), "a", partial(die_once, str(tmp_path / "died")))
        assert gzip.decompress(packed) == b"computed"
    finally:
        pool.close()


class Gate:
    """A computation that waits until it is let go, and counts how often it began."""

    def __init__(self) -> None:
        self.began = 0
        self.open = threading.Event()

    def __call__(self) -> bytes:
        self.began += 1
        assert self.open.wait(30)
        return b"x"


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110  (what is waited for happens in another thread)
        await asyncio.sleep(0.001)


@pytest.mark.anyio
async def test_readers_who_ask_the_same_at_once_share_one_computation():
    gate, computed = Gate(), answers(Pool(partial(ThreadPoolExecutor, 4), 4))
    asked = [asyncio.create_task(body(computed, "same", gate)) for _ in range(3)]
    await until(lambda: gate.began > 0)
    asked.append(asyncio.create_task(body(computed, "same", gate)))
    await until(lambda: len(computed.pending["same"][1]) == 4)
    gate.open.set()
    assert len(set(await asyncio.gather(*asked))) == 1
    assert gate.began == 1


@pytest.mark.anyio
async def test_costly_requests_leave_a_process_to_those_that_are_not():
    computed = answers(Pool(partial(ThreadPoolExecutor, 2), 2))
    slow = [Gate() for _ in range(5)]
    costly = [asyncio.create_task(body(computed, f"costly {i}", gate, costly=True)) for i, gate in enumerate(slow)]
    await until(lambda: slow[0].began > 0)
    quick = await asyncio.wait_for(body(computed, "quick", lambda: b"quick"), 30)
    assert gzip.decompress(quick) == b"quick"
    assert [gate.began for gate in slow] == [1, 0, 0, 0, 0]
    for gate in slow:
        gate.open.set()
    await asyncio.gather(*costly)


@pytest.mark.anyio
async def test_what_nobody_waits_for_any_more_is_not_computed():
    computed = answers(Pool(partial(ThreadPoolExecutor, 1), 1))
    gate, left = Gate(), Gate()
    first = asyncio.create_task(body(computed, "first", gate))
    await until(lambda: gate.began > 0)
    second = asyncio.create_task(body(computed, "left", left, gone=True))
    await until(lambda: computed.lanes.waiting == 1)
    gate.open.set()
    await first
    with pytest.raises(Gone):
        await second
    assert left.began == 0
    assert computed.pending == {}


@pytest.mark.anyio
async def test_where_too_many_wait_the_next_is_refused_at_once_but_not_who_asks_what_is_under_way():
    computed = answers(Pool(partial(ThreadPoolExecutor, 1), 1), queue=1)
    gates = [Gate(), Gate()]
    asked = [asyncio.create_task(body(computed, str(i), gate)) for i, gate in enumerate(gates)]
    await until(lambda: computed.lanes.waiting == 1)
    with pytest.raises(Busy):
        await body(computed, "one too many", lambda: b"")
    same = asyncio.create_task(body(computed, "1", gates[1]))
    for gate in gates:
        gate.open.set()
    await asyncio.gather(*asked, same)
