"""What docs/production.md says to run runs."""

import configparser
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

TOLD = (Path(__file__).parents[2] / "docs" / "production.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    return re.search(rf"```{kind}\n(.*?)```", TOLD, re.DOTALL)[1]


def service() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(block("ini"))
    return parser


def test_the_container_runs_what_the_service_does():
    (command,) = re.findall(r"^CMD (\[.*\])$", block("dockerfile"), re.MULTILINE)
    unit = shlex.split(service()["Service"]["ExecStart"])
    assert Path(unit[0]).name == json.loads(command)[0]
    assert [each.replace("0.0.0.0", "127.0.0.1") for each in json.loads(command)[1:]] == unit[1:]


def test_the_unit_is_one(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    unit = tmp_path / "onrecord.service"
    unit.write_text(re.sub(r"ExecStart=\S+", f"ExecStart={sys.executable}", block("ini")).replace("User=onrecord", "User=root"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=60)
    assert "onrecord.service" not in done.stderr, done.stderr


def test_several_processes_serve_one_record(served, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    unit = shlex.split(service()["Service"]["ExecStart"])
    command = [sys.executable, "-m", "uvicorn", *unit[1:]]
    command[command.index("--port") + 1], command[command.index("--workers") + 1] = str(port), "2"
    served.backup(tmp_path / "record.db")
    started = subprocess.Popen(command, env=os.environ | {"ONRECORD_DB": str(tmp_path / "record.db")}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 60
        while True:
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
                if answer.status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            assert time.monotonic() < ends and started.poll() is None
            time.sleep(0.1)
        assert "server" not in answer.headers
        posted = httpx.post(f"http://127.0.0.1:{port}/api/articles", json=[{"id": "a", "text": "Novak said no.\n"}], timeout=60)
        assert posted.status_code == 202
        states = set()
        while "done" not in states and time.monotonic() < ends + 60:
            states.add(httpx.get(f"http://127.0.0.1:{port}{posted.headers['location']}", timeout=30).json()["state"])  # whichever process answers
            time.sleep(0.1)
        assert "done" in states and not states & {"failed", "broken_off"}
        assert httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": "record.example"}, timeout=30).status_code == 421
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)
