"""`onrecord serve` itself: where it listens, whom it refuses, how it stops."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import webbrowser
from pathlib import Path

import httpx
import pytest

from members import PASSWORD
from onrecord.access.accounts import Accounts
from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.serve import command
from onrecord.serve.reach import Reach, place_of, reach_of

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "browser.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("host", "place"), [("localhost", "127.0.0.1"), ("LOCALHOST", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("127.5.5.5", "127.5.5.5"), ("::1", "::1"), ("[::1]", "::1"), ("192.168.1.2", "192.168.1.2"), ("::", "::"), ("[fe80::1]", "fe80::1")])
def test_where_it_listens(host, place):
    assert place_of(host) == place


@pytest.mark.parametrize("host", ["", "example.org", "localhost.example.org", "2130706433", "0x7f.1", "127.0.0.1.", "127.0.0.1:80", "/tmp/socket", "127.1"])
def test_what_is_no_address_is_refused(host):
    with pytest.raises(UsageError, match="no address of this machine"):
        place_of(host)


@pytest.mark.parametrize("place", ["127.0.0.1", "127.5.5.5", "::1"])
def test_on_this_machine_alone_nobody_logs_in(place):
    assert reach_of(place, [], [], False, 600) == Reach() and reach_of(place, [], [], True, 600).login


@pytest.mark.parametrize(("place", "allowed", "proxies", "hosts"), [
    ("192.168.1.2", [], [], {"192.168.1.2"}), ("fe80::1", [], [], {"[fe80::1]"}), ("0.0.0.0", ["Record.Example.org."], [], {"record.example.org"}), ("::", ["a.example", "bücher.example"], [], {"a.example", "xn--bcher-kva.example"}),
    ("127.0.0.1", ["record.example.org"], [], {"record.example.org"}), ("127.0.0.1", ["record.example.org"], ["127.0.0.1"], {"record.example.org"}), ("10.0.0.1", ["[::2]"], ["10.0.0.0/8"], {"10.0.0.1", "[::2]"}), ("::ffff:0.0.0.0", [], [], {"[::ffff:0:0]", "[::ffff:0.0.0.0]"}),
])  # fmt: skip
def test_who_reaches_it_from_elsewhere_logs_in(place, allowed, proxies, hosts):
    reach = reach_of(place, allowed, proxies, False, 5)
    assert reach.login and reach.hosts <= hosts and reach.hosts and reach.proxies == tuple(proxies) and reach.rate == 5


@pytest.mark.parametrize(("place", "allowed", "proxies", "told"), [
    ("0.0.0.0", [], [], "--allowed-host"), ("::", [], [], "--allowed-host"), ("127.0.0.1", [], ["127.0.0.1"], "--allowed-host"), ("127.0.0.1", ["https://a.example"], [], "no name"), ("127.0.0.1", ["a.example:80"], [], "no name"), ("127.0.0.1", ["*"], [], "no name"),
    ("127.0.0.1", ["a..b"], [], "no name"), ("127.0.0.1", [""], [], "no name"), ("127.0.0.1", ["a.example"], ["*"], "no address"), ("127.0.0.1", ["a.example"], ["proxy.example"], "no address"), ("127.0.0.1", ["a.example"], ["10.0.0.1/8"], "no address"),
])  # fmt: skip
def test_what_would_be_reached_by_nobody_knows_whom_is_refused(place, allowed, proxies, told):
    with pytest.raises(UsageError, match=told):
        reach_of(place, allowed, proxies, False, 600)


def told(monkeypatch, capsys, *arguments) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["onrecord", "serve", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code), capsys.readouterr().err


def test_what_cannot_be_served_is_one_line(monkeypatch, capsys, served, tmp_path):
    for wider in (["--host", "0.0.0.0", "--allowed-host", "record.example"], ["--host", "192.0.2.1"], ["--allowed-host", "record.example"], ["--proxy", "127.0.0.1", "--allowed-host", "record.example"], ["--login"]):
        status, words = told(monkeypatch, capsys, "--db", served.path, *wider)
        assert status == 2 and words.count("\n") == 1 and "onrecord user add" in words
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, words = told(monkeypatch, capsys, "--db", served.path, "--port", taken.getsockname()[1])
    assert status == 2 and words.count("\n") == 1 and "--port" in words
    status, words = told(monkeypatch, capsys, "--db", tmp_path / "none.db")
    assert status == 1 and "does not exist" in words and not (tmp_path / "none.db").exists()
    status, words = told(monkeypatch, capsys, "--db", served.path, "--oidc", tmp_path / "none.toml")
    assert status == 2 and words.count("\n") == 1 and "none.toml cannot be read" in words
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "authlib" else name)
    status, words = told(monkeypatch, capsys, "--db", served.path, "--oidc", tmp_path / "none.toml")
    assert status == 2 and "pip install 'onrecord[oidc]'" in words
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "fastapi" else name)
    status, words = told(monkeypatch, capsys, "--db", served.path)
    assert status == 2 and "pip install 'onrecord[serve]'" in words


def test_it_answers_and_stops(served):
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    started = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "serve", "--db", str(served.path), "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        line = started.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        answer = httpx.get(address + "healthz")
        assert answer.json()["status"] == "ok" and "server" not in answer.headers
        assert "Irena Novak" in httpx.get(address).text
        assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 421
        example = re.search(r"```python\n(.*?)```", DOCUMENTED, re.DOTALL)[1].replace("http://127.0.0.1:8765", address)
        exec(example, names := {})
        assert [hit["statement"]["id"] for hit in names["hits"](q="villages", limit=7)] == [hit.statement.id for hit in served.search("villages", limit=1000).hits]
    finally:
        started.send_signal(signal.SIGINT)
        _, rest = started.communicate(timeout=20)
    assert started.returncode == 130 and not rest


def test_it_wants_a_login_where_others_reach_it(manned):
    started = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "serve", "--db", str(manned.path), "--port", "0", "--allowed-host", "record.example", "--proxy", "127.0.0.1", "--no-browser"], stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", started.stderr.readline())[0]
        client = httpx.Client(timeout=60)  # hashing a password takes its time on a busy machine
        through = {"Host": "record.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.4"}
        assert client.get(address + "api/stats").status_code == 401 and client.get(address, headers={"Host": "evil.example"}).status_code == 421
        done = client.post(address + "login", data={"name": "editor", "password": PASSWORD}, headers=through)
        assert done.status_code == 303 and done.headers["set-cookie"].startswith("__Host-onrecord=")
        assert "Irena Novak" in client.get(address, headers=through | {"Cookie": done.headers["set-cookie"].partition(";")[0]}).text
        assert [(each.who, each.address) for each in Accounts(manned).log(1)] == [("editor", "198.51.100.4")]
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=20)


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate of the tests' own, and its key."""
    folder = tmp_path_factory.mktemp("pair")
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"], capture_output=True)
    assert made.returncode == 0, made.stderr
    return folder / "certificate.pem", folder / "key.pem"


