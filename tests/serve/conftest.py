"""A record of reports that were written for these tests, served to a client in this process."""

import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import onrecord
from members import BOSS, PASSWORD
from oidc_provider import CLIENT, SECRET, Provider
from onrecord import Extractor
from onrecord.access.accounts import Accounts
from onrecord.access.openid import OpenId
from onrecord.access.provider import Provider as Settings
from onrecord.access.roles import Role
from onrecord.serve.app import make_app
from onrecord.serve.reach import Reach
from reading import REPORTS


@pytest.fixture(scope="session")
def served(tmp_path_factory, extractor: Extractor):
    with onrecord.open(tmp_path_factory.mktemp("served") / "record.db") as record:
        record.ingest(*REPORTS, extractor=extractor)
        yield record


@pytest.fixture(scope="session")
def client(served) -> TestClient:
    return TestClient(make_app(served), base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


@pytest.fixture
def manned(served, tmp_path, cheap_passwords):
    """A copy of the record with a user for each role, named as it."""
    served.backup(tmp_path / "record.db")
    with onrecord.open(tmp_path / "record.db") as record:
        for role in Role:
            Accounts(record).add(role.name, role, PASSWORD, BOSS)
        yield record


@pytest.fixture
def visit(manned):
    """Makes clients of one app with logins: as somebody, who logs in, or as nobody; at an address of their own."""
    app = make_app(manned, reach=Reach(login=True, hosts=frozenset({"record.example"}), rate=0))

    def visit_(name: str | None = None, scheme: str = "https", address: str = "192.0.2.7", app=app) -> TestClient:
        client = TestClient(app, base_url=f"{scheme}://record.example", raise_server_exceptions=False, follow_redirects=False, client=(address, 1))
        if name is not None:
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    return visit_


@pytest.fixture
def desk(visit, manned):
    """A program with a reviewer's token."""
    client = visit()
    client.headers["Authorization"] = f"Bearer {Accounts(manned).add_token('reviewer', 'the wire', Role.reviewer, None, BOSS)[1]}"
    return client


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def settings(provider) -> Settings:
    return Settings(provider.issuer, CLIENT, SECRET, "the house", "openid profile", None, {}, Role.reader, ())


@pytest.fixture
def enter(manned, settings):
    """Makes a client of an app that knows the provider."""

    def enter_(clock=time.time, scheme="https", **changed) -> TestClient:
        app = make_app(manned, reach=Reach(login=True, hosts=frozenset({"record.example"}), proxies=("192.0.2.7",), rate=0), openid=OpenId(replace(settings, **changed), clock))
        return TestClient(app, base_url=f"{scheme}://record.example", raise_server_exceptions=False, follow_redirects=False, client=("192.0.2.7", 1))

    return enter_
