"""The command line: `python -m app serve`, or `unroll serve` where the package is installed."""

import os
import socket
from pathlib import Path
from urllib.parse import parse_qsl

import click
import numpy as np
import uvicorn

from . import __version__, words
from .api.protocol import BoundedProtocol
from .assets import assets
from .errors import Problem
from .invitation import EVERYWHERE, qr_code, urls
from .logs import configure
from .settings import LIMITS, Settings
from .tls import TlsError, check_pair
from .training.export import arrays_of_run
from .training.record import Record
from .training.run import Budget, TrainingRun, advance, begin, divided_by_zero
from .wire.addresses import read_training


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="unroll")
@click.pass_context
def main(context: click.Context) -> None:
    """Unroll: a laboratory for backpropagation through time."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


@main.command()
@click.option("--host", default=lambda: Settings().host, help="Address to listen on.  [env: UNROLL_HOST]")
@click.option(
    "--port",
    default=lambda: Settings().port,
    type=click.IntRange(0, 65535),
    help="Port; 0 takes a free one.  [env: UNROLL_PORT]",
)
@click.option(
    "--root-path",
    default=lambda: Settings().root_path,
    help="URL prefix behind a proxy, e.g. /unroll.  [env: UNROLL_ROOT_PATH]",
)
@click.option(
    "--public-url",
    default=lambda: Settings().public_url,
    help="Where students reach the page, where that is not this machine's own address.  [env: UNROLL_PUBLIC_URL]",
)
@click.option(
    "--workers", default=lambda: Settings().workers, type=int, help="Only 1: it computes in its own processes."
)
@click.option(
    "--tls-cert",
    default=lambda: Settings().tls_cert,
    help="Certificate (PEM) to serve https with, so that phones lend their microphone.  [env: UNROLL_TLS_CERT]",
)
@click.option("--tls-key", default=lambda: Settings().tls_key, help="Its key (PEM).  [env: UNROLL_TLS_KEY]")
def serve(host: str, port: int, root_path: str, public_url: str, workers: int, tls_cert: str, tls_key: str) -> None:
    """Serve the laboratory and print its address: to other machines also as a QR code."""
    if workers != 1:
        raise click.ClickException(
            f"--workers {workers}: one web process holds what readers brought, live runs and answers, and computes in "
            "processes of its own; UNROLL_COMPUTING says in how many."
        )
    try:
        pair = check_pair(tls_cert, tls_key)
    except TlsError as error:
        raise click.ClickException(str(error)) from None
    os.environ["UNROLL_ROOT_PATH"] = root_path  # where the app reads it
    settings = Settings()
    if port == 0:
        with socket.create_server((host, 0)) as free:
            port = free.getsockname()[1]
    prefix = f"/{root_path.strip('/')}/".replace("//", "/")
    scheme = "https" if pair else "http"
    invited, *others = urls(scheme, host, port, prefix, public_url)
    click.echo(f"Unroll {__version__}: {invited}   (Ctrl-C stops it)")
    if host in EVERYWHERE or public_url:
        click.echo("".join(f"  also {url}\n" for url in others) + qr_code(invited))
    configure(requests=settings.log_requests)
    uvicorn.run(
        f"{__package__}.main:create_app",
        factory=True,
        host=host,
        port=port,
        http=BoundedProtocol,
        ws="websockets-sansio",
        ws_max_size=LIMITS.message_bytes,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=settings.stop_seconds,
        ssl_certfile=pair[0] if pair else None,
        ssl_keyfile=pair[1] if pair else None,
    )


@main.command()
@click.argument("address", default="")
@click.option("--iterations", type=click.IntRange(1), help="How many iterations, whatever the address says.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write an .npz here.")
def train(address: str, iterations: int | None, out: Path | None) -> None:
    """Train the run of an ADDRESS (a query, or a link of the page), with the numbers that the page would show.

    Example: unroll train "cell=rnn,lstm&bias=f:1&rho=1&clip=norm" --iterations 500 --out run.npz
    """
    pairs = parse_qsl(address.rpartition("?")[2], keep_blank_values=True)
    if iterations is not None:
        pairs = [(name, value) for name, value in pairs if name != "iterations"] + [("iterations", str(iterations))]
    try:
        run = begin(read_training(pairs))
    except Problem as problem:
        raise click.ClickException(problem.body(words.DEFAULT_LANGUAGE).error.message) from None
    record = Record(run)
    with click.progressbar(length=run.config.iterations, label="Training", show_pos=True) as bar:
        while not run.over:
            run, frames = advance(run, Budget(seconds=0.2))
            record.add(frames, run)
            bar.update(len(frames))
    for name, line in summary(run, record).items():
        click.echo(f"  {name:8} {line}")
    if out is not None:
        np.savez(out, allow_pickle=False, **arrays_of_run(run, record))
        click.echo(f"Written to {out}")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def files(folder: Path) -> None:
    """Write the page's static files, compressed, into a FOLDER that a reverse proxy serves as /static/."""
    assets(bundled=Settings().bundle).write(folder)


def summary(run: TrainingRun, record: Record) -> dict[str, str]:
    """What became of each model, in a line."""
    lines = {}
    for k, name in enumerate(run.config.names):
        end = run.models[k].end
        evaluations = [of_models[k] for _, of_models in record.evaluations if of_models[k] is not None]
        part = run.problem.part.replace(" ", "-")  # "held-out" of a task, "validation" of an application
        look = f"{part} {evaluations[-1].measure:.4g}" if evaluations and evaluations[-1] else "not looked at yet"
        where = f" at t = {end.step}" if end and end.step else ""
        lines[name] = f"{look}{f'; diverged in iteration {end.iteration}: {end.quantity}{where}' if end else ''}"
        if end and divided_by_zero(run, k):
            config = run.config.effective(end.iteration)[k]
            lines[name] += f" (a division by zero: {config.optimiser}'s ε is zero in {config.dtype})"
    return lines


if __name__ == "__main__":
    main(prog_name="unroll")
