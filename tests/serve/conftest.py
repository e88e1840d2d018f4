"""A record of reports that were written for these tests, served to a client in this process."""

import pytest
from fastapi.testclient import TestClient

import onrecord
from onrecord import Extractor
from onrecord.serve.app import make_app
from reading import REPORTS


@pytest.fixture(scope="session")
def served(tmp_path_factory, extractor: Extractor):
    with onrecord.open(tmp_path_factory.mktemp("served") / "record.db") as record:
        record.ingest(*REPORTS, extractor=extractor)
        yield record


@pytest.fixture(scope="session")
def client(served) -> TestClient:
    return TestClient(make_app(served), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)
