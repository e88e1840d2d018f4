"""`onrecord serve` itself: where it listens, whom it refuses, how it stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import webbrowser
from pathlib import Path

import httpx
import pytest

from onrecord.cli import main
from onrecord.errors import UsageError
from onrecord.serve import command

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "browser.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("host", "place"), [("localhost", "127.0.0.1"), ("LOCALHOST", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("127.5.5.5", "127.5.5.5"), ("::1", "::1"), ("[::1]", "::1")])
def test_this_machine(host, place):
    assert command.loopback(host) == place


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.1.2", "10.0.0.1", "example.org", "localhost.example.org", "2130706433", "0x7f.1", "::ffff:0.0.0.0", "fe80::1", "127.0.0.1.", "127.0.0.1:80", "/tmp/socket"])
def test_any_other_is_refused(host):
    with pytest.raises(UsageError, match="does not know yet who may"):
        command.loopback(host)


def told(monkeypatch, capsys, *arguments) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["onrecord", "serve", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code), capsys.readouterr().err


def test_what_cannot_be_served_is_one_line(monkeypatch, capsys, served, tmp_path):
    status, words = told(monkeypatch, capsys, "--db", served.path, "--host", "0.0.0.0")
    assert status == 2 and words.count("\n") == 1 and "ssh -L" in words
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, words = told(monkeypatch, capsys, "--db", served.path, "--port", taken.getsockname()[1])
    assert status == 2 and words.count("\n") == 1 and "--port" in words
    status, words = told(monkeypatch, capsys, "--db", tmp_path / "none.db")
    assert status == 1 and "does not exist" in words and not (tmp_path / "none.db").exists()
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