def test_it_speaks_https_by_a_certificate(manned, pair):
    started = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "serve", "--db", str(manned.path), "--port", "0", "--login", "--certificate", pair[0], "--key", pair[1], "--no-browser"], stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"https://127\.0\.0\.1:\d+/", started.stderr.readline())[0]
        with httpx.Client(base_url=address, verify=ssl.create_default_context(cafile=str(pair[0])), timeout=60) as client:
            done = client.post("login", data={"name": "reader", "password": PASSWORD})
            assert done.headers["set-cookie"].startswith("__Host-onrecord=") and "Secure" in done.headers["set-cookie"] and done.headers["strict-transport-security"]
            assert "Irena Novak" in client.get("").text
    finally:
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=20)


def test_certificates_that_cannot_be_used(monkeypatch, capsys, served, pair, tmp_path):
    subprocess.run(["openssl", "ec", "-in", pair[1], "-aes256", "-passout", "pass:secret", "-out", tmp_path / "locked.pem"], check=True, capture_output=True)
    (tmp_path / "nonsense.pem").write_text("nonsense")
    for arguments in ([tmp_path / "none.pem"], [tmp_path / "nonsense.pem"], [pair[0]], [pair[0], "--key", tmp_path / "locked.pem"], [pair[0], "--key", tmp_path / "nonsense.pem"], [tmp_path]):
        status, words = told(monkeypatch, capsys, "--db", served.path, "--certificate", *arguments)
        assert status == 2 and words.count("\n") == 1 and "in PEM" in words, words
    status, words = told(monkeypatch, capsys, "--db", served.path, "--key", pair[1])
    assert status == 2 and "--certificate" in words


def test_a_browser_is_opened_only_where_there_is_a_screen(monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    command.open_browser("http://127.0.0.1:1/")
    assert not opened
    monkeypatch.setenv("DISPLAY", ":0")
    command.open_browser("http://127.0.0.1:1/")
    assert opened == ["http://127.0.0.1:1/"]


def test_what_serving_needs_is_not_imported_before():
    script = "import sys, onrecord, onrecord.cli; print([m for m in ('fastapi', 'jinja2', 'uvicorn', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"
