"""Whatever the API's description allows is answered as it says, and whatever it forbids is refused; nothing makes it fail."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from test_posting import read_page

import onrecord
from onrecord.serve.app import make_app
from onrecord.serve.jobs import Jobs
from reading import CUP, ENVOY, HARBOUR

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance, negative_data_rejection, unsupported_method]
EXAMPLES = 6  # of each operation


@pytest.fixture(scope="module")
def described(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("described") / "record.db") as record:
        record.ingest(ENVOY, HARBOUR, CUP, extractor=extractor)
        app = make_app(record, jobs=Jobs(record, extractor, read_page))

        async def here(scope, receive, send):
            """The app, asked by a name of this machine."""
            if scope["type"] == "http":
                scope = {**scope, "headers": [*((name, value) for name, value in scope["headers"] if name != b"host"), (b"host", b"localhost")]}
            await app(scope, receive, send)

        yield schemathesis.openapi.from_asgi("/openapi.json", here)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_is_asked(described, mode):
    asked = set()
    for each in described.get_all_operations():
        operation = each.ok()
        if operation.path.endswith("/events"):
            continue

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate(checks=CHECKS)
            asked.add(case.operation.label)

        try:
            ask()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # an operation that takes everything, since it looks at nothing
    assert {"POST /api/articles", "POST /api/amendments", "POST /api/amendments/{number}/undo", "POST /api/corrections", "POST /api/statements", "POST /api/reviews", "POST /api/takedowns", "GET /api/search", "GET /api/ledger", "GET /api/export"} <= asked
