"""The command line: `python -m app serve`, or `unroll serve` where the package is installed."""

import os
import socket

import click
import uvicorn

from app import __version__
from app.api.protocol import BoundedProtocol
from app.settings import LIMITS, Settings


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
    "--workers",
    default=lambda: Settings().workers,
    type=click.IntRange(1, 64),
    help="Worker processes.  [env: UNROLL_WORKERS]",
)
def serve(host: str, port: int, root_path: str, workers: int) -> None:
    """Serve the laboratory and print its address."""
    os.environ["UNROLL_ROOT_PATH"] = root_path  # where every worker reads it
    settings = Settings()
    if port == 0:
        with socket.create_server((host, 0)) as free:
            port = free.getsockname()[1]
    shown = "localhost" if host in ("0.0.0.0", "127.0.0.1", "::") else host  # noqa: S104
    shown = f"[{shown}]" if ":" in shown else shown
    prefix = f"/{root_path.strip('/')}/".replace("//", "/")
    click.echo(f"Unroll {__version__}: http://{shown}:{port}{prefix}   (Ctrl-C stops it)")
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=BoundedProtocol,
        ws="websockets-sansio",
        ws_max_size=LIMITS.message_bytes,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=True,
        timeout_graceful_shutdown=settings.stop_seconds,
    )


if __name__ == "__main__":
    main(prog_name="unroll")
