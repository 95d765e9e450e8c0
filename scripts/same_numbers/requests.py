"""What a checkout is asked: the addresses of its own links, lists of corners, and draws from a seeded generator."""

from __future__ import annotations

import math
import random
import re
import struct
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Fields: TypeAlias = dict[str, Any]


class Request(NamedTuple):
    """What is asked. method: GET, POST, or COMMAND for `app train`.

    section: under which heading it is counted; body: a key of `bodies`
    """

    section: str
    method: str
    address: str
    body: str = ""

    @property
    def name(self) -> str:
        """What it is called in a record and in a listing."""
        return f"{self.method} {self.address}{f' < {self.body}' if self.body else ''}"


class Deck:
    """Draws from lists as from decks of cards, so that each value comes about as often as every other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.left: dict[tuple[Any, ...], list[Any]] = {}

    def draw(self, values: Iterable[Any], *, of: str = "") -> Any:
        """The next of `values`; two lists that are alike have decks of their own where `of` differs."""
        deck = tuple(values)
        left = self.left.setdefault((of, *deck), [])
        if not left:
            left.extend(self.random.sample(deck, len(deck)))
        return left.pop()


def query(fields: Fields) -> str:
    """A query string as the API spells one; a field that is None is left out."""
    return urlencode({name: value for name, value in fields.items() if value is not None}, safe=",:*;=|")


def with_fields(address: str, **fields: Any) -> str:
    """A query with some fields set; None takes one out."""
    return query({**dict(parse_qsl(address, keep_blank_values=True)), **fields})


def get(section: str, path: str, address: str) -> Request:
    """A GET request."""
    return Request(section, "GET", f"/{path}?{address}" if address else f"/{path}")


CELLS = ("rnn", "lstm", "gru", "rnn,lstm", "lstm,gru", "gru,rnn", "rnn,lstm,gru", "gru,lstm,rnn")
TRACE_VALUES: dict[str, tuple[Any, ...]] = {
    "steps": (1, 2, 3, 5, 8, 12, 17, 20, 25, 30, 36, 40),
    "loss_at": ("last", "every"),
    "input_scale": (0, 0.3, 1, 1, 1, 2.5, 10),
    "seed": (0, 1, 2, 3, 17, 2**31 - 1),
    "batch": (1, 1, 1, 2, 3, 5),
    "units": (1, 2, 3, 4, 6, 8, 11),
    "rho": (0, 0.5, 0.8, 1, 1, 1.1, 1.5, 3),
    "dtype": ("float64", "float64", "float64", "float32", "float16"),
    "truncate": (0, 0, 0, 1, 3, 7, 50),
    "threshold": (1e-6, 1e-3, 0.05, 1, 1000),
}
"""Values of a trace's fields beside the choices that the catalogue offers. Several times the same: more often."""
BASE = "steps=14&units=5&batch=2&seed=4"
CORNERS = (
    "steps=1&units=1",
    "steps=1&cell=lstm&loss_at=every&units=3",
    "steps=9&units=1&batch=3",
    "steps=2&truncate=1&units=4",
    "steps=500&units=2&cell=rnn",
    "steps=200&units=4&cell=rnn&activation=identity&rho=3",
    "steps=200&units=4&cell=rnn&activation=identity&rho=3&dtype=float32",
    "steps=200&units=4&cell=rnn&activation=identity&rho=3&dtype=float32&clip=norm",
    "steps=60&units=5&cell=rnn&activation=relu&rho=3&dtype=float16&input_scale=10",
    "steps=60&units=5&cell=rnn&activation=relu&rho=3&dtype=float16&clip=value&loss_at=every",
    "steps=150&units=6&cell=rnn,gru&rho=0.05&dtype=float16",
    "steps=150&units=6&cell=rnn&rho=0.01&dtype=float32&clip=norm&threshold=0.001",
    "steps=400&units=3&cell=rnn&rho=0.1",
    "steps=12&units=5&rho=0",
    "steps=12&units=5&input_scale=0",
    "steps=30&units=5&truncate=500&loss_at=every",
    "steps=30&units=5&truncate=30&loss_at=every",
    "steps=30&units=5&truncate=29&loss_at=every&batch=2",
    "steps=30&units=5&truncate=1&loss_at=every",
    "steps=6&units=3&batch=64",
    "steps=6&units=3&batch=3&sample=2",
    "steps=6&units=5&unit=4&cell=lstm,rnn,lstm",
    "steps=12&units=4&cell=lstm&clamp=i:1,f:1,g:1,o:1",
    "steps=12&units=4&cell=lstm&clamp=i:0,f:0,g:0,o:0",
    "steps=12&units=4&cell=lstm&clamp=i:0.25,f:0.5,g:-1,o:0.75&batch=2",
    "steps=12&units=4&cell=gru&clamp=r:0,z:1,n:-1",
    "steps=12&units=4&cell=gru&clamp=r:1,z:0,n:1&loss_at=every",
    "steps=12&units=4&cell=gru,lstm,rnn&clamp=z:0.5,f:0.5",
    "steps=20&units=4&cell=lstm&bias=f:-10,i:10,g:-3.5,o:0",
    "steps=20&units=4&cell=gru&bias=r:-10,z:10,n:1.5&loss_at=every",
    "steps=20&units=4&cell=lstm,gru&bias_init=chrono&bias=f:-2",
    "steps=12&units=4&bias=",
    "task=sequence&units=3&values=1000000,-1000000*5,0",
    "task=sequence&units=3&values=1000000,-1000000*5,0&dtype=float16",
    "task=sequence&units=3&values=0,0",
    "task=sequence&units=3&values=0.5+1.5;2.5,+-1e-3&loss_at=every",
    "task=sequence&units=3&values=0,5+1,5;+2,5,+3",
    "task=sequence&units=3&values=1,2,0*3&steps=99&batch=7",
    "steps=7&units=3&seed=2147483647",
    "steps=9&units=3&cell=rnn&mode=train&lang=es&view=matrix&hide=rho&embed=1&n=5&t=3&app=text&text=ab&optimiser=sgd",
)
"""Traces at the edges of what may be asked."""
CHECKS = (
    "steps=12&units=4",
    "steps=12&units=4&param=W_xh&loss_at=every&batch=2",
    "steps=12&units=4&param=b_h&task=order",
    "steps=12&units=4&param=W_hy&task=copying&loss_at=every",
    "steps=12&units=4&param=b_y&task=sine",
    "steps=12&units=4&param=b_hn&cell=rnn,lstm,gru",
    "steps=20&units=4&cell=rnn&activation=relu&rho=1.2&seed=5",
    "steps=12&units=4&truncate=3&cell=lstm",
    "steps=12&units=4&dtype=float16&cell=gru",
    "steps=9&units=3&cell=lstm&clamp=f:0.5,g:0.25&task=latch",
    "task=sequence&units=4&cell=gru,rnn&values=1,0,-1,2,0.5&param=W_hh",
    "steps=300&units=3&cell=rnn&activation=identity&rho=3&dtype=float32",
)
"""Gradients beside finite differences."""
SCRIPTS = (
    "steps=9&units=4&batch=2",
    "steps=9&units=3&cell=lstm,gru&dtype=float32&clamp=f:0.5&truncate=4&loss_at=every&task=copying",
    "task=sequence&values=1,0,-1,2&cell=rnn&activation=relu&units=3",
)
"""Runs as PyTorch scripts."""

