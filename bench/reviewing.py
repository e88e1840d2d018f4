#!/usr/bin/env python3
"""How long Review takes on a record of a given size, in this process, so that the network is left out.

    reviewing.py [--statements 100000] [--rounds 20] [--db FILE]

Milliseconds, median and 95th percentile, of the processor and as they passed; each round asks for other speakers, outlets and statements.  Reports are not compared with each other for occasions, which `storing.py` measures.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastapi.testclient import TestClient
from synthetic import Synthetic

import onrecord
from onrecord.follow.comparing import Comparing
from onrecord.serve.app import make_app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, onrecord.open(options.db or Path(folder) / "record.db") as record:
        made = Synthetic()
        Comparing.waiting = lambda *_: []  # type: ignore[method-assign]
        if not record.stats().articles:
            record.ingest(*made.reports(options.statements), extractor=made)
        began = time.perf_counter()
        record.resolve_speakers()
        stats = record.stats()
        print(f"{stats.articles} reports, {sum(stats.statements.values())} statements, {stats.bytes / 1e6:.0f} MB; who speaks: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        used = time.process_time()
        first = record.review_queue(limit=200)
        print(f"the queue, from nothing where the record was never reviewed: {time.process_time() - used:.2f} s of the processor, {time.perf_counter() - began:.2f} s as they passed", flush=True)
        client = TestClient(make_app(record), base_url="http://127.0.0.1", headers={"accept-encoding": "identity"}, follow_redirects=False)
        chance = random.Random(0)
        waiting = list(first.waiting)

        def speaker() -> str:
            return next(each.statement.speaker.name for each in chance.sample(waiting, len(waiting)) if each.statement.speaker)

        def accept() -> None:
            record.accept_statement(waiting.pop(chance.randrange(len(waiting))).statement.id, who="bench")

        def correct() -> None:
            s = waiting.pop(chance.randrange(len(waiting))).statement
            record.correct_statement(s.id, act="deny" if s.act != "deny" else "warn", who="bench", why="bench")

        tasks: dict[str, Callable[[], object]] = {
            "/review": lambda: client.get("/review"),
            "/review, a later page": lambda: client.get(f"/review?after={chance.choice(waiting).cursor}"),
            "/review, an outlet": lambda: client.get("/review", params={"outlet": chance.choice(waiting).outlet or "x"}),
            "/review, a speaker": lambda: client.get("/review", params={"speaker": speaker()}),
            "/review, a rare act": lambda: client.get("/review?act=deliver"),
            "/review, a doubt and an act": lambda: client.get("/review?doubt=speaker&act=pledge"),
            "/review, nothing there": lambda: client.get("/review?outlet=nobody"),
            "/review/statements/…": lambda: client.get(f"/review/statements/{chance.choice(waiting).statement.id}"),
            "/review/report": lambda: client.get("/review/report", params={"id": chance.choice(waiting).article}),
            "accept": accept,
            "correct": correct,
            "correct, and /review": lambda: (correct(), client.get("/review"))[1],
        }
        for name, task in tasks.items():
            taken, spent = [], []
            for _ in range(options.rounds):
                began, used = time.perf_counter(), time.process_time()
                answer = task()
                taken.append(1000 * (time.perf_counter() - began))
                spent.append(1000 * (time.process_time() - used))
                assert getattr(answer, "status_code", 200) == 200, name
            print(f"{name:32} {statistics.median(spent):7.0f} {statistics.quantiles(spent, n=20)[-1]:7.0f} ms of the processor, {statistics.median(taken):7.0f} {statistics.quantiles(taken, n=20)[-1]:7.0f} ms as they passed", flush=True)


if __name__ == "__main__":
    main()
