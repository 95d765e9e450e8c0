"""What a checkout answers, asked through its public faces alone, and the file that holds it."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import math
import runpy
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .leaves import Leaf, Leaves, as_text, leaves, of_error, of_messages, of_npz, of_script
from .requests import Request, bodies, requests

if TYPE_CHECKING:
    from collections.abc import Iterable


class Checkout:
    """A checkout of the app in this process: its API, its command."""

    def __init__(self, root: Path) -> None:
        sys.path.insert(0, str(root))
        main = importlib.import_module("app.main")
        if not Path(main.__file__ or "").resolve().is_relative_to(root):
            raise SystemExit(f"{main.__file__} is not in {root}")
        client = importlib.import_module("starlette.testclient").TestClient
        self.client = client(main.create_app(), raise_server_exceptions=False, headers={"Accept-Encoding": "identity"})
        self.bodies = bodies()
        self.version = ""

    def catalogue(self) -> Any:
        """What a menu needs."""
        catalogue = self.client.get("/api/catalogue").json()
        self.version = catalogue["version"]
        return catalogue

    def answer(self, request: Request) -> Leaves:
        """What comes of a request, as leaves."""
        if request.method == "COMMAND":
            return self.train(request.address)
        content = self.bodies[request.body] if request.body else None
        answer = self.client.request(request.method, request.address, content=content)
        status: Leaves = {"status": np.array(answer.status_code)}
        kind = answer.headers["content-type"].partition(";")[0]
        if kind == "text/html":
            return status
        if answer.status_code >= 400:
            return status | of_error(answer.json())
        if kind == "application/zip":
            return status | of_npz(answer.content)
        if kind == "text/x-python":
            return status | of_script(answer.text, self.version)
        if kind == "application/x-ndjson":
            return status | of_messages(answer.text.splitlines())
        return status | {path: leaf for path, leaf in leaves(answer.json()) if path != "version"}

    def train(self, address: str) -> Leaves:
        """What the command `python -m app train` writes of a run."""
        arguments = sys.argv
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            file = Path(folder, "run.npz")
            sys.argv = ["app", "train", address, "--out", str(file)]
            try:
                runpy.run_module("app", run_name="__main__")
            except SystemExit as end:
                return {"status": np.array(end.code or 0), **(of_npz(file.read_bytes()) if file.is_file() else {})}
            finally:
                sys.argv = arguments
        raise RuntimeError("the command came back")  # click ends the process


class Record:
    """Answers by request. On disk: an index as JSON, and the bytes of each answer's arrays, in one .npz."""

    def __init__(self, path: Path) -> None:
        self.file = np.load(path, allow_pickle=False)
        self.index: dict[str, Any] = json.loads(self.file["index"].tobytes())

    @property
    def requests(self) -> list[Request]:
        """What was asked."""
        return [Request(*entry["request"]) for entry in self.index.values()]

    def leaves(self, name: str) -> Leaves:
        """An answer."""
        entry = self.index[name]
        data, answer = self.file[entry["data"]], dict[str, Leaf](entry["texts"])
        start = 0
        for path, (dtype, shape) in entry["arrays"].items():
            end = start + np.dtype(dtype).itemsize * math.prod(shape)
            answer[path] = data[start:end].view(dtype).reshape(shape)
            start = end
        return answer

    @staticmethod
    def write(path: Path, answers: Iterable[tuple[Request, Leaves]]) -> None:
        """Write answers."""
        index, members = {}, {}
        for number, (request, answer) in enumerate(answers):
            arrays = {place: np.asarray(leaf, order="C") for place, leaf in answer.items() if not isinstance(leaf, str)}
            index[request.name] = {
                "request": request,
                "data": f"{number:04}",
                "texts": {place: leaf for place, leaf in answer.items() if isinstance(leaf, str)},
                "arrays": {place: (array.dtype.str, array.shape) for place, array in arrays.items()},
            }
            data = b"".join(array.tobytes() for array in arrays.values())
            members[f"{number:04}"] = np.frombuffer(data, np.uint8)
        members["index"] = np.frombuffer(json.dumps(index).encode(), np.uint8)
        np.savez(path, **members)  # type: ignore[arg-type]


def record(root: Path, out: Path, like: Path | None) -> None:
    """Ask a checkout for everything and write down what it says."""
    checkout, seconds = Checkout(root), dict[str, float]()
    with checkout.client:
        catalogue = checkout.catalogue()
        requests_asked = Record(like).requests if like else requests(catalogue, root)
        answers = []
        for number, request in enumerate(requests_asked):
            started = time.perf_counter()
            try:
                answer = checkout.answer(request)
            except Exception as error:  # noqa: BLE001  (whatever a checkout does is what it answers)
                answer = {"status": np.array(-1), "raised": as_text(repr(error))}
            answers.append((request, answer))
            seconds[request.section] = seconds.get(request.section, 0) + time.perf_counter() - started
            if sys.stderr.isatty():
                print(f"\r{number + 1} of {len(requests_asked)}", end="", file=sys.stderr)
    Record.write(out, answers)
    columns = ("addresses", "refused", "arrays", "numbers", "texts", "seconds")
    print(f"{'':12}" + "".join(f"{column:>12}" for column in columns))
    for section in dict.fromkeys(request.section for request in requests_asked):
        answers_there = [leaves_of_answer for request, leaves_of_answer in answers if request.section == section]
        flat = [leaf for leaves_of_answer in answers_there for leaf in leaves_of_answer.values()]
        arrays = [leaf for leaf in flat if not isinstance(leaf, str)]
        refused = sum(int(np.asarray(leaves_of_answer["status"])) not in (0, 200) for leaves_of_answer in answers_there)
        counts = (
            len(answers_there),
            refused,
            len(arrays),
            sum(array.size for array in arrays),
            len(flat) - len(arrays),
        )
        print(f"{section:12}" + "".join(f"{count:12,}" for count in counts) + f"{seconds[section]:12.1f}")
    print(f"{len(answers):,} addresses in {out}, {out.stat().st_size / 1e6:,.0f} MB, {sum(seconds.values()):.0f} s")