RUNS = (
    "task=adding&cell=rnn,lstm,gru&steps=20&units=6&minibatch=8&iterations=40&seed=3",
    "task=adding&cell=lstm&steps=30&units=8&minibatch=4&iterations=20&optimiser=momentum&rate=0.05&clip=norm&bias=f:1",
    "task=order&cell=rnn,gru&steps=25&units=6&minibatch=6&iterations=24&optimiser=sgd&rate=0.1&clip=value&threshold=0.1",
    "task=order&cell=lstm&steps=25&units=6&minibatch=6&iterations=20&optimiser=rmsprop&dtype=float32&loss_at=every",
    "task=latch&cell=rnn,lstm,gru&steps=16&units=5&minibatch=8&iterations=40&rate=0.02",
    "task=latch&cell=gru&steps=40&units=5&minibatch=4&iterations=20&truncate=7&checkpoint=1",
    "task=copying&cell=rnn,lstm&steps=24&units=7&minibatch=5&iterations=20&loss_at=every&truncate=6",
    "task=copying&cell=lstm,gru&steps=100&units=32&minibatch=32&iterations=20&checkpoint=1&dtype=float32&clip=norm",
    "cell=rnn,lstm&steps=100&units=32&minibatch=32&iterations=20&truncate=25&loss_at=every",
    "task=copying&cell=gru&steps=24&units=7&minibatch=5&iterations=20&optimiser=momentum&rate=0.01&clamp=z:0.5",
    "task=sine&cell=rnn,lstm,gru&steps=30&units=6&minibatch=4&iterations=21&loss_at=every&clip=norm&threshold=0.05",
    "task=sine&cell=lstm&steps=30&units=6&minibatch=4&iterations=20&checkpoint=1&dtype=float32",
    "task=sequence&cell=rnn,lstm,gru&units=6&iterations=40&loss_at=every&rate=0.01&values=0,1,0.5,-1,2,0,1,0.5,-1,2",
    "task=sequence&cell=gru&units=6&iterations=12&optimiser=rmsprop&input_scale=0.5",
    "cell=rnn&steps=20&units=6&minibatch=4&iterations=20&dtype=float16&rate=0.001",
    "cell=lstm,gru&steps=20&units=6&minibatch=4&iterations=21&dtype=float16&clip=norm&optimiser=momentum&rate=0.01",
    "cell=rnn&activation=relu&init=identity&rho=1&steps=30&units=8&minibatch=4&iterations=20&optimiser=sgd&rate=0.05",
    "cell=rnn&activation=identity&rho=1.3&steps=60&units=6&minibatch=4&iterations=30&optimiser=sgd&rate=10",
    (
        "task=latch&cell=rnn&steps=30&units=6&minibatch=4&iterations=30&optimiser=sgd&rate=10"
        "&models=cell=rnn;activation=identity;rho=1.5|cell=rnn;clip=norm|cell=lstm;rate=0.01"
    ),
    (
        "steps=20&units=6&minibatch=4&iterations=24"
        "&models=cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono|cell=gru;units=4;init=gaussian|cell=rnn;optimiser=sgd"
    ),
    "steps=20&units=6&minibatch=4&iterations=24&models=cell=lstm;checkpoint=1|cell=lstm;truncate=5;init=uniform",
    (
        "cell=lstm,rnn&steps=20&units=6&minibatch=4&iterations=40"
        "&changes=5:clip=norm;10:threshold=0.01;15:rate=0.03;20:truncate=4;25:clip=none"
    ),
    "cell=lstm,gru&steps=20&units=6&minibatch=4&iterations=30&changes=8:clamp=f:0.5,z:0.5;16:clamp=;20:rate=0.5",
    "cell=lstm&steps=70&units=4&minibatch=3&iterations=12&checkpoint=1&truncate=30&loss_at=every",
    "cell=rnn,lstm,gru&steps=1&units=1&minibatch=1&iterations=12",
    "cell=gru&bias=z:1,r:-1,n:0.5&steps=20&units=6&minibatch=128&iterations=12&input_scale=2",
)
"""Training runs of tasks. Those of the presets, README and applications are added to them, shortened."""
SHORT: Fields = {"units": 10, "minibatch": 8, "iterations": 12}
"""What an application's recipe is shortened to."""
APPLIED = (
    "app=translation&cell=lstm&units=8&minibatch=4&iterations=8&clip=value&threshold=0.01&truncate=5",
    "app=text&cell=gru&units=8&minibatch=4&iterations=8&optimiser=momentum&rate=0.01&checkpoint=1",
    "app=entities&variant=forward&units=6&minibatch=4&iterations=8&models=cell=lstm;bias=f:2|cell=rnn;activation=relu",
    "app=sentiment&units=6&minibatch=4&iterations=8&cell=rnn,gru&changes=3:clip=norm;5:rate=0.0001&dtype=float32",
    "app=forecast&variant=sunspots&units=6&minibatch=4&iterations=8&cell=lstm&optimiser=rmsprop&clamp=f:0.9",
    "app=speech&units=6&minibatch=6&iterations=6&cell=rnn,lstm&optimiser=sgd&rate=0.1&clip=norm",
    "app=music&variant=phonemes&units=6&minibatch=4&iterations=8&cell=gru&dtype=float16&optimiser=sgd&rate=0.1",
)
"""Training runs of applications beside their recipes."""

