"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

# Before NumPy is imported: small matrices are slower with a second BLAS thread, and the tests run side by side.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# The same examples on every run and no deadline: a busy machine must not fail a test.
# HYPOTHESIS_PROFILE=search looks further.
settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured on their way with ``record_property``: figures to look at, not to fail on."""
    figures = [
        (name, value)
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        if report.when == "call"
        for name, value in report.user_properties
    ]
    if figures:
        terminalreporter.section("measured")
        for name, value in figures:
            terminalreporter.write_line(f"{name:<48} {value}")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client that calls the app in this process, which computes in threads of its own."""
    from app.main import create_app  # noqa: PLC0415  (imports NumPy, which reads the thread count above)
    from app.pool import Pool  # noqa: PLC0415
    from app.settings import Settings  # noqa: PLC0415

    threads = Pool(partial(ThreadPoolExecutor, 2), 2)
    with TestClient(create_app(Settings(), threads), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def toy_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the toy's weights are made in, once."""
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def toy(toy_weights: Path) -> Iterator[type]:
    """The application of the tests, in the registry and with weights, for as long as a file of tests runs."""
    from tests.applications.toy import registered  # noqa: PLC0415

    with registered(toy_weights) as kind:
        yield kind
