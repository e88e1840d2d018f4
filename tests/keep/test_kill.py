"""An ingest that is killed at any moment loses nothing that it had committed, and the next one goes on; two at once do each other no harm."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import onrecord

REPORTS = 100
SCRIPT = """
import sys
import onrecord
import onrecord.keep.ingest as ingest
ingest.REPORTS = 3
with onrecord.open(sys.argv[1]) as record:
    record.ingest(sys.argv[2], watch=lambda reports, statements: print(reports, flush=True))
"""


def lines() -> list[dict]:
    texts = [f'The mayor said the bridge number {n} would close. "We will not wait for {n % 50}," Ann Lee told reporters.' for n in range(REPORTS - 10)]
    rows = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    return rows + [{"id": str(n), "text": texts[n] + " It rained."} for n in range(5)] + [{"id": f"tied {n}", "text": texts[n]} for n in range(5)]


def everything(path) -> list:
    with onrecord.open(path) as record:
        ids = sorted({row["id"] for row in lines()})
        return [(id, [(v.number, v.sha256, v.tied) for v in record.versions(id)], [record.article(id, v.number).to_dict() for v in record.versions(id)]) for id in ids]


def test_killed_at_any_moment(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, lines())))
    command = [sys.executable, "-c", SCRIPT]
    subprocess.run([*command, tmp_path / "whole.db", source], check=True, stdout=subprocess.DEVNULL)
    path, chance = tmp_path / "killed.db", random.Random(7)
    kept = cut_off = 0
    for attempt in range(6):
        running = subprocess.Popen([*command, path, source], stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        if attempt:
            reached = kept + chance.randint(1, 14)
            next((line for line in running.stdout if int(line) >= reached), None)
            time.sleep(chance.uniform(0, 0.05))
        else:
            time.sleep(0.6)  # while the record is being made, or a little before
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        with onrecord.open(path) as record:
            proof, stats = record.verify(), record.stats()
        assert proof.faults == () and stats.versions >= kept, "what was committed is there"
        assert stats.versions == stats.outcomes["new"] + stats.outcomes["changed"], "and counted once"
        cut_off += 0 < stats.versions < REPORTS
        kept = stats.versions
    assert cut_off, "no kill came in the middle"
    subprocess.run([*command, path, source], check=True, stdout=subprocess.DEVNULL)
    assert everything(path) == everything(tmp_path / "whole.db")
    with onrecord.open(path) as record:
        assert record.verify().faults == () and record.stats().versions == REPORTS


def test_two_at_once(tmp_path):
    source, path = tmp_path / "in.jsonl", tmp_path / "x.db"
    source.write_text("\n".join(map(json.dumps, lines())))
    running = [subprocess.Popen([sys.executable, "-c", SCRIPT, path, source], stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    with onrecord.open(path) as record:
        stats = record.stats()
        assert record.verify().faults == () and stats.versions == REPORTS and stats.unfinished == 0
        assert stats.outcomes == {"new": REPORTS - 5, "changed": 5, "known": REPORTS, "failed": 0, "taken_down": 0}