TEXTS: dict[str, tuple[str, ...]] = {
    "translation": (
        "el gato negro duerme",
        "La casa roja",
        "ahora estos gatos verdes trabajan cerca de mis ciudades",
        "canto",
        "la niña\nve un gatto",
    ),
    "text": ("Villan", "San ", "V", "Zürich 9", "New York "),
    "entities": (
        "Ayer, Santiago llegó.",
        "Ana Pérez",
        "Santiago Ramón viajó a Madrid con su hermana, que trabaja en Telefónica.",
        "Yesterday John Smith of Google flew to London; nobody knew why!",
    ),
    "sentiment": (
        "La comida NO era buena, xyz!",
        "no me gustó",
        "I DIDN'T like it, you don’t",
        "la película era buena " + "y la vimos ayer con mis amigos " * 8,
    ),
    "music": ("c2ed | ", "G2AB c4 | d3e ^f2", "C,,6c'", "cdefgab" * 6),
    "music.phonemes": ("thought", "casa", "ðeɪ", "tʃoko", "t.ʃ"),
}
"""What is typed, by application or by application and variant; some of it is refused."""
SPOKEN = {"thought": "en", "ðeɪ": "en", "casa": "es", "tʃoko": "es", "t.ʃ": "en"}
"""The language of what is typed, where it matters."""
INFERENCE_VALUES: dict[str, tuple[Any, ...]] = {
    "language": ("es", "en"),
    "distance": (1, 5, 20, 33, 60),
    "horizon": (1, 6, 12, 24),
    "length": (1, 9, 40, 80, 200),
    "temperature": (0, 0.35, 0.7, 1, 2),
    "seed": (0, 2, 7, 2**31 - 1),
    "focus": (None, None, None, 1, 2, 4, 7, 11, 20, 33),
    "truncate": (None, None, 1, 3, 10),
    "clip": (None, None, "norm", "value"),
    "threshold": (1e-6, 0.01, 1),
    "unit": (None, 0, 3, 127),
    "encoding": (None, None, "list", "display"),
}
"""Values of a play's fields."""
EXAMPLES, FEW = 12, 6
"""Examples that are played with the cell that an application opens with, and with the others."""

