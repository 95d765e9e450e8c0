"""The OpenAPI description, and requests made from it."""

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.checks import not_a_server_error

from app.config import RunConfig
from app.main import create_app

app = create_app()
schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@schema.parametrize()
@settings(max_examples=40)
def test_no_request_makes_the_server_fail(case):
    if case.path == "/api/train":
        shorten(case.query)
    case.call_and_validate(checks=[not_a_server_error], timeout=300)  # on a busy machine too


def shorten(query):
    """A training run is as long as its address says; these four are tried by hand in test_train."""
    query.update(iterations=2, steps=40, units=12, minibatch=4)


def test_every_field_of_the_configuration_is_a_documented_parameter(client):
    parameters = client.get("/openapi.json").json()["paths"]["/api/trace"]["get"]["parameters"]
    documented = {one["name"] for one in parameters}
    assert set(RunConfig.model_fields) | {"fields", "encoding", "sample", "unit"} == documented


def test_every_documented_default_is_the_real_one(client):
    parameters = client.get("/openapi.json").json()["paths"]["/api/trace"]["get"]["parameters"]
    defaults = {one["name"]: one["schema"]["default"] for one in parameters if "default" in one["schema"]}
    explicit = client.get("/api/trace", params={name: str(value) for name, value in defaults.items()})
    assert explicit.content == client.get("/api/trace").content
