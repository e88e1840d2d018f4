"""An ingest that is killed at any moment loses nothing that it had committed, and the next one goes on; two at once do each other no harm; nor does a disk that is full."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

import onrecord
import onrecord.keep.ingest as ingest
from onrecord import RecordError, Report

REPORTS, KILLS = 190, {"sqlite": 20, "postgresql": 4}
SCRIPT = """
import sys
sys.path[:0] = sys.argv[3:]
from conftest import Scripted
import onrecord
import onrecord.keep.ingest as ingest
ingest.REPORTS = 3
with onrecord.open(sys.argv[1]) as record:
    record.ingest(sys.argv[2], extractor=Scripted())
"""
HERE = Path(__file__).parent


def lines() -> list[dict]:
    texts = [f'Ann Lee said "the bridge number {n} would close and we will not wait for {n % 50}". The mayor Bo Orn promised that {n} ferries would come.' for n in range(REPORTS - 10)]
    rows = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    return rows + [{"id": str(n), "text": texts[n] + " It rained."} for n in range(5)] + [{"id": f"tied {n}", "text": texts[n]} for n in range(5)]


def everything(address) -> list:
    """Of a server, which is slower to ask, a part."""
    with onrecord.open(address) as record:
        ids = sorted({row["id"] for row in lines()})[:: 1 if isinstance(record.path, Path) else 9]
        return [(id, [(v.number, v.sha256, v.tied, v.near) for v in record.versions(id)], [record.article(id, v.number).to_dict() for v in record.versions(id)]) for id in ids]


def command(address, source) -> list:
    return [sys.executable, "-c", SCRIPT, address, source, HERE, HERE.parent]


def start(address, source, scripted) -> tuple[int, BinaryIO]:
    """A process of its own that ingests, without the second that a new one takes to import everything; its id, and where it tells each report."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            ingest.REPORTS = 3
            with onrecord.open(address) as record:
                record.ingest(source, extractor=scripted, watch=lambda reports, _: os.write(writing, f"{reports}\n".encode()))
        finally:
            os._exit(1)
    os.close(writing)
    return child, os.fdopen(reading, "rb")


@pytest.mark.parametrize("database", KILLS)
def test_killed_at_any_moment(tmp_path, database, request, scripted):
    whole, killed = (tmp_path / name if database == "sqlite" else request.getfixturevalue("server").empty() for name in ("whole.db", "killed.db"))
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, lines())))
    with onrecord.open(whole) as record:
        record.ingest(source, extractor=scripted)
    chance = random.Random(7)
    kept = cut_off = 0
    for attempt in range(KILLS[database]):
        child, told = start(killed, source, scripted)
        if attempt:
            reached = kept + chance.randint(1, 12)
            next((line for line in told if int(line) >= reached), None)
            time.sleep(chance.uniform(0, 0.02))
        else:
            time.sleep(0.1)  # while the record is being made
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told.close()
        with onrecord.open(killed) as record:
            proof, stats = record.verify(), record.stats()
        assert proof.faults == () and stats.versions >= kept, "what was committed is there"
        assert stats.versions == stats.outcomes["new"] + stats.outcomes["changed"], "and counted once"
        cut_off += 0 < stats.versions < REPORTS
        kept = stats.versions
    assert cut_off > KILLS[database] / 3, "too few kills came in the middle"
    with onrecord.open(killed) as record:
        record.ingest(source, extractor=scripted)
        assert record.verify().faults == () and record.stats().versions == REPORTS
    assert everything(killed) == everything(whole)


def test_two_at_once(tmp_path):
    source, path = tmp_path / "in.jsonl", tmp_path / "x.db"
    source.write_text("\n".join(map(json.dumps, lines())))
    running = [subprocess.Popen(command(path, source), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    with onrecord.open(path) as record:
        stats = record.stats()
        assert record.verify().faults == () and stats.versions == REPORTS and stats.unfinished == 0
        assert stats.outcomes == {"new": REPORTS - 5, "changed": 5, "known": REPORTS, "failed": 0, "taken_down": 0}


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here ({done.stderr.strip()}); test_database has a full disk that SQLite plays")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(small_disk, scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.ingest.REPORTS", 5)
    chance = random.Random(1)
    reports = [Report(f'Ann Lee said "{" ".join(str(chance.random()) for _ in range(300))}".', id=str(n)) for n in range(400)]
    with onrecord.open(small_disk / "x.db") as record:
        with pytest.raises(RecordError, match="disk is full: make room"):
            record.ingest(*reports, extractor=scripted)
        kept = record.stats().articles
        assert 0 < kept < 400 and record.verify().faults == () and record.article("0").text == reports[0].text and record.search('"ann lee"', within="reports").count == kept
        with pytest.raises(RecordError, match=r"full|could not be"):
            record.backup(small_disk / "copy.db")
        assert sorted(file.name for file in small_disk.iterdir() if file.name.startswith("copy")) == []
    with onrecord.open(small_disk / "x.db", create=False) as record:
        assert record.verify().faults == () and record.stats().articles == kept
        subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
        assert record.ingest(*reports, extractor=scripted).new == 400 - kept and record.verify().faults == ()


def test_a_file_that_may_only_be_read(tmp_path, scripted):
    path = tmp_path / "x.db"
    with onrecord.open(path) as record:
        record.ingest(Report("Ann Lee said that it rains.", id="a"), extractor=scripted)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    before = path.read_bytes()
    for arguments in (["ingest", "-"], ["takedown", "a", "--who", "x", "--why", "y"], ["merge", str(path)], ["stats"]):
        done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-m", "onrecord.cli", "--db", path, *arguments], input="Bo Orn said that it snows.", capture_output=True, text=True)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr and ("may not be written" in done.stderr or "could not be opened" in done.stderr), done.stderr
    assert path.read_bytes() == before and [file.name for file in tmp_path.iterdir()] == ["x.db"]