BROKEN = {
    "api/trace": (
        *("steps=0", "steps=10000", "steps=ten", "steps=1.5", "rho=nan", "rho=1e999", "rho=3.01", "rho="),
        *("cell=rnn,transformer", "cell=", "cell=rnn&clamp=f:1", "cell=gru&bias=f:1", "clamp=q:1", "clamp=f:1.5"),
        *("clamp=f:nan", "clamp=f", "bias=f:11", "bias=f:x", "bias=f:1,f:2", "dtype=float128", "loss_at=first"),
        *("threshold=0", "task=sequence&values=1", "task=sequence&values=1*501", "task=sequence&values=1,two"),
        *("task=sequence&values=1,1e7", "task=sequence&values=0,5+1,5+2,5", "task=sequence&values=1,inf"),
        *("fields=everything", "encoding=xml", "sample=1", "unit=32", "stpes=5", "steps=5&steps=6"),
        *("units=128&steps=500&batch=64", "units=128&steps=500&fields=matrix", "units=128&steps=500&fields=jacobians"),
        *("units=64&steps=500&batch=16&fields=gates,states&encoding=list", "steps=0&rho=x&encoding=y&nothing=1"),
    ),
    "api/trace.npz": ("steps=0",),
    "api/trace.py": ("steps=0",),
    "api/check": ("steps=0", "cell=rnn&param=b_hn", "units=128&steps=500&batch=8"),
    "api/train": (
        *("rate=nan", "rate=0", "iterations=1000000", "optimiser=lion", "models=cell=rnn;seed=3", "models=rnn"),
        *("models=cell=rnn;rho=9", "models=" + "|".join(["cell=rnn"] * 5), "models=cell=rnn;rho=1;rho=2"),
        *("changes=soon:clip=norm", "changes=5:units=4", "changes=5:rate=fast", "optimizer=adam", "app=nothing"),
        *("units=128&steps=500&cell=lstm&minibatch=128", "app=text&variant=own", "app=music&variant=drums"),
        "app=sentiment&units=128&minibatch=1&dtype=float16&iterations=1",
        "app=text&variant=own&material=" + "0" * 64,
    ),
    "api/play": (
        *("", "app=nothing", "app=text&variant=other", "app=text&variant=own", "app=text&material=short"),
        *("app=text&cell=rnn,lstm", "app=text&cell=gru&clamp=f:1", "app=text&clamp=f:1.5", "app=text&clamp=f"),
        *("app=text&text=" + "a" * 401, "app=text&text=" + "a" * 300, "app=text&focus=-1", "app=text&language=fr"),
        *("app=text&temperature=nan", "app=text&length=1.5", "app=text&txt=a", "app=text&text=a&text=b"),
        *("app=translation&text=zzz", "app=translation&text=%20", "app=music&text=xyz", "app=forecast&focus=500"),
        *("app=music&variant=phonemes&text=zzzz", "app=entities&text=" + "a+" * 30, "app=text&cell=x&focus=-1&q=1"),
        *("app=text&material=" + "0" * 64, "app=text&units=3"),
    ),
    "api/nowhere": ("",),
}
"""Addresses that are refused, by path."""
FOREIGN = (
    Request("error", "POST", "/api/trace"),
    Request("error", "POST", "/api/material?app=translation", "list"),
    Request("error", "POST", "/api/material?app=text", "short"),
    Request("error", "POST", "/api/material?app=text", "latin"),
    Request("error", "POST", "/api/material?app=forecast", "list"),
    Request("error", "POST", "/api/material?app=speech", "table"),
)
"""Other requests that are refused."""


def requests(catalogue: Any, root: Path) -> list[Request]:
    """Everything that is asked, each thing once."""
    lab, trains, plays = links(catalogue, root)
    all_requests = [
        get("catalogue", "api/catalogue", ""),
        *(Request("material", "POST", f"/api/material?app={app}", body) for app, body in UPLOADS),
        *traces(catalogue, lab),
        *(get("check", "api/check", address) for address in CHECKS),
        *(get("trace.py", "api/trace.py", address) for address in SCRIPTS),
        *(request for address in runs(catalogue, trains) for request in both_ways(address)),
        *(get("train", "api/train", address) for address in upload_runs()),
        *(get("play", "api/play", address) for address in (*plays, *inferences(catalogue), *upload_inferences())),
        *(get("error", path, address) for path, addresses in BROKEN.items() for address in addresses),
        *FOREIGN,
        *(get("page", "", address) for address in ("", "lang=es", *lab, *trains, *pages(catalogue, plays))),
    ]
    return list({request.name: request for request in all_requests}.values())


LINK = re.compile(r"(/|/api/\w+)\?([\w=&,:.;|*+%-]+)(?![\w=&,:.;|*+%…-])")
COMMAND = re.compile(r'app train "([^"]+)"')
PHRASE = re.compile(r"\[\[\??([^|\]]+)\|")
LESSON = re.compile(r"(\w+): \{ (\w+: [^{}]+) \}")
LESSON_FIELD = re.compile(r'(\w+): (?:"([^"]*)"|([\d.]+))')


def links(catalogue: Any, root: Path) -> tuple[list[str], list[str], list[str]]:
    """The addresses that a reader meets: of the laboratory, of training, of plays.

    They stand in the catalogue's presets, in README and docs, in the lecture's phrases, and in the lessons' scripts.
    """
    lab = [preset["address"] for preset in catalogue.get("presets", [])]
    trains = [preset["address"] for preset in catalogue["training_presets"]]
    plays: list[str] = []
    for file in (root / "README.md", *sorted(root.glob("docs/*.md"))):
        text = file.read_text("utf-8")
        for path, address in LINK.findall(text):
            kinds = {"/": lab, "/api/trace": lab, "/api/train": trains, "/api/play": plays}
            if "material=" not in address and "mode=" not in address and path in kinds:
                kinds[path].append(address)
        trains += COMMAND.findall(text)
    for file in sorted(root.glob("static/locales/**/*.json")):
        lab += PHRASE.findall(file.read_text("utf-8"))
    for file in sorted(root.glob("static/js/**/lessons.js")):
        for app, fields in LESSON.findall(file.read_text("utf-8")):
            plays.append(query({"app": app, **{name: a or b for name, a, b in LESSON_FIELD.findall(fields)}}))
    lab, trains, plays = (list(dict.fromkeys(addresses)) for addresses in (lab, trains, plays))
    if min(len(lab), len(trains), len(plays)) < 8:
        raise SystemExit(f"{root}: links are not where they were (use --like): {len(lab)}, {len(trains)}, {len(plays)}")
    return lab, trains, plays


def names_of(fields: Iterable[Any], *without: str) -> str:
    """The names of the trace's parts but for some, or for those of a cost."""
    return ",".join(field["name"] for field in fields if field["name"] not in without and field["cost"] not in without)


def traces(catalogue: Any, lab: list[str]) -> Iterator[Request]:
    """The traces: of every link, of every option alone, of the corners, and of options drawn together."""
    every, most = names_of(catalogue["fields"]), names_of(catalogue["fields"], "contribution_matrices")
    light = names_of(catalogue["fields"], "costly")
    for address in lab:
        yield get("trace", "api/trace", address)
        dear = "float16" in address or int(dict(parse_qsl(address)).get("steps", 0)) > 300
        yield get("trace", "api/trace", with_fields(address, fields=light if dear else most))
    alone = [f"{BASE}&{option}" for option in options(catalogue)]
    for address in (*alone, *CORNERS):
        yield get("trace", "api/trace", f"{address}&fields={most if 'steps=500' in address else every}")
    deck = Deck(20240607)
    for k in range(130):
        fields = draw_trace(deck, catalogue)
        looks = {
            "fields": every,
            "sample": deck.draw((None, None, 0), of="sample"),
            "unit": deck.draw((None, fields["units"] - 1), of="unit"),
            "encoding": deck.draw((None, None, None, "list", "list", "display")),
        }
        path = "trace.npz" if k % 6 == 5 else "trace"
        yield get(path, f"api/{path}", query({**fields, **looks}))


def options(catalogue: Any) -> Iterator[str]:
    """Every choice of every field alone, and every gate held and biased."""
    for row in catalogue["config"]:
        if row["kind"] == "choice":
            yield from (f"{row['name']}={choice}" for choice in row["choices"])
    for cell in catalogue["cells"]:
        for gate in cell["gates"]:
            middle = round(0.3 * gate["min"] + 0.7 * gate["max"], 3)
            for value in (gate["min"], middle, gate["max"]):
                yield f"cell={cell['name']}&clamp={gate['name']}:{value:g}"
            yield f"cell={cell['name']}&bias={gate['name']}:-1.5&loss_at=every"


def draw_trace(deck: Deck, catalogue: Any) -> Fields:
    """A trace's fields, drawn."""
    fields: Fields = {}
    for row in catalogue["config"]:
        name = row["name"]
        if name in TRACE_VALUES:
            fields[name] = deck.draw(TRACE_VALUES[name], of=name)
        elif row["kind"] == "choice":
            fields[name] = deck.draw(row["choices"], of=name)
    fields["cell"] = deck.draw(CELLS)
    if fields["task"] == "sequence":
        count = deck.draw((2, 3, 7, 16, 30), of="values")
        fields["values"] = ",".join(f"{deck.random.gauss(0, 1):.3g}" for _ in range(count))
    gates = [gate for cell in catalogue["cells"] if cell["name"] in fields["cell"].split(",") for gate in cell["gates"]]
    if gates:
        fields["clamp"] = clamp_gates(deck, gates, deck.draw((0, 0, 1, 2), of="clamps"))
        biased = deck.random.sample([gate["name"] for gate in gates], deck.draw((0, 1, 2), of="biases"))
        fields["bias"] = ",".join(f"{name}:{deck.random.uniform(-4, 4):.2f}" for name in biased) or None
    return fields


def clamp_gates(deck: Deck, gates: list[Any], count: int) -> str | None:
    """Some gates and what they are held at."""
    chosen = deck.random.sample(gates, min(count, len(gates)))
    return ",".join(f"{gate['name']}:{deck.random.uniform(gate['min'], gate['max']):.3g}" for gate in chosen) or None


def runs(catalogue: Any, trains: list[str]) -> list[str]:
    """The training runs: the lists', the links', and every application's recipe in every variant, shortened."""
    addresses = [*RUNS, *(with_fields(address, mode=None, iterations=12, minibatch=4) for address in trains), *APPLIED]
    cells = ",".join(cell["name"] for cell in catalogue["cells"])
    for entry in catalogue["applications"]:
        for variant in variants(entry):
            recipe = entry["recipes"][variant]
            few = {"iterations": 5, "minibatch": 6} if entry["name"] == "speech" else {}
            addresses.append(with_fields(recipe, **SHORT | few, app=entry["name"], variant=variant or None, cell=cells))
    return addresses


def both_ways(address: str) -> tuple[Request, Request]:
    """A run as lines of JSON, for its rows, looks and predictions, and by the command, for its weights."""
    return get("train", "api/train", address), Request("command", "COMMAND", address)


def variants(entry: Any) -> list[str]:
    """An application's variants but for the reader's own."""
    return [variant for variant in entry["variants"] if variant != "own"]


def inferences(catalogue: Any) -> Iterator[str]:
    """The plays of every application, variant and cell: its examples, what is typed, and everything of one of them."""
    deck = Deck(20240608)
    every, light = names_of(catalogue["fields"]), names_of(catalogue["fields"], "costly")
    for entry in catalogue["applications"]:
        for variant in variants(entry):
            texts = TEXTS.get(f"{entry['name']}.{variant}", TEXTS.get(entry["name"], ()))
            for cell in catalogue["cells"]:
                head = {"app": entry["name"], "variant": variant or None, "cell": cell["name"]}
                opens = cell["name"] == entry["cell"]
                yield query(head)
                yield query({**head, "example": 1, "fields": every})
                for example in range(EXAMPLES if opens else FEW):
                    fields = deck.draw((None, None, None, light), of="fields")
                    yield query({**head, **draw_inference(deck, entry, cell), "example": example, "fields": fields})
                for text in texts:
                    spoken = {"language": SPOKEN[text]} if text in SPOKEN else {}
                    yield query({**head, **draw_inference(deck, entry, cell), "text": text, **spoken})


def draw_inference(deck: Deck, entry: Any, cell: Any) -> Fields:
    """A play's fields beside its example and its text, drawn: those that the application takes, and those of all."""
    names = [name for name in INFERENCE_VALUES if name in entry["fields"] or name not in ("language", *OWN_FIELDS)]
    fields = {name: deck.draw(INFERENCE_VALUES[name], of=f"{entry['name']} {name}") for name in names}
    if cell["gates"]:
        fields["clamp"] = clamp_gates(deck, cell["gates"], deck.draw((0, 0, 1, 2), of="held"))
    return fields


OWN_FIELDS = ("distance", "horizon", "length", "temperature", "seed")
"""Fields of a play that some applications take and others do not."""


def pages(catalogue: Any, plays: list[str]) -> Iterator[str]:
    """The pages of the applications and of their lessons."""
    yield "mode=apps"
    for entry in catalogue["applications"]:
        yield f"mode=apps&app={entry['name']}"
    yield from (f"mode=apps&{address}" for address in plays)


UPLOADS = (
    ("text", "list"),
    ("text", "running"),
    ("forecast", "table"),
    ("forecast", "columns"),
    ("speech", "sound"),
    ("speech", "stereo"),
)
"""Material that can be used: the application and the key of `bodies`."""


def bodies() -> dict[str, bytes]:
    """Texts, tables and sounds by name, the same always."""
    rng = random.Random(20240609)
    syllables = [a + b for a in "bdfglmnprst" for b in ("a", "e", "i", "o", "ú", "an", "er")]

    def word() -> str:
        return "".join(rng.choices(syllables, k=rng.randint(1, 4))).capitalize()

    def value(k: int) -> float:
        return round(20 + 0.05 * k + 6 * math.sin(k * math.pi / 6) + rng.gauss(0, 0.7), 2)

    months = [(f"{2000 + k // 12}-{k % 12 + 1:02}", value(k)) for k in range(150)]
    gaps = dict.fromkeys((9, 40, 41, 99), "")
    return {
        "list": "\n".join(word() for _ in range(260)).encode(),
        "running": (". ".join(" ".join(word().lower() for _ in range(9)) for _ in range(60)) + ".\n").encode(),
        "table": "\n".join(["mes;valor", *(f"{m};{gaps.get(k, v)}" for k, (m, v) in enumerate(months))]).encode(),
        "columns": "\n".join(["#column=b", "when,a,b", *(f"{m},{v},{v * v:.1f}" for m, v in months)]).encode(),
        "sound": wave(8000, 1, 1.1),
        "stereo": wave(44100, 2, 0.6),
        "short": b"too short",
        "latin": "año".encode("latin-1") * 500,
    }


def wave(rate: int, channels: int, seconds: float) -> bytes:
    """A WAV file of 16 bits: a tone with harmonics that rises, and comes and goes four times."""
    samples = []
    for k in range(int(rate * seconds)):
        t = k / rate
        phase = 2 * math.pi * (180 * t + 90 * t * t)
        tone = sum(math.sin(n * phase) / n for n in (1, 2, 5, 9)) * max(0.0, math.sin(4 * math.pi * t / seconds))
        samples += [round(9000 * tone / (1 + channel)) for channel in range(channels)]
    data = struct.pack(f"<{len(samples)}h", *samples)
    form = struct.pack("<HHIIHH", 1, channels, rate, 2 * channels * rate, 2 * channels, 16)
    sizes = [struct.pack("<I", size) for size in (36 + len(data), len(form), len(data))]
    return b"".join([b"RIFF", sizes[0], b"WAVEfmt ", sizes[1], form, b"data", sizes[2], data])


def with_upload(app: str, body: str, **fields: Any) -> str:
    """The address of something with a reader's own material."""
    return query({"app": app, **fields, "material": sha256(bodies()[body]).hexdigest()})


def upload_runs() -> list[str]:
    """Training runs on uploads."""
    small = {"variant": "own", "units": 6, "minibatch": 4, "iterations": 12, "clip": "norm"}
    texts = [with_upload("text", body, **small, cell=cell) for body, cell in (("list", "rnn,lstm"), ("running", "gru"))]
    tables = [with_upload("forecast", body, **small, cell="lstm,gru", dtype="float32") for body in ("table", "columns")]
    return texts + tables


def upload_inferences() -> list[str]:
    """Predictions of uploads: a sound is heard by the weights that ship; for a text and a table none do."""
    sounds = [
        with_upload("speech", body, cell=cell, focus=focus)
        for body in ("sound", "stereo")
        for cell, focus in (("gru", None), ("lstm", 5), ("rnn", None))
    ]
    return [*sounds, with_upload("text", "list", variant="own"), with_upload("forecast", "table", variant="own")]
